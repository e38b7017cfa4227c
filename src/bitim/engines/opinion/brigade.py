"""How much a few could have bent the answer: the busiest left out, invented voters added, ballots that are the same.

Nothing here says that anybody cheated. It says what the common ground would have withstood. Source: the safeguards of
Community Notes (invented extreme raters; a run without the most active), with people counted in place of a fitted
score.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.counts import Counts
from bitim.engines.opinion.steady import ENOUGH
from bitim.engines.opinion.sureness import above_half
from bitim.engines.opinion.votes import Flags, Real, Votes

BUSIEST = 0.01
INVENTED = 0.02
ALIKE = 3  # people with one and the same ballot, to be spoken of

Claims = Callable[[Votes], Flags]


@dataclass(frozen=True)
class Brigade:
    """`withstands`: for each claim the invented people, all against it, that its weakest group would bear.
    `without_busiest`, `against`, `for_all`: statements lost without the busiest, lost to invented people who disagree
    with everything, gained by invented people who agree with everything; `invented` is their number. `same`: how many
    people share a ballot with at least two others."""

    withstands: dict[int, int]
    without_busiest: list[int]
    against: list[int]
    for_all: list[int]
    invented: int
    same: int


def withstands(found: Counts, statement: int) -> int:
    """Return how many votes against a statement could be added to its weakest group and the claim still hold."""
    agree, seen = found.agree[:, statement], found.seen[:, statement]
    most = int(seen.sum()) + 1
    added = np.arange(most + 1)
    holds = above_half(agree[:, None], seen[:, None] + added) & (seen[:, None] >= ENOUGH)
    return max(int(holds.sum(axis=1).min()) - 1, 0)


def with_invented(votes: Votes, number: int, vote: int, out: Flags) -> Votes:
    """Return votes with `number` more people who all answer every statement alike."""
    asked = np.flatnonzero(~out)
    who = np.repeat(np.arange(number) + votes.people, len(asked))
    return Votes.of(
        np.concatenate((votes.person, who)),
        np.concatenate((votes.statement, np.tile(asked, number))),
        np.concatenate((votes.vote, np.full(len(who), vote))),
        votes.people + number,
        votes.statements,
    )


def same_ballots(votes: Votes) -> int:
    """Return how many people gave exactly the answers, on exactly the statements, of at least two others."""
    seen: dict[bytes, int] = {}
    for person in np.flatnonzero(votes.given >= ENOUGH).tolist():
        mine = slice(int(votes.first[person]), int(votes.first[person + 1]))
        ballot = votes.statement[mine].tobytes() + votes.vote[mine].tobytes()
        seen[ballot] = seen.get(ballot, 0) + 1
    return sum(count for count in seen.values() if count >= ALIKE)


def busiest(given: Real, share: float = BUSIEST) -> Flags:
    """Return the most active people, one in a hundred and at least one."""
    number = max(1, int(len(given) * share))
    found = np.zeros(len(given), dtype=bool)
    found[np.lexsort((np.arange(len(given)), -given))[:number]] = True
    return found


def brigade(votes: Votes, out: Flags, found: Counts, common: list[int], claims: Claims) -> Brigade:
    """Return what the common ground withstands. `claims` groups votes anew and returns the statements that every group
    surely agrees with, without resamples."""
    if not votes.people:
        return Brigade({}, [], [], [], 0, 0)
    invented = max(1, int(votes.people * INVENTED))
    before = claims(votes)
    fewer = claims(votes.of_people(~busiest(votes.given.astype(np.float64))))
    against = claims(with_invented(votes, invented, -1, out))
    for_all = claims(with_invented(votes, invented, 1, out))
    return Brigade(
        {at: withstands(found, at) for at in common},
        [at for at in common if not fewer[at]],
        [at for at in common if not against[at]],
        np.flatnonzero(for_all & ~before & ~out).tolist(),
        invented,
        same_ballots(votes),
    )
