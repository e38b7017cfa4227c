"""Words that a jurist would stumble over, found once and kept out."""

import json
import re
from pathlib import Path

import pytest

PACKS = Path(__file__).resolve().parent.parent / "packs"
TEXTS = sorted(path for code in ("kk", "ru", "en") for path in PACKS.glob(f"*/templates/*/{code}.json"))
# The short name of a law, how it is told from the full one, and the words that make it known.
SHORT = {
    "ru": (re.compile(r"стать\w+ [\d, и]+ Закона\b(?! Республики)"), "(далее — Закон)"),
    "kk": (re.compile(r"(?<!Республикасы )\bЗаңның \d"), "(бұдан әрі — Заң)"),
    "en": (re.compile(r"article [\d()]+ of the Law\b(?! of the Republic)"), "(the Law)"),
}
NOT_SAID = {
    "ru": (r"соглашение достигают", r"в силу с подписания", r"не сходится"),
    "kk": (r"жауаптылықта болады", r"өзі дәлелдемейді", r"Тараптар жеткен"),
    "en": (),
}


def _name(path: Path) -> str:
    return "/".join(path.parts[-4:])


@pytest.mark.parametrize("path", TEXTS, ids=_name)
def test_a_short_name_of_a_law_is_made_known_where_it_is_used(path):
    said = [one for part in json.loads(path.read_text())["sections"].values() for one in part["paragraphs"]]
    short, known = SHORT[path.stem]
    whole = " ".join(said)
    found = short.search(whole)
    assert found is None or known in whole[: found.start()]


@pytest.mark.parametrize("path", TEXTS, ids=_name)
def test_what_was_mended_is_not_said_again(path):
    said = path.read_text()
    assert not [one for one in NOT_SAID[path.stem] if re.search(one, said)]
