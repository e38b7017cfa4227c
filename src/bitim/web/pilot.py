"""A served house is a pilot until law packs, languages and threat model carry the name of somebody who checked them."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

from bitim import jurisdictions
from bitim.kernel import catalogues


@cache
def unchecked() -> tuple[str, ...]:
    """Return what nobody has put a name to yet: `pack kz`, `language kk`, `threat model`. Read once per process."""
    packs = [f"pack {code}" for code in jurisdictions.available() if jurisdictions.load(code).unchecked]
    languages = [f"language {code}" for code, _name in settings.LANGUAGES if not catalogues.checked_by(code)]
    notes = json.loads((Path(__file__).parent / "checked_by.json").read_text(encoding="utf-8"))
    model = [] if notes["threat_model"]["checked_by"] else ["threat model"]
    return (*packs, *languages, *model)


def is_pilot() -> bool:
    """Tell whether pages have to say that this house is not for real disputes yet."""
    return settings.MODE == "serve" and bool(unchecked())
