"""A handful of statements that speak for everybody in proportion, not for the largest group five times over.

Sequential proportional approval (Thiele 1895): again and again the statement is taken that adds most to sum 1/(1 + w),
w being how many of the taken ones a person approves. Where a person has not voted, the share of agreement in their
group stands in: with every vote given it is Thiele's rule exactly. A statement needs enough votes in every group: on
guessed approvals alone the rule would take statements that one person saw.
"""

from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.clusters import Labels
from bitim.engines.opinion.counts import Counts
from bitim.engines.opinion.votes import Flags, Votes

SIZE = 8


@dataclass(frozen=True)
class Slate:
    """`statements` in the order they were taken; `heard`: the share of the people placed who agreed to one of them."""

    statements: list[int]
    heard: float


def slate(votes: Votes, labels: Labels, found: Counts, out: Flags, least: int, size: int = SIZE) -> Slate:
    """Return up to `size` statements, each with `least` votes or more in every group. `labels`: people's groups (-1:
    not placed), `found` their counts."""
    fits = ~out & (found.seen >= least).all(axis=0)
    share = (found.agree + 0.5) / (found.seen + 1)
    inside = labels >= 0
    rows = inside[votes.person]
    who, what, agrees = votes.person[rows], votes.statement[rows], votes.vote[rows] > 0
    cell = labels[who] * votes.statements + what
    approved = np.zeros(votes.people)
    heard = np.zeros(votes.people, dtype=bool)
    chosen: list[int] = []
    while len(chosen) < size and fits.any():
        worth = np.where(inside, 1 / (1 + approved), 0.0)
        given = worth[who]
        score = np.bincount(what, weights=given * agrees, minlength=votes.statements)
        asked = np.bincount(cell, weights=given, minlength=share.size).reshape(share.shape)
        all_ = np.bincount(labels[inside], weights=worth[inside], minlength=len(share))
        score = score + (share * (all_[:, None] - asked)).sum(axis=0)
        best = int(np.where(fits, score, -1.0).argmax())
        if not (agrees & (what == best)).any():
            break  # nobody agreed to it, and guessed approvals speak for nobody
        chosen.append(best)
        fits[best] = False
        approved[inside] += share[labels[inside], best]
        voted = what == best
        approved[who[voted]] += agrees[voted] - share[labels[who[voted]], best]
        heard[who[voted & agrees]] = True
    return Slate(chosen, float(heard[inside].mean()) if inside.any() else 0.0)
