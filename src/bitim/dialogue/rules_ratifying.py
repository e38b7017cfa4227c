"""Who may do what in a ballot on draft clauses. Nobody sees how anybody voted, nor how it goes before it is over."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.predicates import (
    is_accepted_here,
    is_confirmed,
    is_mediator,
    is_not_closed,
    is_of_a_side,
    is_of_this_side,
)
from bitim.dialogue.models_ratifying import BallotPaper, Ratification, Ratifier
from bitim.dialogue.permissions_ratifying import R
from bitim.kernel import clock
from bitim.kernel.access import Actor, predicate, register


def ratification_of(thing: Any) -> Ratification:
    """Return the ballot that a thing belongs to."""
    if isinstance(thing, BallotPaper):
        thing = thing.ratifier
    found: Ratification = thing if isinstance(thing, Ratification) else thing.ratification
    return found


@predicate(_("Every side has answered already."))
def is_asked(actor: Actor, thing: Any) -> bool:
    """The sides are being asked; nobody votes yet."""
    return ratification_of(thing).state == Ratification.ASKED


@predicate(_("This ballot is not open now. Nobody can vote in it."))
def takes_votes(actor: Actor, thing: Any) -> bool:
    """Papers are used now."""
    found = ratification_of(thing)
    return found.state == Ratification.OPEN and clock.now() < found.closes


@predicate(_("This ballot is not open now. Nobody can vote in it."))
def is_open_ballot(actor: Actor, thing: Any) -> bool:
    """It was opened and is not counted yet."""
    return ratification_of(thing).state == Ratification.OPEN


@predicate(_("This ballot is over."))
def is_not_counted(actor: Actor, thing: Any) -> bool:
    """It goes on, or was given up: given up twice it is given up."""
    return ratification_of(thing).state != Ratification.OVER


@predicate(_("Every side has answered already."))
def nobody_votes_yet(actor: Actor, thing: Any) -> bool:
    """It was never opened: a side that says no twice has said no."""
    return ratification_of(thing).opened is None


@predicate(_("This ballot was not counted yet."))
def is_counted(actor: Actor, thing: Ratifier) -> bool:
    """There is a result."""
    return ratification_of(thing).state == Ratification.OVER


RULES = {
    R.SEE_RATIFICATION: [[is_mediator], [is_of_a_side, is_confirmed]],
    R.ASK_TO_RATIFY: [[is_not_closed, is_mediator]],
    R.AGREE_TO_RATIFY: [[is_not_closed, is_of_this_side, is_confirmed, is_asked]],
    R.NOTE_RATIFIER: [[is_not_closed, is_mediator, is_accepted_here, is_asked]],
    R.OPEN_BALLOT: [[is_not_closed, is_mediator, is_asked]],
    R.MAKE_PAPERS: [[is_not_closed, is_mediator, is_accepted_here, is_open_ballot]],
    R.CAST_BALLOT: [[takes_votes]],  # whoever holds the paper
    R.CLOSE_BALLOT: [[is_not_closed, is_mediator, is_open_ballot]],
    R.END_RATIFICATION: [
        [is_not_closed, is_mediator, is_not_counted],
        [is_not_closed, is_of_a_side, is_confirmed, is_not_counted, nobody_votes_yet],
    ],
    R.STRIKE_VIEW: [[is_mediator, is_accepted_here, is_counted]],
}
register(RULES)
