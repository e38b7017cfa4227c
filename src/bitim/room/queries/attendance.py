"""Who takes part in a live meeting and by which way, narrowed to one room; the mediator's list; the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bitim.cases.models import Case
from bitim.cases.predicates import is_accepted_here
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.membership import members
from bitim.room import facts_attendance as facts
from bitim.room import facts_call
from bitim.room.models import Aside, AsideRecord, Attendance, Meeting, MeetingRecord, Presence, Space
from bitim.room.permissions import P
from bitim.room.queries.meetings import PRESENT_FOR, MeetingSeen, clocks_of
from bitim.room.queries.people import PersonSeen, Table


@dataclass(frozen=True)
class Here:
    """Somebody who is here now: who, by which channel, behind whose screen (a name; empty: their own)."""

    person: PersonSeen
    channel: str
    behind: str = ""

    @property
    def pk(self) -> UUID:
        """The person's id."""
        return self.person.pk


def company_in(actor: Actor, space: Space) -> list[Here]:
    """Return who takes part in this room of the live meeting: in the room and by phone as the mediator noted, by their
    own browser while their page is open here. Only people who sit in this room; held apart, only its own.

    Of staff in a private room, only who came in here by browser: where a mediator sits meanwhile is nobody's affair.
    """
    require_visible(actor, P.READ_SPACE, space)
    meeting = _live(space)
    if meeting is None or (meeting.mode == "shuttle") != (space.kind == Space.CAUCUS):
        return _in_browser(actor, space, {}) if meeting else []
    rows = Attendance.objects.system().filter(meeting=meeting, gone=None).exclude(came=None)
    noted = {
        row.participant.person_id: row
        for row in rows.exclude(channel=Attendance.ABSENT).select_related("participant", "behind")
        if space.kind == Space.JOINT or row.participant.side_id is not None
    }
    return _in_browser(actor, space, noted)


def _live(space: Space) -> Meeting | None:
    found: Meeting | None = Meeting.objects.system().filter(case=space.case_id, state=Meeting.LIVE).first()
    return found


def _in_browser(actor: Actor, space: Space, noted: dict[UUID, Attendance]) -> list[Here]:
    since = clock.now() - PRESENT_FOR
    pages = Presence.objects.system().filter(space=space, meeting__state=Meeting.LIVE, seen__gte=since)
    online = set(pages.values_list("person_id", flat=True))
    seated, table = set(members(space.pk)), Table.once(actor, space.case_id)
    found = []
    for person in seated & table.people.keys() & (online | noted.keys()):
        row = noted.get(person)
        if row is not None and row.channel in facts.HERE:
            found.append(_here(table, person, row))
        elif person in online:
            found.append(Here(table.people[person], Attendance.OWN_BROWSER))
    return sorted(found, key=lambda one: one.person.name)


def _here(table: Table, person: UUID, row: Attendance | Aside) -> Here:
    screen = table.people.get(row.behind.person_id) if row.behind is not None else None
    return Here(table.people[person], row.channel, screen.name if screen else "")


def aside_in(actor: Actor, space: Space) -> list[Here]:
    """Return who sits with the mediator in this private room now, during a meeting: for the people of this room."""
    require_visible(actor, P.READ_SPACE, space)
    if space.kind != Space.CAUCUS:
        return []
    rows = Aside.objects.system().filter(space=space, gone=None, meeting__state=Meeting.LIVE)
    rows = rows.select_related("participant", "behind")
    if not rows:
        return []
    table = Table.once(actor, space.case_id)
    here = [_here(table, row.participant.person_id, row) for row in rows if row.participant.person_id in table.people]
    return sorted(here, key=lambda one: (one.person.side is None, one.person.name))


@dataclass(frozen=True)
class AsideDesk:
    """What the mediator may note in a private room now: people of the side with whether they are noted here."""

    people: tuple[tuple[PersonSeen, bool], ...]
    going_on: bool


def aside_desk(actor: Actor, space: Space) -> AsideDesk | None:
    """Return the mediator's form in a private room during a live meeting; None for anybody else, or without one."""
    if space.kind != Space.CAUCUS or not decide(actor, P.NOTE_ASIDE, space) or _live(space) is None:
        return None
    here = {one.pk for one in aside_in(actor, space)}
    table = Table.once(actor, space.case_id)
    own = [one for one in table.people.values() if one.side and one.side.pk == space.side_id and not one.left]
    return AsideDesk(tuple((one, one.pk in here) for one in sorted(own, key=lambda p: p.name)), bool(here))


# --- noting it -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One person on the mediator's list. `channel` is empty while nothing is known; `fellows` are people of the same
    side whose screen they may share."""

    participant: UUID
    person: PersonSeen
    channel: str
    behind: UUID | None
    here: bool
    may_be_handed: bool
    fellows: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Who takes part: the live meeting's list, or that of the next planned one, or of one to be opened now."""

    meeting: MeetingSeen | None
    mode: str
    lines: tuple[Line, ...]

    @property
    def without(self) -> tuple[Line, ...]:
        """Who has no way yet."""
        return tuple(line for line in self.lines if not line.channel)


