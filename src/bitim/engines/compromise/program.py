"""A problem as a mixed-integer program for HiGHS: one column for each option that is left, one row for each issue.

Further columns: one for each bond (1 when it holds), one gain for each party (its points above no deal). Gains are in
points where a party's points span at most `SPAN`, else in parts of its span, so that the solver's tolerances (a
millionth) stay below one point; `whole` says which. Whatever the solver returns is rounded to options and recomputed
in whole numbers by the model: only its bound is taken from it. Source: HiGHS by scipy.optimize.milp.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from bitim.engines.compromise.model import Bond, Package, Problem

SPAN = 100_000
Row = dict[int, float]
OPTIMAL, OUT_OF_TIME, IMPOSSIBLE = 0, 1, 2


class Watch:
    """How much time is left of what a solving was given; the clock is the processor's own, never the date."""

    def __init__(self, seconds: float) -> None:
        self._end = perf_counter() + seconds

    @property
    def left(self) -> float:
        """Return the seconds left, never below a hundredth."""
        return max(0.01, self._end - perf_counter())

    @property
    def over(self) -> bool:
        """Tell whether the time has run out."""
        return perf_counter() >= self._end


@dataclass(frozen=True)
class Run:
    """What the solver said: a package or none, an upper bound of the objective, and how it ended."""

    package: Package | None
    bound: float
    status: int
    columns: NDArray[np.float64] | None = None
    took: float = 0.0


@dataclass
class Extra:
    """Columns and rows of one rule, added behind the program's own. `columns`: (lowest, highest) of each."""

    columns: list[tuple[float, float]] = field(default_factory=list)
    binary: list[int] = field(default_factory=list)
    rows: list[tuple[Row, float, float]] = field(default_factory=list)


