"""The channel: one socket for each person in a live meeting, by WebSocket (`socket.py`) or, where a network blocks
that, by a stream and POST (`stream.py`). What passes here is gone at once and kept nowhere.

The domain says who is where (port `placed`): everybody of one *group* may exchange frames, nobody else. A group is an
epoch: whenever who belongs to it changes, it is another group, and whatever names the old one is dropped. Frames of
the browser: `{"t": "ready" | "signal" | "state" | "ice" | "caption", "epoch", ...}`. Frames to it: `place` (leave
everything, join this), `told` (the same place, other words), `roster`, `signal`, `state`, `ice`, `caption` (a line of
what is said; to its writer alone with the number `n` of theirs), `elsewhere` (another window of the same person),
`out`. `beat` to every browser, of one size and on the socket's own clock, and back: a line that died without a word is
noticed on both sides, and whoever has gone is soon on no roster.

Asked again every second, and at once after a commit that concerns the meeting: whose session lives, who is where.
Whatever fails, fails closed: the sockets end and the browsers come back to what is true then.
"""

import asyncio
import json
import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections

from bitim.kernel import bus, live
from bitim.kernel.live.carrier import HOUSE, Captioner, Carrier, NoCarrier, Seat
from bitim.kernel.live.feed import in_thread
from bitim.kernel.live.rendering import Reader
from bitim.kernel.live.socket import Socket, written

PULSE_SECONDS = 1.0
BEAT_SECONDS = 10.0  # the page counts on it (room/static/room/channel.js)
SILENT_SECONDS = 35.0  # after which whoever answers no beat has gone
MOST_LINES = 2**31  # as far as a page counts the lines that it sends
PATIENCE_SECONDS = 3.0  # a question that takes longer counts as failed
LONGEST = 20_000  # letters of a frame: an offer of a browser has six thousand
AT_ONCE = 250  # sockets that one question of a pulse is about: a thousand at once would hold up all pages
OPENING_AT_ONCE = 4  # of one session: whoever opens sockets without end waits for themselves alone
Asked = tuple[Reader, UUID]  # a reader and the meeting

BEAT = written({"t": "beat"})

log = logging.getLogger("bitim.channel")


@dataclass(frozen=True)
class Placed:
    """Where a reader is now: the epoch they belong to (None: they wait, alone), the name by which the others of it
    know their browser, and what the page is told, a JSON object. `writes`: the language in which they write there what
    is said; empty: they do not."""

    group: UUID | None
    me: str
    told: str
    writes: str = ""


Found = tuple[Reader, Placed | None]  # of a session that lives: who it is, and where
Knocking = dict[tuple[str, UUID], "asyncio.Future[Found | None]"]  # by session and meeting


def nowhere(asked: Collection[Asked]) -> Mapping[Asked, Placed]:
    """Know no place: nobody gets in until the port is set."""
    return {}


def nothing(kind: str, said: Any) -> Any:
    """Let nothing through until the port is set."""
    return None


def plain(placed: Placed) -> dict[str, Any]:
    """Add nothing."""
    return {}


# Ports, set by the room domain. `placed`: a fixed number of questions however many readers. `fit`: what of a frame's
# content (`signal`, `state`, `caption`; `house`: a signal to the house itself) may go on, or None. `fresh`: what is
# made at the moment of telling a place: credentials that end soon. `carrier`, `captioner`: the house in a group.
placed: Callable[[Collection[Asked]], Mapping[Asked, Placed]] = nowhere
fit: Callable[[str, Any], Any] = nothing
fresh: Callable[[Placed], dict[str, Any]] = plain
carrier: Carrier = NoCarrier()
captioner: Captioner = NoCarrier()


class TooMany(Exception):
    """A session opens more sockets at once than any browser does."""


