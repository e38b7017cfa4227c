"""The other door of the channel: frames by a stream and POST, for networks that let no WebSocket through. The same
people, places, epochs and limits as by WebSocket; whoever sends too much, too slowly or nonsense harms nobody else."""

import asyncio
import json
from uuid import uuid4

import pytest

from bitim.kernel import bus, live
from bitim.kernel.live import channel, socket, stream
from bitim.kernel.live.channel import Board, Placed
from bitim.kernel.live.rendering import Reader
from bitim.kernel.live.stream import Streams

MEETING, JOINT, UPPER = uuid4(), uuid4(), uuid4()
READERS = {name: Reader(uuid4(), "party", "kk") for name in ("aigerim", "viktor", "saule")}
OURS = {"host": "localhost", "origin": "http://localhost"}


@pytest.fixture
def at(monkeypatch):
    """Where everybody is now: a name to an epoch; whoever is missing has no place. Names are session keys."""
    places = dict.fromkeys(READERS, JOINT)
    people = {reader.person: name for name, reader in READERS.items()}

    def placed(asked):
        names = {one: people[one[0].person] for one in asked}
        return {
            one: Placed(places[name], f"{name}-{places[name]}", json.dumps({"room": f"{name}\n\ndata: other"}))
            for one, name in names.items()
            if name in places
        }

    monkeypatch.setattr(live, "identify", lambda keys: {k: READERS[k] for k in keys if k in READERS})
    monkeypatch.setattr(channel, "placed", placed)
    monkeypatch.setattr(channel, "fit", lambda kind, said: said if isinstance(said, dict) else None)
    return places


class Browser:
    """A browser that reads a stream and posts to it."""

    def __init__(self, streams, who, reads=True, query=None, **headers):
        self.streams, self.who, self.reads = streams, who, reads
        self.status, self.headers, self.pieces, self.over = 0, {}, [], False
        self._left = asyncio.Event()
        asked = f"meeting={MEETING}" if query is None else query
        self.task = asyncio.create_task(streams(scope("GET", who, asked, **headers), self._receive, self._send))

    async def _receive(self):
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        elif self.reads:
            self.pieces.append(message["body"])
            self.over = not message.get("more_body", False)
        else:
            await asyncio.sleep(3600)

    @property
    def frames(self):
        lines = b"".join(self.pieces).decode().split("\n\n")
        return [json.loads(one.removeprefix("data: ")) for one in lines if one.startswith("data: ")]

    def kinds(self):
        return [frame["t"] for frame in self.frames]

    async def came(self, kind, times=1):
        await until(lambda: self.kinds().count(kind) >= times)
        return [frame for frame in self.frames if frame["t"] == kind][-1]

    def leaves(self):
        self._left.set()

    async def posts(self, *frames, line=None, who=None, body=None, **headers):
        """Send frames; return the status."""
        if body is None:
            body = "\n".join(json.dumps(one) if isinstance(one, dict) else one for one in frames).encode()
        said = {"x-bitim-line": line or self.frames[0]["line"]} | headers
        return await post(self.streams, body, self.who if who is None else who, **said)

    async def ready(self):
        place = await self.came("place")
        assert await self.posts({"t": "ready", "epoch": place["epoch"]}) == 204
        await self.came("roster")
        return place["epoch"]