class Program:
    """The program of a problem. `floors`: whether packages below somebody's floor are ruled out."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.places = [(i, at) for i, allowed in enumerate(problem.allowed) for at in allowed]
        self.column = {place: number for number, place in enumerate(self.places)}
        self.bonds = [(p, bond) for p, party in enumerate(problem.parties) for bond in party.bonds]
        self.first_gain = len(self.places) + len(self.bonds)
        self.width = self.first_gain + len(problem.parties)
        spans = [self._span(p) for p in range(len(problem.parties))]
        self.unit = [max(1.0, span / SPAN) for span in spans]
        self.highest = [
            high / unit for (_, high), unit in zip(map(self._reach, range(len(spans))), self.unit, strict=True)
        ]
        self.rows: list[tuple[Row, float, float]] = []
        self._own_rows()

    @property
    def whole(self) -> bool:
        """Tell whether every gain is counted in whole points."""
        return all(unit == 1.0 for unit in self.unit) and self.problem.exact

    def gain(self, party: int) -> int:
        """Return the column of a party's gain."""
        return self.first_gain + party

    def lowest(self, party: int) -> float:
        """Return the least gain that a party accepts."""
        one = self.problem.parties[party]
        return (one.floor - one.disagreement) / self.unit[party]

    def gained(self, values: Sequence[int]) -> list[float]:
        """Return values in points as gains in the program's units."""
        return [
            (value - party.disagreement) / unit
            for value, party, unit in zip(values, self.problem.parties, self.unit, strict=True)
        ]

    def _reach(self, p: int) -> tuple[int, int]:
        """Return bounds of a party's points above no deal."""
        party, allowed = self.problem.parties[p], self.problem.allowed
        rows = [[party.points[i][at] for at in kept] or [0] for i, kept in enumerate(allowed)]
        low = sum(map(min, rows)) + sum(min(0, bond.points) for bond in party.bonds)
        high = sum(map(max, rows)) + sum(max(0, bond.points) for bond in party.bonds)
        return low - party.disagreement, high - party.disagreement

    def _span(self, p: int) -> int:
        low, high = self._reach(p)
        return max(abs(low), abs(high), 1)

    def _own_rows(self) -> None:
        problem = self.problem
        for i, allowed in enumerate(problem.allowed):
            self.rows.append(({self.column[i, at]: 1.0 for at in allowed}, 1.0, 1.0))
        for pair in problem.apart:
            if pair.first in self.column and pair.second in self.column:
                self.rows.append(({self.column[pair.first]: 1.0, self.column[pair.second]: 1.0}, -np.inf, 1.0))
        for budget in problem.budgets:
            row = {at: float(budget.costs[i][option]) for (i, option), at in self.column.items()}
            self.rows.append((row, -np.inf, float(budget.limit)))
        for number, (_, bond) in enumerate(self.bonds):
            self._tie(len(self.places) + number, bond)
        for p, party in enumerate(problem.parties):
            unit = self.unit[p]
            row = {at: party.points[i][option] / unit for (i, option), at in self.column.items()}
            for number, (whose, bond) in enumerate(self.bonds):
                if whose == p:
                    row[len(self.places) + number] = bond.points / unit
            row[self.gain(p)] = -1.0
            self.rows.append((row, party.disagreement / unit, party.disagreement / unit))

    def _tie(self, column: int, bond: Bond) -> None:
        """Let a bond's column be 1 exactly when all its conditions hold; a condition at a time bounds it from above."""
        whole: Row = {column: -1.0}
        for issue, options in bond.where:
            met = {self.column[issue, at]: 1.0 for at in sorted(options) if (issue, at) in self.column}
            self.rows.append(({**met, column: -1.0}, 0.0, np.inf))
            for at, one in met.items():
                whole[at] = whole.get(at, 0.0) + one
        self.rows.append((whole, -np.inf, float(len(bond.where) - 1)))

    def solve(self, objective: Row, extra: Extra | None = None, *, seconds: float, integral: bool = True) -> Run:
        """Maximise an objective over the program's columns and a rule's own; `integral=False`: the relaxation."""
        extra = extra or Extra()
        total = self.width + len(extra.columns)
        low, high = np.zeros(total), np.ones(total)
        for p in range(len(self.problem.parties)):
            low[self.gain(p)] = self.lowest(p)
            high[self.gain(p)] = np.inf
        for number, (least, most) in enumerate(extra.columns):
            low[self.width + number], high[self.width + number] = least, most
        kinds = np.zeros(total)
        if integral:
            kinds[: self.first_gain] = 1
            kinds[extra.binary] = 1
        costs = np.zeros(total)
        for at, cost in objective.items():
            costs[at] = -cost
        began = perf_counter()
        done: Any = milp(
            costs,
            integrality=kinds,
            bounds=Bounds(low, high),
            constraints=_matrix([*self.rows, *extra.rows], total),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        return replace(self._run(done, integral), took=perf_counter() - began)

    def _run(self, done: Any, integral: bool) -> Run:
        status = {0: OPTIMAL, 1: OUT_OF_TIME, 2: IMPOSSIBLE}.get(int(done.status), OUT_OF_TIME)
        if done.x is None:
            bound = getattr(done, "mip_dual_bound", None) if integral else None
            return Run(None, np.inf if bound is None or not np.isfinite(bound) else -float(bound), status)
        bound = done.mip_dual_bound if integral and done.mip_dual_bound is not None else done.fun
        if not integral and status != OPTIMAL:
            bound = -np.inf
        return Run(self.rounded(done.x), -float(bound), status, done.x)

    def rounded(self, columns: NDArray[np.float64]) -> Package:
        """Return the package of the largest column of each issue."""
        found = []
        for i, allowed in enumerate(self.problem.allowed):
            found.append(max(allowed, key=lambda at, i=i: columns[self.column[i, at]]))  # type: ignore[misc]
        return tuple(found)


def _matrix(rows: Sequence[tuple[Row, float, float]], total: int) -> LinearConstraint:
    numbers: list[int] = []
    columns: list[int] = []
    entries: list[float] = []
    for number, (row, _, _) in enumerate(rows):
        numbers.extend([number] * len(row))
        columns.extend(row.keys())
        entries.extend(row.values())
    matrix = sparse.csr_array((entries, (numbers, columns)), shape=(len(rows), total))
    return LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
