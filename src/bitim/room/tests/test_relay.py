"""A real relay, with the file that operators are given: whose password holds, and where a line may lead."""

import time
from uuid import UUID, uuid4

import pytest
from tests.support import relay
from tests.support.stun import GRANTED, UNAUTHORISED, Client

from bitim.cases.models import Participant
from bitim.kernel.live import Reader
from bitim.room import actions, ports
from bitim.room.actions import Way
from bitim.room.media.backend import Relay
from bitim.room.media.mesh import Mesh
from bitim.room.models import Attendance
from bitim.room.queries.calling import placed
from bitim.room.voices import fresh

pytestmark = pytest.mark.slow  # a program of its own
FORBIDDEN = 403
EPOCH = UUID(int=1)


@pytest.fixture(scope="module")
def coturn(tmp_path_factory):
    with relay.running(tmp_path_factory.mktemp("relay")) as one:
        yield one


def client(coturn, given):
    return Client(coturn.port, given["username"], given["credential"])


def test_what_the_house_gives_opens_a_place_at_the_relay(coturn):
    with client(coturn, coturn.config.credentials("ticket", int(time.time()) + 60, EPOCH)) as one:
        assert one.allocate() == GRANTED


@pytest.mark.parametrize("how", ["ended", "of another secret", "another name", "a later end", "none"])
def test_whatever_else_is_said_opens_none(coturn, how):
    now = int(time.time())
    given = coturn.config.credentials("ticket", now + 60, EPOCH)
    if how == "ended":
        given = coturn.config.credentials("ticket", now - 1, EPOCH)
    elif how == "of another secret":
        given = Relay(coturn.config.urls, "another").credentials("ticket", now + 60, EPOCH)
    elif how == "another name":
        given |= {"username": f"{now + 60}:another"}
    elif how == "a later end":
        given |= {"username": f"{now + 6000}:ticket"}
    else:
        given |= {"username": "", "credential": ""}
    with client(coturn, given) as one:
        assert one.allocate() == UNAUTHORISED


def test_a_line_leads_to_the_relay_itself_and_nowhere_else(coturn):
    with client(coturn, coturn.config.credentials("ticket", int(time.time()) + 60, EPOCH)) as one:
        assert one.allocate() == GRANTED
        assert one.permit("127.0.0.1") == GRANTED
        for address in ("10.0.0.1", "192.168.1.7", "169.254.169.254", "172.16.0.1", "127.0.0.2", "203.0.113.9"):
            assert one.permit(address) == FORBIDDEN


def test_a_password_that_has_ended_opens_nothing_new(coturn):
    """coturn 4.6 keeps a place that is open; the next one needs a password that holds, so a browser asks in time."""
    given = coturn.config.credentials("ticket", int(time.time()) + 1, EPOCH)
    with client(coturn, given) as one:
        assert one.allocate() == GRANTED
        time.sleep(2.1)
        with client(coturn, given) as again:
            assert again.allocate() == UNAUTHORISED


# --- a relay on the house's own machine, which is told who may come -------------------------------------------


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    with relay.running(tmp_path_factory.mktemp("told"), told=True) as one:
        yield one


def password(meeting, actor):
    """What the browser of somebody in a room is given for the relay now."""
    one = Reader(actor.person, actor.role, "en", centre=actor.centre)
    return fresh(placed([(one, meeting.pk)])[one, meeting.pk])["media"]["servers"][0]


def opens(told, given):
    with client(told, given) as one:
        return one.allocate()


def test_a_relay_that_is_told_knows_the_epochs_that_are_and_no_other(told):
    first, second, now = uuid4(), uuid4(), int(time.time()) + 60
    passwords = {one: told.config.credentials("ticket", now, one) for one in (first, second)}
    assert [opens(told, passwords[one]) for one in (first, second)] == [UNAUTHORISED, UNAUTHORISED]
    for present in ([first], [first, second], [second], []):
        told.config.keep(lambda present=present: present)
        for one, given in passwords.items():
            assert opens(told, given) == (GRANTED if one in present else UNAUTHORISED), (present, one)
    # The secret of the house itself is not in the book: with it one could make a password for any epoch.
    assert opens(told, Relay(told.config.urls, told.secret).credentials("ticket", now, first)) == UNAUTHORISED


def test_the_book_of_another_realm_is_left_alone(told):
    other = Relay(told.config.urls, told.secret, type(told.book)(told.book.path, "another.example"))
    told.config.keep(lambda: [EPOCH])
    other.keep(list)
    assert opens(told, told.config.credentials("ticket", int(time.time()) + 60, EPOCH)) == GRANTED


def test_whoever_is_put_out_comes_to_the_relay_no_more(
    told, rooms, signed, monkeypatch, django_capture_on_commit_callbacks
):
    """The password of a room opens a place while its epoch is; somebody put out, moved, or at the end of the meeting
    has one of before, and it is refused at once, with all of its time left."""
    monkeypatch.setattr(ports, "media", Mesh(told.config))
    with django_capture_on_commit_callbacks(execute=True):
        meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways={})
        mine, theirs = (
            actions.come_by_voice(meeting, actor=one, alone=True, records_nothing=True)
            for one in (rooms.party(1), rooms.party(2))
        )
        for place in (mine, theirs):
            actions.let_in(place, actor=rooms.mediator, space=rooms.joint.pk)
    first = password(meeting, rooms.party(1))
    assert opens(told, first) == GRANTED
    with django_capture_on_commit_callbacks(execute=True):
        actions.let_in(mine, actor=rooms.mediator, space=None)
    assert opens(told, first) == UNAUTHORISED
    stays = password(meeting, rooms.party(2))
    assert opens(told, stays) == GRANTED
    with django_capture_on_commit_callbacks(execute=True):
        actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert opens(told, stays) == UNAUTHORISED


def test_a_screen_to_which_somebody_else_comes_opens_the_relay_no_more(
    told, rooms, signed, elder, monkeypatch, django_capture_on_commit_callbacks
):
    """The elder sits down beside a daughter who is in the private room: until her PIN, that screen hears nothing of it,
    and what its browser was given for the relay before is refused with its time left. So when the elder goes again."""
    monkeypatch.setattr(ports, "media", Mesh(told.config))
    own = Participant.objects.system().get(person=rooms.cast.parties[0], ended=None).pk
    with django_capture_on_commit_callbacks(execute=True):
        meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(Attendance.ABSENT)})
        place = actions.come_by_voice(meeting, actor=rooms.party(1), alone=True, records_nothing=True)
        actions.let_in(place, actor=rooms.mediator, space=rooms.caucus(1).pk)
    given = password(meeting, rooms.party(1))
    assert opens(told, given) == GRANTED
    for way in (Way(Attendance.SHARED, behind=own), Way(Attendance.ABSENT)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.note_attendance(meeting, actor=rooms.mediator, ways={elder.pk: way})
        assert opens(told, given) == UNAUTHORISED
        given = password(meeting, rooms.party(1))
        assert opens(told, given) == GRANTED  # whoever is in the room goes on
