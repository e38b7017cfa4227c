"""The record of a meeting: who, when, where, at which stage - and no word of what was said."""

import io
from datetime import timedelta

import pytest
from django.utils import translation
from pypdf import PdfReader

from bitim.cases.models import Participant
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, NotFound, Refused
from bitim.kernel.locking import write
from bitim.kernel.paper.render import render
from bitim.room import actions, records
from bitim.room.models import Meeting, Space
from bitim.room.queries.records import held_meetings, record_of
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db
SAID = "кездесуде-айтылған-61"


@pytest.fixture
def held():
    made = stage.ready("meetings")
    with write():
        actions.arrange(made.case, actor=SYSTEM)
    joint = Space.objects.system().get(case=made.case, kind=Space.JOINT)
    actions.post(joint, actor=made.as_party(1), words=SAID, language="kk")
    now = clock.now()
    meeting = Meeting.objects.create(
        case=made.case, mode="joint", state=Meeting.ENDED, starts=now, opened=now, ended=now + timedelta(hours=1)
    )
    return made, meeting


def words_of(record) -> str:
    pdf = render(records.paper_of(record), created=clock.now())
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_it_says_who_and_when_and_nothing_that_was_said(held):
    made, meeting = held
    words = words_of(record_of(made.as_mediator, meeting.pk))
    for person in (*made.parties, made.mediator):
        assert str(person.name).split()[0] in words
    assert made.case.number in words
    assert SAID not in words
    assert str(made.coordinator.name) not in words


def test_who_took_part_and_by_which_ways_is_what_was_noted(held):
    """Whoever was absent is not named; whoever went from the room to the telephone has both."""
    from bitim.room.models import Attendance

    made, meeting = held
    lines = [Participant.objects.system().get(side=side, ended=None) for side in made.sides]
    for line, channel, came in (
        (lines[0], "in_room", meeting.opened),
        (lines[0], "by_phone", meeting.opened + timedelta(minutes=5)),
        (lines[1], "absent", None),
    ):
        Attendance.objects.create(
            meeting=meeting, participant=line, channel=channel, came=came, gone=came and came + timedelta(minutes=5)
        )
    name = str(made.parties[0].name)
    record = record_of(made.as_mediator, meeting.pk)
    assert record.participants == ((name, "party", "in_room,by_phone"),)
    with translation.override("en"):
        said = records._values(record, "ru")["participants"]
    assert said == f"{name} (сторона, в комнате, по телефону)"


def test_the_stage_is_that_of_the_meeting(held):
    """A record printed later does not say the stage to which the case has gone on."""
    from bitim.cases import actions as cases

    made, meeting = held
    cases.start_drafting(made.case, actor=made.as_mediator)
    Meeting.objects.system().filter(pk=meeting.pk).update(opened=clock.now())
    cases.back_to_meetings(made.case, actor=made.as_mediator)
    assert record_of(made.as_coordinator, meeting.pk).stage == "drafting"


def test_only_staff_of_the_case_print_it(held):
    made, meeting = held
    assert held_meetings(made.as_coordinator, made.case.pk)[1][0].ended
    for reader in (made.as_party(1), made.as_party(2)):
        with pytest.raises(NotFound):
            record_of(reader, meeting.pk)
        with pytest.raises(NotFound):
            held_meetings(reader, made.case.pk)


def test_a_meeting_that_was_only_planned_has_no_record(held):
    made, _meeting = held
    planned = actions.plan_meeting(made.case, actor=made.as_mediator, starts=clock.now() + timedelta(days=1))
    with pytest.raises(Refused):
        record_of(made.as_mediator, planned.pk)
    assert len(held_meetings(made.as_mediator, made.case.pk)[1]) == 1
