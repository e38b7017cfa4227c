"""Which rooms a person has, who hears them there, and what they have not read yet. Only own rooms, ever."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bitim.cases.models import Case
from bitim.cases.predicates import side_of
from bitim.kernel import membership
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.models import Membership
from bitim.kernel.prepared import prepared
from bitim.room.facts import is_apart
from bitim.room.models import Message, ReadMark, Space
from bitim.room.permissions import P
from bitim.room.queries.people import PersonSeen, SideSeen, Table
from bitim.room.rules import SEAT_ROLES, person_of


@dataclass(frozen=True)
class RoomSeen:
    """One of the reader's rooms. `side` is whose private room it is; `unread` counts what others said since."""

    pk: UUID
    case: UUID
    kind: str
    open: bool
    side: SideSeen | None
    own: bool
    unread: int = 0


def space_for(actor: Actor, space: UUID) -> Space:
    """Return a room the actor sits in now; NotFound for any other, existing or not."""
    for found in _space(space):
        require_visible(actor, P.READ_SPACE, found)
        if found.kind != Space.CORRIDOR:  # by voice alone: it has no page
            return found
    raise NotFound


@prepared
def _space(space: UUID) -> "QuerySet[Space, Space]":
    return Space.objects.system().select_related("case", "side").filter(pk=space)


