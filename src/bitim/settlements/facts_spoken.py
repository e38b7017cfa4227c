"""Whether a signer understands the text that is to be signed, and that it was read back where they do not.

A person who says that they speak a language in which the text is not written cannot be held to it: before any way of
signing opens (a code by e-mail, a code read out, a pen), the text is read back to them by an interpreter who has
promised confidentiality. Every way of signing asks `require_understood`. To refuse needs no interpreter.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_spoken import spoken_by
from bitim.cases.models import Participant
from bitim.kernel.access import Refused
from bitim.settlements.models import Document, Signature
from bitim.settlements.models_spoken import Interpretation


def languages_of_texts(case: UUID) -> set[str]:
    """Return the languages in which the present texts of a case are written."""
    rows = Document.objects.system().filter(case=case).exclude(state=Document.VOID)
    return {code for languages in rows.values_list("languages", flat=True) for code in languages}


def needs_interpreter(line: Signature, document: Document) -> bool:
    """Tell whether a signer of a side speaks no language of this text well."""
    if line.participant.role not in Participant.SIDE_ROLES:
        return False
    return not spoken_by(line.participant.person).understands(document.languages)


def interpretations_of(lines: Iterable[Signature]) -> dict[UUID, Interpretation]:
    """Return the read-backs that hold: of these lines, and of the very hash of each."""
    known = {line.pk: line for line in lines}
    rows = Interpretation.objects.system().filter(signature__in=list(known)).select_related("signature__document", "by")
    return {row.signature_id: row for row in rows if row.digest == known[row.signature_id].digest}


def require_understood(line: Signature) -> None:
    """Refuse any way of signing while the text was not read back to a signer who does not speak its languages."""
    if needs_interpreter(line, line.document) and not interpretations_of([line]):
        raise Refused(
            _("This text is in no language that the signer speaks well."),
            _("First an interpreter reads it back to them before the mediator, who records it on this page."),
        )


def interpreted_words(line: Signature, row: Interpretation | None = None) -> str:
    """Say, in the language of this moment, that the text was read back; empty when it was not."""
    row = row or interpretations_of([line]).get(line.pk)
    if row is None:
        return ""
    return _g(
        "The text was read back to the signer by an interpreter (language: %(language)s; interpreter: %(interpreter)s) "
        "before the mediator %(mediator)s. The signer said that they understood it."
    ) % {
        "language": str(row.spoken or ""),
        "interpreter": str(row.interpreter or ""),
        "mediator": str(row.by.name or ""),
    }
