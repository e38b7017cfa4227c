"""Is there any group at all? Groups are shown only when votes dealt at random would not show them as well.

k-means always returns groups. So each statement's votes are dealt anew among those who voted on it: who was asked what
and how each statement fared stay, what ties one person's votes together is gone. There are groups only when the first
eigenvalue of the real votes is larger than in every one of DRAWS dealings and WIDER times their mean, and the
silhouette larger than in nine of ten. The eigenvalue says that people differ in some way they share; the silhouette,
that they gather. It alone would not do: one far corner of a random cloud has a high silhouette too.
Source: permutation test; parallel analysis (Horn 1965) for the eigenvalue.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.axes import ROUGH, Axes, largest
from bitim.engines.opinion.votes import Flags, Real, Votes, Whole

DRAWS = 25
WIDER = 1.25
BEATEN = DRAWS // 10  # so many dealings may have as good a silhouette
MOST = 4000  # people looked at; more make the test sharper than anybody needs


@dataclass(frozen=True)
class Chance:
    """`groups` or none. `ratio`: first and second eigenvalue over the mean of the dealings; `dealt`: their silhouettes
    (fewer than DRAWS when they were enough to say no)."""

    groups: bool
    silhouette: float
    ratio: tuple[float, float]
    dealt: tuple[float, ...]


class Dealer:
    """Deals the entries of a centred table anew within each column."""

    def __init__(self, statement: Whole, statements: int, seed: int) -> None:
        self.order = np.argsort(statement, kind="stable")
        self.ends = np.cumsum(np.bincount(statement, minlength=statements)).tolist()
        self.chance = np.random.default_rng(seed)

    def deal(self, entries: Real) -> Real:
        """Return entries of the same columns in another order."""
        mixed = entries[self.order]
        begin = 0
        for end in self.ends:
            if end - begin > 1:
                self.chance.shuffle(mixed[begin:end])
            begin = end
        found = np.empty_like(entries)
        found[self.order] = mixed
        return found


def any_groups(votes: Votes, axes: Axes, silhouette_of: Callable[[Axes], float], seed: int = 1) -> Chance:
    """Return whether there are groups; `silhouette_of` places and groups everybody by some axes.

    Stops at the dealing that is enough to say no."""
    real = silhouette_of(axes)
    if axes.values[0] <= 0 or real <= 0:
        return Chance(False, real, (0.0, 0.0), ())
    dealer = Dealer(votes.statement.astype(np.int64), votes.statements, seed)
    dealt: list[float] = []
    values: list[Real] = []
    refused = False
    while len(dealt) < DRAWS and not refused:
        matrix = axes.matrix.copy()
        matrix.data = dealer.deal(axes.matrix.data)
        found, directions = largest(matrix, tolerance=ROUGH)
        values.append(found)
        dealt.append(silhouette_of(Axes(matrix, axes.means, directions, found)))
        refused = bool(found[0] >= axes.values[0]) or sum(one >= real for one in dealt) > BEATEN
    means = np.mean(values, axis=0)
    one, two = (float(a / b) if b > 0 else 0.0 for a, b in zip(axes.values, means, strict=True))
    return Chance(not refused and one >= WIDER, real, (one, two), tuple(dealt))


def some_people(people: int, most: int = MOST, seed: int = 2) -> Flags:
    """Return who is looked at in a conversation of very many."""
    found = np.zeros(people, dtype=bool)
    found[np.random.default_rng(seed).permutation(people)[:most]] = True
    return found
