"""Other packages that are nearly as fair and as different as possible: for people to whom the first one is foreign.

Every party keeps at least `1 - tolerance` of its gain in a package that is known; among such packages the one that
shares fewest options with those chosen before, then bettered until nobody could do better without another's loss. Works
in every case, with or without constraints. Source: the project's research, section 3.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from bitim.engines.compromise import search
from bitim.engines.compromise.model import Package, Problem, Unfit
from bitim.engines.compromise.program import Extra, Program, Row, Watch
from bitim.engines.compromise.rounds import TOLERANCE


@dataclass(frozen=True)
class Alternative:
    """A package with its values. `gap`: what everybody together might still gain without anybody's loss, at most, as a
    share; 0 when it is proven that nobody could better it."""

    package: Package
    values: tuple[int, ...]
    gap: float

    @property
    def pareto(self) -> bool:
        """Tell whether it is proven that nobody could better it without another's loss."""
        return self.gap == 0.0


def near(problem: Problem, known: Package, package: Package, tolerance: Fraction = TOLERANCE) -> bool:
    """Tell, in whole numbers, whether a package leaves everybody at least `1 - tolerance` of its gain in a known
    one."""
    gains = ((p.value(known) - p.disagreement, p.value(package) - p.disagreement) for p in problem.parties)
    return all(has >= (1 - tolerance) * had for had, has in gains)


def alternatives(
    problem: Problem, known: Package, count: int = 2, *, tolerance: Fraction = TOLERANCE, seconds: float = 5.0
) -> tuple[Alternative, ...]:
    """Return up to `count` packages, each different from the known one and from each other; fewer where there are
    none."""
    if not problem.keeps(known):
        raise Unfit("The known package breaks something that was asked: there is nothing to keep near to.")
    watch = Watch(seconds)
    seeker = search.Seeker(problem, watch)
    chosen: list[Package] = [known]
    found: list[Alternative] = []
    while len(found) < count and not watch.over:
        package = _furthest(seeker.program, known, chosen, tolerance, watch)
        if package is None:
            break
        better, gap = search.bettered(seeker, package)
        if better in chosen or not near(problem, known, better, tolerance):  # a known one, or only nearly near
            chosen.append(package)
            continue
        chosen.extend({package, better})
        found.append(Alternative(better, problem.values(better), gap))
    return tuple(found)


def _furthest(
    program: Program, known: Package, chosen: Sequence[Package], tolerance: Fraction, watch: Watch
) -> Package | None:
    gains = program.gained(program.problem.values(known))
    rows: list[tuple[Row, float, float]] = [
        ({program.gain(p): 1.0}, float(1 - tolerance) * gain - 1e-9, inf) for p, gain in enumerate(gains)
    ]
    for package in chosen:
        same: Row = {program.column[i, at]: 1.0 for i, at in enumerate(package) if (i, at) in program.column}
        rows.append(({**same, program.width: 1.0}, -inf, float(len(package))))
    extra = Extra(columns=[(1.0, float(len(known)))], rows=rows)
    run = program.solve({program.width: 1.0}, extra, seconds=watch.left)
    if run.package is None or run.package in chosen or not program.problem.keeps(run.package):
        return None
    return run.package
