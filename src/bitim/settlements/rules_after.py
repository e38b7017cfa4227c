"""Who may do what once a settlement is signed, when a case ends, and when an authority asks for it.

A coordinator sees of a duty that there is one, its day and how it stands: the same frame as of everything else in a
case. The words of the settlement stay with the sides and the mediator.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_reading import answers_by_voice
from bitim.cases.models import Side
from bitim.cases.predicates import (
    centre_of,
    is_accepted_here,
    is_confirmed,
    is_coordinator,
    is_mediator,
    is_not_closed,
    is_of_a_side,
    is_of_this_side,
)
from bitim.kernel.access import Actor, predicate, register
from bitim.people.models import CentreRole
from bitim.people.rules import has_centre_role
from bitim.settlements.models_after import Demand, DemandStep, DutyKept
from bitim.settlements.permissions import P


@predicate(_("Only the head of this centre can do this."))
def is_head(actor: Actor, thing: Any) -> bool:
    """The head of the centre that holds the case."""
    return has_centre_role(actor, centre_of(thing), CentreRole.HEAD)


@predicate(_("Another settlement stands in the place of this one."))
def is_in_force(actor: Actor, duty: DutyKept) -> bool:
    """The settlement that says this duty was not replaced."""
    return duty.replaced is None


@predicate(_("Somebody else of the centre has to confirm it, in their own login."))
def is_second_word(actor: Actor, demand: Demand) -> bool:
    """Not whoever wrote the demand down."""
    return actor.person is not None and actor.person != demand.by_id


@predicate(_("A second person has to confirm it first."))
def was_confirmed(actor: Actor, demand: Demand) -> bool:
    """A second person of the centre confirmed the demand."""
    return DemandStep.objects.system().filter(demand=demand, what=DemandStep.CONFIRMED).exists()


@predicate(_("A notice of ending is printed when the case is closed."))
def has_ended(actor: Actor, side: Side) -> bool:
    """The case is closed."""
    return side.case.stage == "closed"


@predicate(_("This side answers on its own device."))
def answers_only_by_voice(actor: Actor, side: Side) -> bool:
    """Nobody of the side has a way in of their own: what they say is written down."""
    return answers_by_voice(side)


READERS = [[is_mediator], [is_coordinator], [is_of_a_side, is_confirmed]]
REGISTRARS = [[is_coordinator], [is_head], [is_mediator]]

RULES = {
    P.SEE_DUTIES: READERS,
    P.REPORT_DUTY: [
        [is_not_closed, is_in_force, is_mediator],
        [is_not_closed, is_in_force, is_coordinator],
        [is_not_closed, is_in_force, is_of_a_side, is_confirmed],
    ],
    P.ANSWER_REPORT: [
        [is_not_closed, is_in_force, is_mediator],
        [is_not_closed, is_in_force, is_coordinator],
        [is_not_closed, is_in_force, is_of_a_side, is_confirmed],
    ],
    P.RETURN_TO_TABLE: [[is_not_closed, is_mediator], [is_not_closed, is_of_a_side, is_confirmed]],
    P.KEEP_SETTLEMENT: [[is_not_closed, is_mediator]],
    P.ANSWER_PULSE: [
        [is_not_closed, is_of_this_side, is_confirmed],
        [is_not_closed, is_mediator, is_accepted_here, answers_only_by_voice],
    ],
    P.SEE_PULSE: [[is_mediator, is_accepted_here], [is_of_this_side, is_confirmed]],
    P.DRAW_UP_ADDENDUM: [[is_not_closed, is_mediator]],
    P.PRINT_ENDING: [
        [has_ended, is_mediator],
        [has_ended, is_coordinator],
        [has_ended, is_of_this_side, is_confirmed],
    ],
    P.PRINT_COURT_PAPER: [[is_mediator], [is_coordinator]],
    P.RECORD_DEMAND: [[is_coordinator], [is_mediator]],
    P.SEE_DEMANDS: REGISTRARS,
    P.CONFIRM_DEMAND: [[*one, is_second_word] for one in REGISTRARS],
    P.GIVE_DEMANDED: [[*one, was_confirmed] for one in REGISTRARS],
}
register(RULES)
