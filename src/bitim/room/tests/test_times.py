"""Which time suits: everybody answers to the mediator alone; a calendar says nothing to an onlooker."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.jurisdictions import load
from bitim.kernel import clock, membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery, Event
from bitim.people.actions import change_centre
from bitim.people.models import Centre
from bitim.room import actions, queries, zones
from bitim.room.calendar_file import calendar_file, uid_of
from bitim.room.models import Constraint, Meeting, Proposal, ProposedTime, TimeAnswer

HARVEST = "егін-жинау-кезі"
FORBIDDEN = (
    "bitim",
    "бітім",
    "mediat",
    "медиа",
    "dispute",
    "дау",
    "спор",
    "жайлым",
    "пастбищ",
    "Айгерім",
    "Виктор",
    "Сәуле",
    "http",
    "@",
)


def days(number, hour=6):
    return clock.now().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=number)


def part(rooms, position):
    return Participant.objects.system().get(case=rooms.case, person=rooms.cast.parties[position - 1], ended=None)


@pytest.fixture
def proposal(rooms):
    return actions.propose_times(rooms.case, actor=rooms.mediator, starts=[days(2), days(3)])


def times_of(proposal):
    return list(ProposedTime.objects.system().filter(proposal=proposal).order_by("starts").values_list("pk", flat=True))


def say(rooms, proposal, position, answer, actor=None):
    answers = dict.fromkeys(times_of(proposal), answer)
    return actions.answer_times(part(rooms, position), actor=actor or rooms.party(position), answers=answers)


def test_two_to_five_times_to_come(rooms):
    for starts in ([days(2)], [days(n) for n in range(2, 8)], [days(2), days(-1)], [days(2), days(2)]):
        with pytest.raises(Refused):
            actions.propose_times(rooms.case, actor=rooms.mediator, starts=starts)
    for actor in (rooms.party(1), rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            actions.propose_times(rooms.case, actor=actor, starts=[days(2), days(3)])


def test_a_new_question_takes_the_place_of_the_old(rooms, proposal):
    actions.propose_times(rooms.case, actor=rooms.mediator, starts=[days(4), days(5)])
    assert Proposal.objects.system().get(pk=proposal.pk).state == "dropped"
    with pytest.raises((Refused, NotFound)):
        say(rooms, proposal, 1, "yes")
    with pytest.raises(Refused):
        actions.pick_time(times_of(proposal)[0], actor=rooms.mediator)


def test_each_side_reads_its_own_answers_and_hears_of_no_other(rooms, proposal):
    before = {n: membership.head_of(rooms.caucus(n).pk).head for n in (1, 2)}
    say(rooms, proposal, 1, "if_need")
    actions.keep_constraint(part(rooms, 1), actor=rooms.party(1), words=HARVEST, never=[NEVER])
    assert membership.head_of(rooms.caucus(2).pk).head == before[2]
    assert membership.head_of(rooms.caucus(1).pk).head == before[1] + 2
    mine = queries.answering(rooms.party(1), part(rooms, 1).pk)
    assert [time.answer for time in mine.times] == ["if_need"] * 2 and mine.words == HARVEST
    theirs = queries.answering(rooms.party(2), part(rooms, 2).pk)
    assert [time.answer for time in theirs.times] == ["", ""] and theirs.words == ""
    for reader in (rooms.party(2), rooms.interpreter):
        with pytest.raises(NotFound):
            queries.answering(reader, part(rooms, 1).pk)
    for reader in (rooms.party(1), rooms.party(2), rooms.cast.as_coordinator):
        with pytest.raises(NotFound):
            queries.times_table(reader, rooms.case.pk)
        with pytest.raises(NotFound):
            queries.fair_times(reader, rooms.case.pk)


NEVER = {"days": [4], "from": 720, "to": 840}


def test_the_mediator_alone_sees_the_table(rooms, proposal):
    say(rooms, proposal, 1, "yes")
    say(rooms, proposal, 2, "no", actor=rooms.cast.as_coordinator)
    table = queries.times_table(rooms.mediator, rooms.case.pk)
    by_name = {row.person.name: (row.answers, row.told_to) for row in table.rows}
    assert by_name["Айгерім Оспанова"] == (("yes", "yes"), "")
    assert by_name["Виктор Ким"] == (("no", "no"), "Данияр Сейітов")
    told = queries.answering(rooms.cast.as_coordinator, part(rooms, 2).pk)
    assert [time.answer for time in told.times] == ["", ""]


def test_nobody_answers_for_another(rooms, proposal):
    for position, actor in ((2, rooms.party(1)), (1, rooms.party(2)), (1, rooms.interpreter)):
        with pytest.raises((Refused, NotFound)):
            say(rooms, proposal, position, "yes", actor=actor)
    with pytest.raises(Refused):
        say(rooms, proposal, 1, "perhaps")
    with pytest.raises(NotFound):
        actions.answer_times(part(rooms, 1), actor=rooms.party(1), answers={rooms.case.pk: "yes"})


def test_answers_and_constraints_lie_sealed_under_the_side(rooms, proposal):
    say(rooms, proposal, 1, "yes")
    actions.keep_constraint(part(rooms, 1), actor=rooms.party(1), words=HARVEST, never=[NEVER])
    for row in (TimeAnswer.objects.system().first(), Constraint.objects.system().first()):
        scope = row.scope_of("words")
        assert (scope.klass, scope.owner) == ("side", rooms.cast.sides[0].pk)
    assert all(HARVEST not in str(payload) for payload in Event.objects.system().values_list("payload", flat=True))


@pytest.mark.parametrize(
    "row", [{**NEVER, "to": 720}, {**NEVER, "days": []}, {**NEVER, "days": [7]}, {**NEVER, "from": -1}]
)
def test_hours_that_are_none_are_refused(rooms, row):
    with pytest.raises(Refused):
        actions.keep_constraint(part(rooms, 1), actor=rooms.party(1), never=[row])


def test_fair_times_keep_clear_of_what_people_said(rooms):
    every_morning = {"days": list(range(7)), "from": 0, "to": 15 * 60}
    actions.keep_constraint(part(rooms, 1), actor=rooms.party(1), never=[every_morning], zone="Europe/Sofia")
    fair = queries.fair_times(rooms.mediator, rooms.case.pk)
    assert fair.found.slots
    for slot in fair.found.slots:
        assert slot.starts.astimezone(ZoneInfo("Europe/Sofia")).hour >= 15
        assert slot.starts.astimezone(ZoneInfo("Asia/Almaty")).hour >= 8


def test_picking_sets_the_meeting_and_tells_each_person_once(rooms, proposal):
    rooms.cast.parties[0].email = "own@example.kz"
    rooms.cast.parties[0].save()
    meeting = actions.pick_time(times_of(proposal)[1], actor=rooms.mediator, key="press")
    again = actions.pick_time(times_of(proposal)[1], actor=rooms.mediator, key="press")
    assert meeting.pk == again.pk and meeting.starts == days(3)
    told = Delivery.objects.system().filter(notice="meeting_set", route="email")
    assert list(told.values_list("person", flat=True)) == [rooms.cast.parties[0].pk]
    actions.move_meeting(meeting, actor=rooms.mediator, starts=days(5))
    actions.call_off_meeting(meeting, actor=rooms.mediator)
    assert told.count() == 3


def test_who_is_only_to_be_called_is_not_written_to(rooms):
    for who, wishes in zip(rooms.cast.parties, ({"how": "call"}, {}), strict=True):
        who.email, who.safe_contact = "x@example.kz", wishes
        who.save()
    actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3))
    ways = dict(Delivery.objects.system().values_list("person", "route"))
    assert ways == {rooms.cast.parties[0].pk: "call", rooms.cast.parties[1].pk: "email"}


def test_a_time_is_read_by_the_reader_s_clock_and_the_zone_named_when_it_differs():
    moment = datetime(2026, 12, 4, 5, 0, tzinfo=ZoneInfo("UTC"))
    with translation.override("ru"):
        assert "10:00" in zones.time_words(moment, "Asia/Almaty", "Asia/Almaty")
        assert "UTC" not in zones.time_words(moment, "Asia/Tashkent", "Asia/Almaty")
        abroad = zones.time_words(moment, "Europe/Sofia", "Asia/Almaty")
        assert "07:00" in abroad and "UTC+2" in abroad
    assert zones.offset_words(moment, "Asia/Kolkata") == "UTC+5:30"
    assert zones.offset_words(moment, "America/New_York") == "UTC-5"


# --- the calendar file ---------------------------------------------------------------------------------


def file_of(actor, meeting):
    return calendar_file(queries.appointment_for(actor, meeting.pk))


@pytest.mark.parametrize("language", ["kk", "ru", "en", "uz", "ky", "bg"])
def test_a_calendar_tells_an_onlooker_nothing(rooms, language):
    rooms.cast.parties[0].time_zone = "Europe/Sofia"
    rooms.cast.parties[0].save()
    meeting = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3))
    with translation.override(language):
        text = file_of(rooms.party(1), meeting).decode()
    for word in (*FORBIDDEN, str(meeting.pk), str(rooms.case.pk), rooms.case.number, "ORGANIZER", "LOCATION"):
        assert word.casefold() not in text.casefold(), word
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert event.decoded("dtstart").tzinfo.key == "Europe/Sofia" and event.decoded("dtstart") == meeting.starts
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)


@pytest.mark.parametrize("title", ["meeting", "visit", "call", "busy"])
def test_the_centre_chooses_how_its_appointments_are_called(rooms, title):
    centre = rooms.case.centre
    change_centre(centre, actor=rooms.cast.as_coordinator, phone=centre.phone, calendar_title=title)
    meeting = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3))
    wanted = load(centre.pack).label("calendar_titles", title).texts
    for language in ("kk", "ru", "en", "uz", "ky", "bg"):
        with translation.override(language):
            event = Calendar.from_ical(file_of(rooms.party(1), meeting)).walk("VEVENT")[0]
        assert str(event["summary"]) == wanted[language]


def test_no_centre_writes_a_title_of_its_own(rooms):
    centre = rooms.case.centre
    with pytest.raises(Refused):
        change_centre(centre, actor=rooms.cast.as_coordinator, phone=centre.phone, calendar_title="Спор о воде")
    Centre.objects.system().filter(pk=centre.pk).update(calendar_title="gone")
    meeting = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3))
    with translation.override("en"):
        assert "SUMMARY:Appointment" in file_of(rooms.party(1), meeting).decode()


def test_a_word_too_many_would_be_seen(rooms, monkeypatch):
    monkeypatch.setattr("bitim.room.calendar_file.MADE_BY", "-//Bitim//EN")
    meeting = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3))
    text = file_of(rooms.party(1), meeting).decode().casefold()
    assert any(word in text for word in FORBIDDEN)


def test_one_appointment_keeps_its_name_and_two_people_share_none(rooms):
    meeting = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3))
    own, other = (one.pk for one in rooms.cast.parties)
    assert uid_of(meeting.pk, own) == uid_of(meeting.pk, own) != uid_of(meeting.pk, other)

    def read():
        calendar = Calendar.from_ical(file_of(rooms.party(1), meeting))
        event = calendar.walk("VEVENT")[0]
        return str(event["uid"]), int(event["sequence"]), str(event["status"]), str(calendar["method"])

    first = read()
    actions.move_meeting(meeting, actor=rooms.mediator, starts=days(4))
    moved = read()
    actions.call_off_meeting(meeting, actor=rooms.mediator)
    off = read()
    assert [first[0]] * 2 == [moved[0], off[0]]
    assert [one[1:] for one in (first, moved, off)] == [
        (0, "CONFIRMED", "PUBLISH"),
        (1, "CONFIRMED", "PUBLISH"),
        (2, "CANCELLED", "CANCEL"),
    ]


def test_a_meeting_that_has_begun_is_not_moved(rooms, signed):
    meeting = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3))
    with pytest.raises(Refused):
        actions.move_meeting(meeting, actor=rooms.mediator, starts=days(-1))
    actions.open_meeting(rooms.case, actor=rooms.mediator)
    with pytest.raises(Refused):
        actions.move_meeting(meeting, actor=rooms.mediator, starts=days(4))


def test_apart_a_side_hears_of_no_joint_time(rooms):
    meeting = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=days(3), mode="joint")
    actions.propose_times(rooms.case, actor=rooms.mediator, starts=[days(2), days(3)])
    rooms.go_apart()
    with pytest.raises(NotFound):
        queries.appointment_for(rooms.party(1), meeting.pk)
    assert queries.answering(rooms.party(1), part(rooms, 1).pk).times == ()
    with pytest.raises(Refused):
        actions.propose_times(rooms.case, actor=rooms.mediator, starts=[days(2), days(3)], mode="joint")


# --- the pages -----------------------------------------------------------------------------------------


def test_a_party_answers_on_one_page_and_nothing_typed_is_lost(rooms, proposal, browse):
    page, client = reverse("room:times", args=[rooms.case.pk]), browse(rooms.party(1))
    first, second = times_of(proposal)
    said = {
        f"time-{first}": "yes",
        f"time-{second}": "no",
        "words": HARVEST,
        "day1": "4",
        "from1": "14:00",
        "to1": "12:00",
    }
    wrong = client.post(page, said)
    assert wrong.status_code == 422 and HARVEST in wrong.content.decode()
    assert f'name="time-{first}" value="yes" checked' in wrong.content.decode()
    assert client.post(page, {**said, "from1": "12:00", "to1": "14:00", "zone": "Europe/Moscow"}).status_code == 303
    assert Constraint.objects.system().select_related("participant").get().never == [NEVER]
    shown = client.get(page).content.decode()
    assert "UTC+3" in shown and HARVEST in shown
    other = browse(rooms.party(2)).get(page).content.decode()
    assert HARVEST not in other
    assert HARVEST in browse(rooms.mediator).get(page).content.decode()
    assert HARVEST not in browse(rooms.cast.as_coordinator).get(page).content.decode()


def test_staff_write_down_what_they_are_told_without_reading_what_was_said(rooms, proposal, browse):
    actions.keep_constraint(part(rooms, 2), actor=rooms.party(2), words=HARVEST, never=[NEVER])
    page = reverse("room:answer_for", args=[part(rooms, 2).pk])
    client = browse(rooms.cast.as_coordinator)
    assert HARVEST not in client.get(page).content.decode()
    first, _second = times_of(proposal)
    assert client.post(page, {f"time-{first}": "yes"}).status_code == 303
    assert str(Constraint.objects.system().select_related("participant").get().words) == HARVEST
    assert browse(rooms.party(1)).get(page).status_code == 404


def test_the_mediator_proposes_picks_moves_and_everybody_gets_a_file(rooms, browse):
    client, case = browse(rooms.mediator), rooms.case.pk
    assert "Times that suit" in client.get(reverse("room:propose", args=[case]) + "?fair=1").content.decode()
    local = [days(n).astimezone(ZoneInfo("Asia/Almaty")).strftime("%Y-%m-%dT%H:%M") for n in (2, 3)]
    form = {"minutes": "60", "time1": local[0], "time2": local[1]}
    assert client.post(reverse("room:propose", args=[case]), {"minutes": "60", "time1": local[0]}).status_code == 422
    assert client.post(reverse("room:propose", args=[case]), form).status_code == 303
    first = ProposedTime.objects.system().order_by("starts").first()
    assert first.starts == days(2)
    assert client.post(reverse("room:times", args=[case]), {"time": "x"}).status_code == 404
    assert client.post(reverse("room:times", args=[case]), {"time": str(first.pk)}).status_code == 303
    meeting = Meeting.objects.system().get()
    assert (meeting.starts, meeting.minutes) == (days(2), 60)
    assert client.post(reverse("room:move", args=[meeting.pk]), {"starts": local[1]}).status_code == 303
    answer = browse(rooms.party(2)).get(reverse("room:calendar", args=[meeting.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    assert b"BEGIN:VEVENT" in answer.content
    assert browse(rooms.party(1)).get(reverse("room:move", args=[meeting.pk])).status_code == 404


def test_a_mediator_whom_a_side_has_not_accepted_reads_no_reason_of_it(rooms, proposal):
    say(rooms, proposal, 1, "no")
    never = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": 0, "to": 1439}]
    actions.keep_constraint(part(rooms, 1), actor=rooms.party(1), words=HARVEST, never=never)
    second = cast.second_mediator(rooms.cast, 2)
    row = next(r for r in queries.times_table(second, rooms.case.pk).rows if r.person.pk == rooms.cast.parties[0].pk)
    assert (row.words, row.never) == ("", ())
    page = queries.answering(second, part(rooms, 1).pk)
    assert (page.words, page.never, page.knows) == ("", (), False)
    assert not {answer for time in page.times for answer in time.answer}
    theirs = next(
        r for r in queries.times_table(rooms.mediator, rooms.case.pk).rows if r.person.pk == rooms.cast.parties[0].pk
    )
    assert theirs.words == HARVEST
    assert queries.fair_times(second, rooms.case.pk).found != queries.fair_times(rooms.mediator, rooms.case.pk).found
