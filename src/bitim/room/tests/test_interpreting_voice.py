"""Interpretation by voice: whose voice is which language, in the room alone into which the mediator put the
interpreter, and that nobody of another room is told a word of it."""

import json

import pytest

from bitim.cases.models import Participant
from bitim.demo import cast as cast_of
from bitim.kernel import membership
from bitim.kernel.access import NotFound, Refused
from bitim.people.models import Person
from bitim.room import actions
from bitim.room.models import CallRoom, Epoch, VoicePlace
from bitim.room.tests.calling import comes, let, meeting, page, people, press, told

__all__ = ["meeting"]


@pytest.fixture
def caucus(rooms, interpreter):
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    return rooms.caucus(1)


@pytest.fixture
def place(rooms, meeting, caucus):
    """The interpreter in the private room of the first side with its party; the second side at the table."""
    spoken(rooms.party(1), "ru"), spoken(rooms.party(2), "uz")
    let(comes(meeting, rooms.party(2)), rooms, rooms.joint)
    let(comes(meeting, rooms.party(1)), rooms, caucus)
    return let(comes(meeting, rooms.interpreter), rooms, caucus)


def spoken(actor, language):
    Participant.objects.system().filter(person=actor.person).update(language=language)


def together(meeting, rooms, space, on=True, actor=None):
    actions.interpret_together(meeting, actor=actor or rooms.mediator, space=space.pk, on=on)


def into(rooms, place, language, actor=None):
    actions.interpret_into(place.pk, actor=actor or rooms.interpreter, language=language)


def voices(meeting, actor):
    """What somebody is told of the voices of their room: the languages offered, and whose voice is which."""
    frame = json.loads(told(meeting, actor))
    return frame.get("languages"), sorted(one["into"] for one in frame["people"])


@pytest.fixture
def colleague(rooms, meeting, caucus):
    """A second interpreter in the same room."""
    person = cast_of.staff(rooms.cast.centre, "Vesela", "interpreter", "kk", "vesela@almaty.example")
    who = cast_of.promised(rooms.add(person, Participant.INTERPRETER), rooms.cast.mediator)
    actions.admit_interpreter(caucus, actor=rooms.mediator, participant=who.pk)
    actor = cast_of.acting(person, "interpreter", rooms.cast.centre)
    return actor, let(comes(meeting, actor), rooms, caucus)


def test_one_after_another_is_what_a_room_begins_with(rooms, meeting, place, caucus):
    assert voices(meeting, rooms.party(1)) == (None, ["", ""])
    for said in ("ru", VoicePlace.RESTS):
        with pytest.raises(Refused):
            into(rooms, place, said)
    together(meeting, rooms, caucus)
    assert voices(meeting, rooms.party(1)) == (["kk", "ru"], ["", ""])


def test_a_voice_is_one_of_the_rooms_languages_and_begins_no_epoch(rooms, meeting, place, caucus):
    together(meeting, rooms, caucus)
    epoch = Epoch.objects.system().get(space=caucus).number
    into(rooms, place, "ru")
    assert voices(meeting, rooms.party(1)) == (["kk", "ru"], ["", "ru"])
    for strange in ("uz", "de", "x" * 9):  # of the other side, of nobody
        with pytest.raises(Refused):
            into(rooms, place, strange)
    into(rooms, place, "")
    assert voices(meeting, rooms.party(1))[1] == ["", ""]
    assert Epoch.objects.system().get(space=caucus).number == epoch


def test_what_an_interpreter_does_not_speak_is_not_offered(rooms, meeting, place, caucus, browse):
    person = Person.objects.system().get(pk=rooms.interpreter.person)
    person.spoken = "қазақша, по-русски не говорю"
    person.save()
    together(meeting, rooms, caucus)
    with pytest.raises(Refused):
        into(rooms, place, "ru")
    shown = page(browse, rooms, rooms.interpreter)
    assert 'id="into-kk"' in shown and 'id="into-ru"' not in shown


