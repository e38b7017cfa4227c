"""Two hundred random moves of a live meeting, at the channel: whatever happens, everybody who is there is told of
exactly those who are in the same room, and nothing said in an epoch reaches anybody outside it.

The truth is read from the rows of who is where, not from what the channel believes; the windows are those of five
people, with lines that break, second windows, and frames said to rooms that are over.
"""

import json
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.voices import CANDIDATE, hall

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.cases.models_shape import SideWord
from bitim.demo import cast as people
from bitim.kernel import clock, keystore
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Membership
from bitim.room import actions
from bitim.room.media.backend import ticket_of
from bitim.room.models import Epoch, Meeting, Space, VoicePlace
from bitim.room.queries import calling

MOVES, SEED = 200, 20261128


class Walk:
    """Five people of one case, and what can happen to them."""

    def __init__(self, rooms, hall, seed=SEED):
        self.rooms, self.hall, self.chance = rooms, hall, random.Random(seed)
        self.meeting, self.mode = None, "joint"
        self.actors = {"own": rooms.party(1), "other": rooms.party(2), "mediator": rooms.mediator}
        self.actors |= {"interpreter": self._interpreter(), "mother": self._mother()}
        self.names = {actor.person: who for who, actor in self.actors.items()}
        for who, actor in self.actors.items():
            hall.know(who, actor)
        self.lines_shown = 0
        self.old = []  # frames that were good once
        self.epochs, self.desks = {}, {}  # who was in each; what the mediator's word for it stood for
        self.done = dict.fromkeys(self.moves(), 0)

    def _interpreter(self):
        made = people.promised(
            self.rooms.add(self.rooms.cast.interpreter, Participant.INTERPRETER), self.rooms.cast.mediator
        )
        for space in (self.rooms.joint, self.rooms.caucus(1)):
            actions.admit_interpreter(space, actor=self.rooms.mediator, participant=made.pk)
        return self.rooms.interpreter

    def _mother(self):
        who = people.person("Қолдаушы Ана")
        made = self.rooms.add(who, Participant.SUPPORTER, self.rooms.cast.sides[0])
        cases.record_undertaking(made, actor=self.rooms.mediator, how="paper", language="kk")
        side, word = self.rooms.cast.sides[0], SideWord.CAUCUS
        cases.say_of_company(side, actor=self.rooms.party(1), participant=made.pk, about=word, yes=True)
        return people.acting(who, "party")

    def moves(self):
        return {
            "comes": self.comes,
            "goes": self.goes,
            "let": self.let,
            "let again": self.let,
            "apart": self.apart,
            "table": self.table,
            "breaks": self.breaks,
            "returns": self.returns,
            "twice": self.twice,
            "restart": self.hall_restarts,
            "old words": self.old_words,
            "strange words": self.strange_words,
            "clock": self.clock_goes_wrong,
            "anew": self.anew,
            "desk": self.at_the_desk,
            "asks": self.asks,
            "writes": self.writes,
            "lines": self.lines,
        }

    WEIGHTS = (4, 1, 8, 4, 2, 2, 3, 4, 2, 1, 3, 2, 1, 0.5, 3, 2, 4, 3)

    def step(self):
        """Make one move; return what it was."""
        name = self.chance.choices(list(self.moves()), self.WEIGHTS)[0]
        try:
            self.moves()[name]()
            self.done[name] += 1
        except (Refused, NotFound):
            name += ", refused"
        self.hall.settle()
        return name

    def somebody(self, of=None):
        among = sorted(self.actors if of is None else of)
        return self.chance.choice(among) if among else None

    # --- moves ---------------------------------------------------------------------------------------

    def comes(self):
        who = self.somebody()
        actions.come_by_voice(self.meeting, actor=self.actors[who], alone=True, records_nothing=True)
        if who not in self.hall.windows:
            self.hall.opens(who, self.meeting.pk)

    def goes(self):
        who = self.somebody()
        place = VoicePlace.objects.system().filter(meeting=self.meeting, person=self.actors[who].person).first()
        if place:
            actions.leave_voice(place, actor=self.actors[who])

    def let(self):
        places = list(VoicePlace.objects.system().filter(meeting=self.meeting).order_by("came", "pk"))
        spaces = [*Space.objects.system().filter(case=self.rooms.case).order_by("made", "pk"), None]
        if places:
            space = self.chance.choice(spaces)
            actions.let_in(self.chance.choice(places), actor=self.rooms.mediator, space=space.pk if space else None)

    def apart(self):
        actions.everybody_to_own_side(self.meeting, actor=self.rooms.mediator)

    def table(self):
        actions.everybody_to_the_table(self.meeting, actor=self.rooms.mediator)

    def breaks(self):
        if who := self.somebody(self.hall.windows):
            self.hall.loses(who)

    def returns(self):
        who = self.somebody()
        if who not in self.hall.windows:
            self.hall.opens(who, self.meeting.pk)

    def twice(self):
        """A second window: the first is told so and gets nothing more."""
        if who := self.somebody(self.hall.windows):
            first = self.hall.windows[who]
            self.hall.opens(who, self.meeting.pk)
            assert first.socket.ended and first.last == "elsewhere"

    def hall_restarts(self):
        before = list(self.hall.windows)
        self.hall._in_loop(self.hall.board.close_all)
        self.hall.settle()
        assert not self.hall.windows
        for who in before:
            self.hall.opens(who, self.meeting.pk)

    def old_words(self):
        """Somebody says again what was good in an epoch that is over, or in the other room."""
        window = self.hall.windows.get(self.somebody(self.hall.windows))
        for frame in self.chance.sample(self.old, min(8, len(self.old))):
            if window and frame["epoch"] != window.epoch:
                self._says_in_vain(window, frame)

    def strange_words(self):
        window = self.hall.windows.get(self.somebody(self.hall.windows))
        if window:
            for d in (None, 5, {"sdp": "x"}, {"type": "offer", "sdp": 1}):
                self._says_in_vain(window, {"t": "signal", "epoch": window.epoch, "to": "somebody", "d": d})
            self._says_in_vain(window, {"t": "place", "epoch": window.epoch, "room": "joint"})

    def _says_in_vain(self, window, frame):
        count = len(self.hall.got)
        self.hall.says(window, frame)
        self.hall.settle()
        assert len(self.hall.got) == count, "somebody was sent what nobody of their room had said"

    def clock_goes_wrong(self):
        """The clock of the house is set back or forth by an hour: nobody's place hangs on it."""
        moved = timedelta(seconds=self.chance.choice((-3600, 3600)))
        clock.set_source(lambda: datetime.now(UTC) + moved)

    def at_the_desk(self):
        """The mediator locks or opens a room, sets a time, lets it be measured, gives somebody the word."""
        places = list(
            VoicePlace.objects.system().filter(meeting=self.meeting, space__isnull=False).order_by("came", "pk")
        )
        if not places:
            return
        place, yes = self.chance.choice(places), self.chance.random() < 0.5
        here = {"actor": self.rooms.mediator, "space": place.space_id}
        do = self.chance.choice(["lock", "open", "timer", "measure", "word"])
        if do in ("lock", "open"):
            actions.lock_room(self.meeting, locked=do == "lock" and yes, **here)
        elif do == "timer":
            actions.set_timer(self.meeting, minutes=5 if yes else 0, **here)
        elif do == "measure":
            actions.measure(self.meeting, on=yes, **here)
        else:
            actions.give_word(place, actor=self.rooms.mediator)

    def asks(self):
        """Somebody raises a hand or asks for the mediator: nobody's place is another by it."""
        who, up = self.somebody(), self.chance.random() < 0.6
        place = VoicePlace.objects.system().filter(meeting=self.meeting, person=self.actors[who].person).first()
        if place is not None and place.space_id:
            actions.raise_hand(place, actor=self.actors[who], up=up)
        elif place is not None:
            actions.knock(place, actor=self.actors[who], what=VoicePlace.KNOCKS[0] if up else "")

    def writes(self):
        """Somebody is asked to type what is said where they are, or no longer."""
        who, language = self.somebody(), self.chance.choice(["kk", "ru", "kk", "ru", ""])
        place = VoicePlace.objects.system().filter(meeting=self.meeting, person=self.actors[who].person).first()
        if place is not None:
            actions.let_write(place, actor=self.rooms.mediator, language=language)

    def lines(self):
        """Everybody says a line: it is shown of those alone whom the rows name as writing, in exactly their room."""
        where = self.rooms_of()
        somewhere = sorted(who for who, room in where.items() if room)
        for who, language in zip(self.chance.sample(somewhere, min(2, len(somewhere))), ("kk", "ru"), strict=False):
            place = VoicePlace.objects.system().get(meeting=self.meeting, person=self.actors[who].person)
            with suppress(Refused, NotFound):  # who only listens there; a room that is not the mediator's
                actions.let_write(place, actor=self.rooms.mediator, language=language)
        self.hall.settle()
        rows = VoicePlace.objects.system().filter(meeting=self.meeting).exclude(writes="")
        writing = {self.names[one.person_id] for one in rows if where[self.names[one.person_id]]}
        for who, window in list(self.hall.windows.items()):
            count, line = len(self.hall.got), f"{who} {len(self.hall.got)}"
            self.hall.says(window, {"t": "caption", "epoch": window.epoch, "d": {"words": line}})
            self.hall.settle()
            shown = {one for one, text in self.hall.got[count:] if line in text}
            over = [one["epoch"] for one in self.old if one["epoch"] != window.epoch]
            for epoch in over[-2:]:
                self._says_in_vain(window, {"t": "caption", "epoch": epoch, "d": {"words": "said before"}})
            there = {one for one in self.hall.windows if where[one] == where[who]}
            assert shown == (there if who in writing else set()), f"a line of {who} was shown to {shown}"
            self.lines_shown += bool(shown)

    def anew(self):
        """The meeting ends, everybody is out; another begins, and nobody is anywhere in it."""
        old = dict(self.hall.windows)
        if self.meeting is not None:
            actions.end_meeting(self.rooms.case, actor=self.rooms.mediator)
            self.hall.settle()
            assert all(one.last == "out" and one.socket.ended for one in old.values())
            assert not self.hall.windows
        self.meeting = actions.open_meeting(self.rooms.case, actor=self.rooms.mediator, mode=self.mode)
        assert self.hall.opens("own", self.meeting.pk) is None
        for who in self.actors:
            actions.come_by_voice(self.meeting, actor=self.actors[who], alone=True, records_nothing=True)
            self.hall.opens(who, self.meeting.pk)

    # --- what has to be true after each ------------------------------------------------------------------

    def rooms_of(self):
        """Return who is in which room, by the rows alone."""
        seats = set(Membership.objects.system().filter(ended=None).values_list("audience", "person"))
        places = VoicePlace.objects.system().filter(meeting=self.meeting, meeting__state=Meeting.LIVE)
        return {
            self.names[one.person_id]: one.space_id if (one.space_id, one.person_id) in seats else None
            for one in places
        }

    def holds(self):
        where = self.rooms_of()
        key = keystore.store().derived("voices")
        epochs = dict(Epoch.objects.system().filter(meeting=self.meeting).values_list("space", "number"))
        named = {space.pk: space for space in Space.objects.system().filter(case=self.rooms.case)}
        assert set(self.hall.windows) <= set(where)
        for who, window in self.hall.windows.items():
            space = where[who]
            if space is None:
                assert window.epoch is None and window.place["room"] == "waiting" and not window.roster
                assert set(window.place) <= {"t", "epoch", "me", "room", "desk", "mine", "agenda"}
                continue
            with_them = {one for one, room in where.items() if room == space}
            ids = {one: ticket_of(key, epochs[space], self.actors[one].person) for one in with_them}
            assert window.epoch == str(epochs[space]) and window.place["space"] == str(space)
            assert window.place["room"] == named[space].kind
            assert {one["id"] for one in window.place["people"]} == set(ids.values())
            there = {ids[one] for one in with_them & set(self.hall.windows)}
            assert set(window.roster) | {ids[who]} == there, f"{who} believes other people there than there are"
            assert set(window.heard) <= there
            window.heard.clear()
            self.old += [{"t": "state", "epoch": window.epoch, "d": {"mic": True}}]
            self.old += [{"t": "caption", "epoch": window.epoch, "d": {"words": "said before"}}]
            self.old += [{"t": "signal", "epoch": window.epoch, "to": one, "d": CANDIDATE} for one in window.roster]
        self.old = self.old[-60:]
        for space, number in epochs.items():
            inside = frozenset(who for who, room in where.items() if room == space)
            assert self.epochs.setdefault(number, inside) == inside, "an epoch outlived a change of who is in it"
        if desk := self.hall.windows.get("mediator"):
            shown = self.desks.setdefault(desk.place["desk"], (self.meeting.pk, where))
            assert shown == (self.meeting.pk, where), "the mediator's desk was not told that somebody moved"
        sides = [{"own", "mother"}, {"other"}]
        for space in named.values():
            inside = {who for who, room in where.items() if room == space.pk}
            assert space.kind == Space.JOINT or not all(inside & side for side in sides)


