"""Consent of each side: given in the own language, withdrawn at any moment."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.events import ConsentGiven, ConsentWithdrawn, DoneByOne
from bitim.cases.facts import require_step
from bitim.cases.facts_reading import has_own_way
from bitim.cases.facts_vouching import is_alone, let_in
from bitim.cases.models import Consent, Participant, Side
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import LANGUAGES

ONLINE, ORAL, PAPER = "online", "oral", "paper"
ITSELF = _(
    "This person comes in by themselves: they consent on their own device, or on the centre's computer with their code "
    "and PIN."
)
BY_ONE = _("You alone noted how this person came: their consent is written down by somebody else.")
BY_WHOM = _(
    "Ask the mediator or a colleague who has the person before them, or read it out by telephone with a witness."
)
NOT_SEEN = _("Nobody noted that this person was here. Read it out by telephone with a witness, or let them sign.")


@action(P.GIVE_CONSENT, on=Side)
def give_consent(side: Side, *, actor: Actor, language: str, how: str = ONLINE, person: UUID | None = None) -> Consent:
    """Record a side's consent, given by one of its people who sign for it.

    Online by that person alone; staff record what was said before them (`oral`) or signed (`paper`), naming who: never
    of somebody who has, or ever had, a way in, and said before them only by somebody whom staff had before them in
    person. Whoever is at home is called, with a witness (reading_back.py). A coordinator who let somebody in does not
    write down their consent too: one person alone would have made a side that agrees (facts_vouching.py). The mediator
    may: they have both sides before them, and it is them whom a side accepts.
    """
    require_step(side.case, "give_consent")
    by_staff = actor.role in ("coordinator", "mediator")
    who = person if by_staff else actor.person
    if how not in ((ORAL, PAPER) if by_staff else (ONLINE,)):
        raise Refused(_("Say how the consent was given."))
    signers = Participant.objects.system().filter(side=side, signs=True, ended=None, role__in=Participant.SIDE_ROLES)
    signer = signers.filter(person_id=who, unconfirmed=None).first() if who else None
    if signer is None:
        raise Refused(_("Only a person who signs for this side can consent for it."))
    if by_staff and has_own_way(side.case_id, signer.person_id):
        raise Refused(ITSELF)
    if how == ORAL and signer.seen_at is None:
        raise Refused(NOT_SEEN)
    case = side.case
    by_one = actor.role == "coordinator" and actor.person in let_in(signer)
    if by_one and not is_alone(case, actor.who):
        raise Refused(BY_ONE, BY_WHOM)
    standing: Consent | None = (
        Consent.objects.system().filter(side=side, person_id=signer.person_id, withdrawn=None).first()
    )
    if standing:
        return standing
    consent: Consent = Consent.objects.create(
        case=side.case,
        side=side,
        person_id=signer.person_id,
        language=language if language in LANGUAGES else "kk",
        how=how,
        given=clock.now(),
    )
    record(ConsentGiven(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk, consent=consent.pk), actor=actor)
    if by_one:
        record(DoneByOne(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
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
