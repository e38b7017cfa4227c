"""What a party's orders leave open, as a few thousand tables that all fit them, and questions that narrow it.

"Which of these two would you rather sign?" is answered with some noise: the chance of the better one is logistic in the
difference of values. The next question is the one whose answer is least known to the whole and best known to each of
the tables (largest mutual information; Houlsby et al. 2011), among pairs that differ in two or three issues. It comes
from this party's own orders and answers alone: a question that depended on the other's table would tell of it.

After `MOST_QUESTIONS`, or when nearly all tables lead to a package of the same worth, no more is asked. When to stop
comes from this party's own table alone too (`likely`): a number of questions that depended on the other's table would
be counted, by whoever is asked, and tell of it. Chance comes from a seed.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise.elicit import Order, checked
from bitim.engines.compromise.frontier import every, merge
from bitim.engines.compromise.model import Apart, Issue, Package, Party, Problem, Unfit

TABLES = 24_000  # after twelve answers about one in three hundred still counts
LOOKED_AT = 2000  # of them, drawn by their fit, when a question is chosen
NOISE = 0.03  # of the whole scale: differences below it are guessed at
MOST_QUESTIONS, STABLE = 12, 0.9
SAME = 0.05  # of the whole scale: what people say of their wishes is no finer
LISTED = 300_000
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

        drawn = self.tables[self.chance.choice(TABLES, LOOKED_AT, p=self.fit)]
        columns = np.array(pairs) + self.firsts
        apart = np.zeros((len(pairs), self.tables.shape[1]))
        rows = np.arange(len(pairs))[:, None]
        apart[rows, columns[:, 0]] += 1.0  # an issue on which both agree adds and takes the same
        apart[rows, columns[:, 1]] -= 1.0
        chances = _chance_of(apart @ drawn.T / self.noise)
        tells = _doubt(chances.mean(axis=1)) - _doubt(chances).mean(axis=1)
        return pairs[int(np.argmax(tells))]

    def pairs(self, count: int = 240) -> list[tuple[Package, Package]]:
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

    def samples(self, count: int = 20, whole: int = 1000) -> tuple[Table, ...]:
        """Return tables drawn by their fit, in whole points: what is not known of a party, for `robust`."""
        drawn = self.chance.choice(TABLES, count, p=self.fit)
        return tuple(self._whole(self.tables[at], whole) for at in drawn)

    def stable(self, choose: Callable[[Table], Package], tries: int = 40, whole: int = 1000) -> float:
        """Return the share of tables, drawn by their fit, that would be as well served, within `SAME` of their scale,
        by the package for the mean table as by the package for themselves. `choose`: the package for a table.

        Not: that lead to the very same package. Of 8 issues with 4 options there are so many of nearly one worth that
        even after 12 answers no more than a tenth do; what counts for a person is the worth."""
        drawn = self.chance.choice(TABLES, tries, p=self.fit)
        known = choose(self.table(whole))
        same = 0
        for at in drawn:
            own = choose(self._whole(self.tables[at], whole))
            columns = [self.firsts + np.array(package) for package in (known, own)]
            worth, best = (float(self.tables[at, one].sum()) for one in columns)
            same += abs(worth - best) <= SAME
        return same / tries

    def enough(self, choose: Callable[[Table], Package]) -> bool:
        """Tell whether no more needs to be asked. `choose`: from this party's own table alone, as `likely` does."""
        return self.asked >= MOST_QUESTIONS or self.stable(choose) >= STABLE

    def _whole(self, row: NDArray[np.float64], whole: int) -> Table:
        ends = [*self.firsts[1:], len(row)]
        rounded = np.rint(row * whole).astype(int).tolist()
        return tuple(tuple(rounded[first:end]) for first, end in zip(self.firsts, ends, strict=True))


def mirrored(table: Table) -> Table:
    """Return the table of an imagined other side that wants the exact opposite: of each issue what this one loses."""
    return tuple(tuple(max(row) - points for points in row) for row in table)


def likely(issues: Sequence[Issue], table: Table, apart: Sequence[Apart] = ()) -> Package:
    """Return the Nash package of a table against the imagined other side of `mirrored`: what might be recommended, as
    far as this table alone can tell. For `Belief.enough`, and for nothing that is ever proposed.

    The other's real table may not be used to decide when to stop asking: each side sees how many questions it is asked
    and could learn from the number how well its wishes fit the other's. Whatever is told to a side before acceptance
    comes from its own answers alone. The exact opposite is the hardest other side: nothing can be traded, every point
    is taken from somebody, so that the worth of the package depends on every part of the table.

    As both tables add up to the same in every package, the largest product is where the table is worth half."""
    if not apart:
        return _halved(issues, table)
    if prod(len(issue.options) for issue in issues) > LISTED:
        return _halved(issues, table, apart)
    chosen = _listed(tuple(issues), tuple(apart))
    if not len(chosen):
        raise Unfit("No package keeps to the options that cannot stand together.")
    worth = np.zeros(len(chosen), dtype=np.int64)
    for issue, row in enumerate(table):
        worth += np.array(row, dtype=np.int64)[chosen[:, issue]]
    most = sum(map(max, table))
    return tuple(int(at) for at in chosen[int(np.argmin(np.abs(2 * worth - most)))])


def _halved(issues: Sequence[Issue], table: Table, apart: Sequence[Apart] = ()) -> Package:
    """Return a package worth nearest to half among one for each sum of points; of those that keep to the pairs, where
    there is one."""
    found = merge(Problem(tuple(issues), (Party("own", table), Party("imagined", mirrored(table)))))
    apart_at = [(pair.first, pair.second) for pair in apart]
    order = np.argsort(np.abs(found.values[:, 0] - found.values[:, 1]), kind="stable")
    for point in order:
        package = found.package(int(point))
        if not any(package[a] == x and package[b] == y for (a, x), (b, y) in apart_at):
            return package
    return found.package(int(order[0]))


@lru_cache(maxsize=2)
def _listed(issues: tuple[Issue, ...], apart: tuple[Apart, ...]) -> NDArray[np.int64]:
    """Return every package that keeps to the pairs: the same for each of the tables that are tried."""
    nothing = tuple((0,) * len(issue.options) for issue in issues)
    return np.asarray(every(Problem(issues, (Party("own", nothing), Party("imagined", nothing)), apart)).packages)


def _chance_of(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(apart, -30, 30)))
    return chances


def _doubt(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    sure = np.clip(chances, 1e-9, 1 - 1e-9)
    doubt: NDArray[np.float64] = -(sure * np.log(sure) + (1 - sure) * np.log(1 - sure))
    return doubt
