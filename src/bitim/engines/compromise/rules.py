"""Which of several packages is the fair one: four rules, compared without rounding.

Gains are what a party has above no deal, g = (u - d) / (I - d), where I is its best among the packages that everybody
accepts. A party that can gain nothing at all (I = d) is left out of the comparison.

- `nash`: first the most parties that gain, then the largest product of gains (Nash 1950), with weights of entitlement
  as exponents. Its result does not depend on anybody's scale.
- `ks`: the largest smallest gain (Kalai and Smorodinsky 1975, discrete), then the largest second smallest, and so on.
- `maximin`: the same with (u - d) in the parties' own utilities instead of shares of their best.
- `sum`: the largest sum of utilities; among equals the one `ks` prefers.

A float finds the candidates within a billionth, fractions decide among them. Packages that are equal by the whole rule
are drawn by a seed, so that nobody is first because of an order. Every rule's choice is Pareto-optimal among the
packages it was given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import lcm, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise.frontier import Points
from bitim.engines.compromise.model import LARGEST_SUM, Problem

RULES = ("nash", "ks", "maximin", "sum")
CLOSE = 1e-9
Key = tuple[Fraction, ...]


@dataclass(frozen=True)
class Yard:
    """What gains are measured by: for each party d and I in points, its scale and its weight."""

    disagreement: tuple[int, ...]
    ideal: tuple[int, ...]
    scale: tuple[int, ...]
    weight: tuple[int, ...]

    @classmethod
    def of(cls, problem: Problem, ideal: Sequence[int]) -> "Yard":
        """Return the yard of a problem whose best values are known."""
        parties = problem.parties
        return cls(
            tuple(party.disagreement for party in parties),
            tuple(int(best) for best in ideal),
            tuple(party.scale for party in parties),
            tuple(party.weight for party in parties),
        )

    @cached_property
    def movers(self) -> tuple[int, ...]:
        """The parties that can gain something."""
        return tuple(p for p, best in enumerate(self.ideal) if best > self.disagreement[p])

    def gains(self, values: Sequence[int]) -> tuple[Fraction, ...]:
        """Return the gains of those who can gain, as shares of their best."""
        return tuple(
            Fraction(int(values[p]) - self.disagreement[p], self.ideal[p] - self.disagreement[p]) for p in self.movers
        )

    def raises(self, values: Sequence[int]) -> tuple[Fraction, ...]:
        """Return the gains of those who can gain, in their own utilities."""
        return tuple(Fraction(int(values[p]) - self.disagreement[p], self.scale[p]) for p in self.movers)

    def key(self, rule: str, values: Sequence[int]) -> Key:
        """Return what a rule compares of a package, exactly; larger is better."""
        gains = self.gains(values)
        if rule == "nash":
            positive = [g ** self.weight[p] for p, g in zip(self.movers, gains, strict=True) if g > 0]
            return (Fraction(len(positive)), prod(positive, start=Fraction(1)), *sorted(gains))
        if rule == "maximin":
            return tuple(sorted(self.raises(values)))
        total = sum((Fraction(int(one), scale) for one, scale in zip(values, self.scale, strict=True)), Fraction(0))
        return (total, *sorted(gains)) if rule == "sum" else tuple(sorted(gains))


def best(rule: str, yard: Yard, values: Points, *, seed: str = "") -> int:
    """Return the number of the row that a rule chooses among rows that everybody accepts."""
    movers = list(yard.movers)
    left: NDArray[np.intp] = np.arange(len(values))
    if movers and rule == "nash":
        left = _largest_product(yard, values, left)
    elif rule == "sum":
        left = _largest_sum(yard, values, left)
    left = _leximin(yard, values, left, raw=rule == "maximin")
    equal = [int(row) for row in left[np.unique(values[left], axis=0, return_index=True)[1]]]
    return min(equal, key=lambda row: draw(seed, values[row].tolist()))


def draw(seed: str, values: Sequence[int]) -> str:
    """Return where a package's values fall in the draw of a seed."""
    return sha256(f"{seed}|{','.join(map(str, values))}".encode()).hexdigest()


def _largest_product(yard: Yard, values: Points, left: NDArray[np.intp]) -> NDArray[np.intp]:
    above, width = _above(yard, values, left)
    count = (above > 0).sum(axis=1)
    keep = count == count.max()
    left, above = left[keep], above[keep]
    weights = np.array([yard.weight[p] for p in yard.movers], dtype=float)
    logs = np.log(np.where(above > 0, above / width, 1.0)) @ weights
    return _exactly(values, left[logs >= logs.max() - CLOSE], lambda row: yard.key("nash", row)[:2])


def _largest_sum(yard: Yard, values: Points, left: NDArray[np.intp]) -> NDArray[np.intp]:
    common = lcm(*yard.scale)
    factors = [common // scale for scale in yard.scale]
    if int(np.abs(values).max(initial=0)) * sum(factors) < LARGEST_SUM:
        whole = values[left] @ np.array(factors, dtype=np.int64)
        kept: NDArray[np.intp] = left[whole == whole.max()]
        return kept
    total = (values[left] / np.array(yard.scale, dtype=float)).sum(axis=1)
    near = left[total >= total.max() - CLOSE * max(1.0, abs(float(total.max())))]
    return _exactly(values, near, lambda row: yard.key("sum", row)[:1])


def _leximin(yard: Yard, values: Points, left: NDArray[np.intp], *, raw: bool) -> NDArray[np.intp]:
    """Return the rows whose smallest gain is largest, then whose second smallest is, and so on.

    Quotients of whole numbers below 2^25 are told apart, and found equal, by their floats; others by fractions.
    """
    if not yard.movers:
        return left
    above, width = _above(yard, values, left)
    if raw:
        width = np.array([yard.scale[p] for p in yard.movers], dtype=float)
    fine = bool(width.max() >= 2**25 or above.max(initial=0) >= 2**25)
    ordered = np.sort(above / width, axis=1)
    for place in range(ordered.shape[1]):
        column = ordered[:, place]
        keep = column >= column.max() - (CLOSE * max(1.0, float(column.max())) if fine else 0.0)
        left, ordered = left[keep], ordered[keep]
        if fine:
            kept = _exactly(values, left, _ranked(yard, place, raw))
            left, ordered = kept, ordered[np.isin(left, kept)]
    return left


def _ranked(yard: Yard, place: int, raw: bool) -> Callable[[Sequence[int]], Fraction]:
    def key(row: Sequence[int]) -> Fraction:
        return sorted(yard.raises(row) if raw else yard.gains(row))[place]

    return key


def _above(yard: Yard, values: Points, left: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    movers = list(yard.movers)
    low = np.array([yard.disagreement[p] for p in movers], dtype=np.int64)
    high = np.array([yard.ideal[p] for p in movers], dtype=np.int64)
    return (values[left][:, movers] - low).astype(float), (high - low).astype(float)


def _exactly(values: Points, left: NDArray[np.intp], key: Callable[[Sequence[int]], Any]) -> NDArray[np.intp]:
    """Return those of a few rows whose exact key is largest."""
    keys = {row: key(row) for row in set(map(tuple, values[left].tolist()))}
    top = max(keys.values())
    kept: NDArray[np.intp] = left[[keys[tuple(row)] == top for row in values[left].tolist()]]
    return kept
