"""People at the channel of a live meeting, without browsers: the real board over the real places.

Everything runs in the test's own thread and connection: the board's questions are answered between two turns of its
loop, so that a walk inside one transaction can be watched, frame by frame, and always goes the same way.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from uuid import UUID

from bitim.demo.cast import acting
from bitim.kernel import live
from bitim.kernel.access import Actor
from bitim.kernel.live import Reader
from bitim.kernel.live.carrier import HOUSE
from bitim.kernel.live.channel import Board
from bitim.kernel.live.socket import Socket
from bitim.room import actions, facts_call, ports
from bitim.room.captions import Typed
from bitim.room.models import VoicePlace
from tests.support.phrases import PHRASES

TURNS = 6  # of the loop, after which whoever can go on has gone on
CANDIDATE = {"candidate": "candidate:1 1 udp 41885439 198.51.100.4 50001 typ relay", "sdpMid": "0", "sdpMLineIndex": 0}


class Window:
    """What a browser's page does at the channel (room/static/room/call.js), without sound."""

    def __init__(self, who: str, socket: Socket) -> None:
        self.who, self.socket = who, socket
        self.place: dict[str, Any] = {}
        self.roster: dict[str, int] = {}  # the others who are ready, and the number of their browser
        self.heard: list[str] = []  # from whom something came, since it was last emptied
        self.read: list[str] = []  # every line of what is said that was shown here
        self.last = ""  # the last word to this window: elsewhere, out

    @property
    def epoch(self) -> str | None:
        """The epoch in which this window is; None when it waits."""
        return self.place.get("epoch")

    def take(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        """Take one frame; return those that the page answers with."""
        kind = frame["t"]
        if kind == "place":
            self.place, self.roster = frame, {}
            return [{"t": "ready", "epoch": self.epoch}] if self.epoch else []
        if kind == "told":
            self.place = self.place | frame
            return []
        if kind in ("elsewhere", "out"):
            self.last = kind
            return []
        assert frame["epoch"] == self.epoch, f"{self.who} was sent a frame of another epoch"
        if kind == "roster":
            return self._meet(frame["here"])
        if kind == "caption":
            assert frame["from"] in {self.place["me"], *self.roster, HOUSE}
            self.read.append(frame["d"]["words"])
            return []
        assert frame["from"] in self.roster, f"{self.who} was sent a frame of somebody not told of before"
        self.heard.append(frame["from"])
        return []

    def _meet(self, here: list[dict[str, Any]]) -> list[dict[str, Any]]:
        others = {one["id"]: one["n"] for one in here if one["id"] != self.place["me"]}
        fresh = [one for one, number in others.items() if self.roster.get(one) != number]
        self.roster = others
        signals = [{"t": "signal", "epoch": self.epoch, "to": one, "d": CANDIDATE} for one in fresh]
        return [*signals, {"t": "state", "epoch": self.epoch, "d": {"mic": True}}] if fresh else []


class _Board(Board):
    """A board whose questions wait until the hall answers them."""

    def __init__(self, hall: "Hall") -> None:
        super().__init__(pulse_seconds=1e9)
        self.hall = hall

    async def _ask(self, pool: Any, question: Callable[..., Any], *said: Any) -> Any:
        answer = asyncio.get_running_loop().create_future()
        self.hall.questions.append((question, said, answer))
        return await answer


class Hall:
    """The channel of one house with the windows of those who came; `got` is every frame, in order, and whose it was."""

    def __init__(self) -> None:
        self.loop, self.now = asyncio.new_event_loop(), 0.0
        self.loop.time = lambda: self.now  # type: ignore[method-assign]
        self.questions: list[tuple[Callable[..., Any], tuple[Any, ...], asyncio.Future[Any]]] = []
        self.readers: dict[str, Reader] = {}
        self.windows: dict[str, Window] = {}
        self.got: list[tuple[str, str]] = []
        self.board = _Board(self)
        self.loop.run_until_complete(self.board.start())

    def know(self, who: str, actor: Actor, language: str = "ru") -> None:
        """Let somebody have a session."""
        assert actor.person is not None
        self.readers[who] = Reader(actor.person, actor.role, language, centre=actor.centre)

    def opens(self, who: str, meeting: UUID) -> Window | None:
        """Open a window at the channel; None when its person is not let in."""
        asked = self.loop.create_task(self.board.open(who, meeting))
        self._work()
        socket = asked.result()
        if socket is None:
            return None
        before, self.windows[who] = self.windows.get(who), Window(who, socket)
        self.settle(*([before] if before else []))
        return self.windows[who]

    def comes(self, who: str, actor: Actor, meeting: UUID) -> None:
        """Let somebody come to a meeting by voice and open a window there."""
        actions.come_by_voice(meeting, actor=actor, alone=True, records_nothing=True)
        self.know(who, actor)
        assert self.opens(who, meeting) is not None

    def goes(self, who: str, actor: Actor) -> None:
        """Let somebody go out of the meeting."""
        actions.leave_voice(self.place(who), actor=actor)
        self.settle()

    def leads(self, who: str, space: UUID | None, by: Actor) -> None:
        """Let the mediator lead somebody into a room, or back to wait; the window follows."""
        actions.let_in(self.place(who), actor=by, space=space)
        self.settle()

    def place(self, who: str) -> VoicePlace:
        """Return where somebody is, by the rows."""
        meeting = self.windows[who].socket.meeting
        return VoicePlace.objects.system().get(meeting=meeting, person=self.readers[who].person)

    def loses(self, who: str) -> None:
        """Let the line of a window break without a word."""
        window = self.windows.pop(who)
        self._in_loop(lambda: self.board.close(window.socket))
        self.settle()

    def says(self, window: Window, frame: dict[str, Any]) -> None:
        """Send one frame of a window."""
        self._in_loop(lambda: self.board.take(window.socket, json.dumps(frame)))

    def settle(self, *more: Window) -> None:
        """Let the channel ask again who is where, as it does after each commit, and everybody read and answer, until
        nothing is left to be done. `more`: windows that were left for another."""
        self.now += 1.0
        for meeting in list(self.board._sockets):
            self._in_loop(lambda meeting=meeting: self.board._mark(meeting))  # type: ignore[misc]
        self._work()
        while sum(self._reads(window) for window in (*more, *self.windows.values())):
            self._work()
        self.windows = {who: one for who, one in self.windows.items() if not one.socket.ended}

    def close(self) -> None:
        """End all."""
        self._in_loop(self.board.close_all)
        self.loop.run_until_complete(self.board.stop())
        self.loop.close()

    def _reads(self, window: Window) -> bool:
        frames = list(window.socket.waiting)
        window.socket.waiting.clear()
        for text in frames:
            self.got.append((window.who, text))
            for answer in window.take(json.loads(text)):
                self.says(window, answer)
        return bool(frames)

    def _work(self) -> None:
        self.loop.run_until_complete(_turns())
        while self.questions:
            question, said, answer = self.questions.pop(0)
            try:
                answer.set_result(question(*said))
            except Exception as fault:  # noqa: BLE001 - what the board makes of it is what is looked at
                answer.set_exception(fault)
            self.loop.run_until_complete(_turns())

    def _in_loop(self, act: Callable[[], None]) -> None:
        async def now() -> None:
            act()

        self.loop.run_until_complete(now())


async def _turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


@contextmanager
def hall() -> Iterator[Hall]:
    """Open the channel, in a house where people may type what is said; sessions are the names of people."""
    made = Hall()
    known = mock.patch.object(live, "identify", lambda keys: {k: made.readers[k] for k in keys if k in made.readers})
    with known, mock.patch.object(ports, "captions", Typed()):
        try:
            yield made
        finally:
            made.close()


def by_voice(story: Any, meeting: Any, theirs: UUID) -> None:
    """The live meeting of a journey by voice: other is in a room of theirs (the joint one, or their own). Meanwhile own
    is in their private room with the mediator and the interpreter, loses the line, comes back, opens a second window,
    goes out. In the end everybody is at the table, where there is one. Frames are kept in the story."""
    mediator = story.made.as_mediator
    with hall() as channel:
        story.mark("other comes by voice")
        channel.comes("other", story.other, meeting.pk)
        channel.comes("mediator", mediator, meeting.pk)
        channel.leads("other", theirs, mediator)
        if story.in_caucus:
            interpreter = acting(story.made.interpreter, "interpreter", story.made.centre)
            _in_private(channel, meeting.pk, story, interpreter)
        story.mark("by voice in another room")
        story.while_live()
        if story.in_caucus:
            before = channel.windows["own"].epoch
            channel.leads("mediator", None, mediator)
            channel.goes("interpreter", interpreter)
            channel.goes("own", story.own)
        story.mark("everybody by voice")
        channel.comes("own", story.own, meeting.pk)
        if meeting.mode == "joint":
            actions.everybody_to_the_table(meeting, actor=mediator)
        channel.settle()
        if meeting.mode == "joint":
            actions.let_write(channel.place("own"), actor=mediator, language="kk")
            channel.settle()
            own = channel.windows["own"]
            if story.in_caucus:  # a line for those of the private room, sent after it: it reaches nobody
                channel.says(own, {"t": "caption", "epoch": before, "d": {"words": PHRASES["own spoken"]}})
            channel.says(own, {"t": "caption", "epoch": own.epoch, "d": {"words": PHRASES["joint"]}})
            channel.settle()
        story.frames += channel.got


def _in_private(channel: Hall, meeting: UUID, story: Any, interpreter: Actor) -> None:
    """All that can happen by voice in own's private room."""
    mediator, space = story.made.as_mediator, story.space("own").pk
    channel.comes("own", story.own, meeting)
    channel.comes("interpreter", interpreter, meeting)
    side = story.made.sides[0].pk
    actions.say_to_waiting(meeting, actor=mediator, side=side, words=PHRASES["own waiting"])
    actions.knock(channel.place("own"), actor=story.own, what=VoicePlace.KNOCKS[0])
    for who in ("own", "mediator", "interpreter"):
        channel.leads(who, space, mediator)
    channel.loses("own")
    channel.opens("own", meeting)
    channel.opens("own", meeting)
    channel.leads("interpreter", None, mediator)
    channel.leads("interpreter", space, mediator)
    _at_the_desk(channel, meeting, story, space)
    _interpreted(channel, meeting, story, interpreter)
    _written(channel, meeting, story, interpreter)
    for who in ("own", "mediator", "interpreter"):
        window = channel.windows[who]
        channel.says(window, {"t": "state", "epoch": window.epoch, "d": {"mic": True, "hand": True}})
    channel.settle()


def _at_the_desk(channel: Hall, meeting: UUID, story: Any, space: UUID) -> None:
    """All that the mediator's desk and those in a room can do there without anybody moving."""
    mediator, here = story.made.as_mediator, {"actor": story.made.as_mediator, "space": space}
    actions.correct_name(channel.place("own"), actor=mediator, name=PHRASES["own called"])
    actions.raise_hand(channel.place("own"), actor=story.own, up=True)
    channel.settle()
    actions.measure(meeting, on=True, **here)
    actions.tell_spoken(channel.place("own"), actor=story.own, turns=3, seconds=20)
    actions.give_word(channel.place("own"), actor=mediator)
    actions.set_timer(meeting, minutes=15, **here)
    actions.lock_room(meeting, locked=True, **here)
    channel.settle()
    actions.lock_room(meeting, locked=False, **here)
    actions.take_word_back(meeting, **here)
    channel.settle()


def _interpreted(channel: Hall, meeting: UUID, story: Any, interpreter: Actor) -> None:
    """The interpreter speaks at the same time as others in own's private room, and asks for slower speech."""
    place = channel.place("interpreter")
    actions.interpret_together(meeting, actor=story.made.as_mediator, space=story.space("own").pk, on=True)
    actions.interpret_into(place, actor=interpreter, language=facts_call.directions(place)[0])
    actions.ask_slowly(place, actor=interpreter)
    channel.settle()


def _written(channel: Hall, meeting: UUID, story: Any, interpreter: Actor) -> None:
    """The interpreter and own type what is said in own's private room; it is marked what is spoken about."""
    mediator, space = story.made.as_mediator, story.space("own").pk
    actions.write_down(channel.place("interpreter"), actor=interpreter, language="ru")
    actions.let_write(channel.place("own"), actor=mediator, language="kk")
    for point in ports.agenda(mediator, story.made.case.pk):
        actions.speak_about(meeting, actor=mediator, space=space, point=point.id)
    channel.settle()
    for who in ("own", "interpreter", "mediator"):
        window = channel.windows[who]
        channel.says(window, {"t": "caption", "epoch": window.epoch, "d": {"words": PHRASES["own spoken"]}})
    channel.settle()