class Board:
    """The sockets of this process. All methods but the bus listener run in the event loop's thread."""

    def __init__(self, pulse_seconds: float = PULSE_SECONDS) -> None:
        self.pulse_seconds = pulse_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sockets: dict[UUID, dict[UUID, Socket]] = defaultdict(dict)  # by meeting and person
        self._groups: dict[UUID, dict[str, Socket]] = defaultdict(dict)  # by epoch and name: those who are ready
        self._dirty: set[UUID] = set()
        self._busy = False
        self._opening: dict[str, int] = defaultdict(int)  # by session: how many are being opened
        self._at_door: Knocking = {}  # who waits to be let in
        self._answering = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin; doing it twice changes nothing."""
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="channel")
        # Apart, so that many who come at once never hold up the question who may still be here.
        self._door = ThreadPoolExecutor(1, thread_name_prefix="channel-door")
        bus.local.listen(self._heard)
        self._spawn(self._beat())

    async def stop(self) -> None:
        """End every socket and the board."""
        if self._loop is None:
            return
        self._loop = None
        self.close_all()
        await carrier.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for pool in (self._pool, self._door):
            pool.submit(connections.close_all)
            pool.shutdown()

    def sockets(self) -> list[Socket]:
        """Return every open socket."""
        return [one for here in self._sockets.values() for one in here.values()]

    def close_all(self) -> None:
        """End every socket; the browsers come back."""
        for socket in self.sockets():
            self._end(socket)

    async def open(self, session_key: str, meeting: UUID) -> Socket | None:
        """Open a socket for a session; None when the session is not alive or its person has no place there. An earlier
        one of the same person ends, by whichever door it came: somebody is in one window at a time."""
        await self.start()
        if self._opening[session_key] >= OPENING_AT_ONCE:
            raise TooMany
        self._opening[session_key] += 1
        try:
            reader, place = await self._knock(session_key, meeting) or (None, None)
        finally:
            self._opening[session_key] -= 1
            if not self._opening[session_key]:
                del self._opening[session_key]
        if reader is None or place is None:
            return None
        # Drawn, not counted: the others of a room see it, and gaps would tell how much goes on in rooms not theirs.
        socket = Socket(session_key, reader, meeting, secrets.randbits(48))
        if earlier := self._sockets[meeting].get(reader.person):
            self._end(earlier, {"t": "elsewhere"})
        self._sockets[meeting][reader.person] = socket
        self._put(socket, place)
        self._mark(meeting)  # whatever was committed between the question and now
        return socket

    def close(self, socket: Socket) -> None:
        """Forget a socket whose reader has left."""
        self._end(socket)

    async def _knock(self, session_key: str, meeting: UUID) -> Found | None:
        """Ask who this is and where, together with all who come at the same time: after a restart, everybody does."""
        key = (session_key, meeting)
        if key not in self._at_door:
            self._at_door[key] = asyncio.get_running_loop().create_future()
        if not self._answering:
            self._answering = True
            self._spawn(self._answer_door())
        return await asyncio.shield(self._at_door[key])

    async def _answer_door(self) -> None:
        waiting: Knocking = {}
        try:
            while self._at_door:
                waiting, self._at_door = self._at_door, {}
                try:
                    found = await self._ask(self._door, _now, list(waiting))
                    for key, one in waiting.items():
                        one.set_result(found.get(key))
                except Exception:  # noqa: BLE001 - one who cannot be asked about shuts the door to nobody else
                    await self._answer_one_by_one(waiting)
        finally:
            self._answering = False
            for one in (*waiting.values(), *self._at_door.values()):
                one.cancel()

    async def _answer_one_by_one(self, waiting: Knocking) -> None:
        for key, one in waiting.items():
            try:
                one.set_result((await self._ask(self._door, _now, [key])).get(key))
            except Exception as fault:  # noqa: BLE001 - fail closed
                one.set_exception(fault)

    # --- frames of the browser -------------------------------------------------------------------------

    def take(self, socket: Socket, text: str) -> None:
        """Take one frame: pass it on, answer it, or drop it. A socket that floods is ended; others notice nothing."""
        if socket.ended:
            return
        socket.heard = asyncio.get_running_loop().time()
        if not socket.may_speak():
            if socket.is_flooding():
                log.warning("a socket was closed: too many frames")
                self._end(socket)
            return
        frame = _read(text)
        place: Placed | None = socket.placed
        if frame is None or place is None:
            log.info("a frame was dropped: not understood")
            return
        if frame.get("t") == "beat":
            return  # heard: that is all it says
        if place.group is None or frame.get("epoch") != socket.epoch:
            return  # said to a room that is over: dropped without a word
        self._passed(socket, place, place.group, frame)

    def _passed(self, socket: Socket, place: Placed, group: UUID, frame: dict[str, Any]) -> None:
        kind, me = frame.get("t"), place.me
        if kind == "ready":
            self._ready(socket, group, me)
        elif kind == "caption":
            self._caption(socket, place, group, frame)
        elif kind == "ice":
            socket.tell({"t": "ice", "epoch": str(group), **fresh(place)})
        elif not socket.ready:
            return
        elif kind in ("signal", "state"):
            to_house = kind == "signal" and frame.get("to") == HOUSE
            said = fit(HOUSE if to_house else kind, frame.get("d"))
            if said is None:
                log.info("a frame was dropped: %s is not one of ours", kind)
            elif to_house and socket.seat is not None:
                carrier.said(socket.seat, said)
            elif kind == "state":
                socket.state = said
                self._say(group, {"t": "state", "epoch": socket.epoch, "from": me, "d": said}, me)
            elif other := self._groups[group].get(str(frame.get("to"))):
                other.tell({"t": "signal", "epoch": socket.epoch, "from": me, "n": socket.turn, "d": said})

    def _caption(self, socket: Socket, place: Placed, group: UUID, frame: dict[str, Any]) -> None:
        """Show a line to all who are there, its writer too: of whoever is named as typing there, and of nobody else.
        By the number (`n`) that its writer's page gave it, and that comes back to that page alone, the page knows which
        of its lines was shown. No log ever holds a word of it."""
        number = _number(frame.get("n", 0))
        may = socket.ready and place.writes and number is not None and socket.may_write()
        line = fit("caption", frame.get("d")) if may else None
        if line is None:
            log.info("a frame was dropped: no line of a writer")
            return
        shown = {"t": "caption", "epoch": socket.epoch, "from": place.me, "lang": place.writes, "d": line}
        self._say(group, shown, place.me)
        socket.tell({**shown, "n": number})

    def _ready(self, socket: Socket, group: UUID, me: str) -> None:
        socket.ready = True
        self._groups[group][me] = socket
        self._roster(group)
        if socket.seat is None:
            socket.seat = Seat(group, me, socket.tell)
            carrier.came(socket.seat)
            captioner.came(socket.seat)

    def _roster(self, group: UUID) -> None:
        """Tell all who are ready who the others are; only then does anybody open a line to anybody."""
        here = self._groups.get(group, {})
        names = [{"id": me, "n": one.turn, "state": one.state} for me, one in here.items()]
        self._say(group, {"t": "roster", "epoch": str(group), "here": names})

    def _say(self, group: UUID, frame: dict[str, Any], but: str = "") -> None:
        text = written(frame)
        for me, one in list(self._groups.get(group, {}).items()):
            if me != but:
                one.put(text)

    # --- places ----------------------------------------------------------------------------------------

    def _put(self, socket: Socket, place: Placed | None) -> None:
        """Put a socket where its person is now."""
        before: Placed | None = socket.placed
        if socket.ended:
            self._end(socket)  # by itself, too slow for its frames: the others are told that it is gone
            return
        if place == before:
            return
        if place is None:
            self._end(socket, {"t": "out"})
            return
        stays = before is not None and (before.group, before.me) == (place.group, place.me)
        if not stays:
            self._leave(socket)
        socket.placed = place
        socket.epoch = epoch = str(place.group) if place.group else None
        kind = "told" if stays else "place"
        more = {} if stays else {"me": place.me, **fresh(place)}
        socket.tell({**json.loads(place.told), "t": kind, "epoch": epoch, **more})

    def _leave(self, socket: Socket) -> None:
        place: Placed | None = socket.placed
        socket.ready, socket.state = False, {}
        seat: Seat | None = socket.seat
        socket.seat = None
        if seat is not None:
            seat.left = True
            carrier.went(seat)
            captioner.went(seat)
        if place is None or place.group is None:
            return
        here = self._groups.get(place.group, {})
        if here.get(place.me) is socket:
            del here[place.me]
            self._roster(place.group)
        if not here:
            self._groups.pop(place.group, None)

    def _end(self, socket: Socket, last: dict[str, Any] | None = None) -> None:
        """End a socket and forget it, also one that has ended by itself; doing it twice changes nothing."""
        socket.end(last)
        self._leave(socket)
        here = self._sockets.get(socket.meeting, {})
        if here.get(socket.reader.person) is socket:
            del here[socket.reader.person]
        if not here:
            self._sockets.pop(socket.meeting, None)

    def _heard(self, audience: UUID, change: bool) -> None:
        """Listener of the bus; runs in the writer's thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed() and audience in self._sockets:
            loop.call_soon_threadsafe(self._mark, audience)

    def _mark(self, meeting: UUID) -> None:
        self._dirty.add(meeting)
        if not self._busy:
            self._busy = True
            self._spawn(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            while self._dirty:
                meetings, self._dirty = self._dirty, set()
                await self._judge([one for m in meetings for one in self._sockets.get(m, {}).values()])
        finally:
            self._busy = False

    async def _beat(self) -> None:
        while True:
            open_now = self.sockets()
            parts = [open_now[at : at + AT_ONCE] for at in range(0, len(open_now), AT_ONCE)] or [[]]
            for part in parts:
                await asyncio.sleep(self.pulse_seconds / len(parts))
                await self._judge([one for one in part if self._is_there(one)])

    def _is_there(self, socket: Socket) -> bool:
        """Ask a browser now and then whether it is there; end and forget the socket of one that has long said nothing.
        What is put on a dead line tells nothing: small frames go into the buffers of the machine for a quarter of an
        hour."""
        now = asyncio.get_running_loop().time()
        if now - socket.heard > SILENT_SECONDS:
            log.info("a socket was closed: nothing was heard of its browser")
            self._end(socket)
        elif now - socket.beaten >= BEAT_SECONDS:
            socket.beaten = now
            socket.put(BEAT)
        return not socket.ended

    async def _judge(self, sockets: list[Socket]) -> None:
        """Ask again who these are and where; whoever cannot be asked about is out."""
        if not sockets:
            return
        keys = [(one.session_key, one.meeting) for one in sockets]
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):  # not wait_for, see bitim.kernel.live.hub
                found = await self._ask(self._pool, _now, keys)
        except Exception as fault:  # noqa: BLE001 - fail closed
            log.warning("who is where could not be asked: %s", type(fault).__name__)
            for socket in sockets:
                self._end(socket)
            return
        for socket in sockets:
            reader, place = found.get((socket.session_key, socket.meeting), (None, None))
            if reader is None or reader.person != socket.reader.person:
                self._end(socket, {"t": "out"})
                continue
            self._put(socket, place)

    async def _ask(self, pool: ThreadPoolExecutor, question: Callable[..., Any], *said: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pool, question, *said)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@in_thread
def _now(keys: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], Found]:
    readers = live.identify({key for key, _ in keys})
    asked = {(readers[key], meeting) for key, meeting in keys if key in readers}
    places = placed(asked)
    return {
        (key, meeting): (readers[key], places.get((readers[key], meeting))) for key, meeting in keys if key in readers
    }


def _number(said: Any) -> int | None:
    """Return the number that a page gave to a line; None when it is none."""
    return said if type(said) is int and 0 <= said < MOST_LINES else None


def _read(text: str) -> dict[str, Any] | None:
    if len(text) > LONGEST:
        return None
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) else None
