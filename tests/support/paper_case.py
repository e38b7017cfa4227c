"""A case whose agreement to mediate waits for pens, seeded into a running house; run as a program in its environment.

Prints, as JSON, the document's id and the session of each person: the screens of coming in have stories of their own.
"""

import json
from typing import Any


def seed() -> dict[str, Any]:
    """Make it and return what the story needs."""
    from bitim.cases.tests.browsers import as_party, as_staff
    from bitim.settlements.tests import stage

    made = stage.ready()
    document = stage.agreement_of(made)
    browsers = {
        "mediator": as_staff(made.mediator),
        "coordinator": as_staff(made.coordinator),
        "own": as_party(made.parties[0], made.case.pk),
    }
    sessions = {who: client.cookies["bitim"].value for who, client in browsers.items()}
    return {"document": str(document.pk), "case": str(made.case.pk), "sessions": sessions}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(seed()))
