"""The channel of the live meeting: 200 rooms of 5 people, signals and states as fast as the server lets them through.

The whole application under uvicorn with real sessions, places and epochs, asked again every second as always; beside
it, in the same run and by turns, benchmarks/bare_channel.py, a bare ASGI server of WebSockets under the same uvicorn.
Load generator for both: benchmarks/channel_load.py, another process on the same machine (its processor time is
printed: near one core, the figure is its own).
`python -m benchmarks.channel_200_rooms [--rooms 200] [--people 5] [--seconds 5] [--turns 3] [--folder DIR]`
"""

import argparse
import resource
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import generated, house, machine, middle, serving, table

AIM = 2.0
OURS, BARE = "bitim.web.asgi:application", "benchmarks.bare_channel:application"


def main() -> int:
    """Seed, run both servers by turns under the same load, print."""
    asked = arguments()
    needed = asked.rooms * asked.people + 500
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        print(f"{needed} open sockets are needed, {hard} are allowed: raise `ulimit -n` or lower --rooms.")
        return 2
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    found: dict[str, list[dict[str, Any]]] = {OURS: [], BARE: []}
    with house("", asked.folder) as data:
        print(machine(data), flush=True)
        plan = _plan(asked)
        for _ in range(asked.turns):
            for application, runs in found.items():
                runs.append(_run(application, plan, data))
                print(f"{application}: {runs[-1]}", flush=True)
    report(found)
    return 0


def arguments() -> argparse.Namespace:
    """Return what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--idle-seconds", type=float, default=4)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--folder", help="where the passing folder is made")
    return parser.parse_args()


def _plan(asked: argparse.Namespace) -> dict[str, Any]:
    from django.db import connections

    from benchmarks import seed

    made = seed.rooms(asked.rooms, asked.people)
    meetings = seed.by_voice(made)
    connections.close_all()
    rooms = [(str(meeting), room.sessions) for meeting, room in zip(meetings, made, strict=True)]
    return {"rooms": rooms, "people": asked.people, "seconds": asked.seconds, "idle_seconds": asked.idle_seconds}


def _run(application: str, plan: dict[str, Any], data: Path) -> dict[str, Any]:
    with serving(application, data) as (port, pid):
        return generated(plan | {"port": port, "pid": pid, "bare": application == BARE}, data, "channel_load")


def report(found: dict[str, list[dict[str, Any]]]) -> None:
    """Print every turn and the ratio of the medians."""
    head = ("turn", "server", "deliveries/s", "of a core", "generator", "idle, of a core", "opened in s", "lost")
    rows = [
        (
            number + 1,
            "Bitim" if application == OURS else "bare",
            f"{one['rate']:.0f}",
            f"{one['server']:.0%}",
            f"{one['generator']:.0%}",
            f"{one['idle']:.1%}",
            f"{one['opened']:.1f}",
            one["lost"],
        )
        for application, runs in found.items()
        for number, one in enumerate(runs)
    ]
    print("\n" + table(head, rows))
    rates = {application: middle([one["rate"] for one in runs]) for application, runs in found.items()}
    costs = {
        application: middle([1e6 * (one["server"] - one["idle"]) / max(one["rate"], 1) for one in runs])
        for application, runs in found.items()
    }
    by_turn = [bare["rate"] / max(ours["rate"], 1) for ours, bare in zip(found[OURS], found[BARE], strict=True)]
    print(f"\nratio bare / Bitim, medians: {rates[BARE] / max(rates[OURS], 1):.2f} (aim <= {AIM:g})")
    print("by turns: " + ", ".join(f"{one:.2f}" for one in by_turn))
    print(
        f"a delivery, beside what the server does at rest: {costs[OURS]:.0f} microseconds of a core, bare "
        f"{costs[BARE]:.0f}: ratio {costs[OURS] / max(costs[BARE], 0.1):.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
