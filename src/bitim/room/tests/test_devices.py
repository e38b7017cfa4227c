"""A shared device: a private room opens by the person's own PIN, locks when nobody presses, and clears on leaving."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.cases.models_reading import ReadBack
from bitim.demo import cast
from bitim.kernel import clock, doors
from bitim.kernel.access import SYSTEM, NotFound, Refused, decide
from bitim.kernel.locking import write
from bitim.kernel.models import Door
from bitim.people import live, session_keys
from bitim.people.models import Account
from bitim.people.queries import reader_of
from bitim.room import actions, queries
from bitim.room.actions import Way
from bitim.room.models import Attendance, Message, Space
from bitim.room.permissions import P

SHARED, IN_ROOM = Attendance.SHARED, Attendance.IN_ROOM
PIN = "5937"


@pytest.fixture
def meeting(rooms, signed, elder):
    return actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(SHARED)})


def english():
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def mediator_s(rooms):
    client = english()
    account = Account.objects.get(person=rooms.cast.mediator)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def through_door(rooms, position, pin=PIN):
    """A browser in which the person of a side has come in by a door with a PIN."""
    who, client = rooms.cast.parties[position - 1], english()
    door = Door.objects.system().get(person=who.pk, subject=rooms.case.pk)
    if door.pin is None:
        assert doors.set_pin(door, pin)
    session = client.session
    session.update({session_keys.DOOR: str(door.pk), session_keys.GENERATION: 1, session_keys.PERSON: str(who.pk)})
    session.save()
    return client


def room(space):
    return reverse("room:space", args=[space.pk])


def handed(rooms, elder):
    client = mediator_s(rooms)
    assert client.get(reverse("room:hand", args=[elder.pk])).status_code == 200
    answer = client.post(reverse("room:hand", args=[elder.pk]))
    assert (answer.status_code, answer.url) == (303, "/device/")
    return client


def chosen(rooms, elder):
    client = handed(rooms, elder)
    page = client.post("/device/", {"pin": PIN, "again": PIN})
    assert page.status_code == 200 and b"code-shown" in page.content
    return client


def test_handing_over_signs_the_mediator_out_and_opens_nothing_before_a_pin(rooms, meeting, elder):
    client = handed(rooms, elder)
    assert client.get("/today/").status_code == 303
    for page in (room(rooms.caucus(1)), room(rooms.joint), f"/case/{rooms.case.pk}/", "/code/pin/"):
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (303, "/device/"), page
    assert client.post("/device/", {"pin": "1111", "again": "1111"}).status_code == 422
    assert client.post("/device/", {"pin": PIN, "again": "5938"}).status_code == 422


def test_with_the_pin_the_private_room_opens_under_a_band(rooms, meeting, elder):
    client = chosen(rooms, elder)
    page = client.get(room(rooms.caucus(1))).content.decode()
    assert "Shared device" in page and "Leave and clear" in page
    assert client.post(room(rooms.caucus(1)), {"words": "Сәлем"}).status_code == 303
    assert client.get(room(rooms.caucus(2))).status_code == 404
    assert "You are here on a shared device" in client.get(f"/case/{rooms.case.pk}/").content.decode()


def test_a_guest_reads_and_speaks_but_binds_the_side_to_nothing(rooms, meeting, elder):
    door = actions.hand_device(elder, actor=rooms.mediator)
    from bitim.people.queries import door_actor

    guest = door_actor(door)
    own = cast.acting(elder.person, "party")
    said = actions.post(rooms.caucus(1), actor=guest, words="Сәлем")
    assert decide(own, P.RELEASE, said) and not decide(guest, P.RELEASE, said)
    with pytest.raises(Refused):
        actions.release(said, actor=guest)


def test_a_guest_is_nobody_in_another_case_of_the_person(rooms, meeting, elder):
    """The mediator alone stood beside: otherwise they would read what the person said to another mediator."""
    near = cast.two_sides("meetings", "nearby", "61934458")
    Participant.objects.create(
        case=near.case, side=near.sides[0], person=elder.person, role="party", shown_name="Қ", since=clock.now()
    )
    with write():
        actions.arrange(near.case, actor=SYSTEM)
    caucus = Space.objects.system().get(side=near.sides[0])
    own = cast.acting(elder.person, "party")
    assert decide(own, P.READ_SPACE, caucus)
    client = chosen(rooms, elder)
    assert client.get(room(caucus)).status_code == 404
    assert client.get(f"/case/{near.case.pk}/").status_code == 404
    assert client.get(f"/meetings/{near.case.pk}/times/").status_code == 404
    assert client.get(f"/case/{rooms.case.pk}/").status_code == 200
    door = Door.objects.system().get(person=elder.person_id, purpose="device")
    assert caucus.pk not in doors.AUDIENCES["device"]([door.subject])[door.subject]


def test_no_device_is_handed_over_by_a_mediator_whom_the_side_has_not_accepted(rooms, meeting, elder):
    """By the door of such a device they would read what the side goes on to say in its private room."""
    second = cast.second_mediator(rooms.cast, 2)
    assert not decide(second, P.HAND_DEVICE, elder)
    with pytest.raises(Refused):
        actions.hand_device(elder, actor=second)
    assert not any(line.may_be_handed for line in queries.sheet_for(second, rooms.case.pk).lines)
    assert any(line.may_be_handed for line in queries.sheet_for(rooms.mediator, rooms.case.pk).lines)


def test_a_mediator_who_came_later_than_words_makes_no_door_to_them(rooms, meeting, elder):
    """Accepted, but not for what was said before: the door of a device would open it to them."""
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="Бұрын айтылған")
    later = cast.second_mediator(rooms.cast, 1, 2)
    with write():
        actions.arrange(rooms.case, actor=SYSTEM)
    assert decide(later, P.HAND_DEVICE, elder)
    with pytest.raises(Refused):
        actions.hand_device(elder, actor=later)
    assert actions.hand_device(elder, actor=rooms.mediator)


def test_leaving_clears_the_screen_and_the_next_begins_with_a_pin(rooms, meeting, elder):
    client = chosen(rooms, elder)
    answer = client.post("/device/clear/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert (answer.status_code, answer.url) == (303, "/device/")
    assert client.get(room(rooms.caucus(1))).status_code == 404
    page = client.get("/device/").content.decode()
    assert "Қария" not in page and 'name="code"' in page
    assert client.get(room(rooms.caucus(1))).headers["Cache-Control"] == "no-store"


def test_a_person_comes_back_to_a_shared_device_by_code_and_pin(rooms, meeting, elder):
    chosen(rooms, elder)
    door = Door.objects.system().get(person=elder.person_id, purpose="device")
    with write():
        code = doors.issue(door, doors.CODE, days=1)
    client = english()
    assert client.post("/device/", {"code": code, "answer": "4242"}).status_code == 422
    assert client.post("/device/", {"code": code, "answer": PIN}).status_code == 303
    assert "Shared device" in client.get(room(rooms.caucus(1))).content.decode()


def test_a_device_that_nobody_presses_locks_itself(rooms, meeting, elder):
    client, start = chosen(rooms, elder), clock.now()
    key = client.session.session_key
    try:
        clock.set_source(lambda: start + timedelta(minutes=4))
        assert client.get(room(rooms.caucus(1))).status_code == 200
        clock.set_source(lambda: start + timedelta(minutes=8))
        # What the page does by itself keeps nothing awake.
        assert client.post(reverse("room:here", args=[rooms.joint.pk]) + "?part=1").status_code == 200
        assert client.get(room(rooms.caucus(1)), headers={"sec-fetch-dest": "empty"}).status_code == 200
        assert live.identify([key]) and reader_of(key)
        clock.set_source(lambda: start + timedelta(minutes=10))
        assert not live.identify([key]) and reader_of(key) is None
        silent = client.get(room(rooms.caucus(1)), headers={"sec-fetch-dest": "empty"})
        assert silent.status_code == 409 and "thread" not in silent.content.decode()
        assert client.get(room(rooms.caucus(1))).status_code == 303
        assert client.post("/device/", {"pin": "8264"}).status_code == 422
        back = client.post("/device/", {"pin": PIN})
        assert (back.status_code, back.url) == (303, room(rooms.caucus(1)))
        assert client.get(back.url).status_code == 200
    finally:
        clock.set_source(None)


def test_guessing_a_pin_is_limited(rooms, meeting, elder):
    client = chosen(rooms, elder)
    session = client.session
    session[session_keys.NEEDS_PIN] = True
    session.save()
    for guess in range(8):
        assert client.post("/device/", {"pin": f"71{guess}4"}).status_code == 422
    assert client.post("/device/", {"pin": PIN}).status_code == 422


def test_the_door_of_a_meeting_shuts_with_it(rooms, meeting, elder):
    client = chosen(rooms, elder)
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert client.get(room(rooms.caucus(1))).status_code == 404
    assert not Door.objects.system().filter(purpose="device", closed=None).exists()


def test_a_family_phone_asks_for_the_pin_before_the_private_room(rooms, signed, elder):
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None).pk
    client = through_door(rooms, 1)
    assert client.get(room(rooms.caucus(1))).status_code == 200
    ways = {elder.pk: Way(SHARED, behind=own), own: Way(SHARED)}
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways=ways)
    assert client.get(room(rooms.joint)).status_code == 200
    answer = client.get(room(rooms.caucus(1)))
    assert (answer.status_code, answer.url) == (303, "/device/")
    assert client.post(room(rooms.caucus(1)), {"words": "х"}).url == "/device/"
    back = client.post("/device/", {"pin": PIN})
    assert back.url == room(rooms.caucus(1))
    assert "Shared device" in client.get(back.url).content.decode()


PRIVATE = ("/case/{case}/", "/meetings/{case}/times/", "/case/{case}/reach/", "/case/{case}/beside/")


@pytest.mark.parametrize("where", PRIVATE)
def test_what_only_a_side_reads_waits_for_the_pin_at_a_screen_of_several(rooms, signed, elder, where):
    """Its account, why somebody cannot come, how they are safely reached, what the side said of company."""
    own, address = (
        Participant.objects.system().get(person=rooms.cast.parties[0], ended=None),
        where.format(case=rooms.case.pk),
    )
    side = rooms.cast.sides[0]
    side.account = "жеке-айтылған-сөз"
    side.save()
    client, other = through_door(rooms, 1), through_door(rooms, 2)
    assert client.get(address).status_code == 200
    ways = {elder.pk: Way(SHARED, behind=own.pk), own.pk: Way(SHARED)}
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways=ways)
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (303, "/device/")
    assert client.post("/device/", {"pin": PIN}).url == address
    assert client.get(address).status_code == 200
    assert other.get(address).status_code == 200


def test_a_supporter_behind_a_screen_makes_it_a_screen_of_several(rooms, signed):
    """Of the same side alone; what the side has not let them hear stays behind the PIN, and no talk aside includes
    them."""
    one = rooms.add(cast.person("Дос"), Participant.SUPPORTER, rooms.cast.sides[0])
    cases.record_undertaking(one, actor=rooms.mediator, how="paper", language="kk")
    observer = rooms.add(cast.person("Бақылаушы"), Participant.OBSERVER)
    cases.record_undertaking(observer, actor=rooms.mediator, how="paper", language="kk")
    for position in (1, 2):
        cases.say_of_company(
            rooms.cast.sides[position - 1],
            actor=rooms.party(position),
            participant=observer.pk,
            about="observe",
            yes=True,
        )
    parts = {p.person_id: p.pk for p in Participant.objects.system().filter(case=rooms.case, ended=None)}
    mine, theirs = (parts[who.pk] for who in rooms.cast.parties)
    client = through_door(rooms, 1)
    for wrong in (
        {one.pk: Way(SHARED, behind=theirs), theirs: Way(SHARED)},
        {observer.pk: Way(SHARED, behind=parts[rooms.cast.mediator.pk])},
    ):
        with pytest.raises(Refused):
            actions.open_meeting(rooms.case, actor=rooms.mediator, ways={observer.pk: Way(IN_ROOM)} | wrong)
    ways = {one.pk: Way(SHARED, behind=mine), observer.pk: Way(IN_ROOM)}
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways=ways)
    assert client.get(room(rooms.caucus(1))).url == "/device/"
    with pytest.raises(Refused):
        actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[mine])
    cases.say_of_company(rooms.cast.sides[0], actor=rooms.party(1), participant=one.pk, about="caucus", yes=True)
    actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[mine])


def test_a_page_that_was_open_before_says_nothing_in_private_at_a_screen_of_several(rooms, signed, elder):
    """Somebody else at the family's phone presses Send on the page that still stands there."""
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None).pk
    client = through_door(rooms, 1)
    assert client.get(room(rooms.caucus(1))).status_code == 200
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(SHARED, behind=own), own: Way(SHARED)})
    assert client.post(room(rooms.caucus(1)), {"words": "БАСҚАНЫҢ-СӨЗІ", "language": "kk"}).url == "/device/"
    assert not Message.objects.system().filter(space=rooms.caucus(1)).exists()
    assert client.post("/device/", {"pin": PIN}).url == room(rooms.caucus(1))
    client.post(room(rooms.caucus(1)), {"words": "өз сөзі", "language": "kk"})
    assert [one.body for one in Message.objects.system().filter(space=rooms.caucus(1))] == ["өз сөзі"]


