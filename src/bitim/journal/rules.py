"""Who may do what with the books: the coordinator keeps them, the head counts and decides how numbers are written.

A mediator writes down consultations that they gave and reads their own; what was asked in words is read by who wrote
it and by the coordinator. Heads read the books without names: whom a case is between is not the head's.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.predicates import is_coordinator, is_mediator, is_not_closed
from bitim.journal.models import Consultation
from bitim.journal.permissions import P
from bitim.kernel.access import Actor, Rules, predicate, register
from bitim.people.models import CentreRole
from bitim.people.rules import centre_of, has_centre_role, is_coordinator_here, is_head_here


@predicate(_("Only a mediator of this centre can do this."))
def is_mediator_here(actor: Actor, thing: Any) -> bool:
    """A mediator of the thing's centre, acting as one."""
    return has_centre_role(actor, centre_of(thing), CentreRole.MEDIATOR)


@predicate(_("Only who wrote this down and the coordinator can do this."))
def is_writer(actor: Actor, thing: Any) -> bool:
    """The member of staff who gave and wrote down the consultation."""
    return isinstance(thing, Consultation) and actor.person is not None and actor.person == thing.by_id


KEEPERS = [[is_coordinator_here], [is_head_here]]
RULES: Rules = {
    P.WRITE_CONSULTATION: [[is_coordinator_here], [is_mediator_here]],
    P.SEE_CONSULTATION: [[is_coordinator_here], [is_mediator_here, is_writer]],
    P.CORRECT_CONSULTATION: [[is_coordinator_here], [is_mediator_here, is_writer]],
    P.SEE_BOOK: KEEPERS,
    P.WRITE_PAPER: [[is_coordinator_here]],
    P.SEE_NAMES: [[is_coordinator_here]],
    P.CORRECT_LINE: [[is_coordinator_here]],
    P.NOTE_CASE: [[is_coordinator]],
    P.ENTER_CASE: [[is_coordinator]],
    P.MARK_ASPECT: [[is_coordinator], [is_mediator, is_not_closed]],
    P.SET_NUMBERING: [[is_head_here]],
    P.SEE_REPORT: KEEPERS,
    P.EXPORT: KEEPERS,
}
register(RULES)
