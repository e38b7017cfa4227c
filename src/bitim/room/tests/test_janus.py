"""A real Janus, with the files that operators are given: whom it lets in, and what of it is open at all."""

import asyncio
import json
from uuid import uuid4

import pytest
from tests.support import sfu
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from bitim.kernel.live.carrier import Seat
from bitim.room.media.janus.house import House, name_of
from bitim.room.media.janus.line import PLUGIN, Line, Refusal

pytestmark = pytest.mark.slow  # a program of its own
FORBIDDEN, NO_SUCH_ROOM, NOT_ALLOWED = 403, 426, 433
BROKEN = ("v=0\r\n", "v=0\r\nm=audio\r\n", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n", "x" * 5000)


@pytest.fixture(scope="module")
def janus(tmp_path_factory):
    with sfu.running(tmp_path_factory.mktemp("janus")) as one:
        yield one


class Browser:
    """A seat, and all that the house told it."""

    def __init__(self, group, me):
        self.told = []
        self.seat = Seat(group, me, lambda frame: self.told.append(frame["d"]))

    @property
    def does(self):
        return [one["do"] for one in self.told]


def run(janus, story):
    async def whole():
        house, stranger = House(janus.url, janus.secret), Line(janus.url, janus.secret)
        await stranger.open()
        handle = await stranger.attach(lambda said: None)
        try:
            await asyncio.wait_for(story(house, stranger, handle), 60)
        finally:
            for seat in list(house._sittings):
                goes(house, seat)
            await house.stop()
            await stranger.close()

    asyncio.run(whole())


def comes(house, group, me):
    one = Browser(group, me)
    house.came(one.seat)
    return one


def goes(house, seat):
    seat.left = True
    house.went(seat)


async def until(holds):
    for _ in range(2000):
        found = holds()
        if found if not asyncio.iscoroutine(found) else await found:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


async def refused(line, handle, **body):
    with pytest.raises(Refusal) as no:
        await line.say(handle, body)
    return no.value.code


async def asked_outside(janus, what, protocol="janus-protocol"):
    """Ask what belongs to no session."""
    async with connect(janus.url, subprotocols=[protocol], proxy=None) as line:
        said = {"janus": what, "transaction": "1", "apisecret": janus.secret, "admin_secret": janus.secret}
        await line.send(json.dumps(said))
        return json.loads(await asyncio.wait_for(line.recv(), 5))


async def rooms(line, handle, janus):
    found = await line.say(handle, {"request": "list", "admin_key": janus.secret})
    return {one["room"] for one in found["list"]}


def join(group, ticket):
    return {"request": "join", "ptype": "publisher", "room": name_of(group), "id": "stranger", "token": ticket}


def test_a_room_begins_with_the_first_who_is_ready_and_ends_with_the_last(janus):
    async def story(house, stranger, handle):
        group = uuid4()
        assert await rooms(stranger, handle, janus) == set()
        one, two = comes(house, group, "one"), comes(house, group, "two")
        await until(lambda: one.does == two.does == ["come"])
        assert await rooms(stranger, handle, janus) == {name_of(group)}
        goes(house, one.seat)
        await asyncio.sleep(0.2)
        assert await rooms(stranger, handle, janus) == {name_of(group)}
        goes(house, two.seat)
        while await rooms(stranger, handle, janus):
            await asyncio.sleep(0.01)

    run(janus, story)


def test_a_ticket_opens_its_own_epoch_only_and_only_as_long_as_its_person_is_in_it(janus):
    async def story(house, stranger, handle):
        first, second = uuid4(), uuid4()
        evicted, stays = comes(house, first, "evicted"), comes(house, first, "stays")
        await until(lambda: evicted.does == stays.does == ["come"])
        ticket = house._sittings[evicted.seat].ticket
        assert await refused(stranger, handle, **join(first, "guessed")) == NOT_ALLOWED
        # Put out: the same epoch lets the ticket in no more, the next one never did, and the first ends.
        goes(house, evicted.seat)
        await until(lambda: not house._tasks)
        assert await refused(stranger, handle, **join(first, ticket)) == NOT_ALLOWED
        goes(house, stays.seat)
        again = comes(house, second, "stays-again")
        await until(lambda: again.does == ["come"] and not house._tasks)
        assert await refused(stranger, handle, **join(second, ticket)) == NOT_ALLOWED
        assert await refused(stranger, handle, **join(first, ticket)) == NO_SUCH_ROOM

    run(janus, story)


def test_nobody_listens_without_sitting_there_and_no_room_is_changed_without_its_secret(janus):
    async def story(house, stranger, handle):
        group = uuid4()
        one = comes(house, group, "one")
        await until(lambda: one.does == ["come"])
        room = name_of(group)
        listens = {"request": "join", "ptype": "subscriber", "room": room, "streams": [{"feed": "one"}]}
        for key in ({}, {"private_id": 1}):
            assert await refused(stranger, handle, **listens, **key)
        for request in ("destroy", "edit", "allowed", "kick", "moderate", "listforwarders"):
            assert await refused(stranger, handle, request=request, room=room, secret="guessed", action="disable")
        assert await refused(stranger, handle, request="create", room="own", admin_key="guessed")
        assert await rooms(stranger, handle, janus) == {room}

    run(janus, story)


def test_nothing_else_of_janus_is_open(janus):
    async def story(house, stranger, handle):
        info = await asked_outside(janus, "info")
        assert set(info["transports"]) == {"janus.transport.websockets"}
        assert set(info["plugins"]) == {PLUGIN} and info["events"] == {} and info["api_secret"]
        assert (await asked_outside(janus, "list_sessions"))["janus"] == "error"
        with pytest.raises((WebSocketException, OSError)):
            await asked_outside(janus, "list_sessions", "janus-admin-protocol")
        with pytest.raises(Refusal) as no:
            await Line(janus.url, "guessed").open()
        assert no.value.code == FORBIDDEN

    run(janus, story)


def test_whoever_comes_and_goes_at_once_and_whoever_talks_nonsense_harms_nobody(janus):
    async def story(house, stranger, handle):
        group = uuid4()
        stays = comes(house, group, "stays")
        for number in range(20):
            one = comes(house, group, f"hasty-{number}")
            await asyncio.sleep(number / 1000)
            house.said(one.seat, {"do": "publish", "sdp": BROKEN[number % 4]})
            house.said(one.seat, {"do": "answer", "sdp": BROKEN[number % 4]})
            await asyncio.sleep(number / 1000)
            goes(house, one.seat)
        await until(lambda: not house._tasks)
        assert stays.does == ["come"]
        assert janus.process.poll() is None
        found = await stranger.say(handle, {"request": "listparticipants", "room": name_of(group)})
        assert {one["id"] for one in found["participants"]} == {"stays"}

    run(janus, story)


def test_a_question_to_a_handle_that_goes_ends_and_the_line_stays(janus):
    async def story(house, stranger, handle):
        for _ in range(20):
            own = await stranger.attach(lambda said: None)
            asked = asyncio.create_task(stranger.say(own, join(uuid4(), "none")))
            await asyncio.sleep(0)
            await stranger.detach(own)
            with pytest.raises(Refusal):
                await asyncio.wait_for(asked, 1)
        assert not stranger.lost.is_set()

    run(janus, story)


def test_rooms_that_an_earlier_process_left_are_taken_away(janus):
    async def story(house, stranger, handle):
        left = name_of(uuid4())
        made = {"request": "create", "room": left, "admin_key": janus.secret, "secret": house._key_of(left)}
        await stranger.say(handle, made)
        group = uuid4()
        one = comes(house, group, "one")
        await until(lambda: one.does == ["come"])
        assert await rooms(stranger, handle, janus) == {name_of(group)}

    run(janus, story)


def test_when_the_house_is_gone_nobody_sits_at_janus_any_more(janus, monkeypatch):
    monkeypatch.setattr("bitim.room.media.janus.house.FIRST_WAIT", 30.0)

    async def story(house, stranger, handle):
        one = comes(house, uuid4(), "one")
        await until(lambda: one.does == ["come"])
        asked = {"request": "listparticipants", "room": name_of(one.seat.group)}
        assert len((await stranger.say(handle, asked))["participants"]) == 1
        house._line._socket.transport.abort()  # as when the process is killed
        while (await stranger.say(handle, asked))["participants"]:
            await asyncio.sleep(0.01)
        await until(lambda: one.does == ["come", "down"])

    run(janus, story)


def test_a_media_server_that_dies_is_said_and_comes_back_by_itself(tmp_path):
    with sfu.running(tmp_path) as own:

        async def story(house, stranger, handle):
            one = comes(house, uuid4(), "one")
            await until(lambda: one.does == ["come"])
            own.kill()
            await until(lambda: one.does[:2] == ["come", "down"])
            late = comes(house, one.seat.group, "late")
            assert late.does == ["down"]
            await asyncio.to_thread(own.start)
            await until(lambda: one.does[-1] == late.does[-1] == "come")

        run(own, story)
