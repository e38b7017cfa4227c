"""The shape of load: three hundred lines wait, fifty things a second are said, twenty connections are plenty."""

import asyncio
import threading
import time
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection, connections

from bitim.kernel import live, membership
from bitim.kernel.access import Actor
from bitim.kernel.live import feed
from bitim.kernel.live.hub import Hub
from bitim.kernel.live.rendering import Reader
from bitim.kernel.locking import write
from bitim.kernel.record import KINDS, Happening, record

ROOMS, SEATS, WRITERS, SECONDS, PER_SECOND, CONNECTIONS = 30, 10, 4, 4, 50, 20


@dataclass(frozen=True)
class Uttered(Happening):
    """Something was said."""

    number: int


KINDS.pop("Uttered")


def speak(room, number):
    with write():
        record(Uttered(chain=room, audience=room, number=number), actor=Actor(uuid4(), "party"))


def writer(which, rooms, said):
    """Say this thread's share at its pace."""
    try:
        started, share = time.monotonic(), PER_SECOND / WRITERS
        for number in range(int(SECONDS * share)):
            time.sleep(max(0.0, started + number / share - time.monotonic()))
            speak(rooms[(which + number * WRITERS) % ROOMS], number)
            said.append(number)
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.usefixtures("own_database")
def test_three_hundred_lines_and_fifty_words_a_second(monkeypatch):
    rooms = [uuid4() for _ in range(ROOMS)]
    readers = {f"{room}-{seat}": Reader(uuid4(), "party", "ru") for room in range(ROOMS) for seat in range(SEATS)}
    with write():
        for key, reader in readers.items():
            membership.join(rooms[int(key.split("-")[0])], reader.person, "party", why="test")
    monkeypatch.setattr(live, "identify", lambda keys: {key: readers[key] for key in keys})
    monkeypatch.setattr(feed, "renderers", {"Uttered": lambda event, reader, cache: "x" * 400})
    said, most = [], 0

    async def story():
        nonlocal most
        hub = Hub()
        await hub.start()
        lines = [await hub.open(key) for key in readers]
        threads = [threading.Thread(target=writer, args=(n, rooms, said)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            await asyncio.sleep(0.2)
            most = max(most, await asyncio.to_thread(connected))
        heard = await all_heard(lines, len(said) * SEATS)
        ended = [line for line in lines if line.ended]
        await hub.stop()
        return heard, ended

    heard, ended = asyncio.run(story())
    assert ended == []
    assert sum(heard) == len(said) * SEATS
    assert len(said) >= SECONDS * PER_SECOND * 0.9
    assert most <= CONNECTIONS


async def all_heard(lines, expected):
    """What is under way arrives, nothing more than it, and two further pulses find everybody in place."""
    last = time.monotonic() + 60
    while sum(map(words, lines)) < expected and time.monotonic() < last:
        await asyncio.sleep(0.1)
    await asyncio.sleep(2.5)
    return [words(line) for line in lines]


def words(line):
    return sum(b'"html"' in frame for frame in line.waiting)


def connected():
    """Count the connections to this database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return cursor.fetchone()[0]
    finally:
        connections.close_all()
