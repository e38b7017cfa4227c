"""The people of a case as a room shows them: by the name the table uses, the role, and the side's shape."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Participant, Side

ROLES: dict[str, str | Promise] = {
    "party": _("party"),
    "spokesperson": _("spokesperson"),
    "representative": _("representative"),
    "mediator": _("mediator"),
    "co_mediator": _("co-mediator"),
    "interpreter": _("interpreter"),
    "coordinator": _("coordinator"),
}


def role_word(role: str) -> str:
    """Return the word for a role in the reader's language."""
    return str(ROLES.get(role, role))


@dataclass(frozen=True)
class SideSeen:
    """A side: its place in the order of the case gives the shape and tone (`mark`), its name it chose itself."""

    pk: UUID
    mark: int
    name: str


@dataclass(frozen=True)
class PersonSeen:
    """Somebody in a room. `role` is a participant's role; `left` when they no longer take part."""

    pk: UUID
    participant: UUID
    name: str
    role: str
    language: str
    side: SideSeen | None
    left: bool = False


@dataclass(frozen=True)
class Table:
    """Everybody of one case, looked up once per page."""

    sides: dict[UUID, SideSeen]
    people: dict[UUID, PersonSeen]

    @classmethod
    def of(cls, case: UUID) -> "Table":
        """Read the sides and people of a case in two queries."""
        sides = {
            row.pk: SideSeen(row.pk, row.position, str(row.name or ""))
            for row in Side.objects.system().filter(case_id=case).order_by("position")
        }
        people: dict[UUID, PersonSeen] = {}
        # The last one read counts: the present role before a past one, a seat in a room before coordinating.
        rows = Participant.objects.system().filter(case_id=case).order_by("ended", "since")
        for row in sorted(rows, key=lambda r: (r.ended is None, r.role != Participant.COORDINATOR)):
            side = sides.get(row.side_id) if row.side_id else None
            name = str(row.shown_name or "")
            people[row.person_id] = PersonSeen(
                row.person_id, row.pk, name, row.role, row.language, side, row.ended is not None
            )
        return cls(sides, people)
