"""What is kept when a meeting ends: its content-free record. Everything that showed who is here goes."""

from datetime import timedelta

from bitim.cases.models import Participant
from bitim.kernel import clock
from bitim.kernel.doors import close
from bitim.kernel.models import Door
from bitim.room import facts_attendance as facts
from bitim.room import facts_call
from bitim.room.models import Aside, AsideRecord, Attendance, Meeting, MeetingRecord, Presence, Space

SILENT = timedelta(minutes=5)  # a page that says nothing for as long was closed
DEVICE = "device"


def keep_record(meeting: Meeting) -> None:
    """Fold the stretches of a meeting that ends now into its record and delete them; shut the doors that were made for
    shared devices for as long as it lasted. The times in a private room are kept under that side's key alone."""
    for door in Door.objects.system().filter(subject=meeting.pk, purpose=DEVICE, closed=None):
        close(door)
    if meeting.opened is None:
        Attendance.objects.system().filter(meeting=meeting).delete()
        return
    ended, silent = meeting.ended or clock.now(), facts.last_seen(meeting, SILENT)
    rows = list(Attendance.objects.system().filter(meeting=meeting).select_related("participant"))
    for row in rows:
        if row.came is not None and row.gone is None:
            by_browser = row.channel == Attendance.OWN_BROWSER
            last = silent.get(row.participant.person_id) if by_browser else None
            row.gone = max(last, row.came) if last else ended
    sides = (row for row in rows if row.participant.role in Participant.SIDE_ROLES and row.came)
    MeetingRecord.objects.create(
        meeting=meeting,
        channels=sorted({row.channel for row in sides}),
        stage=meeting.case.stage,
        place=facts.place_of(rows),
        content={
            "people": facts.stretches(rows),
            "centre": meeting.case.centre.name,
            "address": meeting.case.centre.address,
            "corridor": facts_call.had_corridor(meeting),
        },
        made=ended,
    )
    _keep_asides(meeting)
    Attendance.objects.system().filter(meeting=meeting).delete()
    Presence.objects.system().filter(meeting=meeting).delete()


def _keep_asides(meeting: Meeting) -> None:
    by_room: dict[Space, list[Aside]] = {}
    for row in Aside.objects.system().filter(meeting=meeting).select_related("space__side"):
        row.gone = row.gone or meeting.ended
        by_room.setdefault(row.space, []).append(row)
    for space, rows in by_room.items():
        AsideRecord.objects.create(meeting=meeting, space=space, content={"people": facts.stretches(rows)})
    Aside.objects.system().filter(meeting=meeting).delete()