def test_a_press_sent_again_reads_nothing_private_at_a_screen_of_several(rooms, signed, elder):
    """A page goes on trying on a bad line; meanwhile others have come to sit at the screen. What arrived before is
    known by its key, and the answer waits for the PIN like the room itself."""
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None).pk
    client, caucus = through_door(rooms, 1), rooms.caucus(1)
    sent = {"words": "өз сөзі", "language": "kk", "once": "k"}
    after = {"headers": {"x-bitim-after": ""}}
    assert "өз сөзі" in client.post(room(caucus), sent, **after).content.decode()
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(SHARED, behind=own), own: Way(SHARED)})
    answer = client.post(room(caucus), sent, **after)
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/device/")
    assert "өз сөзі" not in answer.content.decode()
    assert client.post("/device/", {"pin": PIN}).url == room(caucus)


def test_who_is_in_the_private_room_waits_for_the_pin_at_a_screen_of_several(rooms, signed, elder):
    """A page that was open before says every minute that it is there, and is told who else is."""
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None).pk
    ways = {elder.pk: Way(SHARED, behind=own), own: Way(SHARED)}
    client, caucus = through_door(rooms, 1), rooms.caucus(1)
    here = f"{room(caucus)}here/?part=1"
    assert client.get(room(caucus)).status_code == 200
    actions.open_meeting(rooms.case, actor=rooms.mediator, mode="shuttle", ways=ways)
    answer = client.post(here)
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/device/")
    assert not answer.content
    assert client.post("/device/", {"pin": PIN}).url == room(caucus)
    assert "Қария" in client.post(here).content.decode()


