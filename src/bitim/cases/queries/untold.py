"""News that no mailbox takes: people to be told by the office itself. What the news is stands on the page of the case,
for those who may read it; here it is only that there is some."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from bitim.cases.models import Case, Invitation, Participant, Request
from bitim.kernel import clock, delivery
from bitim.kernel.access import Actor
from bitim.kernel.models import Delivery
from bitim.people.models import CentreRole
from bitim.people.rules import has_centre_role


@dataclass(frozen=True)
class Untold:
    """Somebody for whom there is news; `id` is the first of its notices, `case` where it belongs to one."""

    id: UUID
    person: UUID
    subject: UUID
    since: datetime
    case: UUID | None = None


def untold(actor: Actor, most: int) -> tuple[list[Untold], int]:
    """Return the first few people for whom there is news, the longest waiting first, and how many there are: a
    coordinator's centre's, a mediator's own cases'. A fixed number of questions."""
    reach = _subjects(actor)
    if reach is None:
        return [], 0
    rows = Delivery.objects.system().filter(reach, route=delivery.CALL, sent=None, due__lte=clock.now())
    first: dict[tuple[UUID, UUID], Untold] = {}
    for pk, person, subject, due in rows.order_by("due", "pk").values_list("pk", "person", "subject", "due"):
        if subject is not None:
            first.setdefault((person, subject), Untold(pk, person, subject, due))
    return _with_cases(list(first.values())[:most]), len(first)


def may_tell(actor: Actor, row: Delivery) -> bool:
    """Whether this notice waits for the actor's call."""
    reach = _subjects(actor)
    rows = Delivery.objects.system().filter(pk=row.pk, route=delivery.CALL)
    return reach is not None and rows.filter(reach).exists()


def centre_of_subject(subject: UUID) -> UUID | None:
    """Return the centre to which a case, an invitation or a request belongs."""
    return (
        Case.objects.system().filter(pk=subject).values_list("centre", flat=True).first()
        or Invitation.objects.system().filter(pk=subject).values_list("case__centre", flat=True).first()
        or Request.objects.system().filter(pk=subject).values_list("centre", flat=True).first()
    )


def _subjects(actor: Actor) -> Q | None:
    """Return what the actor answers for, as a condition on notices."""
    if actor.centre is None or actor.role not in (CentreRole.COORDINATOR, CentreRole.MEDIATOR):
        return None
    if not has_centre_role(actor, actor.centre, actor.role):
        return None
    cases, requests = Case.objects.system().filter(centre=actor.centre), Request.objects.system().none()
    if actor.role == CentreRole.MEDIATOR:
        own = Participant.objects.system().filter(person_id=actor.who, role__in=Participant.MEDIATOR_ROLES, ended=None)
        cases = cases.filter(pk__in=own.values("case"))
    else:
        requests = Request.objects.system().filter(centre=actor.centre)
    invitations = Invitation.objects.system().filter(case__in=cases)
    return (
        Q(subject__in=cases.values("pk"))
        | Q(subject__in=invitations.values("pk"))
        | Q(subject__in=requests.values("pk"))
    )


def _with_cases(found: Iterable[Untold]) -> list[Untold]:
    found = list(found)
    if not found:
        return []
    subjects = {one.subject for one in found}
    cases = {pk: pk for pk in Case.objects.system().filter(pk__in=subjects).values_list("pk", flat=True)}
    cases |= dict(Invitation.objects.system().filter(pk__in=subjects).values_list("pk", "case"))
    return [Untold(one.id, one.person, one.subject, one.since, cases.get(one.subject)) for one in found]
