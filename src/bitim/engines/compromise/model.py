"""What is negotiated: issues with options, parties with private points, and what no package may break.

Points are whole numbers, so that everything the engine says can be recomputed without rounding. A party's value of a
package is the sum of its points, one for each issue, and of its `Bond`s (points that hold only when several options
meet). Utility in the party's own convention is points divided by `scale`; scales of different parties are private and
are never compared by the rules but by `maximin` and `sum`, whose meaning needs it.

`disagreement` is what a party has without a deal and enters the formulas. `reservation` is the least that it accepts
and only rules packages out: a claim put into the formula instead would pay (measured: claiming .6 gains 9.6 % of the
scale as disagreement, .2 % as reservation). Pure Python: nothing here loads an array library.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod

FEWEST_PARTIES, MOST_PARTIES = 2, 10
MOST_OPTIONS = 2000
LARGEST_SUM = 2**61  # sums of points stay within 64 bits

Package = tuple[int, ...]
"""For each issue, in order, the number of the chosen option."""
Place = tuple[int, int]
"""An issue and one of its options, by number."""


class Unfit(ValueError):
    """What was given cannot be solved. The text is a plain sentence that says what and where."""


@dataclass(frozen=True)
class Issue:
    """A question with the options among which a package chooses one."""

    name: str
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise Unfit(f"“{self.name}” has no options: give at least one.")
        if len(self.options) > MOST_OPTIONS:
            raise Unfit(f"“{self.name}” has {len(self.options)} options; at most {MOST_OPTIONS} can be compared.")
        twice = _twice(self.options)
        if twice is not None:
            raise Unfit(f"“{self.name}” has the option “{twice}” twice.")


def numeric(name: str, low: int, high: int, step: int = 1, unit: str = "") -> Issue:
    """Return an issue whose options are the numbers from `low` to `high`, both included, `step` apart."""
    if step <= 0:
        raise Unfit(f"“{name}”: the step between two numbers has to be more than nothing.")
    if high < low:
        raise Unfit(f"“{name}” goes from {low} down to {high}: the first number has to be the smaller one.")
    count = (high - low) // step + 1
    if count > MOST_OPTIONS:
        raise Unfit(f"“{name}” has {count} numbers; take a larger step, so that there are at most {MOST_OPTIONS}.")
    return Issue(name, tuple(f"{low + step * at} {unit}".strip() for at in range(count)))


def along(numbers: Sequence[int], breakpoints: Mapping[int, int]) -> tuple[int, ...]:
    """Return points for numbers by straight lines between breakpoints {number: points}, rounded to the nearest whole
    point (halves up); beyond the outermost breakpoints the value stays what it is there."""
    known = sorted(breakpoints.items())
    if not known:
        raise Unfit("A value that runs along a scale needs at least one number with its points.")
    found = []
    for number in numbers:
        below = max((pair for pair in known if pair[0] <= number), default=known[0])
        above = min((pair for pair in known if pair[0] >= number), default=known[-1])
        width = above[0] - below[0]
        rise = (above[1] - below[1]) * (number - below[0]) if width > 0 else 0
        found.append(below[1] + ((2 * rise + width) // (2 * width) if width > 0 else 0))
    return tuple(found)


@dataclass(frozen=True)
class Bond:
    """Points that a party adds when every one of these issues has one of the named options: what makes a party's value
    more than the sum of its issues."""

    points: int
    where: tuple[tuple[int, frozenset[int]], ...]

    def holds(self, package: Sequence[int]) -> bool:
        """Tell whether a package meets all conditions."""
        return all(package[issue] in options for issue, options in self.where)


@dataclass(frozen=True)
class Party:
    """One party's private table.

    `points[issue][option]`, `disagreement` and `reservation` are in points. `refuses`: options it cannot accept;
    `needs`: options it must have (several of one issue: one of them). `weight`: the part that law or mandate gives it,
    1 for equals, used by the Nash rule alone.
    """

    name: str
    points: tuple[tuple[int, ...], ...]
    disagreement: int = 0
    reservation: int | None = None
    refuses: frozenset[Place] = frozenset()
    needs: frozenset[Place] = frozenset()
    weight: int = 1
    scale: int = 1
    bonds: tuple[Bond, ...] = ()

    def value(self, package: Sequence[int]) -> int:
        """Return what a package is worth, in points."""
        plain = sum(row[option] for row, option in zip(self.points, package, strict=True))
        return plain + sum(bond.points for bond in self.bonds if bond.holds(package))

    def utility(self, points: int) -> Fraction:
        """Return points in the party's own convention."""
        return Fraction(points, self.scale)

    @property
    def floor(self) -> int:
        """Return the least that a package has to be worth: the reservation, and never less than no deal."""
        return self.disagreement if self.reservation is None else max(self.reservation, self.disagreement)


@dataclass(frozen=True)
class Apart:
    """Two options that cannot stand in one package."""

    first: Place
    second: Place


@dataclass(frozen=True)
class Budget:
    """A sum that the package may not exceed: `costs[issue][option]`, whole numbers."""

    name: str
    costs: tuple[tuple[int, ...], ...]
    limit: int

    def spent(self, package: Sequence[int]) -> int:
        """Return what a package costs."""
        return sum(row[option] for row, option in zip(self.costs, package, strict=True))