def test_a_page_that_was_open_before_hears_nothing_private_at_a_screen_of_several(rooms, signed, elder):
    """The live line of the family's phone loses the private room the moment others sit at it, until the PIN."""
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None).pk
    client, caucus = through_door(rooms, 1), rooms.caucus(1).pk
    key = client.session.session_key
    assert caucus in live.identify([key])[key].audiences
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(SHARED, behind=own), own: Way(SHARED)})
    heard = live.identify([key])[key].audiences
    assert caucus not in heard and rooms.joint.pk in heard
    assert client.get(room(rooms.caucus(1))).url == "/device/"
    client.post("/device/", {"pin": PIN})
    key = client.session.session_key
    assert caucus in live.identify([key])[key].audiences
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    fresh = through_door(rooms, 1).session.session_key
    assert caucus in live.identify([fresh])[fresh].audiences


def test_what_was_read_back_waits_for_the_pin_at_a_screen_of_several(rooms, signed, elder):
    """A call with the grandmother is open to her side's people; who sits beside them at the screen is not asked."""
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None).pk
    call = ReadBack.objects.create(
        case=rooms.case,
        side=rooms.cast.sides[0],
        person=elder.person,
        by=rooms.cast.coordinator,
        witness=rooms.cast.mediator,
        about=ReadBack.CONSENT,
        state=ReadBack.READ,
        language="kk",
        number=b"",
        dialled=clock.now(),
        text=[{"words": "ОҚЫЛҒАН-СӨЙЛЕМ", "part": "", "asks": True}],
        answers={"0": {"said": "yes", "note": "АЙТҚАНЫ"}},
        answer="yes",
    )
    client, page = through_door(rooms, 1), reverse("cases:read_back", args=[call.pk])
    assert "АЙТҚАНЫ" in client.get(page).content.decode()
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(SHARED, behind=own), own: Way(SHARED)})
    assert client.get(page).url == "/device/"
    assert client.post("/device/", {"pin": PIN}).url == page
    assert "АЙТҚАНЫ" in client.get(page).content.decode()


