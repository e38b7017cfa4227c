"""One sum of money, two hidden limits: three ways to find out whether they meet, none of which can pass either.

- `Crossing`: at most three rounds of sealed bids. When the offer reaches the demand there is a deal at the middle.
  Bids may only move towards the other side. Rounds are few because early ones would be costless probes.
- `on_grid`: both mark, unseen, which of the shown sums they would sign; a deal is a sum that both marked.
- `answered`: one side commits to a sum, the other says its limit unseen; a deal is at that very sum.

Sums are whole smallest units of a currency. What a side learns is "deal" or "no deal", never how far apart the two
were. Rules that settle past a stated limit ("within 30 %, the middle") made payers pay above their own limit in 26 % of
simulated cases and reward false demands; they are left out for that. Sources: Chatterjee and Samuelson 1983 (sealed
bids); Gabuthy, Jacquemet and Marchand 2007 (early rounds chill); the project's research.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import compare_digest

from bitim.engines.compromise.model import Unfit

PAYS, RECEIVES = "pays", "receives"
OPEN, DEAL, NO_DEAL = "open", "deal", "no deal"
MOST_ROUNDS = 3
LARGEST = 10**15
SALT_BYTES = 16


@dataclass(frozen=True)
class Crossing:
    """Sealed bids. `rounds`: finished rounds as (offer, demand); `sealed`: bids of the round that is open."""

    seed: str
    most: int = MOST_ROUNDS
    rounds: tuple[tuple[int, int], ...] = ()
    sealed: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST_ROUNDS:
            raise Unfit(f"There can be one to {MOST_ROUNDS} rounds.")

    @property
    def state(self) -> str:
        """Return `OPEN`, `DEAL` or `NO_DEAL`: all that a side is ever told of a finished round."""
        if self.rounds and self.rounds[-1][0] >= self.rounds[-1][1]:
            return DEAL
        return NO_DEAL if len(self.rounds) >= self.most else OPEN

    @property
    def sum(self) -> int | None:
        """Return the sum of the deal: the middle of offer and demand; a half unit goes where the seed draws it."""
        if self.state != DEAL:
            return None
        offer, demand = self.rounds[-1]
        return (offer + demand + (_coin(self.seed, offer, demand) if (offer + demand) % 2 else 0)) // 2

    def waits_for(self, side: str) -> bool:
        """Tell whether a side's bid of the open round is missing."""
        return self.state == OPEN and side not in dict(self.sealed)

    def bid(self, side: str, amount: int) -> "Crossing":
        """Return the bidding with a side's bid; the round closes when both are there."""
        if side not in (PAYS, RECEIVES):
            raise Unfit("Only the side that pays and the side that receives can bid.")
        if not self.waits_for(side):
            raise Unfit("The bidding is over." if self.state != OPEN else "This round's bid is sealed already.")
        _sum(amount)
        before = [offer if side == PAYS else demand for offer, demand in self.rounds]
        if before and (amount < before[-1] if side == PAYS else amount > before[-1]):
            raise Unfit(f"A bid can only come closer to the other side: {before[-1]} was said before.")
        sealed = {**dict(self.sealed), side: amount}
        if len(sealed) < 2:
            return replace(self, sealed=tuple(sealed.items()))
        return replace(self, rounds=(*self.rounds, (sealed[PAYS], sealed[RECEIVES])), sealed=())


def grid(low: int, high: int, count: int) -> tuple[int, ...]:
    """Return `count` sums from `low` to `high`, both included, as even as whole units allow."""
    _sum(low)
    _sum(high)
    if high <= low or not 2 <= count <= high - low + 1:
        raise Unfit(f"Between {low} and {high} there is no room for {count} different sums.")
    return tuple(low + (high - low) * at // (count - 1) for at in range(count))


def on_grid(sums: Sequence[int], payer: Collection[int], receiver: Collection[int], *, seed: str) -> int | None:
    """Return the sum of a deal among those that both sides marked: the middle one, of two middle ones the one that the
    seed draws; None when they marked none in common. Who marked what is said to nobody."""
    for marked in (payer, receiver):
        unknown = set(marked) - set(sums)
        if unknown:
            raise Unfit(f"{min(unknown)} is none of the sums that are shown.")
    both = sorted(set(payer) & set(receiver))
    if not both:
        return None
    return both[(len(both) - 1 + (_coin(seed, both[0], both[-1]) if len(both) % 2 == 0 else 0)) // 2]


def commitment(amount: int, salt: bytes) -> str:
    """Return what binds a side to a sum without telling it. `salt`: at least 16 random bytes, kept with the sum."""
    _sum(amount)
    if len(salt) < SALT_BYTES:
        raise Unfit(f"The salt needs at least {SALT_BYTES} bytes: sums are few enough to be tried out.")
    return sha256(salt + b"|" + str(amount).encode()).hexdigest()


def answered(committed: str, amount: int, salt: bytes, limit: int, *, by: str) -> int | None:
    """Return the sum of a deal at a committed proposal, or None. `by`: the side that answered with its `limit`, the
    most that it pays or the least that it takes."""
    if not compare_digest(committed, commitment(amount, salt)):
        raise Unfit("The proposal that was opened is not the one that was committed to.")
    if by not in (PAYS, RECEIVES):
        raise Unfit("Only the side that pays and the side that receives can answer.")
    _sum(limit)
    fits = amount <= limit if by == PAYS else amount >= limit
    return amount if fits else None


def _sum(amount: int) -> None:
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= LARGEST:
        raise Unfit("A sum is a whole number of the smallest unit of money, not below nothing.")


def _coin(seed: str, one: int, other: int) -> int:
    return sha256(f"{seed}|{one}|{other}".encode()).digest()[0] % 2
