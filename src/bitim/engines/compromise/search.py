"""The rules on problems too large to list, or with constraints: bounds from HiGHS, packages recomputed in points.

`nash`: maximise the sum of y_p, where y_p lies under chords of the logarithm through whole gains t and t + 1; only the
chords at the packages that turn up are added (at whole gains the program is then exact). A few rounds suffice.
Source: the segments of Spliddit's goods division, made lazy. `ks`, `maximin`: maximise t below every gain, then the sum
of the gains at that t, which makes the package Pareto-optimal. `sum`: as it says; which of several
largest sums is found, is not decided by `ks` here.

Every search begins with a relaxation rounded and climbed from, so that there is an answer when the solver has none in
its time. What it returns carries the proven bound; `gap` is what might still be missing at most: for `nash` as a factor
for each party, else as a share of the bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, inf, isfinite, log

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise.climb import Climber, Measure
from bitim.engines.compromise.model import Package, Problem, Unfit
from bitim.engines.compromise.program import IMPOSSIBLE, OPTIMAL, Extra, Program, Row, Run, Watch
from bitim.engines.compromise.rules import Yard

START_CHORDS = 24
ENOUGH = 1e-6
CONTRADICTS = 1e-4  # a bound so far below what was found is no bound: nothing is claimed
MOST_ROUNDS = 30
NEARBY = (0.9, 0.94, 0.97, 0.985, 0.995, 1.0, 1.005, 1.015, 1.03, 1.06, 1.1)
PROOF_COSTS = 10.0
SEARCH_COSTS = 8.0  # relaxations: less time than that is not worth beginning a search


class Clash(Exception):
    """No package keeps to everything that was asked."""


@dataclass
class Seeker:
    """One problem being searched: its program, what it has found, and the time it has left."""

    problem: Problem
    watch: Watch
    program: Program = field(init=False)
    climber: Climber | None = field(init=False)
    yard: Yard = field(init=False)
    ideal_proven: bool = field(init=False, default=True)
    slow: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        if not all(self.problem.allowed):
            raise Clash
        self.program = Program(self.problem)
        self.climber = Climber(self.program) if self.problem.additive else None
        self.yard = Yard.of(self.problem, [self._ideal(p) for p in range(len(self.problem.parties))])

    def _ideal(self, p: int) -> int:
        """Return a party's best among acceptable packages, or, out of time, the least proven bound of it."""
        problem, program = self.problem, self.program
        if problem.additive and problem.free:
            party = problem.parties[p]
            everybody = [sum(one.points[i][at] for one in problem.parties) for i, at in program.places]
            best = tuple(
                max(allowed, key=lambda at, i=i: (party.points[i][at], everybody[program.column[i, at]]))  # type: ignore[misc]
                for i, allowed in enumerate(problem.allowed)
            )
            if problem.keeps(best):
                return party.value(best)
        run = program.solve({program.gain(p): 1.0}, seconds=max(0.05, self.watch.left / 12))
        if run.status == IMPOSSIBLE:
            raise Clash
        party = problem.parties[p]
        if run.status == OPTIMAL and run.package is not None and problem.keeps(run.package):
            return party.value(run.package)
        self.ideal_proven = False
        bound = run.bound if isfinite(run.bound) else program.highest[p]
        return party.disagreement + max(0, int(min(bound, program.highest[p]) * program.unit[p]))

    def movers(self) -> list[int]:
        """Return the parties that can gain something."""
        return list(self.yard.movers)

    def hopeless(self, relaxed: Run) -> bool:
        """Tell whether the time left is too short for a search, by what the relaxation took: the solver finds nothing
        then and looks at its clock too late."""
        self.slow = relaxed.took
        return self.watch.left < SEARCH_COSTS * relaxed.took

    def start(self, run: Run, measure: Measure) -> Package | None:
        """Return a relaxation's package after rounding and climbing, when it breaks nothing."""
        if run.package is None:
            return None
        found = run.package
        if self.climber is not None:
            found = self.climber.climb(found, measure, self.watch)
        return found if self.problem.keeps(found) else None


@dataclass
class Best:
    """The best package so far under a rule's exact key, and what is proven about it."""

    seeker: Seeker
    rule: str
    package: Package | None = None
    bound: float = inf

    def offer(self, package: Package | None) -> None:
        """Keep a package when it breaks nothing and is better than what was kept."""
        if package is None or not self.seeker.problem.keeps(package):
            return
        if self.package is None or self.key(package) > self.key(self.package):
            self.package = package

    def key(self, package: Package) -> tuple[object, ...]:
        """Return the exact key of a package."""
        return self.seeker.yard.key(self.rule, self.seeker.problem.values(package))


