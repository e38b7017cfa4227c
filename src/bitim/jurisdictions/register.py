"""Whether the register lets a mediator be appointed today: the pack says which of these hold and in what words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bitim.jurisdictions.pack import Label, Pack

REFUSALS = "register_refusals"


@dataclass(frozen=True)
class CardFacts:
    """A line of the register. ``listed`` is False where there is none; ``of_age`` is None when nobody noted it."""

    kind: str = "professional"
    listed: bool = True
    removed: bool = False
    certificate_until: dt.date | None = None
    term_from: dt.date | None = None
    term_to: dt.date | None = None
    takes_fee: bool = False
    of_age: bool | None = None


CHECKS: Mapping[str, Callable[[CardFacts, dt.date], bool]] = {
    "unlisted": lambda card, _: not card.listed,
    "removed": lambda card, _: card.removed,
    "expired": lambda card, day: card.certificate_until is not None and card.certificate_until < day,
    "term_not_begun": lambda card, day: card.term_from is not None and card.term_from > day,
    "term_over": lambda card, day: card.term_to is not None and card.term_to < day,
    "fee": lambda card, _: card.takes_fee,
    "age": lambda card, _: card.of_age is False,
}


def refusals(pack: Pack, card: CardFacts, day: dt.date) -> tuple[Label, ...]:
    """Return why the pack forbids to appoint this mediator on a day; empty when it does not."""
    return tuple(
        label
        for label in pack.labels.get(REFUSALS, ())
        if card.kind in label.facts.get("kinds", ()) and CHECKS[label.key](card, day)
    )