def scope(method, who, query="", **headers):
    given = OURS | {"cookie": f"bitim={who}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    pairs = [(name.encode(), value.encode()) for name, value in given.items() if value is not None]
    return {"type": "http", "method": method, "path": "/channel/", "headers": pairs, "query_string": query.encode()}


async def post(streams, body, who, pieces=None, **headers):
    """Post a body, in pieces that may be endless; return the status."""
    coming = iter([body] if pieces is None else pieces)
    got, taken = [], 0

    async def receive():
        nonlocal taken
        try:
            piece = next(coming)
        except StopIteration:
            await asyncio.sleep(3600)
        if piece is None:
            return {"type": "http.disconnect"}
        taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": pieces is not None}

    async def send(message):
        got.append(message)

    await streams(scope("POST", who, **headers), receive, send)
    assert taken <= 2 * socket.MOST_BYTES
    return got[0]["status"]


async def until(holds):
    for _ in range(3000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


def run(story, pulse=3600.0, beat_seconds=3600.0):
    async def whole():
        board = Board(pulse)
        await board.start()
        try:
            await asyncio.wait_for(story(Streams(board, beat_seconds)), 60)
        finally:
            await board.stop()

    asyncio.run(whole())


def test_two_people_behind_such_a_network_and_one_by_websocket_reach_each_other(at):
    async def story(streams):
        aigerim, viktor = Browser(streams, "aigerim"), Browser(streams, "viktor")
        epoch = await aigerim.ready()
        await viktor.ready()
        saule = await streams.board.open("saule", MEETING)
        streams.board.take(saule, json.dumps({"t": "ready", "epoch": epoch}))
        assert len((await aigerim.came("roster", 3))["here"]) == 3
        to = {"t": "signal", "epoch": epoch, "d": {"type": "offer"}}
        state = {"t": "state", "epoch": epoch, "d": {"mic": True}}
        saule.waiting.clear()
        assert await aigerim.posts(to | {"to": f"viktor-{JOINT}"}, to | {"to": f"saule-{JOINT}"}, state) == 204
        assert (await viktor.came("signal"))["d"] == {"type": "offer"}
        assert [json.loads(one)["t"] for one in saule.waiting] == ["signal", "state"]
        streams.board.take(saule, json.dumps(to | {"to": f"aigerim-{JOINT}"}))
        assert (await aigerim.came("signal"))["from"] == f"saule-{JOINT}"

    run(story)


def test_a_stream_says_one_line_to_a_frame_passes_proxies_and_beats_in_constant_size(at):
    async def story(streams):
        one = Browser(streams, "aigerim")
        assert (await one.came("place"))["room"] == "aigerim\n\ndata: other"
        await until(lambda: one.pieces.count(stream.BEAT) >= 2)
        assert all(piece == stream.BEAT or piece.strip().count(b"\n") == 0 for piece in one.pieces)
        assert one.status == 200
        assert one.headers[b"x-accel-buffering"] == b"no" and one.headers[b"cache-control"] == b"no-store"
        assert one.headers[b"content-type"].startswith(b"text/event-stream")

    run(story, beat_seconds=0.02)


def test_a_move_ends_the_epoch_and_the_old_one_opens_nothing(at):
    async def story(streams):
        aigerim, viktor = Browser(streams, "aigerim"), Browser(streams, "viktor")
        old = await aigerim.ready()
        await viktor.ready()
        at["aigerim"] = UPPER
        bus.local.publish(MEETING, False)
        await aigerim.came("place", 2)
        count = len(viktor.frames)
        for epoch, to in ((old, f"viktor-{JOINT}"), (str(JOINT), f"viktor-{JOINT}"), (str(UPPER), f"viktor-{JOINT}")):
            frames = [{"t": "ready"}, {"t": "signal", "to": to, "d": {}}, {"t": "state", "d": {}}]
            assert await aigerim.posts(*(one | {"epoch": epoch} for one in frames)) == 204
        await asyncio.sleep(0.05)
        assert viktor.kinds()[count:] in ([], ["roster"])  # that aigerim left, and nothing that she said

    run(story)


def test_one_person_is_in_one_window_by_whichever_door(at):
    async def story(streams):
        first = Browser(streams, "aigerim")
        await first.ready()
        by_socket = await streams.board.open("aigerim", MEETING)
        await first.task
        assert first.kinds()[-1] == "elsewhere" and streams.open == {}
        assert await first.posts("{}") == 410
        third = Browser(streams, "aigerim")
        await third.came("place")
        assert by_socket.ended
        third.leaves()
        await third.task
        assert streams.board.sockets() == [] and streams.open == {}

    run(story)


def test_whoever_loses_the_place_is_out_and_posts_in_vain(at):
    async def story(streams):
        one = Browser(streams, "aigerim")
        await one.ready()
        del at["aigerim"]
        await until(lambda: one.over)
        assert one.kinds()[-1] == "out"
        assert await one.posts({"t": "state", "d": {}}) == 410

    run(story, pulse=0.02)


@pytest.mark.parametrize(
    ("who", "headers"),
    [
        ("aigerim", {"origin": "http://elsewhere.example"}),
        ("aigerim", {"origin": None}),
        ("aigerim", {"origin": None, "referer": "http://elsewhere.example/"}),
        ("aigerim", {"sec_fetch_site": "cross-site"}),
        ("aigerim", {"sec_fetch_site": "same-site"}),
        ("aigerim", {"host": "evil.example", "origin": "http://evil.example"}),
        ("nobody", {}),
        ("", {}),
        ("aigerim", {"query": ""}),
        ("aigerim", {"query": "meeting=1"}),
    ],
)
def test_no_page_but_ours_and_nobody_without_a_place_opens_a_stream(at, who, headers):
    async def story(streams):
        one = Browser(streams, who, **headers)
        await one.task
        assert one.status == 403 and b"".join(one.pieces) == b"" and streams.board.sockets() == []

    run(story)


@pytest.mark.parametrize("headers", [{"sec_fetch_site": "same-origin"}, {"referer": "http://localhost/room/"}])
def test_a_browser_that_says_no_origin_when_it_reads_is_known_otherwise(at, headers):
    async def story(streams):
        await Browser(streams, "aigerim", origin=None, **headers).came("place")

    run(story)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": None, "referer": "http://localhost/"}, 403),
        ({"origin": None, "sec_fetch_site": "same-origin"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"line": "guessed"}, 410),
        ({"who": "viktor"}, 410),
        ({"who": ""}, 410),
    ],
)
def test_a_body_of_another_page_or_another_session_goes_nowhere(at, headers, status):
    async def story(streams):
        one, other = Browser(streams, "aigerim"), Browser(streams, "viktor")
        epoch = await one.ready()
        await other.ready()
        assert await one.posts({"t": "state", "epoch": epoch, "d": {"mic": True}}, **headers) == status
        assert "state" not in other.kinds()

    run(story)


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "HEAD"])
def test_other_methods_are_none_of_ours(at, method):
    async def story(streams):
        got = []
        await streams(scope(method, "aigerim"), None, lambda message: _kept(got, message))
        assert got[0]["status"] == 405 and not any(name.startswith(b"access-control") for name, _ in got[0]["headers"])

    run(story)


