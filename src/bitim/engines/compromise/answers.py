"""A problem answered: by each rule a package, what is proven of it, and for two parties the whole frontier.

Three ways, the first that fits: two parties whose values are sums and whose options combine freely are merged issue by
issue (exact, complete); up to `LISTED` packages are listed one by one (exact); everything else is searched with bounds.
A package is `certified` when it breaks nothing, nobody could better it without loss to another, and no package is
better by its rule, each recomputed in whole points; otherwise it is the best found, with its gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10, prod

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise import rules, search
from bitim.engines.compromise.clash import clashing
from bitim.engines.compromise.edge import stepped
from bitim.engines.compromise.frontier import Frontier, Listing, Points, TooWide, every, merge, undominated
from bitim.engines.compromise.model import Package, Problem, Unfit
from bitim.engines.compromise.program import Watch

LISTED = 300_000
SEEKING = 0.7  # of the time; the rest is for the proof that nobody could do better
MERGED, LISTING, SEARCHED = "merged", "listed", "searched"


@dataclass(frozen=True)
class Certificate:
    """What is proven of a package. `shares`: for each party whether it has at least its equal part of its best
    possible gain (1/k); `gap`: what might be missing at most by the rule, 0 when proven best."""

    kept: bool
    pareto: bool
    gap: float
    shares: tuple[bool, ...]

    @property
    def whole(self) -> bool:
        """Tell whether everything is proven."""
        return self.kept and self.pareto and self.gap == 0.0


@dataclass(frozen=True)
class Found:
    """A rule's package with its values in points."""

    rule: str
    package: Package
    values: tuple[int, ...]
    certificate: Certificate

    @property
    def label(self) -> str:
        """Return "certified", or what has to be said in its place."""
        if self.certificate.whole:
            return "certified"
        return f"best found, gap {percent(self.certificate.gap)} %"


@dataclass(frozen=True)
class Answer:
    """What was found. `yard`: what gains were measured by, with everybody's best among acceptable packages.
    `frontier`: values of two parties in points, best for the first first; None when not listed."""

    way: str
    packages: tuple[Found, ...]
    yard: rules.Yard
    frontier: Points | None = None


class Impossible(Unfit):
    """No package keeps to everything; the text names what clashes."""


