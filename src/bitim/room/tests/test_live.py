"""The live line of a room: what it draws is what a reload shows, and it draws nothing for who may not hear."""

import re

import pytest
from django.utils import translation

from bitim.demo import cast
from bitim.kernel import membership
from bitim.kernel.access import SYSTEM
from bitim.kernel.ids import new_id
from bitim.kernel.live import Reader, feed, renderers
from bitim.kernel.locking import write
from bitim.kernel.models import Event
from bitim.people.tests.test_live import party_session
from bitim.room import actions
from bitim.room.actions import arrange
from bitim.room.models import Release, Space
from bitim.room.tests.test_pages import at

MESSAGE = re.compile(r'<li id="(m-[0-9a-f-]+)".*?</li>', re.S)


@pytest.fixture
def play(rooms):
    """Play a room's feed for a reader, as the open page does: an element takes the place of the one with its id."""

    def played(actor, space, since=0):
        shown: dict[str, str] = {}
        reader, cache = Reader(actor.person, actor.role, "en", centre=actor.centre), {}
        with translation.override("en"):
            for event in Event.objects.system().filter(audience=space.pk, seq__gt=since).order_by("seq"):
                html = renderers[event.kind](event, reader, cache) if event.kind in renderers else None
                for found in MESSAGE.finditer(html or ""):
                    shown[found[1]] = found[0]
        return list(shown.values())

    return played


def reloaded(client, space):
    return [found[0] for found in MESSAGE.finditer(client.get(at("space", space.pk)).content.decode())]


def test_what_the_line_drew_is_what_a_reload_shows(rooms, interpreter, browse, play):
    actions.admit_interpreter(rooms.joint, actor=rooms.mediator, participant=interpreter.pk)
    said = actions.post(rooms.joint, actor=rooms.party(1), words="Су")
    row = actions.translate(said, actor=rooms.interpreter, language="ru", words="Вода")
    actions.check_translation(row, actor=rooms.mediator)
    back = actions.post(rooms.joint, actor=rooms.party(2), words="резко")
    actions.withdraw_message(back, actor=rooms.party(2))
    item = actions.post(rooms.caucus(2), actor=rooms.party(2), words="Выходные")
    line = actions.release(item, actor=rooms.party(2))
    for actor in (rooms.party(2), rooms.mediator, rooms.party(1)):
        assert play(actor, rooms.joint) == reloaded(browse(actor), rooms.joint) != []
    actions.withdraw_release(line, actor=rooms.party(2))
    for actor in (rooms.party(1), rooms.party(2), rooms.mediator):
        assert play(actor, rooms.joint) == reloaded(browse(actor), rooms.joint)
    for actor in (rooms.party(2), rooms.mediator):
        assert play(actor, rooms.caucus(2)) == reloaded(browse(actor), rooms.caucus(2)) != []


def test_the_line_serves_a_copy_before_it_draws_it(rooms, play):
    item = actions.post(rooms.caucus(2), actor=rooms.party(2), words="Выходные")
    actions.release(item, actor=rooms.party(2))
    assert "Выходные" in play(rooms.party(1), rooms.joint)[0]
    assert Release.objects.system().get().served


def test_the_line_draws_nothing_for_who_may_not_hear(rooms, play):
    actions.post(rooms.caucus(2), actor=rooms.party(2), words="Выходные")
    for actor in (rooms.party(1), rooms.interpreter, rooms.cast.as_coordinator):
        assert play(actor, rooms.caucus(2)) == []
    rooms.withdraw_consent(1)
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="own")
    assert play(rooms.party(1), rooms.joint) == []


def test_a_copy_taken_back_in_time_is_never_drawn(rooms, play):
    item = actions.post(rooms.caucus(2), actor=rooms.party(2), words="Выходные")
    line = actions.release(item, actor=rooms.party(2))
    actions.withdraw_release(line, actor=rooms.party(2))
    assert play(rooms.party(1), rooms.joint) == []


def test_a_late_act_on_old_words_does_not_bring_them_to_who_came_since(rooms, interpreter, play):
    old = actions.post(rooms.caucus(1), actor=rooms.party(1), words="жасырын")
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    came = Event.objects.system().filter(audience=rooms.caucus(1).pk, kind="InterpreterAdmitted").get().seq
    row = actions.translate(old, actor=rooms.mediator, language="ru", words="скрытое")
    actions.release(old, actor=rooms.party(1))
    assert row.pk
    assert play(rooms.interpreter, rooms.caucus(1), since=came - 1) == []
    # A substitute mediator came just as late; the side itself hears of both.
    assert "скрытое" in play(rooms.party(1), rooms.caucus(1), since=came)[0]


def test_one_role_does_not_read_the_letters_of_another(rooms, browse, play):
    said = actions.post(rooms.caucus(1), actor=rooms.party(1), words="own")
    cache: dict[object, object] = {}
    event = Event.objects.system().get(audience=rooms.caucus(1).pk, seq=said.seq)
    drawn = {}
    with translation.override("en"):
        for actor in (rooms.mediator, rooms.party(1)):
            drawn[actor.role] = renderers[event.kind](
                event, Reader(actor.person, actor.role, "en", centre=actor.centre), cache
            )
    assert at("release", said.pk) in drawn["party"]
    assert at("release", said.pk) not in drawn["mediator"]


def test_a_member_who_acts_in_another_role_is_drawn_nothing(rooms, play):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="own")
    assert play(rooms.mediator, rooms.caucus(1))
    assert play(cast.acting(rooms.cast.mediator, "coordinator", rooms.cast.centre), rooms.caucus(1)) == []


def test_one_message_costs_the_same_queries_for_all_its_readers(rooms, django_assert_num_queries):
    actions.post(rooms.joint, actor=rooms.party(1), words="Су")
    event = Event.objects.system().filter(audience=rooms.joint.pk).latest("seq")
    reader, other, cache = (
        Reader(rooms.party(1).person, "party", "en"),
        Reader(rooms.party(2).person, "party", "en"),
        {},
    )
    renderers[event.kind](event, reader, cache)
    with django_assert_num_queries(0):
        renderers[event.kind](event, other, cache)


def test_a_door_opens_the_line_of_one_case_alone(rooms):
    """One person in two cases: behind each door its own case is heard and nothing of the other."""
    with write():
        other = cast.two_sides("meetings", slug="other", number="11112222").case
        arrange(other, actor=SYSTEM)
        caucus = Space.objects.system().get(case=other, side__position=1)
        person = rooms.cast.parties[0].pk
        membership.join(caucus.pk, person, "party", why="test")
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="own")

    def follows(subject, purpose="case"):
        key, _door = party_session(rooms.cast.parties[0], subject, purpose)
        opening = feed.open_line(key, "", None)
        return set(opening.positions)

    own = {rooms.caucus(1).pk, rooms.joint.pk}
    assert follows(rooms.case.pk) == own
    assert follows(other.pk) == {caucus.pk}
    assert follows(new_id(), "request") == set()
