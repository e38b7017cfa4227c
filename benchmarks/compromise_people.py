"""How good packages are when people only put things in order, and after some choices: a simulation, noise stated.

8 issues of 4 options, two parties half opposed. True tables: weights evenly over the simplex, values 0..1 with best 1
and worst 0. People order without a slip; a choice between two packages goes wrong by a logistic noise of `--noise` of
the scale. Measured: the geometric mean of both gains of the package found, by the true tables, as a share of the best
possible one. Both sides answer up to 12 questions; the questions, and when to stop, come from each side's own answers
alone. `stopped`: each side as soon as its own table says that it is enough (`belief.likely`, `Belief.enough`).
`robust`: of the packages within 5 % of the Nash one the first by `robust.ranked` over 100 tables for each side.
Also measured: the smaller of both gains.
`python -m benchmarks.compromise_people [--cases 200] [--seed 3]`
"""

import argparse
import statistics
import sys

import numpy as np

from bitim.engines.compromise import Issue, Party, Problem, elicit
from bitim.engines.compromise.answers import solve
from bitim.engines.compromise.belief import FIRST, MOST_QUESTIONS, SECOND, Belief, likely
from bitim.engines.compromise.frontier import merge
from bitim.engines.compromise.robust import ranked

ISSUES, OPTIONS = 8, 4
NAMES = tuple(Issue(f"i{n}", tuple(f"o{at}" for at in range(OPTIONS))) for n in range(ISSUES))
STOPPED, QUESTIONS, LEAST = "stopped", "questions", ", smaller gain"
AIMS = {"orders alone": 0.96, f"after {MOST_QUESTIONS} choices": 0.98, STOPPED: 0.98}


def truths(chance: np.random.Generator) -> list[np.ndarray]:
    """Return both true tables: the second's values are turned against the first's on about half of the issues."""
    first = chance.random((ISSUES, OPTIONS))
    second = chance.random((ISSUES, OPTIONS))
    turned = chance.random(ISSUES) < 0.5
    second[turned] = 0.3 * second[turned] + 0.7 * (1 - first[turned])
    found = []
    for values in (first, second):
        values = values - values.min(axis=1, keepdims=True)
        found.append(values / values.max(axis=1, keepdims=True) * chance.dirichlet(np.ones(ISSUES))[:, None])
    return found


def orders(table: np.ndarray):
    """Return what a person who makes no slip puts in order."""
    return [[int(at)] for at in np.argsort(-table.max(axis=1))], [
        [[int(at)] for at in np.argsort(-row)] for row in table
    ]


def package(tables) -> tuple[int, ...]:
    """Return the Nash package of two tables in whole points."""
    parties = tuple(Party(f"p{n}", tuple(map(tuple, table))) for n, table in enumerate(tables))
    return solve(Problem(NAMES, parties), ("nash",)).packages[0].package


def worth(tables, chosen) -> float:
    """Return the geometric mean of both gains by the true tables."""
    gains = [sum(row[at] for row, at in zip(table, chosen, strict=True)) for table in tables]
    return float(np.sqrt(gains[0] * gains[1]))


def robust(beliefs: list[Belief]) -> tuple[int, ...]:
    """Return the package near the Nash one that does best when wishes are not quite what was said."""
    parties = tuple(Party(f"p{n}", belief.table()) for n, belief in enumerate(beliefs))
    problem = Problem(NAMES, parties)
    found = merge(problem)
    nash = found.values[int(np.argmax(found.values.prod(axis=1)))]
    near = [found.package(int(at)) for at in np.flatnonzero((found.values >= 0.95 * nash).all(axis=1))]
    return near[ranked(problem, [belief.samples(100) for belief in beliefs], near)[0]]


def least(tables, chosen) -> float:
    """Return the smaller of both gains by the true tables."""
    return min(float(sum(row[at] for row, at in zip(table, chosen, strict=True))) for table in tables)


def both(found: dict[str, float], name: str, tables, chosen, best: float) -> None:
    """Note what a package is worth, and its smaller gain."""
    found[name] = worth(tables, chosen) / best
    found[f"{name}{LEAST}"] = least(tables, chosen)


def one(chance: np.random.Generator, noise: float, seed: int) -> dict[str, float]:
    """Return the shares of one case."""
    tables = truths(chance)
    whole = [np.rint(table * 100_000).astype(int).tolist() for table in tables]
    best = worth(tables, package(whole))
    ordered = [orders(table) for table in tables]
    found: dict[str, float] = {}
    both(found, "orders alone", tables, package([elicit.points(NAMES, *order) for order in ordered]), best)
    beliefs = [Belief(NAMES, *order, seed=seed * 2 + n) for n, order in enumerate(ordered)]
    both(found, "orders alone, robust", tables, robust(beliefs), best)
    stopped, questions = [None, None], [0, 0]
    for asked in range(1, MOST_QUESTIONS + 1):
        for side, (belief, table) in enumerate(zip(beliefs, tables, strict=True)):
            if stopped[side] is None and belief.enough(lambda own: likely(NAMES, own)):
                stopped[side], questions[side] = belief.table(), belief.asked
            first, second = belief.question(belief.pairs())
            apart = sum(row[a] - row[b] for row, a, b in zip(table, first, second, strict=True))
            belief.tell(first, second, FIRST if apart + chance.logistic(0, noise) > 0 else SECOND)
        if asked in (6, MOST_QUESTIONS):
            both(found, f"after {asked} choices", tables, package([one.table() for one in beliefs]), best)
    both(found, f"after {MOST_QUESTIONS} choices, robust", tables, robust(beliefs), best)
    ended = [one or belief.table() for one, belief in zip(stopped, beliefs, strict=True)]
    asked = [n if one else MOST_QUESTIONS for one, n in zip(stopped, questions, strict=True)]
    return {**found, STOPPED: worth(tables, package(ended)) / best, QUESTIONS: float(np.mean(asked))}


def main() -> int:
    """Measure; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--noise", type=float, default=0.03)
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    chance = np.random.default_rng(asked.seed)
    runs = [one(chance, asked.noise, seed) for seed in range(asked.cases)]
    missed = False
    for name in runs[0]:
        if name == QUESTIONS:
            print(f"{name} for each side until stopped: {statistics.mean(run[name] for run in runs):.1f}")
            continue
        shares = sorted(run[name] for run in runs)
        mean = statistics.mean(shares)
        error = statistics.stdev(shares) / len(shares) ** 0.5
        what = "the scale" if LEAST in name else "the best"
        print(f"{name}: {mean:.4f} +- {error:.4f} of {what}, p10 {shares[len(shares) // 10]:.3f}, {len(shares)} cases")
        missed = missed or mean < AIMS.get(name, 0.0)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
