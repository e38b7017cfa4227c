"""We at the media server: each browser's way into the room of its epoch and out of it.

A browser that is ready gets a ticket drawn for it alone, which never leaves this process; with it we join for the
browser, publish what it offers, and subscribe it to every voice of the same room, and only by its own `private_id`.
When it goes, its handles are detached at once: nothing more reaches it whatever it does. The room goes with the last.
When Janus is lost, every browser is told (`down`); when it is back, each begins anew (`come`).
"""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

from bitim.kernel.live.carrier import Seat
from bitim.room.media.janus.line import Line, Lost, Refusal, Said

PREFIX = "bitim."
FIRST_WAIT, LONGEST_WAIT = 0.3, 5.0  # seconds between two tries to reach Janus
BREATH = 1.0  # seconds before a browser whose line broke begins anew
MANY = 24  # publishers of a room
NO_SUCH_ROOM, ROOM_IS_THERE, STILL_THERE = 426, 427, 436

log = logging.getLogger("bitim.janus")


class Sitting:
    """What Janus holds for one seat."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.ticket = secrets.token_urlsafe(24)
        self.heard: asyncio.Queue[tuple[str, Said]] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None
        self.pictures = True  # whether the browser wants any
        self.begin()

    def begin(self) -> None:
        """Forget what was open at Janus."""
        self.out, self.inward, self.private = 0, 0, 0  # handles, and the key by which subscriptions are allowed
        self.videos: list[str] = []  # the parts of the line in that are pictures
        self.published, self.answers = False, False  # `answers`: an offer of Janus waits for the browser's answer
        self.feeds: set[str] = set()  # whom one hears or is about to
        self.wanted: set[str] = set()  # who is there to be heard and is not asked for yet
        self.heard = asyncio.Queue()

    def listener(self, way: str) -> Any:
        """Return what Janus tells unasked about one of the handles."""
        return lambda said: self.heard.put_nowait((way, said))


class House:
    """The carrier of the channel, by Janus."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret
        self._begin()

    def _begin(self) -> None:
        self._sittings: dict[Seat, Sitting] = {}
        self._locks: dict[UUID, asyncio.Lock] = {}
        self._made: set[UUID] = set()
        self._line: Line | None = None  # None: not open, or not open yet
        self._broken = False
        self._desk = 0  # the handle by which rooms are made
        self._keeping: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    # --- the port ------------------------------------------------------------------------------------------

    def came(self, seat: Seat) -> None:
        """Take a browser in as soon as Janus is there."""
        sitting = self._sittings[seat] = Sitting(seat)
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())
        elif self._broken:
            seat.tell({"do": "down"})
        self._serve(sitting)

    def went(self, seat: Seat) -> None:
        """Cut a browser off."""
        sitting = self._sittings.pop(seat, None)
        if sitting is not None:
            self._spawn(self._cut(sitting))

    def said(self, seat: Seat, said: Any) -> None:
        """Take what the browser says to Janus."""
        sitting = self._sittings.get(seat)
        if sitting is not None:
            sitting.heard.put_nowait(("said", said))

    async def stop(self) -> None:
        """End everything; rooms of ours are taken away."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        self._begin()  # as new: another event loop may come

    # --- the line ------------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        """Keep a line to Janus as long as the house runs."""
        wait = FIRST_WAIT
        while True:
            line = Line(self._url, self._secret)
            try:
                await line.open()
                self._desk = await line.attach(lambda said: None)
                await self._tidy(line)
                self._line, self._broken, wait = line, False, FIRST_WAIT
                for sitting in self._sittings.values():
                    self._serve(sitting)
                await line.lost.wait()
            except Exception as fault:  # noqa: BLE001 - whatever it was, try again
                log.warning("Janus cannot be used: %s %s", type(fault).__name__, fault)
            finally:
                self._line, self._broken = None, True
                await line.close()
            await self._down()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _down(self) -> None:
        self._made.clear()
        tasks = []
        for sitting in self._sittings.values():
            sitting.seat.tell({"do": "down"})
            if sitting.task is not None:
                sitting.task.cancel()
                tasks.append(sitting.task)
                sitting.task = None
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tidy(self, line: Line) -> None:
        """Take rooms away that an earlier process left behind; nobody is in them, for its lines ended with it."""
        found = await line.say(self._desk, {"request": "list", "admin_key": self._secret})
        for room in found.get("list", []):
            name = str(room["room"])
            if name.startswith(PREFIX) and not room["num_participants"]:
                await line.say(self._desk, {"request": "destroy", "room": name, "secret": self._key_of(name)})

    # --- rooms ---------------------------------------------------------------------------------------------

    async def _make_room(self, line: Line, group: UUID) -> None:
        async with self._locks.setdefault(group, asyncio.Lock()):
            if group in self._made:
                return
            room = {
                "request": "create",
                "room": name_of(group),
                "admin_key": self._secret,
                "secret": self._key_of(name_of(group)),
                "description": "",
                "is_private": True,
                "allowed": [secrets.token_urlsafe(24)],  # a list that is there lets nobody in who is not on it
                "require_pvtid": True,
                "publishers": MANY,
                "audiocodec": "opus",
                "videocodec": "vp8",
                "opus_fec": True,
                "opus_dtx": True,
                "bitrate": 300_000,
                "bitrate_cap": True,
                "record": False,
                "lock_record": True,
                "notify_joining": False,
                "audiolevel_event": False,
            }
            try:
                await line.say(self._desk, room)
            except Refusal as no:
                if no.code != ROOM_IS_THERE:
                    raise
            self._made.add(group)

    async def _end_room(self, line: Line, group: UUID) -> None:
        """Take a room away when nobody is in it any more."""
        async with self._locks.setdefault(group, asyncio.Lock()):
            if group not in self._made or any(seat.group == group for seat in self._sittings):
                return
            self._made.discard(group)
            await line.say(self._desk, {"request": "destroy", **self._room(group)})
        self._locks.pop(group, None)

    def _room(self, group: UUID) -> Said:
        return {"room": name_of(group), "secret": self._key_of(name_of(group))}

    def _key_of(self, room: str) -> str:
        return hmac.new(self._secret.encode(), room.encode(), hashlib.sha256).hexdigest()

    async def _allow(self, line: Line, sitting: Sitting, action: str) -> None:
        said = {"request": "allowed", "action": action, "allowed": [sitting.ticket], **self._room(sitting.seat.group)}
        await line.say(self._desk, said)

    # --- one browser ---------------------------------------------------------------------------------------

    def _serve(self, sitting: Sitting) -> None:
        if self._line is not None:
            sitting.task = asyncio.create_task(self._sit_again_and_again(self._line, sitting))

    async def _sit_again_and_again(self, line: Line, sitting: Sitting) -> None:
        while not sitting.seat.left:
            sitting.begin()
            try:
                await self._sit(line, sitting)
            except Lost:
                return
            except Exception as fault:  # noqa: BLE001 - whatever it was, it concerns this browser alone
                self._failed(sitting, getattr(fault, "code", 0))
            await self._rise(line, sitting)
            if not sitting.seat.left:
                await asyncio.sleep(BREATH)

    def _failed(self, sitting: Sitting, code: int) -> None:
        if sitting.seat.left:
            return
        log.warning("a browser's line could not be opened: %s", code)
        if code == NO_SUCH_ROOM:
            self._made.discard(sitting.seat.group)
        if code != STILL_THERE:
            sitting.seat.tell({"do": "down"})

    async def _sit(self, line: Line, sitting: Sitting) -> None:
        """Join for a browser and carry what it and Janus say to each other, until it begins anew or goes."""
        seat = sitting.seat
        await self._make_room(line, seat.group)
        await self._allow(line, sitting, "add")
        sitting.out = await line.attach(sitting.listener("out"))
        join = {"request": "join", "ptype": "publisher", "room": name_of(seat.group), "id": seat.me}
        joined = await line.say(sitting.out, {**join, "token": sitting.ticket})
        sitting.private = joined["private_id"]
        seat.tell({"do": "come"})
        self._note(sitting, joined)
        await self._listen(line, sitting)
        while not seat.left:
            way, said = await sitting.heard.get()
            if said.get("do") == "again" or said.get("janus") == "hangup":
                return
            try:
                await (self._of_browser(line, sitting, said) if way == "said" else self._told(line, sitting, said))
            except Refusal as no:  # a description that Janus does not take: nothing changes
                log.warning("Janus did not take what a browser said: %s", no.code)

    async def _of_browser(self, line: Line, sitting: Sitting, said: Said) -> None:
        if said["do"] == "publish":
            request = "configure" if sitting.published else "publish"
            answer = await line.say(sitting.out, {"request": request}, {"type": "offer", "sdp": said["sdp"]})
            sitting.published = True
            if answer["jsep"]:
                sitting.seat.tell({"do": "published", "sdp": answer["jsep"]["sdp"]})
        elif said["do"] == "answer" and sitting.inward:
            sitting.answers = False
            await line.say(sitting.inward, {"request": "start"}, {"type": "answer", "sdp": said["sdp"]})
            if not sitting.pictures:
                await self._show(line, sitting)
            await self._listen(line, sitting)
        elif said["do"] == "pictures":
            sitting.pictures = said["on"]
            await self._show(line, sitting)
        elif said["do"] == "trickle":
            handle = sitting.out if said["of"] == "out" else sitting.inward
            if handle:
                await line.ask("trickle", handle, receipt=True, candidate=said["candidate"])

    async def _show(self, line: Line, sitting: Sitting) -> None:
        """Send pictures, or none: on a thin line they would take the voices' place."""
        if sitting.videos and sitting.inward:
            streams = [{"mid": mid, "send": sitting.pictures} for mid in sitting.videos]
            await line.say(sitting.inward, {"request": "configure", "streams": streams})

    async def _told(self, line: Line, sitting: Sitting, said: Said) -> None:
        """Take what Janus says unasked: somebody new speaks, or an offer changed because somebody went."""
        found = said.get("plugindata", {}).get("data", {})
        self._note(sitting, found)
        if "streams" in found and said.get("jsep"):
            self._offer(sitting, {**found, "jsep": said["jsep"]})
        await self._listen(line, sitting)

    def _note(self, sitting: Sitting, found: Said) -> None:
        sitting.wanted |= {str(one["id"]) for one in found.get("publishers", [])} - sitting.feeds
        for went in (found.get("unpublished"), found.get("leaving")):
            sitting.wanted.discard(str(went))
            sitting.feeds.discard(str(went))

    async def _listen(self, line: Line, sitting: Sitting) -> None:
        """Ask for the voices that are there and not heard yet; one offer at a time."""
        if not sitting.wanted or sitting.answers:
            return
        streams = [{"feed": feed} for feed in sorted(sitting.wanted)]
        sitting.feeds |= sitting.wanted
        sitting.wanted = set()
        if sitting.inward:
            offer = await line.say(sitting.inward, {"request": "update", "subscribe": streams})
        else:
            sitting.inward = await line.attach(sitting.listener("in"))
            join = {"request": "join", "ptype": "subscriber", "room": name_of(sitting.seat.group), "streams": streams}
            offer = await line.say(sitting.inward, {**join, "private_id": sitting.private})
        if offer["jsep"]:
            self._offer(sitting, offer)

    def _offer(self, sitting: Sitting, offer: Said) -> None:
        """Hand an offer of Janus on, with whose voice each part of it is."""
        sitting.answers = True
        sitting.videos = [str(one["mid"]) for one in offer.get("streams", []) if one.get("type") == "video"]
        whose = {str(one["mid"]): str(one["feed_id"]) for one in offer.get("streams", []) if one.get("feed_id")}
        sitting.seat.tell({"do": "listen", "sdp": offer["jsep"]["sdp"], "from": whose})

    async def _cut(self, sitting: Sitting) -> None:
        """End what Janus holds for a browser that went; then, if it was the last, its room."""
        line = self._line
        if line is None:
            return
        try:
            await self._rise(line, sitting)
            sitting.heard.put_nowait(("said", {"do": "again"}))  # wakes the task, which sees that the seat is left
            if sitting.task is not None:
                await asyncio.gather(sitting.task, return_exceptions=True)
            await self._allow(line, sitting, "remove")
            await self._end_room(line, sitting.seat.group)
        except (Lost, Refusal) as fault:
            log.info("a seat at Janus was gone already: %s", type(fault).__name__)

    async def _rise(self, line: Line, sitting: Sitting) -> None:
        """Detach both handles; who is not subscribed and does not publish neither hears nor is heard."""
        handles, sitting.out, sitting.inward = (sitting.inward, sitting.out), 0, 0
        for handle in handles:
            if handle:
                try:
                    await line.detach(handle)
                except Refusal:
                    log.info("a handle was gone already")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def name_of(group: UUID) -> str:
    """Return the name of an epoch's room at Janus."""
    return f"{PREFIX}{group.hex}"
