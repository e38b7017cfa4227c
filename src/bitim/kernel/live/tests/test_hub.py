"""The hub: who gets what, when a line ends, and that nothing else leaves a trace.

Moments are counted in pulses, not in seconds: a machine under load is slow, and still in order. The limits in seconds
only end a story that would never end.
"""

import asyncio
import json
import threading
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from bitim.kernel import live, membership
from bitim.kernel.access import Actor
from bitim.kernel.live import cursor, feed, rendering
from bitim.kernel.live import hub as hubs
from bitim.kernel.live.hub import Hub
from bitim.kernel.live.line import RESET, Line
from bitim.kernel.live.rendering import Reader
from bitim.kernel.locking import write
from bitim.kernel.models import Event
from bitim.kernel.record import KINDS, Happening, record

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.any_database]


@dataclass(frozen=True)
class Said(Happening):
    """Something was said."""

    what: str


KINDS.pop("Said")
LIMIT = 60.0  # seconds, far beyond what a loaded machine needs
NEVER = 3600.0  # seconds between the pulses of a story that is not about them
OFTEN = 0.05
AIGERIM, VIKTOR, SAULE = (uuid4() for _ in range(3))
JOINT, UPPER, LOWER = (uuid4() for _ in range(3))


@pytest.fixture(autouse=True)
def house(own_database, monkeypatch):
    """Three sessions named after their persons; a renderer that says what was said."""
    readers = {
        "aigerim": Reader(AIGERIM, "party", "kk"),
        "viktor": Reader(VIKTOR, "party", "ru"),
        "saule": Reader(SAULE, "mediator", "ru"),
    }
    monkeypatch.setattr(live, "identify", lambda keys: {k: readers[k] for k in keys if k in readers})
    monkeypatch.setattr(
        rendering, "renderers", {"Said": lambda event, reader, cache: f"{reader.language}:{event.payload['what']}"}
    )
    monkeypatch.setattr(feed, "renderers", rendering.renderers)
    monkeypatch.setattr(hubs, "PATIENCE_SECONDS", LIMIT)
    in_thread(join, JOINT, AIGERIM, VIKTOR, SAULE)
    in_thread(join, UPPER, AIGERIM, SAULE)
    in_thread(join, LOWER, VIKTOR, SAULE)
    return readers


@pytest.fixture
def pulses(monkeypatch):
    """Every pulse that has been asked so far, in order."""
    asked, ask = [], feed.pulse

    def counted(*about):
        asked.append(about)
        return ask(*about)

    monkeypatch.setattr(feed, "pulse", counted)
    return asked


async def passed(pulses, more):
    """Wait until so many further pulses have begun: all but the last of them are over."""
    upto = len(pulses) + more
    await until(lambda: len(pulses) >= upto)


async def until(holds):
    """Wait until something holds."""
    last = asyncio.get_running_loop().time() + LIMIT
    while not holds():
        assert asyncio.get_running_loop().time() < last, "it never came to hold"
        await asyncio.sleep(0.01)


def in_thread(act, *args):
    """Act as another thread of the house does, and wait."""
    failed = []

    def run():
        from django.db import connections

        try:
            act(*args)
        except Exception as fault:  # noqa: BLE001
            failed.append(fault)
        finally:
            connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()
    if failed:
        raise failed[0]


def join(audience, *persons):
    with write():
        for person in persons:
            membership.join(audience, person, "member", why="test")


def leave(audience, person):
    with write():
        membership.leave(audience, person)


def say(audience, what):
    with write():
        record(Said(chain=JOINT, audience=audience, what=what), actor=Actor(SAULE, "mediator"))


async def there(act, *args):
    await asyncio.get_running_loop().run_in_executor(None, in_thread, act, *args)


