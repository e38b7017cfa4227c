"""`bitim surveillance replay`: what a setting of the watch over reports would have raised in the past."""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bitim.commands.environment import Stop, complain, say
from bitim.commands.opinion import printable
from bitim.engines import surveillance
from bitim.engines.surveillance import Route, Setting, Unfit

if TYPE_CHECKING:
    from bitim.engines.surveillance import Alert, Cluster
    from bitim.engines.surveillance.counts import Counts
    from bitim.engines.surveillance.replays import Desk, Replay

HELP = "say what a setting would have raised from counts of reports"
LARGEST = 500_000_000  # bytes of a file
LISTED = 40  # alerts that a person is shown


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    text = "replay the past: alerts, thresholds that keep to a budget, what could mislead"
    replay = actions.add_parser("replay", help=text, description=text)
    replay.add_argument("file", metavar="FILE.csv", type=Path, help="counts by place, kind and week")
    replay.add_argument("--json", action="store_true", help="print one object for programs")
    replay.add_argument("--weeks", type=int, default=52, help="how many of the last weeks to replay (52)")
    replay.add_argument("--budget", type=float, default=1.0, help="alerts a week for one coordinator (1)")
    replay.add_argument("--chance", type=float, help="this threshold instead of the one that the budget finds")
    replay.add_argument("--shown", choices=surveillance.METHODS, default="bank", help="the method that raises (bank)")
    replay.add_argument("--no-season", action="store_true", help="do not tell months apart")
    replay.add_argument("--neighbours", metavar="FILE.csv", type=Path, help="pairs of places; scans over them too")
    replay.add_argument("--rings", type=int, choices=(1, 2), default=1, help="rings of neighbours in a zone (1)")
    words = "what a week without rows is (refuse: only places may be silent)"
    replay.add_argument("--missing", choices=("refuse", "silence", "zero"), default="refuse", help=words)


def run(arguments: argparse.Namespace) -> int:
    """Answer; 0 with an answer, 1 when the file or the setting cannot be taken."""
    from bitim.kernel import clock

    try:
        setting = Setting(shown=arguments.shown, budget=arguments.budget, season=not arguments.no_season)
        today = clock.now().date() + timedelta(days=1)  # east of Greenwich the day has begun already
        counts, notes = surveillance.read(contents(arguments.file), today, arguments.missing)
        found = surveillance.replay(counts, setting, arguments.weeks, arguments.chance)
        if arguments.neighbours:
            near = neighbours(contents(arguments.neighbours))
            found = scanned(counts, found, near, arguments.rings)
    except (Stop, Unfit) as stop:
        complain(printable(str(stop)))
        return 1
    if arguments.json:
        answer = importlib.import_module("bitim.engines.surveillance.answer")
        say(json.dumps(answer.as_json(found, notes), ensure_ascii=False, allow_nan=False))
        return 0
    for line in lines(found, notes, scans=bool(arguments.neighbours)):
        say(printable(line))
    return 0


def contents(path: Path) -> bytes:
    """Return a file's bytes; raises Stop with a sentence."""
    if path.is_dir():
        raise Stop(f"{path} is a folder. Give the CSV file itself.")
    try:
        if path.stat().st_size > LARGEST:
            raise Stop(f"{path} is larger than {LARGEST // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as fault:
        raise Stop(f"{path} cannot be read: {fault.strerror}.") from None


def neighbours(content: bytes) -> dict[str, list[str]]:
    """Return which places lie side by side: two names in a row, under a line of headings. Raises Stop."""
    try:
        rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True) if row]
    except (UnicodeDecodeError, csv.Error):
        raise Stop("The file of neighbours is no CSV in UTF-8.") from None
    found: dict[str, list[str]] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2 or not all(one.strip() for one in row):
            raise Stop(f"Neighbours, row {number}: it must hold two names of places.")
        found.setdefault(row[0].strip(), []).append(row[1].strip())
    if not found:
        raise Stop("The file of neighbours has no pairs under its line of headings.")
    return found


def scanned(counts: Counts, found: Replay, near: dict[str, list[str]], rings: int) -> Replay:
    """Return a replay with the scan of each of its weeks."""
    replays = importlib.import_module("bitim.engines.surveillance.replays")
    told: list[Cluster] = []
    for week in range(counts.weeks - found.weeks, counts.weeks):
        told += surveillance.scan(counts, near, found.setting, week, rings)
    answer: Replay = replays.with_clusters(found, told)
    return answer


def lines(found: Replay, notes: tuple[str, ...], scans: bool = False) -> list[str]:
    """Return the replay for a person."""
    words = importlib.import_module("bitim.engines.surveillance.words")
    number = len(found.alerts)
    told = [
        f"This setting would have raised {number} alert{'' if number == 1 else 's'} in {found.weeks} weeks from "
        f"{found.first}, {found.a_week:.1f} a week, from {found.series} series.",
        *(f"Note: {one}" for one in notes),
        "",
        *(_desk(one, found.setting) for one in found.desks),
        "",
        f"The other method ({'ewma' if found.setting.shown == 'bank' else 'bank'}), not shown, at its own threshold: "
        f"{found.compared.both} of the rises are raised by it too, {found.compared.shown_alone} are not, and "
        f"{found.compared.other_alone} it would raise alone. Which of them are useful, only people can say.",
    ]
    if found.single:
        told.append(f"Single sources shown and not raised: {len(found.single)}.")
    told += _listed("Alerts", found.alerts, words.sentence)
    if scans:
        told += _listed("Over neighbouring places", found.clusters, words.of_cluster)
    return told


def _listed(title: str, found: tuple[Alert, ...] | tuple[Cluster, ...], words: object) -> list[str]:
    if not found:
        return ["", f"{title}: none."]
    told = ["", f"{title} (the last {LISTED} of {len(found)}):" if len(found) > LISTED else f"{title}:"]
    return told + [f"  {one.week.isoformat()}  {words(one)}" for one in found[-LISTED:]]  # type: ignore[operator]


def _desk(one: Desk, setting: Setting) -> str:
    name = one.name or "All places"
    told = f"{name}: {one.series} series, threshold {one.threshold:.2g}: {one.rises} {Route.RISE.value}s"
    told += f", {one.severe} severe, {one.cold} of new places; at most {one.busiest} in one week."
    if one.over:
        told += f" Even at the lowest threshold there are more than {setting.budget:g} a week."
    return told
