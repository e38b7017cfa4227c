"""Which statement to ask about next: the one with the fewest votes, and with what chance it was chosen.

Fewest first gives every statement its hearing and can be told to anybody in a sentence. A small part of the draws is
even over all statements, so that no chance is zero and answers can later be weighed by it (Horvitz and Thompson 1952).
Plain Python: a page asks this for every vote, and loads no arrays for it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

EVEN = 0.1


@dataclass(frozen=True)
class Asked:
    """A statement to ask about, and the chance with which it was drawn after those before it: to be kept with the
    vote."""

    statement: int
    chance: float


def draw(
    votes: Sequence[int], answered: Collection[int], random: Random, number: int = 1, even: float = EVEN
) -> list[Asked]:
    """Return up to `number` different statements that this person has not answered. `votes` are the votes each has so
    far (a withdrawn statement is given among `answered`); of equal ones any is as likely as another."""
    known = set(answered)
    left = [at for at in range(len(votes)) if at not in known]
    chosen: list[Asked] = []
    while left and len(chosen) < number:
        least = min(votes[at] for at in left)
        first = [at for at in left if votes[at] == least]
        picked = random.choice(left if random.random() < even else first)
        chance = even / len(left) + ((1 - even) / len(first) if votes[picked] == least else 0.0)
        chosen.append(Asked(picked, chance))
        left.remove(picked)
    return chosen
