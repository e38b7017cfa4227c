"""The people of a case as a room shows them: by the name the table uses, the role, and the side's shape."""

from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bitim.cases.labels import ROLES
from bitim.cases.models import Participant, Side
from bitim.cases.predicates import is_awaited
from bitim.kernel.access import Actor
from bitim.kernel.prepared import prepared
from bitim.kernel.together import Asked
from bitim.room.models import Space


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
    """Somebody in a room. `role` is a participant's role; `left` when they no longer take part. `waits`: nobody has
    confirmed yet that it is they who came; `added`: to a side that had people."""

    pk: UUID
    participant: UUID
    name: str
    role: str
    language: str
    side: SideSeen | None
    left: bool = False
    waits: bool = False
    added: bool = False


@prepared
def _sides(case: UUID) -> "QuerySet[Side, Side]":
    return Side.objects.system().filter(case_id=case).select_related("case").order_by("position")


@prepared
def _parts(case: UUID) -> "QuerySet[Participant, Participant]":
    return Participant.objects.system().filter(case_id=case).order_by("ended", "since")


@dataclass(frozen=True)
class Table:
    """Everybody of one case, looked up once per page."""

    sides: dict[UUID, SideSeen]
    people: dict[UUID, PersonSeen]

    @classmethod
    def of(cls, actor: Actor, case: UUID, named: Container[UUID] | None = None) -> "Table":
        """Read the sides and people of a case in two queries, as this reader may know them. `named`: whose names are
        needed, so that no others are unsealed; by default everybody's.

        Held apart, a party learns of the other sides only that they are there: no name of a side or a person, also
        where something of theirs is shown by permission.
        """
        rows = _sides(case)
        apart = actor.role == "party" and any(row.case.mode == "shuttle" for row in rows)
        # The last one read counts: the present role before a past one, a seat in a room before coordinating.
        parts = _parts(case)
        parts.sort(key=lambda r: (r.ended is None, r.role != Participant.COORDINATOR))
        mine = {one.side_id for one in parts if one.person_id == actor.person and one.ended is None}
        hidden = {row.pk for row in rows if apart and row.pk not in mine}
        nameless = str(_("The other side"))
        sides = {
            row.pk: SideSeen(row.pk, row.position, nameless if row.pk in hidden else str(row.name or ""))
            for row in rows
        }
        people: dict[UUID, PersonSeen] = {}
        for row in parts:
            side = sides.get(row.side_id) if row.side_id else None
            name = nameless if row.side_id in hidden else ""
            if not name and (named is None or row.person_id in named):
                name = str(row.shown_name or "")
            people[row.person_id] = PersonSeen(
                row.person_id,
                row.pk,
                name,
                row.role,
                row.language,
                side,
                left=row.ended is not None,
                waits=row.unconfirmed is not None and row.ended is None,
                added=row.added,
            )
        return cls(sides, people)

    @staticmethod
    def asked(case: UUID) -> list[Asked]:
        """Return the questions that `of` will ask, for whoever asks them ahead."""
        return [(_sides, (case,)), (_parts, (case,))]

    @classmethod
    def once(cls, actor: Actor, case: UUID) -> "Table":
        """Return the table with all names, read once per request."""
        return actor.once(("table", case), lambda: cls.of(actor, case))  # type: ignore[no-any-return]


def doubted_in(actor: Actor, space: Space, table: Table) -> list[PersonSeen]:
    """Return of whom, besides the reader, it is not confirmed that it is they who came: to a mediator in every room, to
    the people of a side in their private room."""
    may_know = actor.role == "mediator" or (space.kind == Space.CAUCUS and actor.role == "party")
    if not may_know or is_awaited(actor):
        return []
    waiting = [one for one in table.people.values() if one.waits and one.side and one.pk != actor.person]
    return [one for one in waiting if space.kind != Space.CAUCUS or (one.side and one.side.pk == space.side_id)]


def waits_here(actor: Actor) -> bool:
    """Tell the reader whether it is not confirmed yet that it is they who came."""
    return is_awaited(actor)
