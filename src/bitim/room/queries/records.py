"""Meetings that are over, for the staff of a case, and what the paper about one of them says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case, Participant
from bitim.cases.queries import STAGE_NAMES
from bitim.kernel.access import Actor, NotFound, Refused, require_visible
from bitim.kernel.models import Event
from bitim.kernel.text import LANGUAGES
from bitim.room.models import Attendance, Meeting
from bitim.room.permissions import P
from bitim.room.queries.attendance import Attended, meeting_record
from bitim.room.records import MeetingRecord


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting that was opened; `ended` is None while it goes on."""

    id: UUID
    mode: str
    opened: datetime
    ended: datetime | None


def held_meetings(actor: Actor, case_id: UUID) -> tuple[Case, list[HeldMeeting]]:
    """Return a case with its meetings that took place, the newest first; NotFound for whoever may not print them."""
    case = Case.objects.system().select_related("centre").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    require_visible(actor, P.PRINT_RECORD, case)
    rows = Meeting.objects.system().filter(case=case, opened__isnull=False).order_by("-opened", "pk")
    return case, [HeldMeeting(m.pk, m.mode, m.opened, m.ended) for m in rows if m.opened]


def record_of(actor: Actor, meeting_id: UUID) -> MeetingRecord:
    """Return what the record of a meeting says; Refused while it has not been opened.

    Who took part and by which ways is what was noted in the meeting; of one in which nobody was noted, everybody of the
    case in whose time it was held is named, without a way."""
    meeting = Meeting.objects.system().select_related("case__centre").filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    require_visible(actor, P.PRINT_RECORD, meeting)
    if meeting.opened is None:
        raise Refused(_("This meeting has not been held yet."))
    case = meeting.case
    people = _people(case, meeting.opened, meeting.ended)
    noted = meeting_record(actor, meeting_id).people
    came = [one.name for one in noted if one.came is not None and one.role in Participant.MEDIATOR_ROLES]
    languages = {one.language for one in people if one.side_id}
    return MeetingRecord(
        number=case.number,
        centre=case.centre.name,
        address=case.centre.address,
        place=case.centre.place,
        slug=case.centre.slug,
        pack=case.pack,
        languages=tuple(code for code in LANGUAGES if code in languages) or ("kk", "ru"),
        opened=meeting.opened,
        ended=meeting.ended,
        mode=meeting.mode,
        stage=_stage_at(case, meeting.opened),
        outcome=case.outcome,
        participants=_attended(noted)
        or (() if noted else tuple((str(one.shown_name or ""), one.role, "") for one in people if one.side_id)),
        mediators=tuple(dict.fromkeys(came))
        or tuple(str(one.shown_name or "") for one in people if one.role in Participant.MEDIATOR_ROLES),
    )


def _attended(people: Iterable[Attended]) -> tuple[tuple[str, str, str], ...]:
    """Return who of the sides took part, each once with their ways in the order in which they took them."""
    found: dict[UUID, tuple[str, str, list[str]]] = {}
    for one in people:
        if one.side is None or one.channel == Attendance.ABSENT or one.came is None:
            continue
        ways = found.setdefault(one.participant, (one.name, one.role, []))[2]
        if one.channel not in ways:
            ways.append(one.channel)
    return tuple((name, role, ",".join(ways)) for name, role, ways in found.values())


def _people(case: Case, opened: datetime, ended: datetime | None) -> list[Participant]:
    """Return who belonged to the case while the meeting went on."""
    rows = Participant.objects.system().filter(case=case, since__lte=ended or opened).select_related("side")
    rows = rows.exclude(ended__lt=opened).exclude(role=Participant.COORDINATOR)
    return list(rows.order_by("side__position", "since", "pk"))


def _stage_at(case: Case, moment: datetime) -> str:
    """Return the stage of a case at a moment, as its record says it."""
    rows = Event.objects.system().filter(audience=case.pk, kind="StageChanged", at__lte=moment).order_by("-seq")
    stage = (rows.values_list("payload", flat=True).first() or {}).get("stage", "")
    return str(stage) if stage in STAGE_NAMES else case.stage
