"""Which templates of law packs a centre has accepted, by whom and when.

Until a named head has put name and day to a template's very text, no document made from it leaves a served house.
Kept in `accepted-templates.json` of the data folder: a line is added by `bitim accept-template` at the keyboard of the
server, never by a page. A template whose text changes has another fingerprint and is accepted anew.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bitim.jurisdictions import Pack
from bitim.kernel.dates import day_words
from bitim.kernel.paper.words import word

FILE = "accepted-templates.json"


@dataclass(frozen=True)
class Acceptance:
    """One template of one pack, accepted for one centre (by its slug)."""

    centre: str
    pack: str
    kind: str
    version: str
    fingerprint: str
    by: str
    on: str


def accepted(folder: Path) -> list[Acceptance]:
    """Return every acceptance of this house."""
    path = folder / FILE
    if not path.exists():
        return []
    return [Acceptance(**line) for line in json.loads(path.read_text(encoding="utf-8"))]


def acceptance_of(folder: Path, centre: str, pack: Pack, kind: str) -> Acceptance | None:
    """Return who accepted the present text of a template for a centre, the latest first; None while nobody has."""
    fingerprint = pack.template(kind).fingerprint
    wanted = (centre, pack.code, kind, fingerprint)
    lines = [a for a in accepted(folder) if (a.centre, a.pack, a.kind, a.fingerprint) == wanted]
    return lines[-1] if lines else None


def waiting(folder: Path, centre: str, pack: Pack) -> list[str]:
    """Return the kinds of document whose present text nobody has accepted for this centre."""
    return [kind for kind in sorted(pack.templates) if acceptance_of(folder, centre, pack, kind) is None]


def accept(folder: Path, centre: str, pack: Pack, kinds: list[str], *, by: str, on: date) -> None:
    """Add lines; what was accepted before stays written."""
    lines = accepted(folder) + [
        Acceptance(centre, pack.code, kind, pack.version, pack.template(kind).fingerprint, by, on.isoformat())
        for kind in kinds
    ]
    path = folder / FILE
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps([asdict(one) for one in lines], ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(path)


def approval_words(approved: Acceptance | None, languages: Iterable[str]) -> dict[str, str]:
    """Return what a paper says of its own template in each of its languages: who approved it and when, or that it is
    a sample. Said of the moment of printing: a paper that is final keeps its words whatever is accepted later."""
    if approved is None:
        return {code: word("not_approved", code) for code in languages}
    day = date.fromisoformat(approved.on)
    return {code: word("approved", code).format(name=approved.by, day=day_words(day, code)) for code in languages}