def test_whoever_has_a_pin_of_their_own_uses_it(rooms, meeting):
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None)
    through_door(rooms, 1)
    actions.note_attendance(meeting, actor=rooms.mediator, ways={own.pk: Way(SHARED)})
    door = actions.hand_device(own, actor=rooms.mediator)
    assert door.purpose == "case"


def test_a_device_is_handed_only_to_whom_it_was_noted_for(rooms, meeting, elder):
    actions.note_attendance(meeting, actor=rooms.mediator, ways={elder.pk: Way(IN_ROOM)})
    with pytest.raises(Refused):
        actions.hand_device(elder, actor=rooms.mediator)
    for actor in (rooms.party(1), rooms.party(2), rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            actions.hand_device(elder, actor=actor)
    assert Client().get(reverse("room:hand", args=[elder.pk])).status_code == 404


def test_a_later_mediator_makes_no_door_into_what_was_said_before(rooms, meeting, elder):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="бұрын")
    late = cast.staff(rooms.cast.centre, "Кейінгі", "mediator", "ru", "late@shymbulaq.example")
    rooms.add(late, Participant.MEDIATOR)
    actor = cast.acting(late, "mediator", rooms.cast.centre)
    with pytest.raises(Refused):
        actions.hand_device(elder, actor=actor)
    assert actions.hand_device(elder, actor=rooms.mediator)


def test_a_page_elsewhere_clears_nothing(rooms, meeting, elder):
    client = chosen(rooms, elder)
    answer = client.post("/device/clear/", headers={"sec-fetch-site": "cross-site"})
    assert "Clear-Site-Data" not in answer.headers
    assert client.get(room(rooms.caucus(1))).status_code == 200
