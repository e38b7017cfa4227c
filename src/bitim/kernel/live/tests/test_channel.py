"""The channel: who hears whose frames, and that a frame of another epoch, another group or a stranger goes nowhere."""

import asyncio
import json
from uuid import uuid4

import pytest

from bitim.kernel import bus, live
from bitim.kernel.live import channel, socket
from bitim.kernel.live.channel import Board, Placed
from bitim.kernel.live.rendering import Reader

MEETING = uuid4()
JOINT, UPPER = uuid4(), uuid4()
NEVER = 3600.0
READERS = {name: Reader(uuid4(), "party", "kk") for name in ("aigerim", "viktor", "saule")}


@pytest.fixture
def at(monkeypatch):
    """Where everybody is now: a name to an epoch; whoever is missing has no place."""
    places = dict.fromkeys(READERS, JOINT)
    people = {reader.person: name for name, reader in READERS.items()}

    def placed(asked):
        found = {}
        for reader, meeting in asked:
            name = people[reader.person]
            if name in places:
                group = places[name]
                found[reader, meeting] = Placed(group, f"{name}-{group}", json.dumps({"room": str(group)}))
        return found

    monkeypatch.setattr(live, "identify", lambda keys: {k: READERS[k] for k in keys if k in READERS})
    monkeypatch.setattr(channel, "placed", placed)
    monkeypatch.setattr(channel, "fit", lambda kind, said: said if isinstance(said, dict) else None)
    return places


def run(story, pulse=NEVER):
    async def whole():
        board = Board(pulse)
        await board.start()
        try:
            await asyncio.wait_for(story(board), 60)
        finally:
            await board.stop()

    asyncio.run(whole())


async def opened(board, *names):
    found = []
    for name in names:
        one = await board.open(name, MEETING)
        assert one is not None
        board.take(one, json.dumps({"t": "ready", "epoch": str(one.placed.group)}))
        found.append(one)
    return found


def came(one):
    """Take all that waits for a browser."""
    found = [json.loads(frame) for frame in one.waiting]
    one.waiting.clear()
    return found


def says(board, one, **frame):
    board.take(one, json.dumps({"epoch": str(one.placed.group), **frame}))