async def _kept(got, message):
    got.append(message)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 204),
        (b"\n\n\n", 204),
        (b"{", 204),
        (b"[]\nnull\n5\n{}\n" + b"[" * 9000, 204),
        (b'{"t": "state", "epoch": 5, "d": {}}', 204),
        (b"\xff\xfe", 400),
        (b"x" * (socket.MOST_BYTES + 1), 413),
    ],
)
def test_a_body_that_is_none_is_dropped_and_the_others_go_on(at, body, status):
    async def story(streams):
        one, other = Browser(streams, "aigerim"), Browser(streams, "viktor")
        epoch = await one.ready()
        await other.ready()
        assert await one.posts(body=body) == status
        assert await one.posts({"t": "state", "epoch": epoch, "d": {"mic": True}}) == 204
        await other.came("state")
        assert other.kinds().count("state") == 1

    run(story)


def test_a_body_too_large_is_refused_before_it_is_read(at):
    async def story(streams):
        one = Browser(streams, "aigerim")
        await one.ready()
        for length in ("100001", "99999999999", "-1", "many", "١"):
            assert await one.posts(content_length=length.encode().decode("latin1"), pieces=[]) == 413
        endless = (b"x" * 1000 for _ in range(10**9))
        assert await one.posts(body=b"", pieces=endless) == 413
        assert await one.posts("{}", origin="http://elsewhere.example", pieces=[]) == 403

    run(story)


