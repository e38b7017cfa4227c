"""Saying something: once, cleaned, in one room, read by its members alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Event
from bitim.room import actions, queries
from bitim.room.models import Message
from bitim.room.words import LIMIT, cleaned


def test_words_are_sealed_and_numbered_as_their_event(rooms):
    made = actions.post(rooms.caucus(1), actor=rooms.party(1), words="Көктемде су бізге жетпейді")
    event = Event.objects.system().get(audience=rooms.caucus(1).pk, seq=made.seq)
    assert (event.kind, event.payload["message"]) == ("MessagePosted", str(made.pk))
    row = Message.objects.system().filter(pk=made.pk).values_list("body", flat=True).get()
    assert "су бізге".encode() not in bytes(row)
    assert made.language == "kk"


def test_a_double_press_says_it_once(rooms):
    one = actions.post(rooms.joint, actor=rooms.party(1), words="once", key="k")
    two = actions.post(rooms.joint, actor=rooms.party(1), words="once", key="k")
    assert one.pk == two.pk
    assert rooms.words(rooms.party(2), rooms.joint) == ["once"]


@pytest.mark.parametrize("words", ["", "  \n ", "\x00\x07"])
def test_nothing_is_not_sent(rooms, words):
    with pytest.raises(Refused):
        actions.post(rooms.joint, actor=rooms.party(1), words=words)


def test_a_hundred_kilobytes_pass_and_one_byte_more_does_not(rooms):
    actions.post(rooms.joint, actor=rooms.party(1), words="a" * LIMIT)
    with pytest.raises(Refused):
        actions.post(rooms.joint, actor=rooms.party(1), words="a" * (LIMIT + 1))


def test_marks_of_direction_stay_and_control_characters_go():
    assert cleaned("\u202bسلام\u202c\x00\x1b\r\nда\ud800") == "\u202bسلام\u202c\nда"


@given(st.text())
def test_cleaning_twice_changes_nothing_and_what_stays_can_be_stored(words):
    once = cleaned(words)
    assert cleaned(once) == once
    once.encode()


def test_foreign_rooms_and_messages_do_not_exist(rooms):
    said = actions.post(rooms.caucus(1), actor=rooms.party(1), words="ours")
    for actor in (rooms.party(2), rooms.interpreter, rooms.cast.as_coordinator):
        with pytest.raises(NotFound):
            queries.message_for(actor, said.pk)
        with pytest.raises(NotFound):
            actions.post(rooms.caucus(1), actor=actor, words="intruder")
        with pytest.raises(NotFound):
            actions.withdraw_message(said, actor=actor)


def test_pages_go_back_and_forward(rooms):
    made = [actions.post(rooms.joint, actor=rooms.party(1), words=str(n)) for n in range(5)]
    space = rooms.joint
    read = lambda **more: [m.words for m in queries.messages_in(rooms.party(2), space, **more)]  # noqa: E731
    assert read(limit=2) == ["3", "4"]
    assert read(limit=2, before=made[3].seq) == ["1", "2"]
    assert read(after=made[3].seq) == ["4"]


def test_taking_back_leaves_a_line_without_words(rooms):
    said = actions.post(rooms.joint, actor=rooms.party(1), words="too sharp")
    with pytest.raises(Refused):
        actions.withdraw_message(said, actor=rooms.party(2))
    actions.withdraw_message(said, actor=rooms.party(1))
    seen = queries.messages_in(rooms.party(2), rooms.joint)[0]
    assert (seen.words, seen.taken_back) == ("", True)


def test_unread_is_counted_in_own_rooms_and_known_to_nobody_else(rooms):
    actions.post(rooms.caucus(1), actor=rooms.mediator, words="one")
    last = actions.post(rooms.caucus(1), actor=rooms.mediator, words="two")
    assert queries.unread_for(rooms.party(1)) == {rooms.caucus(1).pk: 2}
    assert queries.unread_for(rooms.party(2)) == {}
    assert queries.unread_for(rooms.mediator) == {}
    assert queries.unread_for(rooms.cast.as_coordinator) == {}
    before = Event.objects.system().count()
    actions.mark_read(rooms.caucus(1), actor=rooms.party(1), seq=last.seq)
    assert queries.unread_for(rooms.party(1)) == {}
    assert Event.objects.system().count() == before


def test_translations_say_who_and_whether_checked(rooms, interpreter):
    said = actions.post(rooms.joint, actor=rooms.party(1), words="Су")
    with pytest.raises(Refused):
        actions.translate(said, actor=rooms.party(2), language="ru", words="Вода")
    with pytest.raises(NotFound):
        actions.translate(said, actor=rooms.interpreter, language="ru", words="Вода")
    actions.admit_interpreter(rooms.joint, actor=rooms.mediator, participant=interpreter.pk)
    with pytest.raises(NotFound):  # said before the interpreter came
        actions.translate(said, actor=rooms.interpreter, language="ru", words="Вода")
    said = actions.post(rooms.joint, actor=rooms.party(1), words="Су")
    made = actions.translate(said, actor=rooms.interpreter, language="ru", words="Вода")
    with pytest.raises(Refused):
        actions.check_translation(made, actor=rooms.interpreter)
    actions.check_translation(made, actor=rooms.mediator)
    seen = queries.message_for(rooms.party(2), said.pk)[1].translations[0]
    assert (seen.words, seen.machine, seen.checked, seen.by) == ("Вода", False, True, "Нодира Каримова")
    again = actions.translate(said, actor=rooms.interpreter, language="ru", words="Воды")
    assert again.pk == made.pk
    assert not queries.message_for(rooms.party(2), said.pk)[1].translations[0].checked


def test_reading_costs_the_same_for_one_and_for_thirty(rooms, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as spent:
            queries.messages_in(rooms.party(2).fresh(), rooms.joint)
        return len(spent)

    actions.post(rooms.joint, actor=rooms.party(1), words="0")
    one = cost()
    for n in range(30):
        said = actions.post(rooms.joint, actor=rooms.party(1), words=str(n))
        actions.translate(said, actor=rooms.mediator, language="ru", words=str(n))
    assert cost() == one <= 12
