"""What a person asked of whoever calls them, as it stands now; for callers that have already decided that the reader
may know it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from bitim.people.models import Person
from bitim.people.queries.hours import now_for
from bitim.people.wishes import wishes_of


@dataclass(frozen=True)
class CallCare:
    """`refused`: they asked to be written to, not called. `asks`: what is asked once more before a call now
    (wishes.OUTSIDE, wishes.OVERHEARD). `wishes`: what they said, by the keys of `safe_contact`."""

    refused: bool = False
    asks: tuple[str, ...] = ()
    wishes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ToCall:
    """Somebody to be called, with the care they asked for."""

    name: str
    care: CallCare


def care_for(person: Person, home: str, *, named: bool = False) -> CallCare:
    """Return how a person may be called now. `home`: the time zone of their centre; `named`: they named a time for this
    very call, which stands in place of the hours they named before."""
    said: dict[str, Any] = person.safe_contact or {}
    wishes = wishes_of(said)
    if named:
        wishes = replace(wishes, when=())
    asks = wishes.asks(now_for(person, home)) if wishes.may_be_called else ()
    return CallCare(not wishes.may_be_called, asks, {key: value for key, value in said.items() if value})


def to_call(people: Iterable[tuple[UUID, bool]], home: str) -> dict[UUID, ToCall]:
    """Return, of (person, whether they named a time for this call), names and care; one question however many."""
    named = dict(people)
    rows = Person.objects.system().filter(pk__in=named).only("pk", "name", "safe_contact", "time_zone") if named else []
    return {row.pk: ToCall(str(row.name or ""), care_for(row, home, named=named[row.pk])) for row in rows}