def test_a_body_that_stops_half_way_or_never_ends_counts_nothing(at, monkeypatch):
    monkeypatch.setattr(stream, "BODY_SECONDS", 0.05)

    async def story(streams):
        one, other = Browser(streams, "aigerim"), Browser(streams, "viktor")
        epoch = await one.ready()
        await other.ready()
        said = json.dumps({"t": "state", "epoch": epoch, "d": {}}).encode()
        assert await one.posts(body=b"", pieces=[said]) == 408
        assert await one.posts(body=b"", pieces=[said, None]) == 204
        slow = [asyncio.create_task(one.posts(body=b"", pieces=[said])) for _ in range(stream.POSTS_AT_ONCE + 2)]
        assert sorted(await asyncio.gather(*slow)) == [408] * stream.POSTS_AT_ONCE + [429] * 2
        assert "state" not in other.kinds()
        assert await one.posts(said.decode()) == 204

    run(story)


def test_who_floods_by_post_is_ended_and_the_others_are_unharmed(at):
    async def story(streams):
        one, other, third = (Browser(streams, who) for who in ("aigerim", "viktor", "saule"))
        epoch = await one.ready()
        await other.ready()
        await third.ready()
        flood = ["{}"] * (int(socket.AT_ONCE) + socket.FLOOD + 200)
        assert await one.posts(*flood) == 410
        await until(lambda: one.over)
        assert await third.posts({"t": "state", "epoch": epoch, "d": {"mic": True}}) == 204
        await other.came("state")

    run(story)


def test_a_stream_that_is_never_read_is_closed_and_holds_nothing(at, monkeypatch):
    monkeypatch.setattr(stream, "STUCK_SECONDS", 0.05)

    async def story(streams):
        deaf, other = Browser(streams, "aigerim", reads=False), Browser(streams, "viktor")
        await other.ready()
        await deaf.task
        assert streams.board.sockets() == [one.socket for one in streams.open.values()]
        assert len(streams.open) == 1

    run(story)


def test_what_waits_for_one_who_does_not_read_is_bounded(at):
    async def story(streams):
        one = await streams.board.open("aigerim", MEETING)
        for _ in range(200):
            one.put("x" * 10_000)
        assert one.ended and not one.waiting

    run(story)


def test_a_stream_whose_beat_finds_nobody_ends(at, monkeypatch):
    async def story(streams):
        one = Browser(streams, "aigerim")
        await one.ready()
        monkeypatch.setattr(stream, "STUCK_SECONDS", 0.05)
        one.reads = False
        await one.task
        assert streams.open == {} and streams.board.sockets() == []

    run(story, beat_seconds=0.1)


def test_who_opens_without_end_waits_alone(at, monkeypatch):
    """Many openings of one session at once: a few are answered, the rest are refused, and nobody else is put out."""

    async def story(streams):
        other = Browser(streams, "viktor")
        await other.ready()
        many = [Browser(streams, "aigerim") for _ in range(50)]
        await until(lambda: all(one.status for one in many))
        assert sum(one.status == 200 for one in many) <= channel.OPENING_AT_ONCE
        assert {one.status for one in many} == {200, 429}
        assert not other.over and not streams.board._opening

    run(story)


def test_when_nobody_can_be_asked_about_no_stream_opens(at, monkeypatch):
    def broken(asked):
        raise RuntimeError

    monkeypatch.setattr(channel, "placed", broken)

    async def story(streams):
        one = Browser(streams, "aigerim")
        await one.task
        assert one.status == 503 and streams.open == {}

    run(story)
