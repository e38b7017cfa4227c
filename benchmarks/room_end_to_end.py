"""Rooms from the form to the other people's pages, through the whole application and its live line.

Load generator: benchmarks/generator.py, another process on the same machine (its processor time is printed).
Peer in the same run: benchmarks/bare_peer.py, driven by the same generator.
`python -m benchmarks.room_end_to_end [--rooms 200] [--people 5] [--rates 10,20,...] [--seconds 8] [--postgres URL]`
"""

import argparse
import resource
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import generated, house, machine, serving, table

AIM_RATE, AIM_P99, AIM_IDLE = 100, 100.0, 0.01


def main() -> int:
    """Seed, run both servers under the same load, print."""
    asked = arguments()
    needed = asked.rooms * asked.people + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < needed:
        if hard != resource.RLIM_INFINITY and hard < needed:
            print(f"{needed} open sockets are needed, {hard} are allowed: raise `ulimit -n` or lower --rooms.")
            return 2
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    with house(asked.postgres, asked.folder) as data:
        print(machine(data), flush=True)
        plan = _plan(asked)
        print(f"{asked.rooms} rooms of {asked.people} people are made; database: {_database(asked)}", flush=True)
        ours = _run("bitim.web.asgi:application", plan, data)
        report("Bitim", ours)
        peer = _run("benchmarks.bare_peer:application", plan, data)
        report("Peer", peer)
    ours_knee, peer_knee = knee(ours), knee(peer)
    print(f"\nknee: {ours_knee:g} messages/s (peer {peer_knee:g}); aim {AIM_RATE}/s with p99 <= {AIM_P99:g} ms")
    cost, bare = cost_of(ours), cost_of(peer)
    print(f"processor time of one message: {cost:.1f} ms (peer {bare:.2f} ms): ratio {cost / max(bare, 0.001):.0f}")
    return 0


def arguments() -> argparse.Namespace:
    """Return what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--rates", default="10,20,40,60,80,120")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--idle", type=int, default=300)
    parser.add_argument("--idle-seconds", type=float, default=15)
    parser.add_argument("--postgres", default="", metavar="URL")
    parser.add_argument("--folder", help="where the passing folder is made; not in memory")
    return parser.parse_args()


def _database(asked: argparse.Namespace) -> str:
    return "PostgreSQL" if asked.postgres else "SQLite"


def _plan(asked: argparse.Namespace) -> dict[str, Any]:
    from django.db import connections

    from benchmarks import seed

    made = seed.rooms(asked.rooms, asked.people)
    connections.close_all()
    return {
        "people": [(str(room.space), session) for room in made for session in room.sessions],
        "others": asked.people - 1,
        "rates": [float(rate) for rate in asked.rates.split(",")],
        "seconds": asked.seconds,
        "idle": asked.idle,
        "idle_seconds": asked.idle_seconds,
    }


def _run(application: str, plan: dict[str, Any], data: Path) -> dict[str, Any]:
    with serving(application, data) as (port, pid):
        return generated(plan | {"port": port, "pid": pid}, data)


def report(name: str, found: dict[str, Any]) -> None:
    """Print one server's table."""
    idle = found["idle_per_hundred"]
    print(f"\n## {name}: {found['lines']} lines open, {found['resets']} resets")
    print(
        f"idle: {idle:.2%} of a core per hundred lines (aim {AIM_IDLE:.0%}); none: {found['cpu_without_lines']:.2%}\n"
    )
    head = ("asked/s", "messages/s", "delivered/s", "arrived", "p50 ms", "p99 ms", "form p50 ms", "server", "generator")
    rows = [
        (
            f"{one['rate']:g}",
            f"{one['messages_per_second']:.1f}",
            f"{one['delivered_per_second']:.0f}",
            f"{one['arrived_share']:.1%}",
            f"{one['p50']:.0f}",
            f"{one['p99']:.0f}",
            f"{one['answer_p50']:.0f}",
            f"{one['server_cpu']:.0%}",
            f"{one['generator_cpu']:.0%}",
        )
        for one in found["steps"]
    ]
    print(table(head, rows), flush=True)
    odd = {code: n for one in found["steps"] for code, n in one["answers"].items() if code != "303"}
    if odd:
        print(f"answers other than 303: {odd}")


def knee(found: dict[str, Any]) -> float:
    """Return the highest rate at which everything arrived within the aim."""
    good = [one["rate"] for one in found["steps"] if one["arrived_share"] > 0.999 and one["p99"] <= AIM_P99]
    return max(good, default=0.0)


def cost_of(found: dict[str, Any]) -> float:
    """Return the server's processor milliseconds per message, where it was not overrun."""
    steps = [one for one in found["steps"] if one["arrived_share"] > 0.999] or found["steps"]
    busy = max(steps, key=lambda one: one["rate"])
    return 1000 * (busy["server_cpu"] - found["cpu_idle"]) / max(busy["messages_per_second"], 0.1)  # type: ignore[no-any-return]


if __name__ == "__main__":
    sys.exit(main())
