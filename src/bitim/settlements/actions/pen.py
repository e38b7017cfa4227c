"""Other ways to sign than a code on one's own screen: with a pen, by a printed code, by another's hand at request.

A line says beforehand how it will be signed; nothing here signs. With a pen it counts only when two people have
compared the pages (`scanning`).
"""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_hands import refuse_near
from bitim.cases.facts_vouching import staff_of
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.sealed import normalised
from bitim.people.queries.templates import require_accepted
from bitim.settlements.actions.preparing import present_pack
from bitim.settlements.actions.signing import asked, forget_request, new_code, require_open
from bitim.settlements.actions.words import clean
from bitim.settlements.events import PenChosen, RequestNoted, RequestWitnessed
from bitim.settlements.models import Signature
from bitim.settlements.permissions import P

HANDED, POSTED = "handed", "posted"
WAYS = (HANDED, POSTED)
LONGEST_NAME = 120


@action(P.CHOOSE_PEN, on=Signature)
def choose_pen(signature: Signature, *, actor: Actor, pen: bool) -> Signature:
    """Say that this line is signed on paper, or no longer. The signer may say it, or the mediator; not the mediator
    for somebody who has said that they do not want to sign."""
    require_open(signature)
    itself = signature.participant.person_id == actor.person
    if pen and signature.declined is not None:
        if not itself:
            raise Refused(_("This person said that they do not want to sign. Speak with them first."))
        signature.declined = None
    if pen == (signature.method == Signature.PEN):
        signature.save(update_fields=["declined"])
        return signature
    signature.method = Signature.PEN if pen else ""
    signature.code = signature.code_expires = None
    signature.identity_check, signature.checked_by, signature.called = "", None, None
    forget_request(signature)
    signature.save()
    case = signature.document.case
    record(PenChosen(case.pk, case.pk, case.pk, signature.pk, pen), actor=actor)
    return signature


@action(P.PRINT_CODE, on=Signature)
def print_code(signature: Signature, *, actor: Actor, way: str) -> str:
    """Return a code, this once, to be printed on a slip for one signer and given from hand to hand or sent by post.
    Bound to the hash and the line as every code, good for as many days as the pack says (`printed_code_days`)."""
    require_open(signature)
    if way not in WAYS:
        raise Refused(_("First say how the paper reaches the person."))
    case = signature.document.case
    require_accepted(case.centre.slug, present_pack(case), "code_slip")
    code = new_code(signature, Signature.CODE_PRINTED, timedelta(days=slip_days(signature)))
    signature.identity_check, signature.checked_by_id, signature.called = way, actor.who, None
    signature.save()
    asked(signature, actor)
    return code


def slip_days(signature: Signature) -> int:
    """Return for how many days a printed code is good."""
    return int(present_pack(signature.document.case).parameter("printed_code_days"))


@action(P.NOTE_REQUEST, on=Signature)
def note_request(signature: Signature, *, actor: Actor, name: str, why: str, witness: UUID | None) -> Signature:
    """Note that somebody signs on paper at the request of a signer who cannot do it themselves.

    `name`: who writes the signature, nobody of the case nor of the centre, the witness among them; `why`: one of the
    pack's reasons (`signing_at_request_reasons`). The actor saw it; `witness` is a second member of the staff, who says
    so in their own login (`witness_request`). Refused where the pack does not know it (`signs_at_request`); where an
    official has to attest it, only the hand that the paper itself names with that official (`cases.lending_a_hand`)
    counts.
    """
    require_open(signature)
    pack, case = present_pack(signature.document.case), signature.document.case
    allowed, signer = pack.parameter("signs_at_request"), signature.participant
    if allowed == "no":
        raise Refused(_("The rules of this country do not let another person sign at request."))
    said = clean(name, LONGEST_NAME)
    if not said:
        raise Refused(_("Write the name of the person who signs."))
    refuse_near(case, said)
    if allowed == "attested" and normalised(said) != normalised(str(signer.hand or "")):
        raise Refused(
            _("Who signs at request, and before which official, has to be named for the paper first."),
            _("It is written on the page of the people of the case, before the text is made final."),
        )
    if why not in pack.parameter("signing_at_request_reasons"):
        raise Refused(_("Choose why the person cannot sign by themselves."))
    if witness is None or witness in (actor.person, signature.participant.person_id) or witness not in staff_of(case):
        raise Refused(_("Name a second member of the staff who saw it."))
    if signature.declined is not None:
        raise Refused(_("This person said that they do not want to sign. Speak with them first."))
    signature.method, signature.code, signature.code_expires = Signature.PEN, None, None
    signature.at_request = {"name": said, "why": why, "on": clock.today().isoformat()}
    signature.identity_check, signature.checked_by_id, signature.called = "", actor.who, None
    signature.witness_id, signature.witnessed = witness, None
    signature.save()
    record(RequestNoted(case.pk, case.pk, case.pk, signature.pk), actor=actor)
    return signature


@action(P.WITNESS_REQUEST, on=Signature)
def witness_request(signature: Signature, *, actor: Actor) -> Signature:
    """Say, as the second witness and in one's own login, that one saw the signature being written at request."""
    require_open(signature)
    if signature.at_request is None:
        raise Refused(_("Nobody signs this line at the request of another."))
    if signature.witnessed is None:
        signature.witnessed = clock.now()
        signature.save(update_fields=["witnessed"])
        case = signature.document.case
        record(RequestWitnessed(case.pk, case.pk, case.pk, signature.pk), actor=actor)
    return signature
