"""`bitim compromise solve`: packages of a negotiation scenario, with what is proven of each. `bitim compromise replay`:
a record of a solving done again, for an auditor who was given every table."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bitim.commands.environment import Stop, complain, say

if TYPE_CHECKING:
    from bitim.engines.compromise import Problem, Scenario
    from bitim.engines.compromise.answers import Answer, Found
    from bitim.engines.compromise.record import Record

HELP = "find packages that every side of a scenario would rather sign"
RULES = ("nash", "ks", "maximin", "sum")
MOST_FILES = 40


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", metavar="solve|replay", required=True)
    solve = acts.add_parser("solve", help="print packages, what is proven of them and the time it took")
    solve.add_argument("files", metavar="FOLDER_OR_FILES", nargs="+", type=Path, help="a Genius scenario (XML)")
    solve.add_argument("--json", action="store_true", help="print one object for programs")
    solve.add_argument("--rule", action="append", choices=RULES, help="one rule alone; may be given several times")
    solve.add_argument("--seconds", type=float, default=10.0, help="what a rule may take when it has to search (10)")
    again = acts.add_parser("replay", help="do a recorded solving again and say whether all is as recorded")
    again.add_argument("record", metavar="RECORD.json", type=Path, help="the record of a solving")
    again.add_argument("tables", metavar="TABLE.json", nargs="+", type=Path, help="each side's opened table")
    again.add_argument("--seconds", type=float, default=30.0, help="what each proof may take (30)")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked for; the exit code says how it ended."""
    return replay(arguments) if arguments.act == "replay" else solve(arguments)


