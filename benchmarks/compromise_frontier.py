"""Whole frontiers of two parties, ours against NegMAS in one process: its enumeration, and its IPS where that ends.

NegMAS (AGPL) is an oracle here and nowhere else: install it into an environment of its own, with NumPy and SciPy.
`PYTHONPATH=src:. PYTHON_OF_THAT_ENVIRONMENT -m benchmarks.compromise_frontier [--ips] [--memory]`; `--ips` takes a
minute more, `--memory` several. Both get the same whole points. Compared are sets of points, the Nash point, and the
memory at 10^7 packages: how far each one's own process grows above what it is with imports and the problem.
"""

import argparse
import resource
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np
from negmas.outcomes import make_issue
from negmas.preferences import LinearAdditiveUtilityFunction, pareto_frontier
from negmas.preferences.pareto_sampler.ips import IPSParetoSampler
from negmas.preferences.value_fun import TableFun

from benchmarks.packages import drawn
from bitim.engines.compromise import Problem, read
from bitim.engines.compromise.frontier import merge

DATA = Path(__file__).parents[1] / "tests" / "data" / "negotiation"
AIM = 1000.0
LEANER = 30.0


def theirs(problem: Problem, scale: float = 1.0):
    """Return NegMAS's issues and utility functions of a problem."""
    issues = [make_issue(list(map(str, range(len(one.options)))), name=f"x{n}") for n, one in enumerate(problem.issues)]
    made = []
    for party in problem.parties:
        tables = [TableFun({str(at): worth / scale for at, worth in enumerate(row)}) for row in party.points]
        made.append(LinearAdditiveUtilityFunction(values=tables, weights=[1.0] * len(tables), issues=issues))
    return issues, made


def fastest(act, times: int) -> tuple[float, object]:
    """Return the least seconds of some calls, and what the last gave."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        found = act()
        took.append(time.perf_counter() - began)
    return min(took), found


def enumerated(name: str, problem: Problem) -> float:
    """Compare with enumeration; return the ratio."""
    issues, functions = theirs(problem)
    ours, found = fastest(lambda: merge(problem), 20)
    their, answer = fastest(lambda: pareto_frontier(functions, issues=issues, sort_by_welfare=False), 1)
    same = {tuple(map(round, point)) for point in answer[0]} == set(map(tuple, found.values.tolist()))
    print(
        f"{name}: {problem.outcomes} packages, {len(found)} points, ours {ours * 1000:.2f} ms, enumeration "
        f"{their * 1000:.0f} ms, ratio {their / ours:.0f}, same points: {same}",
        flush=True,
    )
    return their / ours if same else 0.0


def sampled() -> float:
    """Compare with IPS on 30 issues of 10 options; return the ratio."""
    problem = drawn(np.random.default_rng(1), 30, 10, 2)
    _, functions = theirs(problem, 1000.0)
    ours, found = fastest(lambda: merge(problem), 20)
    sampler = IPSParetoSampler(precision=3)
    their, _ = fastest(lambda: sampler.init(functions[0], functions[1]), 1)
    rows = [problem.values(tuple(map(int, outcome))) for outcome in sampler._pareto_front]
    ours_set = set(map(tuple, found.values.tolist()))
    dominated = sum(row not in ours_set for row in rows)
    nash, own = max(a * b for a, b in rows), max(a * b for a, b in ours_set)
    mine = sum(
        ((found.values >= point).all(axis=1) & (found.values > point).any(axis=1)).any() for point in found.values
    )
    print(
        f"30 x 10: {len(found)} points (dominated {mine}), ours {ours * 1000:.1f} ms; IPS {their:.1f} s, "
        f"{len(rows)} rows (dominated {dominated}), ratio {their / ours:.0f}, same Nash product: {nash == own}",
        flush=True,
    )
    return their / ours if nash == own and not mine else 0.0


def grown(whose: str) -> None:
    """In a process of its own: print the MiB by which it grows over ten million packages, the seconds and the points.
    Ours is so little that the process may not grow at all: then what Python and NumPy ask for is counted."""
    problem = drawn(np.random.default_rng(2), 7, 10, 2)
    issues, functions = theirs(problem)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    if whose == "ours":
        points = len(merge(problem))
    else:
        points = len(pareto_frontier(functions, issues=issues, sort_by_welfare=False)[0])
    took = time.perf_counter() - began
    mebibytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if whose == "ours":
        tracemalloc.start()
        merge(problem)
        mebibytes = max(mebibytes, tracemalloc.get_traced_memory()[1] / 2**20)
    print(f"{mebibytes:.3f} {took:.3f} {points}", flush=True)


def memory() -> float:
    """Return the ratio of what each takes for ten million packages, each in a process of its own."""
    found = {}
    for whose in ("ours", "NegMAS"):
        asked = [sys.executable, "-W", "ignore", "-m", "benchmarks.compromise_frontier", "--grown", whose]
        said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
        found[whose] = float(said[-3])
        print(f"10^7 packages, {whose}: {said[-3]} MiB, {said[-2]} s, {said[-1]} points", flush=True)
    print(f"ratio of memory {found['NegMAS'] / found['ours']:.0f}", flush=True)
    return found["NegMAS"] / found["ours"]


def main() -> int:
    """Measure; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ips", action="store_true")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--grown", choices=("ours", "NegMAS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.grown:
        grown(asked.grown)
        return 0
    missed = asked.memory and memory() < LEANER
    for name in ("anac2011-amsterdam", "anac2012-supermarket-a", "anac2010-travel", "anac2011-energy"):
        files = {one.name: one.read_bytes() for one in sorted((DATA / name).iterdir())}
        ratio = enumerated(name, read(files).problem)
        missed = missed or (name == "anac2011-energy" and ratio < AIM)
    if asked.ips:
        missed = sampled() < AIM or missed
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