async def until(holds):
    for _ in range(3000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


def kinds(one):
    return [frame["t"] for frame in came(one)]


def test_a_signal_reaches_the_one_it_is_for_and_a_state_everybody_of_the_room(at):
    async def story(board):
        aigerim, viktor, saule = await opened(board, "aigerim", "viktor", "saule")
        for one in (aigerim, viktor, saule):
            came(one)
        says(board, aigerim, t="signal", to=viktor.placed.me, d={"type": "offer"})
        says(board, aigerim, t="state", d={"mic": True})
        assert [frame["t"] for frame in came(viktor)] == ["signal", "state"]
        assert kinds(saule) == ["state"]
        assert came(aigerim) == []

    run(story)


def test_nothing_passes_between_two_rooms_in_either_direction(at):
    at["viktor"] = UPPER

    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")
        came(aigerim), came(viktor)
        for one, other in ((aigerim, viktor), (viktor, aigerim)):
            says(board, one, t="signal", to=other.placed.me, d={"type": "offer"})
            says(board, one, t="state", d={"mic": True})
            board.take(one, json.dumps({"t": "ready", "epoch": str(other.placed.group)}))
            board.take(one, json.dumps({"t": "state", "epoch": str(other.placed.group), "d": {}}))
        assert came(aigerim) == came(viktor) == []

    run(story)


def test_who_is_not_ready_hears_nothing_and_is_not_on_the_roster(at):
    async def story(board):
        (aigerim,) = await opened(board, "aigerim")
        viktor = await board.open("viktor", MEETING)
        came(aigerim), came(viktor)
        says(board, viktor, t="state", d={"mic": True})
        says(board, aigerim, t="state", d={"mic": True})
        says(board, aigerim, t="signal", to=viktor.placed.me, d={})
        assert came(aigerim) == came(viktor) == []

    run(story)


def test_a_move_ends_the_epoch_for_everybody_and_the_old_one_opens_nothing(at):
    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")
        old = aigerim.placed
        came(aigerim), came(viktor)
        fresh = uuid4()
        at.update(aigerim=UPPER, viktor=fresh)
        bus.local.publish(MEETING, False)
        await until(lambda: viktor.placed.group == fresh)
        assert kinds(aigerim)[-1] == kinds(viktor)[-1] == "place"
        board.take(viktor, json.dumps({"t": "ready", "epoch": str(old.group)}))
        board.take(viktor, json.dumps({"t": "state", "epoch": str(old.group), "d": {}}))
        board.take(aigerim, json.dumps({"t": "signal", "epoch": str(old.group), "to": viktor.placed.me, "d": {}}))
        assert came(aigerim) == came(viktor) == []

    run(story)


def test_whoever_has_no_place_or_no_session_does_not_come_in(at):
    del at["viktor"]

    async def story(board):
        assert await board.open("viktor", MEETING) is None
        assert await board.open("nobody", MEETING) is None

    run(story)


def test_whoever_loses_the_place_is_out_at_the_next_pulse(at):
    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")
        del at["viktor"]
        await until(lambda: viktor.ended)
        assert [json.loads(frame)["t"] for frame in viktor.waiting] == ["out"]
        says(board, aigerim, t="state", d={})
        assert len(viktor.waiting) == 1

    run(story, pulse=0.02)


def test_another_window_of_the_same_person_takes_the_place_of_the_first(at):
    async def story(board):
        (first,) = await opened(board, "aigerim")
        (second,) = await opened(board, "aigerim")
        assert first.ended and kinds(first) == ["elsewhere"]
        assert second.turn != first.turn and board.sockets() == [second]

    run(story)


def test_what_a_room_is_told_counts_nothing_of_another(at):
    """The number of a browser is drawn: counted, its gaps would tell one side how often the other came and went."""
    at["viktor"] = UPPER

    async def story(board):
        (saule,) = await opened(board, "saule")
        for _ in range(3):
            await opened(board, "viktor")
        came(saule)
        await opened(board, "aigerim")
        (roster,) = came(saule)
        numbers = sorted(one["n"] for one in roster["here"])
        assert numbers[1] - numbers[0] > 100

    run(story)


def test_who_goes_leaves_the_roster(at):
    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")
        came(aigerim)
        board.close(viktor)
        (roster,) = came(aigerim)
        assert [one["id"] for one in roster["here"]] == [aigerim.placed.me]

    run(story)


@pytest.mark.parametrize(
    "frame", ["", "[]", "null", "{", '{"t":"state"}', "9" * 30_000, '{"epoch": 1, "t": {}}', "[" * 15_000]
)
def test_a_frame_that_is_none_is_dropped_and_the_others_go_on(at, frame):
    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")
        came(viktor)
        board.take(aigerim, frame)
        assert not aigerim.ended and came(viktor) == []
        says(board, aigerim, t="state", d={"mic": True})
        assert kinds(viktor) == ["state"]

    run(story)


def test_who_floods_is_dropped_then_ended_and_the_others_are_unharmed(at):
    async def story(board):
        aigerim, viktor, saule = await opened(board, "aigerim", "viktor", "saule")
        for _ in range(int(socket.AT_ONCE) + socket.FLOOD + 200):
            says(board, aigerim, t="signal", to="nobody", d={})
            if aigerim.ended:
                break
        assert aigerim.ended
        came(viktor)
        says(board, saule, t="state", d={"mic": True})
        assert kinds(viktor) == ["state"]

    run(story)


def test_who_takes_nothing_loses_the_socket(at):
    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")
        came(aigerim)
        for _ in range(socket.WAITING + 2):
            viktor.tell({"t": "state"})
        assert viktor.ended and not viktor.waiting
        await until(lambda: board.sockets() == [aigerim])
        assert [one["id"] for one in came(aigerim)[-1]["here"]] == [aigerim.placed.me]

    run(story, pulse=0.02)


def test_a_websocket_that_is_never_read_is_dropped(at, monkeypatch):
    monkeypatch.setattr(socket, "STUCK_SECONDS", 0.05)
    coming = [{"type": "websocket.connect"}]
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost"), (b"cookie", b"bitim=aigerim")]
    asked = {"type": "websocket", "headers": headers, "query_string": f"meeting={MEETING}".encode()}

    async def receive():
        return coming.pop() if coming else await asyncio.sleep(NEVER)

    async def send(message):
        if message["type"] == "websocket.send":
            await asyncio.sleep(NEVER)

    async def story(board):
        await socket.Channel(board)(asked, receive, send)
        assert board.sockets() == []

    run(story)


def test_when_nobody_can_be_asked_about_everybody_is_out(at, monkeypatch):
    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")

        def broken(asked):
            raise RuntimeError

        monkeypatch.setattr(channel, "placed", broken)
        await until(lambda: aigerim.ended and viktor.ended)

    run(story, pulse=0.02)


def test_all_who_come_at_once_are_asked_about_together(at, monkeypatch):
    asked, now = [], channel._now
    monkeypatch.setattr(channel, "_now", lambda keys: asked.append(len(keys)) or now(keys))

    async def story(board):
        found = await asyncio.gather(*(board.open(name, MEETING) for name in (*READERS, "nobody")))
        assert [one and one.session_key for one in found] == [*READERS, None]
        assert asked[0] == 4

    run(story)


def test_one_who_cannot_be_asked_about_shuts_the_door_to_nobody_else(at, monkeypatch):
    known = live.identify

    def identify(keys):
        if "bad" in keys:
            raise ValueError
        return known(keys)

    monkeypatch.setattr(live, "identify", identify)

    async def story(board):
        names = ("aigerim", "bad", "viktor")
        found = await asyncio.gather(*(board.open(name, MEETING) for name in names), return_exceptions=True)
        assert [type(one) for one in found] == [socket.Socket, ValueError, socket.Socket]
        assert await board.open("saule", MEETING)

    run(story)


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"host": "localhost:8000", "origin": "http://localhost:8000"}, True),
        ({"host": "localhost:8000", "origin": "http://elsewhere.example"}, False),
        ({"host": "localhost:8000"}, False),
        ({"host": "localhost:8000", "origin": "http://localhost:8000", "sec-fetch-site": "cross-site"}, False),
        ({"host": "evil.example", "origin": "http://evil.example"}, False),
    ],
)
def test_only_a_page_of_ours_opens_a_socket(headers, ours):
    assert socket.of_our_page(headers) is ours


