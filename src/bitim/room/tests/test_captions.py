"""What is said, in writing: who writes is one fact of a room; lines pass to that room in that epoch, nowhere else."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.voices import hall

from bitim.kernel import membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.live import channel
from bitim.room import actions, ports
from bitim.room.captions import LONGEST, ByEngine, Captions, Typed, cleaned
from bitim.room.models import Epoch, VoicePlace
from bitim.room.rules import LISTENS
from bitim.room.tests.calling import comes, let, meeting, page, people, press, told

__all__ = ["meeting"]


@pytest.fixture
def typed(monkeypatch):
    monkeypatch.setattr(ports, "captions", Typed())


@pytest.fixture
def place(rooms, meeting, typed):
    """The interpreter at the table with the first side; the second side in its private room."""
    let(comes(meeting, rooms.party(1)), rooms, rooms.joint)
    let(comes(meeting, rooms.party(2)), rooms, rooms.caucus(2))
    return let(comes(meeting, rooms.mediator), rooms, rooms.joint)


def of(actor):
    return VoicePlace.objects.system().get(person=actor.person)


def writing(meeting, actor):
    return sorted(one["writes"] for one in people(meeting, actor))


# --- who writes ----------------------------------------------------------------------------------------


def test_a_house_has_no_captions_until_it_says_so(rooms, meeting, browse):
    place = let(comes(meeting, rooms.mediator), rooms, rooms.joint)
    with pytest.raises(NotFound):
        actions.write_down(place.pk, actor=rooms.mediator, language="ru")
    VoicePlace.objects.system().update(writes="ru")  # of a time when the house had them
    assert writing(meeting, rooms.mediator) == [""]
    shown = page(browse, rooms, rooms.mediator)
    assert "call-captions" not in shown and "mine-write" not in shown and "let_write" not in shown


def test_who_writes_is_told_to_that_room_alone_and_begins_no_epoch(rooms, meeting, place):
    epoch, before = Epoch.objects.system().get(space=rooms.joint).number, told(meeting, rooms.party(2))
    actions.write_down(place.pk, actor=rooms.mediator, language="ru")
    assert writing(meeting, rooms.party(1)) == ["", "ru"]
    assert told(meeting, rooms.party(2)) == before
    assert Epoch.objects.system().get(space=rooms.joint).number == epoch


def test_the_mediator_asks_somebody_who_may_change_the_language_and_stop(rooms, meeting, place, browse):
    own = of(rooms.party(1))
    with pytest.raises(NotFound):
        actions.write_down(own.pk, actor=rooms.party(1), language="kk")
    press(browse, rooms, rooms.mediator, act="let_write", place=own.pk, language="kk")
    assert writing(meeting, rooms.mediator) == ["", "kk"]
    assert "You type what is said" in page(browse, rooms, rooms.party(1), "mine")
    assert "Types what is said" in page(browse, rooms, rooms.mediator, "desk")
    press(browse, rooms, rooms.party(1), act="write", language="ru")
    assert writing(meeting, rooms.mediator) == ["", "ru"]
    press(browse, rooms, rooms.party(1), act="write", language="")
    assert writing(meeting, rooms.mediator) == ["", ""]
    with pytest.raises(NotFound):  # what was taken away is not taken up again
        actions.write_down(own.pk, actor=rooms.party(1), language="kk")


def test_one_writes_in_a_language_at_a_time(rooms, meeting, place):
    actions.let_write(of(rooms.party(1)), actor=rooms.mediator, language="ru")
    actions.write_down(place.pk, actor=rooms.mediator, language="ru")
    assert writing(meeting, rooms.mediator) == ["", "ru"] and of(rooms.mediator).writes == "ru"
    actions.let_write(of(rooms.party(1)), actor=rooms.mediator, language="kk")
    assert writing(meeting, rooms.mediator) == ["kk", "ru"]


def test_nobody_writes_who_waits_listens_or_sits_elsewhere(rooms, meeting, place):
    for language in ("de", "x" * 9):
        with pytest.raises(NotFound):
            actions.write_down(place.pk, actor=rooms.mediator, language=language)
    for actor in (rooms.party(1), rooms.party(2), rooms.cast.as_coordinator):
        with pytest.raises((NotFound, Refused)):
            actions.let_write(of(rooms.party(1)), actor=actor, language="ru")
    own = let(of(rooms.party(1)), rooms, None)
    with pytest.raises(Refused):
        actions.let_write(own, actor=rooms.mediator, language="ru")
    own = let(own, rooms, rooms.joint)
    actions.let_write(own, actor=rooms.mediator, language="ru")
    membership.Membership.objects.system().filter(audience=rooms.joint.pk, person=own.person_id).update(why=LISTENS)
    assert writing(meeting, rooms.mediator) == ["", ""]
    with pytest.raises(Refused):
        actions.let_write(own, actor=rooms.mediator, language="kk")


def test_whoever_changes_rooms_writes_no_more(rooms, meeting, place):
    own = of(rooms.party(1))
    actions.let_write(own, actor=rooms.mediator, language="ru")
    let(own, rooms, rooms.caucus(1))
    assert writing(meeting, rooms.party(1)) == [""]


# --- what passes ---------------------------------------------------------------------------------------


@given(st.text(max_size=LONGEST + 20))
def test_a_line_is_one_line_that_turns_nothing_around(words):
    line = cleaned({"words": words})
    if line is None:
        assert len(words) > LONGEST or not "".join(words.split()).isprintable() or not words.strip()
        return
    said = line["words"]
    assert set(line) == {"words"} and said == " ".join(said.split()) and len(said) <= LONGEST
    assert not set(said) & set("\x00\n\r\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
    assert cleaned(line) == line


@pytest.mark.parametrize("said", [None, 5, "x", [], {}, {"words": 5}, {"words": ""}, {"words": " \u200d "}])
def test_what_is_no_line_does_not_pass(said):
    assert cleaned(said) is None and Captions().fit({"words": "x"}) is None
    assert cleaned({"words": "x" * (LONGEST + 1)}) is None


@pytest.fixture
def here(rooms, meeting):
    """The channel: first side and mediator at the table, second side in its private room."""
    with hall() as made:
        for who, actor in (("own", rooms.party(1)), ("other", rooms.party(2)), ("mediator", rooms.mediator)):
            made.comes(who, actor, meeting.pk)
            made.leads(who, rooms.caucus(2).pk if who == "other" else rooms.joint.pk, rooms.mediator)
        yield made


def writes(made, who, words, epoch=None, **more):
    window = made.windows[who]
    made.says(window, {"t": "caption", "epoch": epoch or window.epoch, "d": {"words": words}, **more})
    made.settle()


def lines(made, who):
    """Return the lines that one was sent."""
    return [frame for one, text in made.got if one == who and (frame := json.loads(text))["t"] == "caption"]


def read(made):
    return {who: window.read for who, window in made.windows.items() if window.read}


def test_a_line_reaches_the_room_its_writer_too_and_no_log(rooms, here, caplog):
    caplog.set_level(logging.DEBUG)
    actions.write_down(here.place("mediator"), actor=rooms.mediator, language="ru")
    here.settle()
    writes(here, "mediator", "  Договорились\n о воде ")
    assert read(here) == {"own": ["Договорились о воде"], "mediator": ["Договорились о воде"]}
    for frame in lines(here, "own") + lines(here, "mediator"):
        assert frame["lang"] == "ru" and frame["from"] == here.windows["mediator"].place["me"]
    writes(here, "own", "says who does not write")
    writes(here, "mediator", "x" * 301)
    assert len(read(here)["own"]) == 1
    assert "воде" not in caplog.text and "does not write" not in caplog.text


def test_a_line_comes_back_to_its_writer_alone_with_the_number_that_they_gave_it(rooms, here):
    actions.write_down(here.place("mediator"), actor=rooms.mediator, language="ru")
    here.settle()
    writes(here, "mediator", " \u202e ", n=1)  # nothing of it is seen: not shown, and the next is not taken for it
    writes(here, "mediator", "Вода ночью", n=2)
    assert [(one["d"]["words"], one["n"]) for one in lines(here, "mediator")] == [("Вода ночью", 2)]
    assert [set(one) for one in lines(here, "own")] == [{"t", "epoch", "from", "lang", "d"}]
    for number in (-1, 2**31, 1.0, True, "3", None, [4], {"n": 5}):
        writes(here, "mediator", "by no number", n=number)
    assert read(here)["own"] == ["Вода ночью"]
    writes(here, "mediator", "Договорились", n=2**31 - 1)
    assert lines(here, "mediator")[-1]["n"] == 2**31 - 1


def test_lines_of_an_epoch_that_is_over_go_nowhere(rooms, here):
    actions.write_down(here.place("mediator"), actor=rooms.mediator, language="ru")
    here.settle()
    before = here.windows["mediator"].epoch
    here.leads("own", None, rooms.mediator)
    writes(here, "mediator", "too late", before)
    here.leads("mediator", rooms.caucus(2).pk, rooms.mediator)
    writes(here, "mediator", "writes no more in another room")
    writes(here, "mediator", "nor in the one before", before)
    assert read(here) == {}


def test_whoever_writes_too_much_is_heard_no_more_for_a_while(rooms, here):
    actions.write_down(here.place("mediator"), actor=rooms.mediator, language="ru")
    here.settle()
    window = here.windows["mediator"]
    for number in range(50):
        here.says(window, {"t": "caption", "epoch": window.epoch, "d": {"words": str(number)}})
    here.settle()
    assert len(read(here)["own"]) == 8
    writes(here, "mediator", "after a second")
    assert read(here)["own"][-1] == "after a second"


# --- a program that writes: the port alone ------------------------------------------------------------------


class Fake:
    """An engine that hears nothing and keeps its pens."""

    name = "Жазғыш"

    def __init__(self):
        self.pens, self.over = [], []

    def begins(self, pen):
        self.pens.append(pen)

    def ends(self, pen):
        self.over.append(pen)


def test_a_program_stands_on_the_list_and_writes_for_its_room_alone(rooms, meeting, monkeypatch):
    fake = Fake()
    with hall() as made:
        by_engine = ByEngine(fake)
        monkeypatch.setattr(ports, "captions", by_engine)
        monkeypatch.setattr(channel, "captioner", by_engine)
        for who, actor in (("own", rooms.party(1)), ("other", rooms.party(2))):
            made.comes(who, actor, meeting.pk)
            made.leads(who, rooms.joint.pk if who == "own" else rooms.caucus(2).pk, rooms.mediator)
        assert made.windows["own"].place["beside"] == [{"name": "Жазғыш", "way": "program"}]
        joint, caucus = fake.pens
        assert str(joint.group) == made.windows["own"].epoch
        joint.writes("kk", "су")
        caucus.writes("kk", "жайлау")
        made.settle()
        assert read(made) == {"own": ["су"], "other": ["жайлау"]}
        made.comes("mediator", rooms.mediator, meeting.pk)
        made.leads("mediator", rooms.joint.pk, rooms.mediator)
        assert fake.over == [joint]
        joint.writes("kk", "кеш")
        caucus.writes("kk", "x" * 301)
        made.settle()
        assert read(made) == {"own": ["су"], "other": ["жайлау"]}
    assert not by_engine._pens
