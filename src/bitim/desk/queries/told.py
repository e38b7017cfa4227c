"""Whom to call because there is news and no mailbox takes it: neutral, with what each asked of whoever calls."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bitim.cases.queries.untold import Untold, may_tell, untold
from bitim.kernel.access import Actor
from bitim.kernel.models import Delivery
from bitim.people import queries as people


@dataclass(frozen=True)
class ToTell:
    """One person to be told that there is news."""

    id: UUID
    name: str
    since: datetime
    case: UUID | None
    care: people.CallCare


def to_tell(actor: Actor, most: int) -> tuple[list[ToTell], int]:
    """Return the first few of them and how many there are; only the names that are shown are opened."""
    found, total = untold(actor, most)
    if not found:
        return [], 0
    known = people.to_call([(one.person, False) for one in found], people.home_zone(actor.centre))
    return [_told(one, known) for one in found if one.person in known], total


def care_in(row: Delivery, centre: UUID) -> people.CallCare:
    """Return what the person asked of whoever tells them, for the actions of the desk."""
    found = people.to_call([(row.person, False)], people.home_zone(centre)).get(row.person)
    return found.care if found else people.CallCare()


def _told(one: Untold, known: dict[UUID, people.ToCall]) -> ToTell:
    who = known[one.person]
    return ToTell(one.id, who.name, one.since, one.case, who.care)


def waits_to_be_told(actor: Actor, notice: UUID) -> bool:
    """Tell whether this notice is one that the actor may tell."""
    row = Delivery.objects.system().filter(pk=notice).first()
    return row is not None and may_tell(actor, row)
