"""The bare action `room.actions.post`, without HTTP: lock, authorise, seal, record, commit.

Load generator: this very process, one thread, one action after the other; its processor time is the figure's own.
Peer in the same run: one INSERT and commit in sqlite3 with synchronous=FULL in the same folder (with PostgreSQL: in
the same database). `python -m benchmarks.bare_action [--actions 1500] [--runs 3] [--postgres URL] [--profile]`
"""

import argparse
import cProfile
import pstats
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import house, machine, middle, percentile, table, timed

AIM = 500


def main() -> int:
    """Measure both, alternating, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=1500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgres", default="", metavar="URL")
    parser.add_argument("--folder")
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    with house(asked.postgres, asked.folder) as data:
        print(machine(data), flush=True)
        act, bare = _action(), _insert(data, asked.postgres)
        for _ in range(50):
            act(), bare()
        if asked.profile:
            _profile(act, asked.actions)
            return 0
        ours, peer = [], []
        for _ in range(asked.runs):
            ours.append(_run(act, asked.actions))
            peer.append(_run(bare, asked.actions))
    rows = [_row(name, runs) for name, runs in (("room.actions.post", ours), ("bare insert and commit", peer))]
    print(table(("what", "each run, /s", "median /s", "p50 ms", "p99 ms", "cpu ms each"), rows))
    ratio = middle([one[0] for one in peer]) / middle([one[0] for one in ours])
    print(f"ratio to the peer: {ratio:.1f}; aim {AIM}/s; {'PostgreSQL' if asked.postgres else 'SQLite'}")
    return 0


def _action() -> Callable[[], object]:
    from benchmarks import seed
    from bitim.kernel.access import Actor
    from bitim.room import actions

    rooms = seed.rooms(20)
    said = [0]

    def act() -> object:
        said[0] += 1
        room = rooms[said[0] % len(rooms)]
        actor = Actor(room.people[said[0] % len(room.people)], "party")
        words = f"Суды кезекпен аламыз ба? {said[0]}"
        return actions.post(room.space, actor=actor, key=f"bench-{said[0]}", words=words, language="kk")

    return act


def _insert(data: Path, postgres: str) -> Callable[[], object]:
    words = b"x" * 200
    if postgres:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE bench_said (words bytea)")

        def insert() -> None:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO bench_said VALUES (%s)", [words])

        return insert
    bare = sqlite3.connect(data / "peer.sqlite3", isolation_level=None)
    bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE said (words BLOB)")
    return lambda: bare.execute("INSERT INTO said VALUES (?)", (words,))


def _run(act: Callable[[], object], count: int) -> tuple[float, list[float], float]:
    used, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    took = [timed(act) for _ in range(count)]
    passed, now = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return count / passed, took, 1000 * cpu / count


def _row(name: str, runs: list[tuple[float, list[float], float]]) -> tuple[str, ...]:
    rates = [one[0] for one in runs]
    p50, p99 = (middle([percentile(one[1], share) for one in runs]) for share in (0.5, 0.99))
    each = ", ".join(f"{rate:.0f}" for rate in rates)
    return name, each, f"{middle(rates):.0f}", f"{p50:.2f}", f"{p99:.2f}", f"{middle([one[2] for one in runs]):.2f}"


def _profile(act: Callable[[], object], count: int) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(count):
        act()
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    sys.exit(main())
