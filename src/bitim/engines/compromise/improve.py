"""A deal that exists, and a package that is better for everybody: the post-settlement settlement.

The deal is the floor: nobody gets less by it than they have. Among such packages the one whose smallest rise is
largest, each rise measured by the most that this party could still rise; then the second smallest, and so on. Nobody
who is content is a reason not to look: of 1,005 human agreements of the CaSiNo corpus a third could be bettered for
both, and those people were as satisfied as the others. Sources: Raiffa, Post-Settlement Settlements, 1985; measured in
the project's research.

Below `WORTH_OFFERING` of everybody's best possible gain a rise is finer than what people can say of their wishes.
"""

from dataclasses import dataclass
from fractions import Fraction

from bitim.engines.compromise import answers
from bitim.engines.compromise.answers import Certificate
from bitim.engines.compromise.model import Package, Problem, Unfit
from bitim.engines.compromise.record import BETTER, above

WORTH_OFFERING = Fraction(3, 100)


@dataclass(frozen=True)
class Improvement:
    """A package that is better for somebody and worse for nobody than a deal. `rises`: for each party what it gains
    over the deal, as a share of its best possible gain over no deal."""

    package: Package
    values: tuple[int, ...]
    rises: tuple[Fraction, ...]
    certificate: Certificate

    @property
    def worth_offering(self) -> bool:
        """Tell whether every side gains enough to be asked again."""
        return all(rise >= WORTH_OFFERING for rise in self.rises)


def improve(problem: Problem, deal: Package, *, seconds: float = 10.0, seed: str = "") -> Improvement | None:
    """Return the fairest improvement of a deal, or None when nobody can gain without another's loss.

    The certificate speaks of the packages that are no worse than the deal for anybody; where it is not whole, None
    means only that nothing was found in the time."""
    if len(deal) != len(problem.issues) or not all(
        0 <= at < len(issue.options) for at, issue in zip(deal, problem.issues, strict=True)
    ):
        raise Unfit("The deal does not choose one option for each issue.")
    now = problem.values(deal)
    try:
        found = answers.solve(above(problem, deal), (BETTER,), seconds=seconds, seed=seed).packages[0]
    except answers.Impossible:  # the deal itself keeps to less than the problem asks
        return None
    if found.values == now:
        return None
    rises = []
    for p, (has, gets) in enumerate(zip(now, found.values, strict=True)):
        whole = _best(problem, p) - problem.parties[p].disagreement
        rises.append(Fraction(gets - has, whole) if whole > 0 else Fraction(0))
    return Improvement(found.package, found.values, tuple(rises), found.certificate)


def _best(problem: Problem, p: int) -> int:
    """Return the most that a party could get if it alone chose among allowed options: known without any solving, and
    never less than its best acceptable package, so that a rise is not made to look larger than it is."""
    party = problem.parties[p]
    rows = [[party.points[i][at] for at in allowed] for i, allowed in enumerate(problem.allowed)]
    return sum(map(max, rows)) + sum(max(0, bond.points) for bond in party.bonds)
