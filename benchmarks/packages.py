"""Negotiation problems for the benchmarks of compromises: random tables, half opposed, in whole points."""

import numpy as np

from bitim.engines.compromise import Apart, Budget, Issue, Party, Problem

OPPOSED = 0.7


def drawn(
    chance: np.random.Generator, issues: int, options: int, parties: int, *, bound: bool = False, whole: int = 1000
) -> Problem:
    """Return a problem: weights evenly over the simplex, values 0..1, those of every second party turned against a
    common base by `OPPOSED`. `bound`: as many excluded pairs as issues, and a budget of 80 % of the mean cost."""
    base = chance.random((issues, options))
    made = []
    for number in range(parties):
        heavy = chance.dirichlet(np.ones(issues))
        values = chance.random((issues, options))
        side = base if number % 2 else 1 - base
        values = (1 - OPPOSED) * values + OPPOSED * side
        values /= values.max(axis=1, keepdims=True)
        table = np.rint(values * heavy[:, None] * whole).astype(int).tolist()
        made.append(Party(f"p{number}", tuple(map(tuple, table))))
    names = tuple(Issue(f"i{n}", tuple(f"o{at}" for at in range(options))) for n in range(issues))
    if not bound:
        return Problem(names, tuple(made))
    apart = []
    for _ in range(issues):
        one, other = (int(at) for at in chance.choice(issues, 2, replace=False))
        apart.append(Apart((one, int(chance.integers(options))), (other, int(chance.integers(options)))))
    costs = chance.integers(0, 100, (issues, options))
    budget = Budget("costs", tuple(map(tuple, costs.tolist())), int(costs.mean() * issues * 0.8))
    return Problem(names, tuple(made), tuple(apart), (budget,))
