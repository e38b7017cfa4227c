"""What this domain does by itself: writes messages with codes, puts the seal on what was left unsealed."""

import logging
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bitim.cases.notices import DAYS, SUBJECT, news_words
from bitim.kernel import jobs
from bitim.kernel.delivery import NOTICES, Notice
from bitim.kernel.ids import spaced
from bitim.kernel.models import Delivery
from bitim.settlements.actions.notices import ALL_SIGNED, SIGNING_CODE, TO_SIGN, is_read_by_others
from bitim.settlements.actions.sealing import seal_document
from bitim.settlements.actions.signing import code_for_mail
from bitim.settlements.models import Document, Signature

log = logging.getLogger("bitim.settlements")


def code_words(row: Delivery) -> str:
    """Return the words of a message with a code; the code is made now and is in no table."""
    code = code_for_mail(row.subject) if row.subject else None
    if code is None and row.subject and _others_read(row.subject):
        return _("There is news for you. Please call the office when it suits you.")
    if code is None:
        return _("The code that was asked for is no longer needed.")
    said = _("Your code: %(code)s") % {"code": spaced(code)}
    means = _("It is good for 15 minutes. If you did not ask for it, you need not do anything. Give it to nobody.")
    return f"{said}\n\n{means}\n"


def _others_read(signature: UUID) -> bool:
    """Whether somebody else has come to read this mailbox since the code was asked for."""
    line = Signature.objects.system().select_related("participant__person").filter(pk=signature).first()
    return line is not None and is_read_by_others(line.participant.person)


NOTICES |= {
    SIGNING_CODE: Notice(gettext_lazy("A code for you"), code_words, asked=True),
    TO_SIGN: Notice(SUBJECT, news_words, DAYS),
    ALL_SIGNED: Notice(SUBJECT, news_words, DAYS),
}


@jobs.clockwork(minutes=5)
def seal_what_is_complete() -> int:
    """Put the seal on documents that everybody has signed and that have none yet; return how many."""
    waiting = Document.objects.system().filter(state=Document.SIGNED, sealed_pdf=None).values_list("pk", flat=True)
    done = 0
    for document_id in list(waiting[:20]):
        try:
            done += seal_document(document_id) is not None
        except Exception:  # noqa: BLE001 - one that cannot be sealed must not keep the others waiting
            log.warning("a complete document could not be sealed yet")
    return done