def replay(arguments: argparse.Namespace) -> int:
    """Do a recorded solving again; 0 when all is as recorded, 1 when something is not, 2 when the files are no record
    with its tables."""
    from bitim.engines.compromise import Unfit, record

    try:
        kept = record.read(_text(arguments.record))
        opened = {}
        for path in arguments.tables:
            party, salt = record.read_opened(_text(path))
            if party.name in opened:
                raise Stop(f"The table of {party.name} was given twice.")
            opened[party.name] = party, salt
        _complete(kept, set(opened))
        problem = kept.problem([party for party, _ in opened.values()])
        salts = [opened[party.name][1] for party in problem.parties]
        with _quiet():
            wrong = record.replayed(kept, problem, salts, seconds=max(0.1, arguments.seconds))
    except (Stop, Unfit) as stop:
        complain(str(stop))
        return 2
    for sentence in wrong or as_recorded(kept):
        say(sentence)
    say("\nNot everything is as recorded." if wrong else "\nEverything is as recorded.")
    return 1 if wrong else 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise Stop(f"{path} cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise Stop(f"{path} is no text.") from None


def _complete(kept: Record, given: set[str]) -> None:
    sides = set(kept.commitments)
    for name in sorted(sides - given):
        raise Stop(f"The table of {name} is missing: a record is replayed with the table of every side.")
    for name in sorted(given - sides):
        raise Stop(f"{name} is no side of this record.")


def as_recorded(kept: Record) -> list[str]:
    """Return in sentences what was found to be so."""
    found = [f"The table of {name} is the one that was bound before solving." for name in sorted(kept.commitments)]
    found.append("The package keeps to everything that was asked.")
    if kept.certified:
        found.append(f"By the rule “{kept.rule}” no package is better, by what everybody stated.")
    else:
        found.append(
            f"It was recorded as the best found, with a gap of {kept.gap:.4%}; whether it is best is not said."
        )
    if kept.deal is not None:
        named = ", ".join(f"{issue}: {option}" for issue, option in sorted(kept.deal.items()))
        found.append(f"Nobody has less by it than by the deal that this record names ({named}).")
    least = f"{float(1 - kept.tolerance):.0%}"
    for number, other in enumerate(kept.others, 1):
        proof = "nobody could better it without another's loss" if other.certified else "nothing was claimed as proven"
        found.append(f"Package {number} beside it leaves everybody at least {least} of their gain in it; {proof}.")
    if kept.accepted is not None:
        which = "the rule's own" if kept.accepted == kept.package else "one of those beside it"
        found.append(f"The accepted package is {which}.")
    return found


def solve(arguments: argparse.Namespace) -> int:
    """Solve; 0 with packages, 1 when none is possible, 2 when the files are no scenario."""
    from bitim.engines import compromise

    try:
        scenario = read(arguments.files)
    except (Stop, compromise.Unfit) as stop:
        complain(str(stop))
        return 2
    importlib.import_module("bitim.engines.compromise.answers")  # loading libraries is not solving
    began = perf_counter()
    try:
        with _quiet():
            answer = compromise.solve(
                scenario.problem, *(arguments.rule or RULES), seconds=max(0.1, arguments.seconds), seed="bitim"
            )
    except compromise.Unfit as stop:
        complain(str(stop))
        return 1
    seconds = perf_counter() - began
    if arguments.json:
        say(json.dumps(as_json(scenario.problem, answer, seconds), ensure_ascii=False))
    else:
        show(scenario, answer, seconds)
    return 0


def read(paths: list[Path]) -> Scenario:
    """Return the scenario of one folder, or of files."""
    from bitim.engines import compromise

    folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    files = sorted(one for one in folder.iterdir() if one.is_file()) if folder else paths
    if not files:
        raise Stop(f"The folder {folder} is empty.")
    if len(files) > MOST_FILES:
        raise Stop(f"{len(files)} files are more than a scenario has ({MOST_FILES} at most).")
    names = [one.name for one in files]
    if len(set(names)) < len(names):
        names = [str(one) for one in files]
    contents = {}
    for name, one in zip(names, files, strict=True):
        try:
            contents[name] = one.read_bytes()
        except OSError as fault:
            raise Stop(f"{one} cannot be read: {fault.strerror}.") from None
    if len(contents) < len(files):
        raise Stop("One file was given twice.")
    return compromise.read(contents, strict=folder is None)


def as_json(problem: Problem, answer: Answer, seconds: float) -> dict[str, Any]:
    """Return an answer for programs; utilities in each file's own convention."""
    from bitim.engines.compromise import answers

    frontier = None
    if answer.frontier is not None:
        one, two = problem.parties
        frontier = [[float(one.utility(a)), float(two.utility(b))] for a, b in answer.frontier.tolist()]
    return {
        "outcomes": answers.size(problem),
        "frontier": frontier,
        "packages": [_package(problem, found) for found in answer.packages],
        "seconds": round(seconds, 6),
    }


def _package(problem: Problem, found: Found) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "options": problem.named(found.package),
        "utilities": {
            party.name: float(party.utility(points))
            for party, points in zip(problem.parties, found.values, strict=True)
        },
        "certified": found.certificate.whole,
        "gap": found.certificate.gap,
    }


def show(scenario: Scenario, answer: Answer, seconds: float) -> None:
    """Print an answer for a person."""
    from bitim.engines.compromise import answers

    problem = scenario.problem
    for name in scenario.left_out:
        say(f"{name} is no scenario file and was left out.")
    say(f"{len(problem.parties)} parties, {len(problem.issues)} issues, {answers.size(problem)} packages.")
    if answer.frontier is not None:
        say(f"{len(answer.frontier)} different results are such that nobody could do better without another's loss.")
    if not problem.exact:
        say("The files' numbers are finer than whole points can hold; they were rounded to 15 places.")
    for found in answer.packages:
        say(f"\n{found.rule}: {found.label}")
        for issue, option in problem.named(found.package).items():
            say(f"  {issue}: {option}")
        for party, points, equal in zip(problem.parties, found.values, found.certificate.shares, strict=True):
            part = "" if equal else "; less than an equal part of its best possible gain"
            say(f"  {party.name}: {float(party.utility(points)):.6f}{part}")
        proof = "proven" if found.certificate.pareto else "not proven"
        say(f"  No package is better for one and worse for none, by what the files say: {proof}.")
    say(f"\n{seconds:.3f} s ({answer.way}).")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the solver itself writes, past Python, out of what this command prints."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