@pytest.fixture
def walk(rooms, signed):
    with hall() as made:
        walk = Walk(rooms, made)
        walk.anew()
        yield walk
    clock.set_source(None)


@pytest.mark.slow
def test_after_each_of_200_random_moves_everybody_hears_exactly_their_room(walk):
    trail = []
    for _ in range(MOVES):
        trail.append(walk.step())
        try:
            walk.holds()
        except AssertionError as wrong:
            raise AssertionError(f"after {len(trail)} moves ({', '.join(trail[-5:])}): {wrong}") from wrong
    assert min(walk.done.values()) > 0 and walk.lines_shown > 5, walk.done
    kinds = {json.loads(frame)["t"] for _who, frame in walk.hall.got}
    assert kinds >= {"place", "roster", "signal", "state", "caption", "elsewhere", "out"}


def test_a_frame_of_another_room_would_be_seen(walk, monkeypatch):
    """The walk can fail: as soon as a room shows who is elsewhere, it says so."""
    monkeypatch.setattr(calling._Hall, "_is_in", lambda self, one, room: True)
    walk.apart()
    walk.hall.settle()
    with pytest.raises(AssertionError):
        walk.holds()


def test_an_epoch_that_did_not_end_would_be_seen(walk, monkeypatch):
    def stays(meeting, space):
        said = {"number": space.pk, "begun": datetime.now(UTC)}
        Epoch.objects.system().get_or_create(meeting=meeting, space=space, defaults=said)

    monkeypatch.setattr("bitim.room.actions.calling.begin_epoch", stays)
    with pytest.raises((AssertionError, KeyError)):
        for _ in range(40):
            walk.step()
            walk.holds()


def test_the_desk_is_told_of_a_move_though_the_clock_was_set_back(walk):
    walk.table()
    walk.hall.settle()
    walk.holds()
    clock.set_source(lambda: datetime.now(UTC) - timedelta(hours=1))
    own = VoicePlace.objects.system().get(meeting=walk.meeting, person=walk.actors["own"].person)
    actions.let_in(own, actor=walk.rooms.mediator, space=None)
    walk.hall.settle()
    walk.holds()
