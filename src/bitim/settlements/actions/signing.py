"""Signing a final text with a one-time code that is good for one hash and one signer.

The code reaches the signer by a route that says something about who they are: their recorded e-mail, or the voice of
the mediator who has checked whom they speak with. Only its HMAC is kept.
"""

import logging
import secrets
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.events import StageChanged
from bitim.cases.facts import move, require_step
from bitim.cases.labels import WRITE_INSTEAD, WRITE_ONLY
from bitim.kernel import clock, keystore
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import keyed, same
from bitim.kernel.locking import write
from bitim.kernel.record import record
from bitim.people.wishes import wishes_of
from bitim.settlements.actions import sealing
from bitim.settlements.actions.completing import complete
from bitim.settlements.actions.notices import (
    ALL_SIGNED,
    can_be_written_to,
    is_read_by_others,
    tell_sides,
    tell_signer,
)
from bitim.settlements.actions.places import table_of
from bitim.settlements.events import CodeAsked, DocumentComplete, DocumentSignedBy, SigningDeclined
from bitim.settlements.facts_matter import signers_of
from bitim.settlements.facts_spoken import require_understood
from bitim.settlements.kinds import LAST_STEP, SIGN_STEP
from bitim.settlements.models import Document, Signature
from bitim.settlements.permissions import P

log = logging.getLogger("bitim.settlements")
CODE_DIGITS, CODE_TRIES, CODE_LASTS = 8, 5, timedelta(minutes=15)
IN_PERSON, CALLED_BACK, KNOWN, BY_MAIL = "in_person", "called_back", "known", "contact"
CHECKS = (IN_PERSON, CALLED_BACK, KNOWN)
WRONG = _("This code does not fit. Please look at it again, or ask for a new one.")

OTHERS_READ = _("Somebody else reads this mailbox too. Whoever has a code could sign with it, so none is sent there.")
INSTEAD = _("The mediator calls you back and reads a code out, or prints it for you. You can also sign on paper.")


@action(P.ASK_CODE, on=Signature)
def ask_code(signature: Signature, *, actor: Actor) -> Signature:
    """Have a code sent to the signer's recorded e-mail. It is made while the message is being sent."""
    require_open(signature)
    if not can_be_written_to(signature.participant.person):
        raise Refused(
            _("We have no e-mail address to which we may write to you."),
            _("Your mediator can read the code out to you, after a check."),
        )
    if is_read_by_others(signature.participant.person):
        raise Refused(OTHERS_READ, INSTEAD)
    signature.method, signature.identity_check, signature.checked_by = Signature.CODE_MAIL, BY_MAIL, None
    signature.code, signature.code_expires = None, None
    forget_request(signature)
    signature.save()
    tell_signer(signature)
    asked(signature, actor)
    return signature


@action(P.READ_OUT_CODE, on=Signature)
def read_out_code(signature: Signature, *, actor: Actor, identity_check: str) -> str:
    """Return a code, this once, for the mediator to read out after a recorded check of whom they speak with:
    seen in person, called back on the recorded number, or known personally. The number called is kept."""
    require_open(signature)
    if identity_check not in CHECKS:
        raise Refused(_("First say how you checked whom you are speaking with."))
    number = str(signature.participant.person.phone or "")
    if identity_check == CALLED_BACK and not number:
        raise Refused(_("No telephone number of this person is recorded, so nobody can be called back on it."))
    if identity_check == CALLED_BACK and not wishes_of(signature.participant.person.safe_contact).may_be_called:
        raise Refused(WRITE_ONLY, WRITE_INSTEAD)
    code = new_code(signature, Signature.CODE_READ_OUT)
    signature.identity_check, signature.checked_by_id = identity_check, actor.who
    signature.called = number if identity_check == CALLED_BACK else None
    signature.save()
    asked(signature, actor)
    return code


def code_for_mail(signature_id: UUID) -> str | None:
    """Return a new code for a message that is being sent now; None when it is no longer wanted, or when somebody else
    has come to read this mailbox since it was asked for."""
    with write():
        rows = Signature.objects.system().select_for_update(of=("self", "document"))
        rows = rows.select_related("document", "participant__person")
        signature = rows.filter(pk=signature_id).first()
        wanted = (
            signature is not None
            and signature.signed is None
            and signature.voided is None
            and signature.method == Signature.CODE_MAIL
            and signature.document.state == Document.FROZEN
            and not is_read_by_others(signature.participant.person)
        )
        if signature is None or not wanted:
            return None
        code = new_code(signature, Signature.CODE_MAIL)
        signature.save()
        return code


def sign(
    signature: Signature | UUID,
    *,
    actor: Actor,
    code: str,
    digest_seen: str,
    language: str,
    confirmed: bool = False,
    key: str = "",
) -> Signature:
    """Sign the text that was shown. A wrong code counts, five of them end it; signing twice is signing once.

    When the last signer signs, the document is complete, the case moves on, and the centre's seal is put on - here
    when it succeeds at once, by the clock otherwise.
    """
    line: Signature = try_to_sign(
        signature,
        actor=actor,
        key=key,
        code=code,
        digest_seen=digest_seen,
        language=language,
        confirmed=confirmed,
    )
    if line.signed is None:
        raise Refused(WRONG)
    seal_if_complete(line.document_id)
    return line


