"""What the desk writes: a wish to be called back, a message that did not arrive, and that the call was made."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.labels import WRITE_INSTEAD, WRITE_ONLY, call_asks
from bitim.cases.models import Case, Invitation, Request
from bitim.cases.queries.untold import centre_of_subject
from bitim.desk.events import CallBackAsked, CallBackDone, NewsTold, NoticeNotTaken, NoticeTaken, WrittenInstead
from bitim.desk.permissions import P
from bitim.desk.queries import calls, told
from bitim.desk.rules import case_at
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.delivery import CALL
from bitim.kernel.models import Delivery, Event
from bitim.kernel.record import record
from bitim.people.models import Centre
from bitim.people.queries import CallCare
from bitim.settlements.models import Signature

# What is said of a notice that did not arrive; of every other that there was news, and not of what.
SAID = {"invitation": "invitation", "signing_code": "code"}
NEWS = "news"


@action(P.ASK_CALL_BACK, on=Centre)
def ask_call_back(centre: Centre, *, actor: Actor, when: str = "any") -> None:
    """Put the person on the list of those to be called; asking again while it waits changes nothing."""
    if calls.is_waiting(centre.pk, actor.who):
        return
    record(
        CallBackAsked(
            chain=centre.pk,
            audience=centre.pk,
            person=actor.who,
            when=when if when in calls.TIMES else "any",
            case=case_at(actor, centre.pk),
        ),
        actor=actor,
    )


@action(P.MARK_CALLED_BACK, on=Event)
def mark_called_back(event: Event, *, actor: Actor, sure: bool = False, written: bool = False) -> None:
    """Take a wish off the list: the call was made or tried. Said twice it is recorded once.

    Whoever asked to be written to is written to (`written`) and not called; outside the hours, or where somebody else
    sees that telephone, it is asked once more (`sure`).
    """
    if not any(one.id == event.pk for one in calls.waiting(event.chain)):
        return
    care = calls.care_of(event)
    _keep_to(care, sure=sure, written=written)
    done = WrittenInstead if care.refused else CallBackDone
    record(done(chain=event.chain, audience=event.chain, asked=event.pk), actor=actor)


@action(P.MARK_TOLD, on=Delivery)
def mark_told(notice: Delivery, *, actor: Actor, sure: bool = False, written: bool = False) -> None:
    """Say that a person was told of all news in one matter that waited until now. Said twice it is recorded once; the
    person's wishes hold as in `mark_called_back`."""
    now = clock.now()
    centre = centre_of_subject(notice.subject) if notice.subject else None
    if centre is None or notice.sent is not None:
        return
    care = told.care_in(notice, centre)
    _keep_to(care, sure=sure, written=written)
    waiting = Delivery.objects.system().filter(person=notice.person, subject=notice.subject, route=CALL, sent=None)
    waiting.filter(due__lte=now).update(sent=now)
    record(NewsTold(chain=centre, audience=centre, notice=notice.pk), actor=actor)


def _keep_to(care: CallCare, *, sure: bool, written: bool) -> None:
    """Refuse a call to whoever wants to be written to; ask once more where they did not want to be called now."""
    if care.refused and not written:
        raise Refused(WRITE_ONLY, WRITE_INSTEAD)
    if care.asks and not sure:
        raise Refused(call_asks(care.asks), _("Say that you called all the same, or wait for a better time."))


def note_notice(row: Delivery) -> None:
    """Put whom a notice did not reach on the list of those to be called; take them off it when a later one about the
    same is taken. Inside the transaction in which the sending ends the notice."""
    centre, case = _where(row.subject) if row.subject else (None, None)
    if centre is None:
        return
    if row.sent is None:
        what = SAID.get(row.notice, NEWS)
        thing = row.subject if what == "invitation" else None
        record(
            NoticeNotTaken(chain=centre, audience=centre, person=row.person, what=what, case=case, thing=thing),
            actor=SYSTEM,
        )
        return
    for one in calls.waiting(centre):
        if one.missed and (one.person, one.case) == (row.person, case):
            record(NoticeTaken(chain=centre, audience=centre, asked=one.id), actor=SYSTEM)


def _where(subject: UUID) -> tuple[UUID | None, UUID | None]:
    """Return (centre, case) of what a notice is about; nothing when it is not there any more."""
    asked = (
        Case.objects.system().filter(pk=subject).values_list("centre", "pk"),
        Invitation.objects.system().filter(pk=subject).values_list("case__centre", "case"),
        Signature.objects.system().filter(pk=subject).values_list("document__case__centre", "document__case"),
    )
    for rows in asked:
        for centre, case in rows:
            return centre, case
    return Request.objects.system().filter(pk=subject).values_list("centre", flat=True).first(), None
