"""Consent of each side: given in the own language, withdrawn at any moment."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.events import ConsentGiven, ConsentWithdrawn
from bitim.cases.facts import require_step
from bitim.cases.models import Consent, Participant, Side
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import LANGUAGES

ONLINE, ORAL, PAPER = "online", "oral", "paper"


@action(P.GIVE_CONSENT, on=Side)
def give_consent(side: Side, *, actor: Actor, language: str, how: str = ONLINE, person: UUID | None = None) -> Consent:
    """Record a side's consent, given by one of its people who sign for it.

    Online by that person alone; staff record what was said before them (`oral`) or signed (`paper`), naming who.
    """
    require_step(side.case, "give_consent")
    by_staff = actor.role in ("coordinator", "mediator")
    who = person if by_staff else actor.person
    if how not in ((ORAL, PAPER) if by_staff else (ONLINE,)):
        raise Refused(_("Say how the consent was given."))
    signers = Participant.objects.system().filter(side=side, signs=True, ended=None, role__in=Participant.SIDE_ROLES)
    if who is None or not signers.filter(person_id=who, unconfirmed=None).exists():
        raise Refused(_("Only a person who signs for this side can consent for it."))
    standing: Consent | None = Consent.objects.system().filter(side=side, person_id=who, withdrawn=None).first()
    if standing:
        return standing
    consent: Consent = Consent.objects.create(
        case=side.case,
        side=side,
        person_id=who,
        language=language if language in LANGUAGES else "kk",
        how=how,
        given=clock.now(),
    )
    case = side.case
    record(ConsentGiven(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk, consent=consent.pk), actor=actor)
    return consent


@action(P.WITHDRAW_CONSENT, on=Side)
def withdraw_consent(side: Side, *, actor: Actor) -> Side:
    """Withdraw a side's consent, whoever of its people gave it; the rooms close by the events recorded here.

    No reason is asked. Staff may record a withdrawal told by voice. Withdrawn twice changes nothing.
    """
    require_step(side.case, "withdraw_consent")
    case = side.case
    for consent in Consent.objects.system().filter(side=side, withdrawn=None):
        consent.withdrawn = clock.now()
        consent.save(update_fields=["withdrawn"])
        record(
            ConsentWithdrawn(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk, consent=consent.pk),
            actor=actor,
        )
    return side