def rooms_behind(cases: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the rooms of each case: what can be heard behind a door to it; which of them, memberships say. One query,
    for the live line, which has its reader already."""
    found: dict[UUID, set[UUID]] = {case: set() for case in cases}
    for case, space in _spaces_of(list(cases)):
        found[case].add(space)
    return {case: frozenset(spaces) for case, spaces in found.items()}


def private_rooms(cases: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the sides' private rooms of each case, and its corridor; which of them somebody has, memberships say."""
    found: dict[UUID, frozenset[UUID]] = {}
    rows = (
        Space.objects.system()
        .filter(case__in=cases, kind__in=(Space.CAUCUS, Space.CORRIDOR))
        .values_list("case_id", "pk")
    )
    for case, space in rows:
        found[case] = found.get(case, frozenset()) | {space}
    return found


@prepared
def _spaces_of(cases: list[UUID]) -> "QuerySet[Space, tuple[UUID, UUID]]":
    return Space.objects.system().filter(case_id__in=cases).values_list("case_id", "pk")


def spaces_for(actor: Actor, case: UUID) -> list[RoomSeen]:
    """Return the actor's own rooms of a case: of a side, the private room first; of staff, the joint room first."""
    if actor.person is None or actor.role not in SEAT_ROLES:
        return []
    if actor.guest is not None and actor.guest != case:
        return []
    rows = Space.objects.system().filter(case_id=case).exclude(kind=Space.CORRIDOR).select_related("side")
    if actor.role != "party":
        rows = rows.filter(case__centre=actor.centre)
    seats = _seats(actor, [space.pk for space in rows])
    unread = _unread(actor, seats)
    first = Space.CAUCUS if actor.role == "party" else Space.JOINT
    made = [_seen(space, actor, unread.get(space.pk, 0)) for space in rows if space.pk in seats]
    order = {Space.JOINT: 1, Space.CAUCUS: 2, Space.TEAM: 3, first: 0}
    return sorted(made, key=lambda room: (order[room.kind], room.side.mark if room.side else 0))


def _seen(space: Space, actor: Actor, unread: int) -> RoomSeen:
    side = SideSeen(space.side.pk, space.side.position, str(space.side.name or "")) if space.side else None
    own = side is not None and actor.role == "party"
    return RoomSeen(space.pk, space.case_id, space.kind, space.open, side, own, unread)


def unread_for(actor: Actor) -> dict[UUID, int]:
    """Return how many messages of others are unread, for each of the actor's own rooms of all cases (0 left out)."""
    if actor.person is None or actor.role not in SEAT_ROLES:
        return {}
    seats = _seats(actor, None)
    return _unread(actor, seats)


def hearers(actor: Actor, space: Space) -> list[PersonSeen]:
    """Return the people who hear the actor in this room, by name and role; the actor's own side last."""
    require_visible(actor, P.READ_SPACE, space)
    return hearers_at(actor, space, Table.of(actor, space.case_id))


def hearers_at(actor: Actor, space: Space, table: Table) -> list[PersonSeen]:
    """Return the same, of a table already read."""
    here = [table.people[p] for p in membership.members(space.pk) if p != actor.person and p in table.people]
    order = {"mediator": 0, "co_mediator": 0, "interpreter": 1}
    return sorted(here, key=lambda one: (order.get(one.role, 2), one.side.mark if one.side else 0, one.name))


def may_post(actor: Actor, space: Space) -> bool:
    """Tell whether the reader may say something here: some only listen. A room that is closed says so by itself."""
    return not space.open or bool(decide(actor, P.POST, space))


def may_read_ledger(actor: Actor, space: Space) -> bool:
    """Tell whether the ledger of this case has a page for the reader."""
    return actor.role == "mediator" or side_of(actor, space.case) is not None


def read_up_to(actor: Actor, space: Space) -> int:
    """Return how far this person has read a room; 0 when never."""
    rows = ReadMark.objects.system().filter(space=space, person_id=person_of(actor))
    return rows.values_list("seq", flat=True).first() or 0


def kept_apart(actor: Actor, space: Space) -> bool:
    """Tell whether the sides of this case are kept apart: only then is it promised that nobody knows."""
    require_visible(actor, P.READ_SPACE, space)
    case: Case = space.case
    return is_apart(case)


def interpreters_for(actor: Actor, space: Space) -> list[tuple[PersonSeen, bool]]:
    """Return the interpreters of the case and whether each sits in this room; for the mediator who lets them in."""
    require_visible(actor, P.ADMIT_INTERPRETER, space)
    here = set(membership.members(space.pk))
    people = Table.of(actor, space.case_id).people.values()
    return [(one, one.pk in here) for one in people if one.role == "interpreter" and not one.left]


Seats = dict[UUID, Q]
ROOMS_AT_ONCE = 200  # conditions joined by OR: SQLite refuses a tree deeper than a thousand


def _seats(actor: Actor, spaces: list[UUID] | None) -> Seats:
    """Return, for each audience the actor sits in now, the condition on `seq` of what they may read."""
    rows = Membership.objects.system().filter(person=person_of(actor))
    if spaces is not None:
        rows = rows.filter(audience__in=spaces)
    covered: Seats = {}
    now: set[UUID] = set()
    for audience, role, start, end, ended in rows.values_list("audience", "role", "from_seq", "until_seq", "ended"):
        part = Q(seq__gt=start) if end is None else Q(seq__gt=start, seq__lte=end)
        covered[audience] = covered[audience] | part if audience in covered else part
        if ended is None and role == actor.role:
            now.add(audience)
    return {audience: condition for audience, condition in covered.items() if audience in now}


def _unread(actor: Actor, seats: Seats) -> dict[UUID, int]:
    if not seats:
        return {}
    marks = dict(
        ReadMark.objects.system().filter(person_id=person_of(actor), space__in=seats).values_list("space_id", "seq")
    )
    found: dict[UUID, int] = {}
    for some in batched(list(seats.items()), ROOMS_AT_ONCE):
        found |= _counted(actor, some, marks)
    return found


def batched(seats: list[tuple[UUID, Q]], size: int) -> list[list[tuple[UUID, Q]]]:
    """Return the seats in pieces of at most `size`."""
    return [seats[at : at + size] for at in range(0, len(seats), size)]


def _counted(actor: Actor, seats: list[tuple[UUID, Q]], marks: dict[UUID, int]) -> dict[UUID, int]:
    wanted = Q(pk__in=[])
    for space, condition in seats:
        wanted |= Q(space=space, seq__gt=marks.get(space, 0)) & condition
    taken_back_unread = Q(released_from__served=None, released_from__withdrawn__isnull=False)
    rows = (
        Message.objects.system()
        .filter(wanted, withdrawn=None)
        .exclude(author_id=actor.person, released_from=None)
        .exclude(taken_back_unread)
    )
    return dict(rows.order_by().values_list("space").annotate(Count("pk")))
