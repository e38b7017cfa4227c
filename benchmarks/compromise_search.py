"""Packages for several parties within a second: how often proven, how large the gap where not. No peer: what would be
one (enumeration) ends at 10^7 packages; the proof is the measure. What was aimed at stands in the last column.
`python -m benchmarks.compromise_search [--cases 200]`
"""

import argparse
import statistics
import sys
import time

import numpy as np

from benchmarks.packages import drawn
from bitim.engines.compromise import Unfit
from bitim.engines.compromise.answers import solve
from bitim.engines.compromise.model import Problem


def once(problem: Problem, rule: str, seconds: float) -> tuple[float, float, bool]:
    """Return seconds, gap and whether the package has its Pareto proof; no package: gap infinite."""
    began = time.perf_counter()
    try:
        found = solve(problem, (rule,), seconds=seconds).packages[0]
    except Unfit:
        return time.perf_counter() - began, float("inf"), False
    certificate = found.certificate
    return time.perf_counter() - began, certificate.gap if certificate.kept else float("inf"), certificate.pareto


def table(name: str, problems: list[Problem], rule: str, seconds: float, gap: float, share: float) -> bool:
    """Print one line; tell whether the aim was met."""
    runs = [once(problem, rule, seconds) for problem in problems]
    within = sum(found <= gap for _, found, _ in runs) / len(runs)
    took = [one for one, _, _ in runs]
    print(
        f"{name}, {rule}, {seconds:g} s: {len(runs)} cases, gap <= {gap:g} in {within:.1%} (aim {share:.0%}), worst "
        f"{max(found for _, found, _ in runs):.2e}, Pareto proven {sum(one for _, _, one in runs) / len(runs):.1%}, "
        f"median {statistics.median(took):.2f} s, slowest {max(took):.2f} s",
        flush=True,
    )
    return within >= share


def main() -> int:
    """Measure; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    asked = parser.parse_args()
    chance = np.random.default_rng(7)
    bound = [drawn(chance, 30, 10, 3 + number % 4, bound=True) for number in range(asked.cases)]
    few = bound[: max(10, asked.cases // 8)]
    huge = [drawn(chance, 1000, 10, 6) for _ in range(max(2, asked.cases // 40))]
    met = [
        table("30 x 10, 3-6 parties, pairs and budget", bound, "nash", 1.0, 1e-4, 0.95),
        table("30 x 10, 3-6 parties, pairs and budget", few, "ks", 1.0, 0.01, 1.0),
        table("30 x 10, 3-6 parties, pairs and budget", few, "maximin", 1.0, 0.01, 1.0),
        table("1000 x 10, 6 parties", huge, "nash", 2.0, 0.02, 1.0),
        table("1000 x 10, 6 parties", huge, "ks", 2.0, 0.02, 1.0),
    ]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