class Kept:
    """A carrier that keeps what happened to it."""

    def __init__(self):
        self.seats, self.happened, self.stopped = [], [], False

    def came(self, seat):
        self.seats.append(seat)
        self.happened.append(("came", seat.me))

    def went(self, seat):
        self.happened.append(("went", seat.me))

    def said(self, seat, said):
        self.happened.append((said["do"], seat.me))

    async def stop(self):
        self.stopped = True


@pytest.fixture
def house(monkeypatch):
    kept = Kept()
    monkeypatch.setattr(channel, "carrier", kept)
    yield kept
    assert kept.stopped


def test_the_house_knows_who_is_ready_and_lets_them_go_at_once(at, house):
    async def story(board):
        (aigerim,) = await opened(board, "aigerim")
        await board.open("viktor", MEETING)  # not ready
        me = aigerim.placed.me
        says(board, aigerim, t="ready")  # twice is once
        assert house.happened == [("came", me)]
        at["aigerim"] = UPPER
        board._mark(MEETING)
        await until(lambda: aigerim.placed.group == UPPER)
        assert house.happened == [("came", me), ("went", me)]
        says(board, aigerim, t="ready")
        board.close(aigerim)
        assert house.happened[2:] == [("came", aigerim.placed.me), ("went", aigerim.placed.me)]

    run(story)


def test_what_is_for_the_house_reaches_it_alone_and_nobody_speaks_in_its_name(at, house):
    async def story(board):
        aigerim, viktor = await opened(board, "aigerim", "viktor")
        came(aigerim), came(viktor)
        says(board, aigerim, t="signal", to="house", d={"do": "publish"})
        board.take(aigerim, json.dumps({"t": "signal", "epoch": str(UPPER), "to": "house", "d": {"do": "late"}}))
        assert house.happened[2:] == [("publish", aigerim.placed.me)]
        assert came(viktor) == []
        says(board, aigerim, t="signal", to=viktor.placed.me, **{"from": "house"}, d={"do": "down"})
        assert [frame["from"] for frame in came(viktor)] == [aigerim.placed.me]

    run(story)


def test_the_house_tells_a_browser_nothing_once_it_has_left(at, house):
    async def story(board):
        (aigerim,) = await opened(board, "aigerim")
        came(aigerim)
        (seat,) = house.seats
        seat.tell({"do": "come"})
        assert [(frame["from"], frame["d"]) for frame in came(aigerim)] == [("house", {"do": "come"})]
        at["aigerim"] = UPPER
        board._mark(MEETING)
        await until(lambda: aigerim.placed.group == UPPER)
        came(aigerim)
        seat.tell({"do": "come"})
        assert came(aigerim) == []

    run(story)
