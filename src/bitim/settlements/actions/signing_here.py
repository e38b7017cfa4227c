"""Signing on the centre's computer, by a person who has no device, before the mediator.

The person reads or hears the whole text on the mediator's screen and presses themselves; the mediator records first
what they looked at to know who it is. The method says so, in these words: it proves the mediator's word about it and no
more. A signature by pen on the printed text is the stronger way, and where somebody has a way in of their own this one
is shut: nobody signs in their place.
"""

import logging

from django.utils.translation import gettext_lazy as _

from bitim.cases.events import DoneByOne
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions import sealing, signing
from bitim.settlements.actions.places import table_of
from bitim.settlements.events import DocumentSignedBy
from bitim.settlements.labels import SEEN_TO_SIGN
from bitim.settlements.models import Document, Signature
from bitim.settlements.permissions import P

log = logging.getLogger("bitim.settlements")
# Beside the checks of a code, a paper that was seen; `known` says here that the person was known AND present.
CHECKS = {key: "seen_known" if key == "known" else key for key, _words in SEEN_TO_SIGN}


def sign_here(signature: Signature, *, actor: Actor, key: str = "", **said: object) -> Signature:
    """Sign before the mediator; with the last signature the document is complete and sealed, as with a code."""
    line: Signature = press_here(signature, actor=actor, key=key, **said)
    if Document.objects.system().filter(pk=line.document_id, state=Document.SIGNED, sealed_pdf=None).exists():
        try:
            sealing.seal_document(line.document_id)
        except Exception:  # noqa: BLE001 - the signature stands; the clock puts the seal on
            log.warning("the seal is left to the clock")
    return line


@action(P.SIGN_HERE, on=Signature)
def press_here(
    signature: Signature, *, actor: Actor, seen_as: str, digest_seen: str, language: str, confirmed: bool
) -> Signature:
    """Keep a signature given before the mediator, who says what they looked at. Pressing twice is signing once."""
    if signature.signed is not None and signature.voided is None:
        return signature
    document = signature.document
    signing.require_open(signature)
    if seen_as not in CHECKS:
        raise Refused(_("First say how you checked whom you are speaking with."))
    if not confirmed:
        raise Refused(_("Please confirm that you have read or heard the whole text and agree with it."))
    if language not in document.languages:
        raise Refused(_("This text is not written in that language."))
    if not (digest_seen == document.digest == signature.digest):
        raise Refused(_("This is not the text that was shown to you. Please read it again."))
    signature.method, signature.identity_check = Signature.IN_PERSON, CHECKS[seen_as]
    signature.checked_by_id, signature.language = actor.who, language
    signature.signed, signature.declined = clock.now(), None
    signature.code = signature.code_expires = None
    signature.save()
    case = document.case
    record(
        DocumentSignedBy(
            case.pk, table_of(case), case.pk, document.pk, signature.pk, document.digest, signature.method
        ),
        actor=actor,
    )
    if signature.participant.seen_by_id == actor.person:
        # Whoever wrote a person down as present also takes their signature: the record says that it was one alone.
        record(DoneByOne(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
    signing.complete_if_all(document, actor)
    return signature