def seal_if_complete(document_id: UUID) -> None:
    """Put the centre's seal on a document that everybody has signed; what does not succeed now is left to the clock."""
    if Document.objects.system().filter(pk=document_id, state=Document.SIGNED, sealed_pdf=None).exists():
        try:
            sealing.seal_document(document_id)
        except Exception:  # noqa: BLE001 - the signature stands; the clock puts the seal on
            log.warning("the seal is left to the clock")


@action(P.SIGN, on=Signature)
def try_to_sign(
    signature: Signature, *, actor: Actor, code: str, digest_seen: str, language: str, confirmed: bool
) -> Signature:
    """Sign, or count a wrong code: that must be kept, so it is answered by an unsigned line and not by a refusal."""
    if signature.signed is not None and signature.voided is None:
        return signature
    document = signature.document
    require_open(signature)
    if not confirmed:
        raise Refused(_("Please confirm that you have read or heard the whole text and agree with it."))
    if language not in document.languages:
        raise Refused(_("This text is not written in that language."))
    if not (digest_seen == document.digest == signature.digest):
        raise Refused(_("This is not the text that was shown to you. Please read it again."))
    if signature.code is None or signature.code_expires is None or signature.code_expires < clock.now():
        raise Refused(_("The code is no longer good."), _("Ask for a new one."))
    if not same(bytes(signature.code), _digest_of(signature, code)):
        signature.code_tries += 1
        if signature.code_tries >= CODE_TRIES:
            signature.code = signature.code_expires = None
        signature.save(update_fields=["code", "code_expires", "code_tries"])
        return signature
    signature.signed, signature.language, signature.declined = clock.now(), language, None
    signature.code = signature.code_expires = None
    signature.save()
    case = document.case
    record(
        DocumentSignedBy(
            case.pk, table_of(case), case.pk, document.pk, signature.pk, document.digest, signature.method
        ),
        actor=actor,
    )
    complete_if_all(document, actor)
    return signature


@action(P.REFUSE_TO_SIGN, on=Signature)
def refuse_to_sign(signature: Signature, *, actor: Actor) -> Signature:
    """Say that one does not want to sign. The mediator learns it; nothing else happens by itself."""
    if signature.voided is not None or signature.signed is not None:
        raise Refused(_("You have signed already. Speak with the mediator if you changed your mind."))
    if signature.declined is None:
        signature.declined = clock.now()
        signature.code = signature.code_expires = None
        signature.save()
        document = signature.document
        record(
            SigningDeclined(document.case_id, document.case_id, document.case_id, document.pk, signature.pk),
            actor=actor,
        )
    return signature


def require_open(signature: Signature) -> None:
    """Refuse unless this line may be signed now."""
    document = signature.document
    require_step(document.case, SIGN_STEP[document.kind])
    if document.state != Document.FROZEN or signature.voided is not None:
        raise Refused(_("This text is not ready to be signed."))
    if signature.signed is not None:
        raise Refused(_("This line is signed already."))
    require_understood(signature)


def new_code(signature: Signature, method: str, lasts: timedelta = CODE_LASTS) -> str:
    """Return a new code for a line, which then signs by this method; only its HMAC is kept."""
    code = "".join(secrets.choice("0123456789") for _place in range(CODE_DIGITS))
    signature.method, signature.code_tries = method, 0
    forget_request(signature)
    signature.code = _digest_of(signature, code)
    signature.code_expires = clock.now() + lasts
    return code


def _digest_of(signature: Signature, code: str) -> bytes:
    """Bind a code to the hash and the line: it is good for nothing else."""
    digits = "".join(str(int(c)) for c in code if c.isdecimal())
    return keyed(
        keystore.store().derived("signing-code"), "signing-code", f"{signature.digest}|{signature.pk}|{digits}"
    )


def forget_request(signature: Signature) -> None:
    """Whoever signs by themselves signs at nobody's request."""
    signature.at_request, signature.witness, signature.witnessed = None, None, None


def asked(signature: Signature, actor: Actor) -> None:
    """Record that a code was asked for."""
    case_id = signature.document.case_id
    record(CodeAsked(case_id, case_id, case_id, signature.pk, signature.method), actor=actor)


def complete_if_all(document: Document, actor: Actor) -> None:
    """Finish when every line is signed and nobody who signs now is without a line."""
    lines = list(Signature.objects.system().filter(document=document, voided=None))
    unsigned = [line for line in lines if line.signed is None or line.digest != document.digest]
    missing = {one.pk for one in signers_of(document.case)} - {line.participant_id for line in lines}
    if unsigned or missing:
        return
    case = document.case
    moved = move(case, LAST_STEP[document.kind])
    complete(document)
    record(DocumentComplete(case.pk, table_of(case), case.pk, document.pk, document.digest, document.kind), actor=actor)
    if moved:
        record(StageChanged(chain=case.pk, audience=case.pk, case=case.pk, stage=case.stage), actor=actor)
    tell_sides(document, ALL_SIGNED)
