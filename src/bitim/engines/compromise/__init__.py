"""Packages that every side would rather sign than not, found exactly and shown to be fair.

Several issues with options, two to ten parties with private points, must-haves, refusals, pairs that cannot stand
together, budgets: `solve` gives by each rule (Nash, Kalai-Smorodinsky, maximin, largest sum) a package with what is
proven of it, and for two parties the whole frontier. `read` takes scenarios of the Genius environment. "Fair" and
"proven" are always according to what everybody stated, never according to what they feel.

Importing this package loads no array library: the solving modules come with the first `solve`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bitim.engines.compromise.genius import Scenario, read
from bitim.engines.compromise.model import Apart, Bond, Budget, Issue, Package, Party, Problem, Unfit, along, numeric

if TYPE_CHECKING:
    from bitim.engines.compromise.answers import Answer

__all__ = [
    "Apart",
    "Bond",
    "Budget",
    "Issue",
    "Package",
    "Party",
    "Problem",
    "Scenario",
    "Unfit",
    "along",
    "numeric",
    "read",
    "solve",
]


def solve(problem: Problem, *rules: str, **limits: Any) -> Answer:
    """Return the packages of the named rules, of all when none is named; see `answers.solve` for the limits."""
    from bitim.engines.compromise import answers

    return answers.solve(problem, rules, **limits) if rules else answers.solve(problem, **limits)