async def collected(line, until, seconds=LIMIT):
    """Take frames until one of them holds these bytes (or the line ends)."""
    taken, last = [], asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < last:
        frame = await line.take(0.2)
        if frame is None:
            return taken
        if frame:
            taken.append(frame)
            if until in frame:
                return taken
    raise AssertionError(f"{until!r} did not come; came: {taken}")


def told(frames):
    """Return the words in the frames, in order."""
    data = [json.loads(f.split(b"data: ", 1)[1]) for f in frames if b'"html"' in f]
    return [d["html"] for d in data]


def run(story, pulse_seconds=NEVER):
    """Run a story with a hub; the pulse is out of the way unless the story is about it."""

    async def whole():
        hub = Hub(pulse_seconds)
        await hub.start()
        try:
            await asyncio.wait_for(story(hub), 2 * LIMIT)
        finally:
            await hub.stop()

    asyncio.run(whole())


def test_members_hear_in_their_language_and_nobody_else_hears():
    async def story(hub):
        aigerim, viktor = await hub.open("aigerim"), await hub.open("viktor")
        await there(say, UPPER, "between us")
        await there(say, JOINT, "good day")
        assert told(await collected(aigerim, b"good day")) == ["kk:between us", "kk:good day"]
        assert told(await collected(viktor, b"good day")) == ["ru:good day"]

    run(story)


def test_a_caucus_causes_not_one_byte_on_the_other_sides_line(pulses):
    async def bytes_of_viktor(active):
        hub = Hub(OFTEN)
        await hub.start()
        viktor = await hub.open("viktor")
        aigerim = await hub.open("aigerim")
        if active:
            for number in range(5):
                await there(say, UPPER, f"between us {number}")
            await there(join, UPPER, uuid4())
            await collected(aigerim, b"us 4")
        await passed(pulses, 4)
        await there(say, JOINT, "good day")
        frames = await collected(viktor, b"good day")
        await hub.stop()
        return [(len(f), f.split(b"data: ")[1]) for f in frames]

    quiet, loud = asyncio.run(bytes_of_viktor(False)), asyncio.run(bytes_of_viktor(True))
    assert quiet == loud


def test_an_evicted_member_is_shut_out_at_once_and_gets_nothing_later():
    async def story(hub):
        viktor = await hub.open("viktor")
        await collected(viktor, b"ready")

        def evict_then_speak():
            leave(JOINT, VIKTOR)
            say(JOINT, "after he left")

        await there(evict_then_speak)
        frames = await collected(viktor, RESET)
        assert frames == [RESET] and viktor.ended
        assert await viktor.take(0.2) is None

    run(story)


def test_a_reading_draws_nothing_for_who_has_left_not_even_what_they_might_read(house):
    """The hub would end the line; the reading does not rely on that."""
    in_thread(say, JOINT, "while he was here")
    in_thread(leave, JOINT, VIKTOR)
    read = []
    lines = {house["viktor"]: 0, house["saule"]: 0}
    in_thread(lambda: read.append(feed.read(JOINT, lines)))
    assert set(read[0].frames) == {house["saule"]} and VIKTOR not in read[0].members


def test_an_evicted_member_who_comes_back_hears_only_what_the_intervals_say():
    start = cursor.cursor_for(VIKTOR, [JOINT])
    in_thread(say, JOINT, "before")
    in_thread(leave, JOINT, VIKTOR)
    in_thread(say, JOINT, "while away")
    in_thread(join, JOINT, VIKTOR)
    in_thread(say, JOINT, "back again")

    async def story(hub):
        viktor = await hub.open("viktor", start)
        assert told(await collected(viktor, b"ready")) == ["ru:before", "ru:back again"]

    run(story)
    readable = Event.objects.system().filter(membership.intervals(JOINT, VIKTOR), audience=JOINT).order_by("seq")
    assert [e.payload["what"] for e in readable] == ["before", "back again"]


