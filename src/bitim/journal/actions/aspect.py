"""The inter-ethnic aspect of a dispute: yes, no, unclear. Of the dispute, never of people."""

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case
from bitim.journal.events import AspectMarked
from bitim.journal.models import Aspect
from bitim.journal.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record


@action(P.MARK_ASPECT, on=Case)
def mark_aspect(case: Case, *, actor: Actor, answer: str) -> None:
    """Mark the dispute. The record says that it was marked, not how; the newest mark counts."""
    if answer not in (Aspect.YES, Aspect.NO, Aspect.UNCLEAR):
        raise Refused(_("Choose yes, no or unclear."))
    Aspect.objects.create(case=case.pk, answer=answer, by_id=actor.person, at=clock.now(), centre_id=case.centre_id)
    record(AspectMarked(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