@dataclass(frozen=True)
class Problem:
    """Everything that one solving needs. Wrong shapes are refused with a sentence (`Unfit`)."""

    issues: tuple[Issue, ...]
    parties: tuple[Party, ...]
    apart: tuple[Apart, ...] = ()
    budgets: tuple[Budget, ...] = ()
    exact: bool = field(default=True, compare=False)
    """False where the source's numbers were finer than whole points can hold and had to be rounded."""

    def __post_init__(self) -> None:
        if not FEWEST_PARTIES <= len(self.parties) <= MOST_PARTIES:
            raise Unfit(f"{len(self.parties)} parties: there have to be {FEWEST_PARTIES} to {MOST_PARTIES}.")
        if not self.issues:
            raise Unfit("There is no issue to decide.")
        for what, names in (("issue", self.issues), ("party", self.parties)):
            twice = _twice([one.name for one in names])
            if twice is not None:
                raise Unfit(f"Two {'issues' if what == 'issue' else 'parties'} are called “{twice}”.")
        for party in self.parties:
            self._check_party(party)
        for pair in self.apart:
            self._check_places(pair.first, pair.second, whose="Two options that cannot stand together")
            if pair.first[0] == pair.second[0]:
                raise Unfit(f"{self.said(pair.first)} and {self.said(pair.second)} never stand together anyway.")
        for budget in self.budgets:
            self._check_table(budget.costs, f"The budget “{budget.name}”")

    def _check_party(self, party: Party) -> None:
        self._check_table(party.points, party.name)
        self._check_places(*party.refuses, *party.needs, whose=party.name)
        if party.weight < 1 or party.scale < 1:
            raise Unfit(f"{party.name}: weight and scale have to be whole numbers of at least 1.")
        for bond in party.bonds:
            self._check_places(*((issue, at) for issue, options in bond.where for at in options), whose=party.name)
        extent = sum(max(abs(one) for one in row) for row in party.points)
        extent += sum(abs(bond.points) for bond in party.bonds) + abs(party.disagreement)
        if extent >= LARGEST_SUM:
            raise Unfit(f"{party.name}: the points are too large to be added exactly.")

    def _check_table(self, table: Sequence[Sequence[int]], whose: str) -> None:
        if len(table) != len(self.issues):
            raise Unfit(f"{whose} has numbers for {len(table)} of {len(self.issues)} issues.")
        for issue, row in zip(self.issues, table, strict=True):
            if len(row) != len(issue.options):
                raise Unfit(
                    f"{whose} has {len(row)} numbers for “{issue.name}”, which has {len(issue.options)} options."
                )
            if not all(isinstance(one, int) for one in row):
                raise Unfit(f"{whose}: the numbers for “{issue.name}” have to be whole.")

    def _check_places(self, *places: Place, whose: str) -> None:
        for issue, option in places:
            if not (0 <= issue < len(self.issues) and 0 <= option < len(self.issues[issue].options)):
                raise Unfit(f"{whose}: there is no option {option} of issue {issue}.")

    def said(self, place: Place) -> str:
        """Return an option in words."""
        issue = self.issues[place[0]]
        return f"“{issue.name}: {issue.options[place[1]]}”"

    @property
    def outcomes(self) -> int:
        """Return how many packages there are before anything rules them out."""
        return prod(len(issue.options) for issue in self.issues)

    @property
    def additive(self) -> bool:
        """Tell whether every party's value is the sum of its issues."""
        return not any(party.bonds for party in self.parties)

    @property
    def free(self) -> bool:
        """Tell whether any option may stand beside any other."""
        return not self.apart and not self.budgets

    @cached_property
    def allowed(self) -> tuple[tuple[int, ...], ...]:
        """For each issue the options that nobody refuses and that meet every need; may be empty."""
        kept = []
        for at, issue in enumerate(self.issues):
            left = set(range(len(issue.options)))
            for party in self.parties:
                left -= {option for where, option in party.refuses if where == at}
                needed = {option for where, option in party.needs if where == at}
                left &= needed or left
            kept.append(tuple(sorted(left)))
        return tuple(kept)

    def values(self, package: Sequence[int]) -> tuple[int, ...]:
        """Return what a package is worth to each party, in points."""
        return tuple(party.value(package) for party in self.parties)

    def keeps(self, package: Sequence[int]) -> bool:
        """Tell whether a package breaks nothing: options, pairs, budgets, and everybody's floor."""
        return (
            all(option in allowed for option, allowed in zip(package, self.allowed, strict=True))
            and not any(package[a] == x and package[b] == y for (a, x), (b, y) in self._pairs())
            and all(budget.spent(package) <= budget.limit for budget in self.budgets)
            and all(party.value(package) >= party.floor for party in self.parties)
        )

    def _pairs(self) -> Iterator[tuple[Place, Place]]:
        return ((pair.first, pair.second) for pair in self.apart)

    def named(self, package: Sequence[int]) -> dict[str, str]:
        """Return a package as {issue: option}."""
        return {issue.name: issue.options[at] for issue, at in zip(self.issues, package, strict=True)}


def _twice(names: Sequence[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