def test_replay_from_any_cursor_equals_reload():
    async def story(hub):
        first = await hub.open("saule")
        await collected(first, b"ready")
        for number in range(12):
            await there(say, (JOINT, UPPER, LOWER)[number % 3], f"word {number}.")
        whole: list[bytes] = []
        while len(whole) < 12:  # words of different rooms may overtake each other
            whole += await collected(first, b"word ")
        for at, frame in enumerate(whole[:-1]):
            token = frame.split(b"id: ")[1].split(b"\n")[0].decode()
            again = await hub.open("saule", token)
            rest = told(await collected(again, b"ready"))
            assert sorted(rest) == sorted(told(whole[at + 1 :]))
            hub.close(again)

    run(story)


def test_a_long_absence_is_caught_up_in_batches(monkeypatch):
    monkeypatch.setattr(feed, "BATCH", 7)
    start = cursor.cursor_for(VIKTOR, [JOINT])

    def many():
        for number in range(20):
            say(JOINT, str(number))

    in_thread(many)

    async def story(hub):
        viktor = await hub.open("viktor", start)
        assert told(await collected(viktor, b"ready")) == [f"ru:{n}" for n in range(20)]

    run(story)


def test_the_cursor_of_another_person_is_useless_and_so_is_a_broken_one():
    start = cursor.cursor_for(AIGERIM, [JOINT, UPPER])
    in_thread(say, JOINT, "early")

    async def story(hub):
        for token in (start, start[:-3] + "AAA", "nonsense", "", "é"):
            viktor = await hub.open("viktor", token)
            assert told(await collected(viktor, b"ready")) == []
            hub.close(viktor)

    run(story)


def test_a_cursor_from_before_a_restore_starts_at_the_present_end():
    ahead = cursor.write(VIKTOR, {JOINT: 10_000})

    async def story(hub):
        viktor = await hub.open("viktor", ahead)
        await collected(viktor, b"ready")
        await there(say, JOINT, "still heard")
        await collected(viktor, b"still heard")

    run(story)


def test_cursors_of_like_readers_are_equally_long():
    sizes = {len(cursor.write(VIKTOR, {JOINT: n, LOWER: m})) for n, m in ((0, 0), (9, 10**12), (2**40, 3))}
    assert len(sizes) == 1


def test_a_dead_session_gets_no_line_and_a_session_that_dies_loses_it(house, pulses):
    """At the latest with the second pulse from now: one may have asked already. Two of them are two seconds."""

    async def story(hub):
        assert await hub.open("stranger") is None
        viktor = await hub.open("viktor")
        await collected(viktor, b"ready")
        del house["viktor"]
        before = len(pulses)
        assert await collected(viktor, RESET) == [RESET]
        assert len(pulses) - before <= 2

    run(story, pulse_seconds=0.3)
    assert hubs.PULSE_SECONDS * 2 <= 2


def test_a_session_that_becomes_another_person_loses_the_line(house):
    async def story(hub):
        viktor = await hub.open("viktor")
        await collected(viktor, b"ready")
        house["viktor"] = house["aigerim"]
        assert await collected(viktor, RESET) == [RESET]

    run(story, pulse_seconds=OFTEN)


@pytest.mark.parametrize("broken", ["identify", "memberships", "hanging"])
def test_whatever_fails_in_the_pulse_ends_all_lines(monkeypatch, broken):
    def fails(*_):
        raise RuntimeError

    async def story(hub):
        lines = [await hub.open("viktor"), await hub.open("aigerim")]
        for line in lines:
            await collected(line, b"ready")
        if broken == "identify":
            monkeypatch.setattr(live, "identify", fails)
        elif broken == "memberships":
            monkeypatch.setattr(cursor, "heads", fails)
        else:
            monkeypatch.setattr(hubs, "PATIENCE_SECONDS", 0.1)
            slow = threading.Event()
            monkeypatch.setattr(live, "identify", lambda keys: slow.wait(1) or {})
        for line in lines:
            assert await collected(line, RESET) == [RESET]

    run(story, pulse_seconds=OFTEN)


