"""Who may ask to be called back, and who may say that it was done."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import queries as cases
from bitim.cases.queries.untold import may_tell
from bitim.desk.permissions import P
from bitim.desk.queries.calls import ASKED, MISSED
from bitim.kernel import doors
from bitim.kernel.access import Actor, predicate, register
from bitim.kernel.models import Delivery, Door, Event
from bitim.people.models import Centre, CentreRole
from bitim.people.rules import has_centre_role


def case_at(actor: Actor, centre: UUID) -> UUID | None:
    """Return the person's open case at a centre, when there is just one."""
    found = [
        part.case_id
        for part in cases.my_participations(actor)
        if part.case.centre_id == centre and part.side_id and part.case.stage != "closed"
    ]
    return found[0] if len(found) == 1 else None


@predicate(_("Come by your code first, so that we know whom to call."))
def comes_to_this_centre(actor: Actor, thing: Centre) -> bool:
    """A person with an open door to this centre's request, invitation or case, or with a part in a case of it."""
    if actor.role != "party" or actor.person is None:
        return False
    if any(part.case.centre_id == thing.pk for part in cases.my_participations(actor)):
        return True
    held = Door.objects.system().filter(person=actor.person, closed=None)
    return any(
        doors.CENTRES[purpose](subject) == thing.pk
        for purpose, subject in held.values_list("purpose", "subject")
        if purpose in doors.CENTRES
    )


@predicate(_("Only a coordinator of this centre and the mediator of the case can do this."))
def may_answer_call(actor: Actor, thing: Any) -> bool:
    """The event is a wish to be called, or a message that did not arrive: a coordinator of its centre, or the mediator
    of its case."""
    if not isinstance(thing, Event) or thing.kind not in (ASKED, MISSED):
        return False
    if has_centre_role(actor, thing.chain, CentreRole.COORDINATOR):
        return True
    case = thing.payload.get("case")
    return actor.role == "mediator" and any(
        str(part.case_id) == case and part.role in ("mediator", "co_mediator")
        for part in cases.my_participations(actor)
    )


@predicate(_("Only a coordinator of this centre and the mediator of the case can do this."))
def may_tell_news(actor: Actor, thing: Any) -> bool:
    """The notice waits for a call by a coordinator of its centre, or by the mediator of its case."""
    return isinstance(thing, Delivery) and may_tell(actor, thing)


register(
    {
        P.ASK_CALL_BACK: [[comes_to_this_centre]],
        P.MARK_CALLED_BACK: [[may_answer_call]],
        P.MARK_TOLD: [[may_tell_news]],
    }
)
