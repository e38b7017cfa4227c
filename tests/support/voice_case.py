"""A case with questions on the table in which one side has no device and stays at home, and the other a telephone of
its own; seeded into a running house, run as a program in its environment. Prints the case and the sessions as JSON."""

import json
import sys
from typing import Any


def seed() -> dict[str, Any]:
    """Make it and return what the story needs."""
    from bitim.cases import actions as cases
    from bitim.cases.models import Participant
    from bitim.cases.tests.browsers import as_party, as_staff
    from bitim.compromise.tests import scene
    from bitim.demo import cast

    made = cast.without_doors(scene.on_the_table())
    Participant.objects.system().filter(side=made.sides[0]).update(seen_at=None)
    browsers = {
        "mediator": as_staff(made.mediator),
        "coordinator": as_staff(made.coordinator),
        "own": as_party(made.parties[1], made.case.pk),
    }
    call = cases.begin_read_back(
        made.sides[0],
        actor=made.as_mediator,
        person=made.parties[0].pk,
        about="consent",
        witness=made.coordinator.pk,
    )
    cases.say_word(call, actor=made.as_mediator, word="алма")
    understood = {str(n): {"said": "yes", "note": ""} for n in range(len(call.text))}
    cases.finish_read_back(call, actor=made.as_mediator, answers=understood, answer="yes")
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    sessions = {who: client.cookies["bitim"].value for who, client in browsers.items()}
    at_home = f"{made.sides[0].pk}/{made.parties[0].pk}"
    return {
        "case": str(made.case.pk),
        "sessions": sessions,
        "at_home": at_home,
        "witness": str(made.coordinator.name),
        "side": str(made.sides[0].name),
    }


def work() -> dict[str, Any]:
    """Do what waits in the house's own work, which this house leaves to whoever runs it: look for the packages."""
    from bitim.compromise.jobs import JOB
    from bitim.compromise.models import Search

    waiting = [str(one) for one in Search.objects.system().filter(state=Search.SOLVING).values_list("pk", flat=True)]
    for one in waiting:
        JOB(one)
    return {"looked": waiting}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(work() if "work" in sys.argv else seed()))