def test_a_reading_that_fails_ends_the_lines_of_that_audience_only(monkeypatch):
    def breaks(event, reader, cache):
        raise RuntimeError

    async def story(hub):
        aigerim, viktor = await hub.open("aigerim"), await hub.open("viktor")
        await collected(aigerim, b"ready")
        await collected(viktor, b"ready")
        rendering.renderers["Said"] = breaks
        await there(say, UPPER, "between us")
        assert await collected(aigerim, RESET) == [RESET]
        assert await viktor.take(0.2) == b"" and not viktor.ended

    run(story)


def test_a_reader_too_slow_is_asked_to_load_again(monkeypatch):
    monkeypatch.setattr("bitim.kernel.live.line.WAITING", 3)

    async def story(hub):
        viktor = await hub.open("viktor")

        def flood():
            for number in range(6):
                say(JOINT, str(number))

        await there(flood)
        await until(lambda: viktor.ended)
        assert await viktor.take(0) == RESET and await viktor.take(0) is None
        await until(lambda: hub.lines() == [])

    run(story)


def test_what_waits_for_a_slow_reader_is_bounded_in_bytes_too():
    line = Line("key", Reader(uuid4(), "party", "en"), {}, None)
    while not line.ended:
        line.put(b"x" * 600_000)
        assert sum(map(len, line.waiting)) <= 4 * 1024 * 1024
    assert list(line.waiting) == [RESET]


def test_a_seventh_tab_silences_the_first():
    async def story(hub):
        tabs = [await hub.open("viktor") for _ in range(7)]
        assert tabs[0].ended and b"stop" in await tabs[0].take(0)
        assert hub.lines() == tabs[1:]

    run(story)


def test_who_joins_is_heard_from_then_on_without_a_new_line():
    async def story(hub):
        viktor = await hub.open("viktor")
        await collected(viktor, b"ready")
        await there(say, UPPER, "before him")
        await there(join, UPPER, VIKTOR)
        await there(say, UPPER, "welcome")
        assert told(await collected(viktor, b"welcome")) == ["ru:welcome"]

    run(story)


def test_a_narrowed_line_or_session_hears_its_own_audience_alone(house):
    house["saule"] = Reader(SAULE, "mediator", "ru", frozenset({JOINT}))

    async def story(hub):
        door, narrowed = await hub.open("saule"), await hub.open("viktor", only=JOINT)
        await there(say, LOWER, "aside")
        await there(say, JOINT, "good day")
        assert told(await collected(door, b"good day")) == ["ru:good day"]
        assert told(await collected(narrowed, b"good day")) == ["ru:good day"]
        assert not (await hub.open("viktor", only=UPPER)).positions

    run(story)


def test_what_another_process_wrote_is_found_by_the_pulse(monkeypatch):
    from bitim.kernel import bus

    async def story(hub):
        viktor = await hub.open("viktor")
        await collected(viktor, b"ready")
        monkeypatch.setattr(bus.local, "_listeners", [])
        await there(say, JOINT, "from afar")
        await collected(viktor, b"from afar")

    run(story, pulse_seconds=OFTEN)


def test_an_eviction_by_another_process_is_found_by_the_pulse(monkeypatch):
    from bitim.kernel import bus

    async def story(hub):
        viktor = await hub.open("viktor")
        await collected(viktor, b"ready")
        monkeypatch.setattr(bus.local, "_listeners", [])
        await there(leave, JOINT, VIKTOR)
        assert await collected(viktor, RESET) == [RESET]

    run(story, pulse_seconds=OFTEN)


def test_page_and_line_speak_of_the_same_person():
    one, other = live.embed(VIKTOR, [JOINT]), live.embed(AIGERIM, [JOINT])
    assert one["name"] != other["name"] == live.embed(AIGERIM, [])["name"]
    assert cursor.read(VIKTOR, one["from"]) and not cursor.read(AIGERIM, one["from"])
    assert isinstance(JOINT, UUID)
