"""The packages of one round: the Nash package and others nearly as fair, each proven or labelled, in a drawn order.

Every party keeps at least `1 - tolerance` of its gain in the Nash package; none is worse than another for somebody and
better for nobody. They are shown in an order drawn by the seed, so that the first one shown is not known to be the Nash
one: whoever knows a package to be that of a rule can reckon from it to the other's table. The seed is drawn anew for
each round and told to nobody before the round has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from bitim.engines.compromise import answers
from bitim.engines.compromise.alternatives import Alternative, alternatives
from bitim.engines.compromise.answers import Certificate, Found, percent
from bitim.engines.compromise.model import Package, Problem, Unfit
from bitim.engines.compromise.program import Watch
from bitim.engines.compromise.rounds import MOST_PACKAGES, TOLERANCE

NASH, NEAR = "nash", "near"
SOLVING = 0.5  # of the time; the rest is for the alternatives and their proofs


@dataclass(frozen=True)
class Proposal:
    """A package of a round. `kind`: `NASH`, or `NEAR` to it. The certificate's gap is for the Nash package what may be
    missing by the rule; for a near one also what everybody might still gain without anybody's loss."""

    kind: str
    package: Package
    values: tuple[int, ...]
    certificate: Certificate

    @property
    def label(self) -> str:
        """Return "certified", or what has to be said in its place."""
        if self.certificate.whole:
            return "certified"
        return f"best found, gap {percent(self.certificate.gap)} %"


def propose(
    problem: Problem, *, seed: str, count: int = 3, seconds: float = 10.0, tolerance: Fraction = TOLERANCE
) -> tuple[Proposal, ...]:
    """Return up to `count` packages for a round, fewer where there are no others within the tolerance.

    Raises Impossible, with the wishes that clash, when no package keeps to everything."""
    if not 1 <= count <= MOST_PACKAGES:
        raise Unfit(f"A round has one to {MOST_PACKAGES} packages.")
    if not 0 <= tolerance < 1:
        raise Unfit("The tolerance is a share of each side's gain: at least 0 and below 1.")
    watch = Watch(seconds)
    answer = answers.solve(problem, ("nash",), seconds=seconds * SOLVING, seed=seed)
    nash = answer.packages[0]
    others = alternatives(problem, nash.package, count - 1, tolerance=tolerance, seconds=watch.left)
    made = [_first(nash), *(_near(answer, nash, one) for one in others)]
    return tuple(sorted(undominated(made), key=lambda one: _draw(seed, one.package)))


def undominated(made: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals that no other one betters for somebody at nobody's loss. Where a near one betters the Nash
    package, whose proof was not done then, it is the better answer of the rule and takes its place."""
    kept = [one for one in made if not any(_betters(other, one) for other in made)]
    if kept and all(one.kind != NASH for one in kept):
        lost = next(one for one in made if one.kind == NASH)
        heir = next(one for one in kept if _betters(one, lost))
        gap = max(heir.certificate.gap, lost.certificate.gap)
        certificate = Certificate(heir.certificate.kept, heir.certificate.pareto, gap, heir.certificate.shares)
        kept[kept.index(heir)] = Proposal(NASH, heir.package, heir.values, certificate)
    return kept


def _betters(one: Proposal, other: Proposal) -> bool:
    return one.values != other.values and all(a >= b for a, b in zip(one.values, other.values, strict=True))


def _first(found: Found) -> Proposal:
    known = found.certificate
    # What is not proven says so with a gap; a rule's best package without the proof that nobody could do better, too.
    gap = known.gap if known.pareto else max(known.gap, 1e-4)
    return Proposal(NASH, found.package, found.values, Certificate(known.kept, known.pareto, gap, known.shares))


def _near(answer: answers.Answer, nash: Found, one: Alternative) -> Proposal:
    shares = answers.shares(answer.yard, one.values)
    gap = max(one.gap, nash.certificate.gap)
    return Proposal(NEAR, one.package, one.values, Certificate(True, one.pareto, gap, shares))


def _draw(seed: str, package: Package) -> str:
    """Return where a package falls in the order of a round."""
    return sha256(f"shown|{seed}|{','.join(map(str, package))}".encode()).hexdigest()
