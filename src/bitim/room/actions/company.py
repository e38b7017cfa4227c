"""Where supporters and observers sit, worked out from what the sides have said, in three questions or none.

- a supporter: the private room of their side from the moment at which that side says yes to it; the joint room as one
  who listens, and who may speak there only while every side has said yes to that;
- an observer: the joint room, to listen, while every side that is there says yes to this very observer.

They read from that moment on: what was said before was said to others. Nobody without an undertaking sits anywhere.
They count for no guard. Their seat bears the role "party", in which their code lets them act; `why` says what it is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bitim.cases.models import Case, Participant, Side
from bitim.cases.models_shape import SideWord, Undertaking
from bitim.room.rules import LISTENS

BESIDE = "room:beside"  # what a membership says of the seat of a supporter who may speak; else LISTENS
GONE = (Side.LEFT, Side.DECLINED)


@dataclass(frozen=True)
class Company:
    """Those who sit beside and have promised to keep it to themselves, the sides that are there, and their yes."""

    people: Sequence[Participant] = ()
    sides: frozenset[UUID] = frozenset()
    yes: dict[tuple[UUID, str], set[UUID]] = field(default_factory=dict)

    def _agreed(self, one: Participant, about: str) -> bool:
        """Tell whether every side that is there says yes."""
        return bool(self.sides) and self.sides <= self.yes.get((one.pk, about), set())

    def in_caucus(self, side: UUID | None) -> dict[UUID, str]:
        """Return the seats in the private room of a side: its own supporters, and only by its own word."""
        return {
            one.person_id: BESIDE
            for one in self.people
            if one.role == Participant.SUPPORTER
            and side is not None
            and one.side_id == side
            and side in self.sides
            and side in self.yes.get((one.pk, SideWord.CAUCUS), set())
        }

    def at_table(self) -> dict[UUID, str]:
        """Return the seats in the joint room."""
        seats: dict[UUID, str] = {}
        for one in self.people:
            if one.role == Participant.SUPPORTER and one.side_id in self.sides:
                seats[one.person_id] = BESIDE if self._agreed(one, SideWord.SPEAK) else LISTENS
            elif one.role == Participant.OBSERVER and self._agreed(one, SideWord.OBSERVE):
                seats[one.person_id] = LISTENS
        return seats


def company_of(case: Case, people: Sequence[Participant]) -> Company:
    """Return the company of a case among its present people. Whoever is also of a side, or of the staff of the case,
    sits as that and not beside."""
    otherwise = {one.person_id for one in people if one.role not in Participant.BESIDE}
    beside = [one for one in people if one.role in Participant.BESIDE and one.person_id not in otherwise]
    if not beside:
        return Company()
    promised = set(Undertaking.objects.system().filter(participant__in=beside).values_list("participant_id", flat=True))
    there = Side.objects.system().filter(case=case).exclude(state__in=GONE).values_list("pk", flat=True)
    yes: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    words = SideWord.objects.system().filter(participant__in=beside, yes=True, ended=None)
    for participant, about, side in words.values_list("participant_id", "about", "side_id"):
        yes[participant, about].add(side)
    return Company([one for one in beside if one.pk in promised], frozenset(there), dict(yes))
