"""What a list would change in the register, line by line, before anything is changed.

A line is somebody of the register by the number in the register (of the same kind), else by name and certificate; so a
list sent twice changes nothing the second time. Whoever is in the register and not in the list is only told: a list
may be of one district.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.engines import matching
from bitim.people.models_register import MediatorCard
from bitim.people.register_file import Row, Table, folded, understood

PLAIN = (
    "kind",
    "register_number",
    "certificate",
    "issued",
    "expires",
    "training",
    "training_hours",
    "refreshed",
    "elected_at",
    "elected_on",
    "term_from",
    "term_to",
    "removed_on",
    "languages",
    "spoken",
    "kinds",
    "places",
    "load_limit",
    "takes_fee",
    "of_age",
)
NEEDED = ("name",)


@dataclass(frozen=True)
class Change:
    """A card that the list would change, and in what."""

    row: Row
    card: MediatorCard
    fields: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """The whole of it. `lacks`: columns without which nothing can be entered."""

    lacks: tuple[str, ...] = ()
    new: tuple[tuple[Row, dict[str, Any]], ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0
    left_out: tuple[Row, ...] = ()
    notes: tuple[Row, ...] = ()
    missing: tuple[MediatorCard, ...] = ()

    @property
    def does_anything(self) -> bool:
        """Whether a press would change the register."""
        return bool(self.new or self.changed)


def keys_of(kind: str, register_number: str, names: Iterable[str], certificate: str) -> list[tuple[str, ...]]:
    """Return by what one line and another are the same mediator."""
    found: list[tuple[str, ...]] = []
    if folded(register_number):
        found.append(("number", kind, folded(register_number)))
    if folded(certificate):
        found += [("name", folded(name), folded(certificate)) for name in names if folded(name)]
    return found or [("name", folded(name), "") for name in names if folded(name)]


def plan(
    table: Table,
    columns: Mapping[str, int],
    *,
    kind: str,
    pack: str,
    language: str,
    here: Iterable[MediatorCard],
    day: date,
) -> Plan:
    """Return what the lines of a table would do to the cards that are here. Pure but for the pack."""
    lacks = tuple(key for key in NEEDED if key not in columns)
    if lacks:
        return Plan(lacks=lacks)
    cards = list(here)
    known: dict[tuple[str, ...], MediatorCard] = {}
    for card in cards:
        for key in keys_of(card.kind, card.register_number, (card.public_name or {}).values(), card.certificate):
            known.setdefault(key, card)
    seen: dict[tuple[str, ...], int] = {}
    new, changed, left_out, met, same = [], [], [], set(), 0
    notes = []
    for number, cells in table.lines:
        row = understood(number, cells, columns, pack, kind)
        keys = keys_of(
            row.said["kind"], row.said.get("register_number", ""), [row.name], row.said.get("certificate", "")
        )
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            twice = _("This mediator stands in line %(n)s already.") % {"n": earlier}
            row = Row(row.number, row.said, (*row.problems, twice), row.notes)
        for key in keys:
            seen.setdefault(key, number)
        found = next((known[key] for key in keys if key in known), None)
        if found is not None:
            met.add(found.pk)
            if not _alike(found, row.name):
                theirs = next(iter((found.public_name or {}).values()), "")
                other = _("This number belongs to %(name)s in the register.") % {"name": theirs}
                row = Row(row.number, row.said, (*row.problems, other), row.notes)
        if row.problems:
            left_out.append(row)
            continue
        if row.notes:
            notes.append(row)
        fields = fields_of(row, pack, language, day)
        if found is None:
            new.append((row, fields))
        elif differing := _differing(found, fields):
            changed.append(Change(row, found, differing))
        else:
            same += 1
    missing = tuple(card for card in cards if card.pk not in met and card.revoked is None)
    return Plan((), tuple(new), tuple(changed), same, tuple(left_out), tuple(notes), missing)


def _alike(card: MediatorCard, name: str) -> bool:
    """Tell whether a name can be that of a card, in whatever spelling: a number alone may have been given anew."""
    wanted = matching.marks_of_name(name)
    names = (card.public_name or {}).values()
    return not wanted or any(matching.marks_of_name(one) & wanted or folded(one) == folded(name) for one in names)


def fields_of(row: Row, pack: str, language: str, day: date) -> dict[str, Any]:
    """Return a line as columns of a card. Of a date of birth only whether the age rule of the pack is met is kept."""
    said = dict(row.said)
    if said.get("born"):
        parameters = jurisdictions.load(pack).parameters
        years = parameters["mediator_professional_age"].value if "mediator_professional_age" in parameters else 0
        said["of_age"] = _years_old(said["born"], day) >= years
    fields = {key: said[key] for key in PLAIN if key in said}
    fields["public_name"] = {language: row.name}
    if said.get("organisation"):
        fields["organisation"] = {language: said["organisation"]}
    return fields


def _years_old(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _differing(card: MediatorCard, fields: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for key, value in fields.items():
        stands = getattr(card, key)
        if key in ("public_name", "organisation"):
            if value and not {folded(v) for v in value.values()} <= {folded(v) for v in (stands or {}).values()}:
                found[key] = {**(stands or {}), **value}
        elif stands != value and not (value in ("", None, []) and key != "removed_on" and not stands):
            found[key] = value
    if "removed_on" in found and found["removed_on"] is None:
        del found["removed_on"]  # a removal is not undone by a list: whoever returns gets a new card
    return found


def soon(card: MediatorCard, day: date, within: int = 60) -> date | None:
    """Return the day on which a card ends, when that is past or near; None otherwise."""
    ends = min((one for one in (card.expires, card.term_to) if one), default=None)
    return ends if ends is not None and ends <= day + timedelta(days=within) else None