def seek(rule: str, seeker: Seeker) -> tuple[Package, float]:
    """Return a rule's package and its gap (0: proven best, within a millionth). Raises Clash when nothing is possible,
    Unfit when the time ran out with nothing found and nothing proven."""
    best, gap = {"nash": _nash, "sum": _sum}.get(rule, _equal)(seeker, rule)
    if best.package is None:
        run = seeker.program.solve({}, seconds=seeker.watch.left + 1.0)
        if run.status == IMPOSSIBLE:
            raise Clash
        if run.package is None or not seeker.problem.keeps(run.package):
            raise Unfit("In the time given neither a package was found nor a proof that there is none. Give more time.")
        return run.package, 1.0
    return best.package, gap


def proven(seeker: Seeker, package: Package) -> tuple[Package, bool]:
    """Return a package that nobody could better without loss to another, beginning from one, and whether that is
    proven: the largest sum of gains at which nobody has less than now is no whole point above theirs."""
    better, missing = bettered(seeker, package)
    return better, missing == 0.0


def bettered(seeker: Seeker, package: Package) -> tuple[Package, float]:
    """Return what `proven` does, with what everybody together might still gain without anybody's loss, as a share of
    the proven bound of their gains: 0 when that is nothing, 1 when nothing is known."""
    program, problem = seeker.program, seeker.problem
    if seeker.watch.left < PROOF_COSTS * seeker.slow:
        return package, 1.0
    gains = program.gained(problem.values(package))
    slack = 0.0 if program.whole else 1e-9
    rows: list[tuple[Row, float, float]] = [({program.gain(p): 1.0}, one - slack, inf) for p, one in enumerate(gains)]
    everybody = {program.gain(p): 1.0 for p in range(len(gains))}
    run = program.solve(everybody, Extra(rows=rows), seconds=seeker.watch.left)
    if run.package is not None and problem.keeps(run.package):
        before, after = problem.values(package), problem.values(run.package)
        if after != before and all(b >= a for a, b in zip(before, after, strict=True)):
            package, gains = run.package, program.gained(after)
    have = sum(gains)
    if not isfinite(run.bound) or run.bound < have - CONTRADICTS * max(1.0, have):
        return package, 1.0  # no bound, or one below what is there
    if program.whole and run.bound < have + 0.5:
        return package, 0.0
    return package, min(1.0, max(ENOUGH, (run.bound - have) / run.bound)) if run.bound > 0 else 1.0