def sheet_for(actor: Actor, case: UUID) -> Sheet:
    """Return the mediator's list of who takes part; NotFound for everybody else."""
    found = Case.objects.system().select_related("centre").filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.OPEN_MEETING, found)
    rows = Meeting.objects.system().filter(case=found)
    meeting = rows.filter(state=Meeting.LIVE).first()
    meeting = meeting or rows.filter(state=Meeting.PLANNED, mode=found.mode).order_by("starts").first()
    mode = meeting.mode if meeting else found.mode
    people = facts.expected(found, mode)
    alone, noted = facts.by_themselves(found, people), facts.noted(meeting) if meeting else {}
    table = Table.once(actor, case)
    lines = []
    for one in people:
        row = noted.get(one.pk)
        channel = row.channel if row else Attendance.OWN_BROWSER if one.pk in alone else ""
        fellows = [
            (p.pk, table.people[p.person_id].name)
            for p in people
            if p.side_id and p.side_id == one.side_id and p.pk != one.pk
        ]
        lines.append(
            Line(
                participant=one.pk,
                person=table.people[one.person_id],
                channel=channel,
                behind=row.behind_id if row else None,
                here=bool(row and row.came),
                may_be_handed=bool(
                    row and row.channel == Attendance.SHARED and one.side_id and decide(actor, P.HAND_DEVICE, one)
                ),
                fellows=tuple(fellows),
            )
        )
    clocks = clocks_of(actor, found)
    seen = MeetingSeen(meeting.pk, mode, meeting.state, meeting.starts, meeting.opened, *clocks) if meeting else None
    return Sheet(seen, mode, tuple(lines))


# --- the record ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attended:
    """A stretch of one person's part: names and roles as they were then. `side` is the side's shape, 0 for staff;
    `behind` the name of whose screen they shared. Without `came` the person did not take part."""

    name: str
    role: str
    side: int
    side_name: str
    channel: str
    behind: str
    came: datetime | None
    gone: datetime | None
    participant: UUID


@dataclass(frozen=True)
class AsideSeen:
    """The times in one side's private room during a meeting: for the mediator alone, never printed for others."""

    side: int
    side_name: str
    people: tuple[Attended, ...]


@dataclass(frozen=True)
class RecordSeen:
    """The content-free record of a meeting: who, role, channel, from when to when, where, stage, next meeting.

    `place`: "centre" (then `address`, by language), "phone" or "online". `ended` is empty while it goes on. `apart`:
    held apart; a copy of it is for the office, because it names each side's people. `zone`: the centre's, by whose
    clock a record is written.
    """

    meeting: UUID
    case: UUID
    number: str
    centre: dict[str, str]
    zone: str
    mode: str
    starts: datetime
    opened: datetime
    ended: datetime | None
    stage: str
    place: str
    address: dict[str, str]
    people: tuple[Attended, ...]
    next: datetime | None
    asides: tuple[AsideSeen, ...] = ()
    corridor: bool = False

    @property
    def apart(self) -> bool:
        """Tell whether the sides were kept apart."""
        return self.mode == "shuttle"


def meeting_record(actor: Actor, meeting: UUID) -> RecordSeen:
    """Return the record of a meeting that was opened, for a mediator or coordinator of the case; NotFound for everybody
    else and for a meeting that never began. The times in private rooms are the mediator's to read alone."""
    row = Meeting.objects.system().select_related("case__centre").filter(pk=meeting).exclude(opened=None).first()
    if row is None or row.opened is None:
        raise NotFound
    require_visible(actor, P.SEE_MEETING_RECORD, row)
    kept = MeetingRecord.objects.system().select_related("meeting").filter(meeting=row).first()
    if kept is not None:
        content: dict[str, Any] = kept.content or {}
        people, stage, place = _read(content.get("people", ())), kept.stage, kept.place
        corridor = bool(content.get("corridor"))
        centre, address = content.get("centre", {}), content.get("address", {})
    else:
        rows = list(Attendance.objects.system().filter(meeting=row))
        people, stage, place = _read(facts.stretches(rows)), row.case.stage, facts.place_of(rows)
        centre, address = row.case.centre.name, row.case.centre.address
        corridor = facts_call.had_corridor(row)
    return RecordSeen(
        meeting=row.pk,
        case=row.case_id,
        number=row.case.number,
        centre=centre,
        zone=str(row.case.centre.time_zone),
        mode=row.mode,
        starts=row.starts,
        opened=row.opened,
        ended=row.ended,
        stage=stage,
        place=place,
        address=address if place == facts.CENTRE else {},
        people=people,
        next=_next(row),
        asides=_asides(actor, row) if actor.role == "mediator" else (),
        corridor=corridor,
    )


def _next(row: Meeting) -> datetime | None:
    later = Meeting.objects.system().filter(case=row.case_id, starts__gt=row.opened).exclude(pk=row.pk)
    times = later.exclude(state=Meeting.CALLED_OFF).order_by("starts").values_list("starts", flat=True)
    return times.first()


def _asides(actor: Actor, row: Meeting) -> tuple[AsideSeen, ...]:
    """Return the times aside with the sides that have accepted this very mediator."""
    kept = AsideRecord.objects.system().filter(meeting=row).select_related("space__side", "space__case")
    found = [(one.space, (one.content or {}).get("people", ())) for one in kept]
    if row.ended is None:
        rooms: dict[Space, list[Aside]] = {}
        for now in Aside.objects.system().filter(meeting=row).select_related("space__side", "space__case"):
            rooms.setdefault(now.space, []).append(now)
        found = [(space, facts.stretches(rows)) for space, rows in rooms.items()]
    seen = [
        AsideSeen(space.side.position, str(space.side.name or ""), _read(people))
        for space, people in found
        if space.side is not None and people and is_accepted_here(actor, space)
    ]
    return tuple(sorted(seen, key=lambda one: one.side))


def _read(people: Iterable[dict[str, Any]]) -> tuple[Attended, ...]:
    return tuple(
        Attended(
            name=one["name"],
            role=one["role"],
            side=one["side"],
            side_name=one["side_name"],
            channel=one["channel"],
            behind=one["behind"],
            came=datetime.fromisoformat(one["came"]) if one["came"] else None,
            gone=datetime.fromisoformat(one["gone"]) if one["gone"] else None,
            participant=UUID(one["participant"]),
        )
        for one in people
    )