def percent(gap: float) -> str:
    """Return a gap in percent, rounded up so that it is never said smaller than it is."""
    hundredths = -int(-gap * 1e4 // 1)
    return f"{hundredths / 100:.2f}" if gap >= 1e-4 else "0.01"


def solve(problem: Problem, chosen: Sequence[str] = rules.RULES, *, seconds: float = 10.0, seed: str = "") -> Answer:
    """Return the answer of each rule. `seconds`: what a searched rule may take; the listed ways take no account of it.

    Raises Impossible, with the wishes that clash, when no package keeps to everything."""
    if not chosen:
        raise Unfit("Name at least one rule.")
    unknown = [rule for rule in chosen if rule not in rules.RULES]
    if unknown:
        raise Unfit(f"There is no rule “{unknown[0]}”; there are {', '.join(rules.RULES)}.")
    try:
        return _answer(problem, chosen, seconds, seed)
    except search.Clash:
        raise Impossible(_clash(problem, seconds)) from None


def _answer(problem: Problem, chosen: Sequence[str], seconds: float, seed: str) -> Answer:
    if not all(problem.allowed):
        raise search.Clash
    if len(problem.parties) == 2 and problem.additive and problem.free:
        try:
            found = merge(problem)
            return Answer(MERGED, *_picked(problem, chosen, found, seed), found.values)
        except TooWide:
            pass
    if prod(len(allowed) for allowed in problem.allowed) <= LISTED:
        listing = every(problem)
        packages, yard = _picked(problem, chosen, listing, seed)
        edge = None
        if len(problem.parties) == 2:
            edge = listing.values[undominated(listing.values[:, 0], listing.values[:, 1])]
        return Answer(LISTING, packages, yard, edge)
    found_by = [_searched(problem, rule, seconds) for rule in chosen]
    edge = stepped(problem, Watch(seconds)) if len(problem.parties) == 2 else None
    return Answer(SEARCHED, tuple(one for one, _ in found_by), found_by[-1][1], edge)


def _picked(
    problem: Problem, chosen: Sequence[str], found: Frontier | Listing, seed: str
) -> tuple[tuple[Found, ...], rules.Yard]:
    """Return each rule's package out of a complete list, and what gains were measured by."""
    floors = np.array([party.floor for party in problem.parties], dtype=np.int64)
    accepted: NDArray[np.intp] = np.flatnonzero((found.values >= floors).all(axis=1))
    if not len(accepted):
        raise search.Clash
    values = found.values[accepted]
    yard = rules.Yard.of(problem, values.max(axis=0).tolist())
    packages = []
    for rule in chosen:
        row = rules.best(rule, yard, values, seed=seed)
        package = found.package(int(accepted[row]))
        packages.append(Found(rule, package, problem.values(package), _checked(problem, rule, package, yard, values)))
    return tuple(packages), yard


def _checked(problem: Problem, rule: str, package: Package, yard: rules.Yard, values: Points) -> Certificate:
    """Recompute, from the problem alone, what is claimed of a package of a complete list of acceptable values."""
    own = problem.values(package)
    better = (values >= np.array(own)).all(axis=1) & (values > np.array(own)).any(axis=1)
    gap = 0.0 if rule != "nash" or _product_is_largest(yard, own, values) else 1.0
    return Certificate(problem.keeps(package), not better.any(), gap, shares(yard, own))


def _product_is_largest(yard: rules.Yard, own: Sequence[int], values: Points) -> bool:
    """Tell, in whole numbers, whether no acceptable package has a larger product of the gains of as many parties."""
    movers = list(yard.movers)
    low = np.array([yard.disagreement[p] for p in movers], dtype=object)
    gains = values[:, movers].astype(object) - low
    mine = [int(own[p]) - yard.disagreement[p] for p in movers]
    if not movers or not all(mine):
        return True  # not everybody can gain: the sets differ, the rule itself compared them exactly
    product = prod(gain ** yard.weight[p] for gain, p in zip(mine, movers, strict=True))
    largest = np.ones(len(gains), dtype=object)
    for at, p in enumerate(movers):
        largest = largest * gains[:, at] ** yard.weight[p]
    return bool(max(largest) <= product)


def shares(yard: rules.Yard, values: Sequence[int]) -> tuple[bool, ...]:
    """Tell for each party whether it has at least 1/k of its best possible gain; who can gain nothing has it."""
    parts = dict(zip(yard.movers, yard.gains(values), strict=True))
    count = len(yard.ideal)
    return tuple(parts.get(p, Fraction(1)) >= Fraction(1, count) for p in range(count))


def _searched(problem: Problem, rule: str, seconds: float) -> tuple[Found, rules.Yard]:
    whole = Watch(seconds)
    seeker = search.Seeker(problem, Watch(seconds * SEEKING))
    package, gap = search.seek(rule, seeker)
    seeker.watch = whole
    better, pareto = search.proven(seeker, package)
    own = problem.values(better)
    if not seeker.program.whole:
        gap = max(gap, search.ENOUGH)
    if rule == "ks" and not seeker.ideal_proven:
        gap = max(gap, search.ENOUGH)
    certificate = Certificate(problem.keeps(better), pareto, gap, shares(seeker.yard, own))
    return Found(rule, better, own, certificate), seeker.yard


def _clash(problem: Problem, seconds: float) -> str:
    found = clashing(problem, Watch(max(2.0, seconds)))
    if not found:
        return "No package keeps to everything."
    if len(found) == 1:
        return f"No package is possible: {found[0].words}."
    return f"No package keeps to all of these at once: {'; '.join(wish.words for wish in found)}."


def size(problem: Problem) -> str:
    """Return how many packages there are: the number itself, or a power of ten."""
    count = problem.outcomes
    return str(count) if count < 10**15 else f"10^{round(log10(count))}"