def _nash(seeker: Seeker, rule: str) -> tuple[Best, float]:
    program, movers = seeker.program, seeker.movers()
    best = Best(seeker, rule)
    if not movers:
        return _sum(seeker, rule)
    weights = np.array([float(seeker.problem.parties[p].weight) for p in movers])
    chords = {p: _spread(program.highest[p]) for p in movers}

    def measure(gains: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(weights @ np.log(np.maximum(gains[movers], 1e-3)))

    relaxed = _run_nash(seeker, movers, chords, integral=False)
    best.bound = relaxed.bound
    best.offer(seeker.start(relaxed, measure))
    count = len(movers)
    if best.package is not None:
        _crowd(chords, movers, program.gained(seeker.problem.values(best.package)))
    if best.package is not None and seeker.hopeless(relaxed):
        return best, _factor(best.bound - _worth(seeker, best.package, movers, count), weights)
    if best.package is None or _gainers(seeker, best.package) < count:
        count = _most_gainers(seeker, movers)
        best.bound = inf
    for _ in range(MOST_ROUNDS):
        if best.bound - _worth(seeker, best.package, movers, count) < ENOUGH or seeker.watch.over:
            break
        run = _run_nash(seeker, movers, chords, integral=True, count=count)
        best.bound = min(best.bound, run.bound)
        if run.package is None:
            break
        if seeker.climber is not None:
            best.offer(seeker.climber.climb(run.package, measure, seeker.watch))
        best.offer(run.package)
        gains = program.gained(seeker.problem.values(run.package))
        new = [p for p in movers if _add(chords[p], int(gains[p]))]
        if not new and run.status == OPTIMAL:
            break
    return best, _factor(best.bound - _worth(seeker, best.package, movers, count), weights)


def _factor(missing: float, weights: NDArray[np.float64]) -> float:
    """Return what is missing of a sum of logarithms as a factor for each party, less 1."""
    if missing < -CONTRADICTS:
        return 1.0
    return 0.0 if missing < 2 * ENOUGH else exp(min(missing / float(weights.sum()), 50.0)) - 1


def _gainers(seeker: Seeker, package: Package) -> int:
    gains = seeker.program.gained(seeker.problem.values(package))
    return sum(gain > 0 for gain in gains)


def _worth(seeker: Seeker, package: Package | None, movers: list[int], count: int) -> float:
    """Return the objective of `_run_nash` at a package; nothing when too few gain."""
    if package is None or _gainers(seeker, package) < count:
        return -inf
    gains = seeker.program.gained(seeker.problem.values(package))
    whole = 0.0 if count == len(movers) else 1.0
    return sum(
        seeker.problem.parties[p].weight * (log(gains[p]) - whole * _full(seeker, p)) for p in movers if gains[p] > 0
    )


def _full(seeker: Seeker, p: int) -> float:
    """Return the logarithm of a party's best gain, in the program's units."""
    return log((seeker.yard.ideal[p] - seeker.yard.disagreement[p]) / seeker.program.unit[p])


def _spread(highest: float) -> set[int]:
    """Return whole gains at which the first chords lie, closer together near the best."""
    top = max(2.0, highest)
    steps = np.geomspace(max(1.0, top / 100), top, START_CHORDS)
    return {1, *(max(1, int(one)) for one in steps)}


def _crowd(chords: dict[int, set[int]], movers: list[int], gains: list[float]) -> None:
    """Put chords close together around gains that are near the best: the first bound is then nearly exact."""
    for p in movers:
        for part in NEARBY:
            _add(chords[p], int(gains[p] * part))


def _add(chords: set[int], gain: int) -> bool:
    """Add the chords that meet at a whole gain; tell whether one is new."""
    before = len(chords)
    chords |= {max(1, gain - 1), max(1, gain)}
    return len(chords) > before


def _run_nash(
    seeker: Seeker, movers: list[int], chords: dict[int, set[int]], *, integral: bool, count: int | None = None
) -> Run:
    """Maximise the chords' sum. Where only `count` of the movers can gain together, a column for each says who does,
    and products of different sets are compared as shares of what each could gain at best."""
    program = seeker.program
    extra, objective = Extra(), {}
    some = count is not None and count < len(movers)
    least = 1.0 if program.whole else 1e-3
    for number, p in enumerate(movers):
        column, on = program.width + number, program.width + len(movers) + number
        most = log(max(2.0, program.highest[p])) + 1
        weight = float(seeker.problem.parties[p].weight)
        extra.columns.append((0.0 if some else -inf, most))
        objective[column] = weight
        if some:
            objective[on] = -weight * _full(seeker, p)
            extra.rows.append(({program.gain(p): 1.0, on: -least}, 0.0, inf))
            extra.rows.append(({column: 1.0, on: -most}, -inf, 0.0))
        else:
            extra.rows.append(({program.gain(p): 1.0}, least, inf))
        for t in sorted(chords[p]):
            # Gains between whole ones occur where points were scaled: tangents, not chords, lie above the logarithm.
            slope = log((t + 1) / t) if program.whole else 1 / t
            row = {column: 1.0, program.gain(p): -slope}
            free = most + slope * t if some else 0.0
            if some:
                row[on] = free
            extra.rows.append((row, -inf, log(t) - slope * t + free))
    if some:
        ons = [program.width + len(movers) + number for number in range(len(movers))]
        extra.columns += [(0.0, 1.0)] * len(movers)
        extra.binary = ons
        extra.rows.append((dict.fromkeys(ons, 1.0), float(count or 0), float(len(movers))))
    return program.solve(objective, extra, seconds=seeker.watch.left, integral=integral)


def _most_gainers(seeker: Seeker, movers: list[int]) -> int:
    """Return how many parties can all gain at once (by at least one point)."""
    program = seeker.program
    least = 1.0 if program.whole else 1e-3
    ons = [program.width + number for number in range(len(movers))]
    extra = Extra(columns=[(0.0, 1.0)] * len(movers), binary=ons)
    for on, p in zip(ons, movers, strict=True):
        extra.rows.append(({program.gain(p): 1.0, on: -least}, 0.0, inf))
    run = program.solve(dict.fromkeys(ons, 1.0), extra, seconds=seeker.watch.left / 3)
    return _gainers(seeker, run.package) if run.package is not None else len(movers)


def _sum(seeker: Seeker, rule: str) -> tuple[Best, float]:
    program, parties = seeker.program, seeker.problem.parties
    best = Best(seeker, rule)
    worth = [unit / party.scale for unit, party in zip(program.unit, parties, strict=True)]
    none = sum(party.disagreement / party.scale for party in parties)
    largest = max(worth)
    objective = {program.gain(p): worth[p] / largest for p in range(len(parties))}

    def measure(gains: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((np.array(worth) / largest) @ gains)

    return _plain(seeker, best, objective, Extra(), measure, lambda found: _total(seeker, found) - none, largest)[:2]


def _total(seeker: Seeker, package: Package) -> float:
    values = seeker.problem.values(package)
    return sum(float(party.utility(one)) for party, one in zip(seeker.problem.parties, values, strict=True))


def _equal(seeker: Seeker, rule: str) -> tuple[Best, float]:
    """`ks` and `maximin`: the largest smallest gain, then the largest sum at that."""
    program, yard, movers = seeker.program, seeker.yard, seeker.movers()
    best = Best(seeker, rule)
    if not movers:
        return _sum(seeker, rule)
    full = {
        p: (yard.ideal[p] - yard.disagreement[p] if rule == "ks" else yard.scale[p]) / program.unit[p] / 1000
        for p in movers
    }  # gains are put in thousandths of what they are measured by
    extra = Extra(columns=[(-inf, inf)])
    for p in movers:
        extra.rows.append(({program.gain(p): 1.0, program.width: -full[p]}, 0.0, inf))
    shares = np.array([full[p] for p in movers])

    def measure(gains: NDArray[np.float64]) -> NDArray[np.float64]:
        parts = np.sort(gains[movers] / shares[:, None], axis=0)
        ranks = 1e-4 ** np.arange(len(movers))  # the second smallest decides between equals, and so on
        return np.asarray(ranks @ parts)

    def worth(package: Package) -> float:
        values = program.gained(seeker.problem.values(package))
        return min(values[p] / full[p] for p in movers)

    best, gap, relaxed = _plain(seeker, best, {program.width: 1.0}, extra, measure, worth, 1.0)
    _rest(seeker, best, full, movers, relaxed)
    return best, gap


def _rest(seeker: Seeker, best: Best, full: dict[int, float], movers: list[int], relaxed: Run) -> None:
    """Let the rest gain as much as possible at the smallest gain that was reached, rank by rank (leximin): for each
    rank j the sum of the j smallest gains is maximised, the earlier ones held (Ogryczak)."""
    program = seeker.program
    extra = Extra()
    for rank in range(1, len(movers) + 1):
        if best.package is None or seeker.watch.over or seeker.hopeless(relaxed):
            return
        gains = program.gained(seeker.problem.values(best.package))
        ordered = sorted(gains[p] / full[p] for p in movers)
        if rank == 1:
            extra.rows.extend(({program.gain(p): 1.0}, full[p] * (ordered[0] - 1e-6), inf) for p in movers)
            continue
        at = program.width + len(extra.columns)
        extra.columns += [(-inf, inf), *[(0.0, inf)] * len(movers)]
        objective: Row = {at: float(rank), **{at + 1 + n: -1.0 for n in range(len(movers))}}
        for n, p in enumerate(movers):
            extra.rows.append(({at: 1.0, at + 1 + n: -1.0, program.gain(p): -1.0 / full[p]}, -inf, 0.0))
        run = program.solve(objective, extra, seconds=seeker.watch.left)
        best.offer(run.package)
        if run.status != OPTIMAL:
            return
        extra.rows.append((objective, run.bound - 1e-5, inf))


def _plain(
    seeker: Seeker,
    best: Best,
    objective: Row,
    extra: Extra,
    measure: Measure,
    worth: Callable[[Package], float],
    unit: float,
) -> tuple[Best, float, Run]:
    """Relax, climb, then solve; the gap is a share of the bound. `unit`: what one of the objective is worth."""
    program = seeker.program
    relaxed = program.solve(objective, extra, seconds=seeker.watch.left / 2, integral=False)
    best.bound = relaxed.bound
    best.offer(seeker.start(relaxed, measure))
    if best.package is None or not seeker.hopeless(relaxed):
        run = program.solve(objective, extra, seconds=seeker.watch.left)
        best.bound = min(best.bound, run.bound)
        best.offer(run.package)
    if best.package is None:
        return best, 1.0, relaxed
    bound = best.bound * unit
    missing = bound - worth(best.package)
    close = ENOUGH * max(1.0, abs(bound))
    if missing < -CONTRADICTS * max(1.0, abs(bound)):
        return best, 1.0, relaxed
    gap = 0.0 if missing <= close else min(1.0, missing / abs(bound)) if isfinite(bound) and bound else 1.0
    return best, gap, relaxed
