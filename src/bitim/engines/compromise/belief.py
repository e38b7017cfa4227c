"""What a party's orders leave open, as a few thousand tables that all fit them, and questions that narrow it.

"Which of these two would you rather sign?" is answered with some noise: the chance of the better one is logistic in the
difference of values. The next question is the one whose answer is least known to the whole and best known to each of
the tables (largest mutual information; Houlsby et al. 2011), among pairs that differ in two or three issues. It comes
from this party's own orders and answers alone: a question that depended on the other's table would tell of it.

After `MOST_QUESTIONS`, or when nearly all tables lead to the same package, no more is asked. Chance comes from a seed.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise.elicit import Order, checked
from bitim.engines.compromise.model import Issue, Package, Unfit

TABLES = 3000
NOISE = 0.03  # of the whole scale: differences below it are guessed at
MOST_QUESTIONS, STABLE = 12, 0.9
FIRST, SECOND, EQUAL, UNKNOWN = "first", "second", "equal", "unknown"
Table = tuple[tuple[int, ...], ...]


class Belief:
    """Tables that fit a party's orders, each with how well it fits the answers so far."""

    def __init__(
        self,
        issues: Sequence[Issue],
        issue_order: Order,
        option_orders: Sequence[Order],
        seed: int,
        noise: float = NOISE,
    ) -> None:
        self.chance = np.random.default_rng(seed)
        self.noise = noise
        self.sizes = [len(issue.options) for issue in issues]
        self.firsts = np.concatenate(([0], np.cumsum(self.sizes)))[:-1]
        self.asked = 0
        heavy = self._weights(checked([one.name for one in issues], issue_order, "The issues"))
        parts = []
        for at, (issue, order) in enumerate(zip(issues, option_orders, strict=True)):
            groups = checked(issue.options, order, f"“{issue.name}”")
            parts.append(self._values(groups, len(issue.options)) * heavy[:, at, None])
        self.tables = np.concatenate(parts, axis=1)
        self.fit = np.full(TABLES, 1.0 / TABLES)

    def _weights(self, groups: Order) -> NDArray[np.float64]:
        """Return weights that add up to 1, evenly spread over all that keep the order; equals in any order."""
        count = sum(map(len, groups))
        drawn = -np.sort(-self.chance.dirichlet(np.ones(count), TABLES), axis=1)
        found, at = np.empty_like(drawn), 0
        for group in groups:
            block = self.chance.permuted(drawn[:, at : at + len(group)], axis=1)
            found[:, list(group)] = block
            at += len(group)
        return found

    def _values(self, groups: Order, count: int) -> NDArray[np.float64]:
        inner = -np.sort(-self.chance.random((TABLES, max(0, len(groups) - 2))), axis=1)
        ends = np.ones((TABLES, 1)), np.zeros((TABLES, 1))
        levels = np.concatenate((ends[0], inner, ends[1]), axis=1) if len(groups) > 1 else ends[1]
        found = np.empty((TABLES, count))
        for place, group in enumerate(groups):
            found[:, list(group)] = levels[:, place, None]
        return found

    def values(self, package: Sequence[int]) -> NDArray[np.float64]:
        """Return what a package is worth by each table, as a share of the whole."""
        worth: NDArray[np.float64] = self.tables[:, self.firsts + np.array(package)].sum(axis=1)
        return worth

    def tell(self, first: Package, second: Package, answer: str) -> None:
        """Take an answer: `FIRST`, `SECOND`, `EQUAL`, or `UNKNOWN`, which tells nothing but is a question asked."""
        if answer not in (FIRST, SECOND, EQUAL, UNKNOWN):
            raise Unfit(f"“{answer}” is no answer: first, second, equal or unknown.")
        self.asked += 1
        if answer == UNKNOWN:
            return
        apart = (self.values(first) - self.values(second)) / self.noise
        if answer == EQUAL:
            likely = np.exp(-(apart**2) / 8)
        else:
            likely = _chance_of(apart if answer == FIRST else -apart)
        fit = self.fit * (likely + 1e-9)
        self.fit = fit / fit.sum()

    def question(self, pairs: Sequence[tuple[Package, Package]]) -> tuple[Package, Package]:
        """Return the pair whose answer would tell most."""
        if not pairs:
            raise Unfit("There are no two packages to choose between.")

        def tells(pair: tuple[Package, Package]) -> float:
            chances = _chance_of((self.values(pair[0]) - self.values(pair[1])) / self.noise)
            return float(_doubt(self.fit @ chances) - self.fit @ _doubt(chances))

        return max(pairs, key=tells)

    def pairs(self, count: int = 60) -> list[tuple[Package, Package]]:
        """Return packages two by two that differ in two or three issues."""
        sizes = np.array(self.sizes)
        open_issues = np.flatnonzero(sizes > 1)
        found = []
        for _ in range(count if len(open_issues) > 1 else 0):
            one = self.chance.integers(0, sizes)
            other = one.copy()
            changed = min(len(open_issues), int(self.chance.integers(2, 4)))
            for issue in self.chance.choice(open_issues, changed, replace=False):
                other[issue] = (one[issue] + self.chance.integers(1, sizes[issue])) % sizes[issue]
            found.append((tuple(map(int, one)), tuple(map(int, other))))
        return found

    def table(self, whole: int = 1000) -> Table:
        """Return the mean of the tables by their fit, in whole points."""
        return self._whole(self.fit @ self.tables, whole)

    def stable(self, choose: Callable[[Table], Package], tries: int = 40, whole: int = 1000) -> float:
        """Return the share of tables, drawn by their fit, that lead to the same package as most of them do."""
        drawn = self.chance.choice(TABLES, tries, p=self.fit)
        chosen = Counter(choose(self._whole(self.tables[at], whole)) for at in drawn)
        return chosen.most_common(1)[0][1] / tries

    def enough(self, choose: Callable[[Table], Package]) -> bool:
        """Tell whether no more needs to be asked."""
        return self.asked >= MOST_QUESTIONS or self.stable(choose) >= STABLE

    def _whole(self, row: NDArray[np.float64], whole: int) -> Table:
        ends = [*self.firsts[1:], len(row)]
        rounded = np.rint(row * whole).astype(int).tolist()
        return tuple(tuple(rounded[first:end]) for first, end in zip(self.firsts, ends, strict=True))


def _chance_of(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(apart, -30, 30)))
    return chances


def _doubt(chances: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    sure = np.clip(chances, 1e-9, 1 - 1e-9)
    doubt: NDArray[np.float64] = -(sure * np.log(sure) + (1 - sure) * np.log(1 - sure))
    return doubt
