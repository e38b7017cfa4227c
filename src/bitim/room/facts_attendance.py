"""Who is expected at a meeting, by which way, and what is known so far of who took part. Decides nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from bitim.cases.models import Case, Participant, Side
from bitim.kernel import clock
from bitim.kernel.models import Door, Membership
from bitim.room.models import Aside, Attendance, Meeting, Presence, Space

HERE = (Attendance.IN_ROOM, Attendance.BY_PHONE, Attendance.SHARED)  # noted by the mediator, who sees or hears them
CENTRE, PHONE, ONLINE = "centre", "phone", "online"


def rooms_of(case: Case, mode: str) -> list[UUID]:
    """Return the rooms in which a meeting of this mode is held."""
    kind = Space.CAUCUS if mode == "shuttle" else Space.JOINT
    return list(Space.objects.system().filter(case=case, kind=kind).values_list("pk", flat=True))


def expected(case: Case, mode: str) -> list[Participant]:
    """Return who should take part: the people of the sides, the mediators, and whoever else (an interpreter) was let
    into a room of the meeting. A person with two parts is expected once; coordinating is none. Sides come first."""
    rows = Participant.objects.system().filter(case=case, ended=None).exclude(role=Participant.COORDINATOR)
    seated: set[UUID] | None = None
    found: dict[UUID, Participant] = {}
    for one in rows.select_related("side").order_by("side__position", "since", "pk"):
        if one.side is not None and one.side.state in (Side.LEFT, Side.DECLINED):
            continue
        if one.role not in (*Participant.SIDE_ROLES, *Participant.MEDIATOR_ROLES):
            if seated is None:
                members = Membership.objects.system().filter(audience__in=rooms_of(case, mode), ended=None)
                seated = set(members.values_list("person", flat=True))
            if one.person_id not in seated:
                continue
        found.setdefault(one.person_id, one)
    # The people of the sides first: of them something has to be said. Databases disagree on where no side stands.
    return sorted(found.values(), key=lambda one: (one.side_id is None, one.role in Participant.MEDIATOR_ROLES))


def by_themselves(case: Case, people: Iterable[Participant]) -> set[UUID]:
    """Return the participants of whom nothing need be noted: staff have their login; a person who has opened their
    door has a browser of their own. Whoever has neither, has no way until the mediator says which."""
    people = list(people)
    doors = Door.objects.system().filter(subject=case.pk, closed=None).exclude(opened=None)
    opened = set(doors.values_list("person", flat=True))
    return {one.pk for one in people if one.side_id is None or one.person_id in opened}


def noted(meeting: Meeting) -> dict[UUID, Attendance]:
    """Return what is noted of each participant now."""
    rows = Attendance.objects.system().filter(meeting=meeting, gone=None)
    return {row.participant_id: row for row in rows}


def place_of(rows: Iterable[Attendance]) -> str:
    """Return where a meeting was: at the centre if anybody was there, else by telephone, else online."""
    channels = {row.channel for row in rows if row.came is not None}
    if channels & {Attendance.IN_ROOM, Attendance.SHARED}:
        return CENTRE
    return PHONE if Attendance.BY_PHONE in channels else ONLINE


def last_seen(meeting: Meeting, idle: Any) -> dict[UUID, datetime]:
    """Return when a person whose page has been silent for `idle` was last there: a closed browser says no goodbye."""
    rows = Presence.objects.system().filter(meeting=meeting, seen__lt=clock.now() - idle)
    return dict(rows.values_list("person_id", "seen"))


def stretches(rows: Iterable[Attendance | Aside]) -> list[dict[str, Any]]:
    """Return stretches of attendance as they stand in a record: names and roles of then, ids to find people again."""
    rows = list(rows)
    ids = {pk for row in rows for pk in (row.participant_id, row.behind_id) if pk}
    people = {one.pk: one for one in Participant.objects.system().filter(pk__in=ids).select_related("side")}
    made = []
    for row in rows:
        who, screen = people[row.participant_id], people.get(row.behind_id) if row.behind_id else None
        made.append(
            {
                "participant": str(who.pk),
                "name": str(who.shown_name or ""),
                "role": who.role,
                "side": who.side.position if who.side else 0,
                "side_name": str(who.side.name or "") if who.side else "",
                "channel": row.channel,
                "behind": str(screen.shown_name or "") if screen else "",
                "came": row.came.isoformat() if row.came else "",
                "gone": row.gone.isoformat() if row.gone else "",
            }
        )
    return sorted(made, key=lambda one: (one["side"] or 99, one["name"], one["came"]))