def test_nobody_but_the_interpreter_says_whose_voice_it_is(rooms, meeting, place, caucus, browse):
    together(meeting, rooms, caucus)
    own = VoicePlace.objects.system().get(person=rooms.party(1).person)
    for who, which in ((rooms.party(1), place), (rooms.party(1), own), (rooms.mediator, place), (rooms.party(2), own)):
        with pytest.raises((Refused, NotFound)):
            into(rooms, which, "ru", actor=who)
        with pytest.raises((Refused, NotFound)):
            actions.ask_slowly(which.pk, actor=who)
    for who in (rooms.party(1), rooms.interpreter, rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            together(meeting, rooms, caucus, on=False, actor=who)
    assert "call-interpreter" not in page(browse, rooms, rooms.party(1))


def test_one_voice_for_each_language_and_the_partner_rests(rooms, meeting, place, caucus, colleague, browse):
    actor, theirs = colleague
    together(meeting, rooms, caucus)
    into(rooms, place, "ru")
    assert "I take over from" in page(browse, rooms, actor)
    into(rooms, theirs, "ru", actor=actor)
    assert voices(meeting, rooms.party(1))[1] == ["", "rest", "ru"]
    assert "You rest" in page(browse, rooms, rooms.interpreter, "mine")
    into(rooms, place, "kk")  # each into a language of their own: nobody rests
    assert voices(meeting, rooms.party(1))[1] == ["", "kk", "ru"]


def test_slow_down_is_shown_in_that_room_alone(rooms, meeting, place):
    before = told(meeting, rooms.party(2))
    for n in (1, 2):
        actions.ask_slowly(place.pk, actor=rooms.interpreter)
        assert sorted(one["slowly"] for one in people(meeting, rooms.party(1))) == [0, n]
    assert told(meeting, rooms.party(2)) == before


def test_another_room_learns_nothing(rooms, meeting, place, caucus, colleague, browse):
    """Neither the frames nor the page of the other side, nor the times of its feeds, differ by anything of it."""
    theirs = rooms.party(2)
    seen = told(meeting, theirs), len(page(browse, rooms, theirs)), membership.audiences_of(theirs.person)
    together(meeting, rooms, caucus)
    into(rooms, place, "ru")
    into(rooms, colleague[1], "ru", actor=colleague[0])
    actions.ask_slowly(place.pk, actor=rooms.interpreter)
    assert (told(meeting, theirs), len(page(browse, rooms, theirs)), membership.audiences_of(theirs.person)) == seen
    for name in ("Нодира", "Vesela", "rest"):
        assert name not in seen[0]


@pytest.mark.parametrize("goes", ["put back", "apart", "released", "off"])
def test_it_ends_with_the_room_and_with_the_switch(rooms, meeting, place, caucus, interpreter, goes):
    together(meeting, rooms, caucus)
    into(rooms, place, "ru")
    actions.ask_slowly(place.pk, actor=rooms.interpreter)
    by = {
        "put back": lambda: let(place, rooms, None),
        "apart": lambda: actions.everybody_to_own_side(meeting, actor=rooms.mediator),
        "released": lambda: actions.release_interpreter(caucus, actor=rooms.mediator, participant=interpreter.pk),
        "off": lambda: together(meeting, rooms, caucus, on=False),
    }
    by[goes]()
    row = VoicePlace.objects.system().get(pk=place.pk)
    assert row.into == "" and (goes == "off" or (row.space is None and row.slowly == 0))
    if goes != "off":
        with pytest.raises(Refused):
            into(rooms, row, "ru")


def test_sworn_for_one_room_an_interpreter_is_let_into_no_other(rooms, meeting, place):
    for room in (rooms.joint, rooms.caucus(2), rooms.team):
        with pytest.raises((Refused, NotFound)):
            let(place, rooms, room)
    assert json.loads(told(meeting, rooms.interpreter))["room"] == "caucus"


def test_all_of_it_is_done_by_plain_forms(rooms, meeting, place, caucus, browse):
    desk = page(browse, rooms, rooms.mediator)
    assert desk.count("Interpret at the same time") == 1  # of the room in which an interpreter is
    assert press(browse, rooms, rooms.mediator, act="together", space=caucus.pk, on="1").status_code == 303
    assert CallRoom.objects.system().get(space=caucus).together
    assert press(browse, rooms, rooms.interpreter, act="into", language="ru").status_code == 303
    assert "Your voice goes out in this language: Русский" in page(browse, rooms, rooms.interpreter)
    assert press(browse, rooms, rooms.interpreter, act="slowly").status_code == 303
    assert press(browse, rooms, rooms.interpreter, act="into", language="de").status_code == 409
    assert press(browse, rooms, rooms.party(1), act="into", language="ru").status_code == 404
    assert press(browse, rooms, rooms.mediator, act="together", space=caucus.pk, on="0").status_code == 303
    assert "One after another" in page(browse, rooms, rooms.interpreter)


def test_the_interpreters_page_looks_again_when_a_colleague_takes_over(rooms, meeting, place, caucus, colleague):
    together(meeting, rooms, caucus)
    marks = set()
    for said in ("ru", "kk", VoicePlace.RESTS):
        into(rooms, colleague[1], said, actor=colleague[0])
        marks.add(json.loads(told(meeting, rooms.interpreter))["mine"])
    assert len(marks) == 3
