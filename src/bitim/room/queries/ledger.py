"""The ledger of what was let out of private rooms: read by the side that owns them and by the mediator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from bitim.cases.models import Case, Participant
from bitim.cases.predicates import side_of
from bitim.kernel import membership
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.models import Membership
from bitim.room.actions.releasing import source_hashes, targets
from bitim.room.models import Release, Space
from bitim.room.permissions import P
from bitim.room.queries.people import SideSeen, Table
from bitim.room.queries.thread import Said, message_for


@dataclass(frozen=True)
class LedgerLine:
    """One permission. `state`: waiting (nobody read it yet), read, taken_back (in time), withdrawn (after it was
    read). `unchanged`: the original is still what was shown. `words` are empty when this reader may not hear them."""

    pk: UUID
    case: UUID
    side: SideSeen | None
    by: str
    said_by: str
    language: str
    words: str
    file_name: str
    where: str
    to_side: SideSeen | None
    at: datetime
    served: datetime | None
    withdrawn: datetime | None
    state: str
    hash: str
    unchanged: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Offer:
    """What the page of permission shows: the exact item, and each room with all who would read it there."""

    item: Said
    space: Space
    rooms: tuple[tuple[Space, SideSeen | None, tuple[str, ...]], ...]


def ledger_for(actor: Actor, case: UUID) -> list[LedgerLine]:
    """Return the lines of the reader's own side, or of all sides for the mediator; newest first."""
    found = Case.objects.system().filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_LEDGER, found)
    rows = Release.objects.system().filter(source__space__case=found)
    side = side_of(actor, found)
    if side is not None:
        rows = rows.filter(side_id=side)
    assert actor.person is not None
    hears = set(membership.audiences_of(actor.person))
    if side is None:  # a mediator: of the rooms alone whose sides have accepted them
        heard = Membership.objects.system().filter(person=actor.person).values("audience")
        rows = rows.filter(Q(source__space__in=heard) | Q(copy__space__in=heard))
    table = Table.of(actor, found.pk)
    lines = rows.select_related("source__space__case", "copy__space__case", "copy__file").order_by("-at")
    works = found.stage != "closed"
    hashes = source_hashes([line.source_id for line in lines])
    return [
        _line(line, table, hears, may_withdraw=works and side is not None, unchanged=hashes[line.source_id])
        for line in lines
    ]


def _line(line: Release, table: Table, hears: set[UUID], *, may_withdraw: bool, unchanged: str) -> LedgerLine:
    by, said_by = table.people.get(line.by_id), table.people.get(line.copy.author_id)
    may_hear = line.source.space_id in hears or line.served is not None
    target = line.copy.space
    return LedgerLine(
        pk=line.pk,
        case=target.case_id,
        side=table.sides.get(line.side_id),
        by=by.name if by else "",
        said_by=said_by.name if said_by else "",
        language=line.copy.language,
        words=str(line.copy.body or "") if may_hear else "",
        file_name=str(line.copy.file.name or "") if line.copy.file and may_hear else "",
        where=target.kind,
        to_side=table.sides.get(target.side_id) if target.side_id else None,
        at=line.at,
        served=line.served,
        withdrawn=line.withdrawn,
        state=_state(line),
        hash=line.source_hash,
        unchanged=unchanged == line.source_hash,
        may_withdraw=may_withdraw and line.withdrawn is None,
    )


def _state(line: Release) -> str:
    if line.withdrawn:
        return "withdrawn" if line.served else "taken_back"
    return "read" if line.served else "waiting"


def offer_for(actor: Actor, message: UUID) -> Offer:
    """Return what would be shown, where and to whom, before the owner allows it; NotFound for anybody else."""
    space, item = message_for(actor, message)
    if not decide(actor, P.RELEASE, space) or not item.may_show:
        raise NotFound
    table = Table.of(actor, space.case_id)
    own = set(membership.members(space.pk))
    rooms = []
    for target in targets(space):
        readers = [table.people[p] for p in membership.members(target.pk) if p in table.people and p not in own]
        if target.kind == Space.CAUCUS:
            # Whether an interpreter was let into the other side's room is nobody's affair here: the page says to
            # everybody that there may be one.
            readers = [one for one in readers if one.role != Participant.INTERPRETER]
        names = tuple(sorted({one.name for one in readers}))
        rooms.append((target, table.sides.get(target.side_id) if target.side_id else None, names))
    return Offer(item, space, tuple(rooms))


def release_for(actor: Actor, release: UUID) -> LedgerLine:
    """Return one line of the actor's own side; NotFound otherwise."""
    case = Release.objects.system().filter(pk=release).values_list("source__space__case_id", flat=True).first()
    if case is None:
        raise NotFound
    line = next((one for one in ledger_for(actor, case) if one.pk == release), None)
    if line is None:
        raise NotFound
    return line
