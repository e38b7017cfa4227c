"""The slow part of making a text final, done before anything is locked: composing and printing.

Whoever freezes compares, under the lock, the fingerprint of what the paper was composed from with what is there now:
a paper that no longer says what the table says is thrown away.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from bitim import jurisdictions
from bitim.cases.models import Case
from bitim.jurisdictions import Finding, MissingValue, Pack
from bitim.kernel import clock
from bitim.kernel.access import Actor, Denied, NotFound, Permission, Refused, Words, decide
from bitim.kernel.ids import spaced
from bitim.kernel.paper.digest import document_hash
from bitim.kernel.paper.model import PaperIncomplete
from bitim.kernel.paper.render import PaperUnprintable, printed, replaced_characters
from bitim.kernel.text import present_language
from bitim.people.queries.templates import require_accepted
from bitim.settlements import archive
from bitim.settlements.actions.notices import TO_SIGN, tell_sides
from bitim.settlements.facts_matter import signers_of
from bitim.settlements.matter import Matter
from bitim.settlements.models import Document, Signature
from bitim.settlements.papers import as_text, compose, new_check_code

log = logging.getLogger("bitim.settlements")
CHANGED = _("Something changed while the paper was being printed. Please look again and repeat.")


class Incomplete(Refused):
    """The paper still lacks something; `questions` are the sentences to show, each one a question."""

    def __init__(self, questions: list[Words]) -> None:
        super().__init__(_("A few questions have to be answered first."), " ".join(str(one) for one in questions))
        self.questions = questions


@dataclass(frozen=True)
class Prepared:
    """A printed paper that nothing yet stands for."""

    fingerprint: str
    pdf: bytes
    digest: str
    text: dict[str, Any]
    check_code: str
    replaced: frozenset[str]
    paper: str = ""
    pages: int = 0
    signing_pages: tuple[int, ...] = ()


def allowed_already(actor: Actor, permission: Permission, thing: models.Model) -> None:
    """Refuse early who would be refused under the lock: nobody else makes the house print."""
    decision = decide(actor, permission, thing)
    if isinstance(decision, Denied):
        if not decide(actor, thing.read_permission, thing):  # type: ignore[attr-defined]
            raise NotFound
        raise Refused(decision.reason)


def found(model: type[models.Model], target: Any, *also: str) -> Any:
    """Return a row by id or as it now is, NotFound when there is none."""
    rows = model.objects.system().select_related(*also)  # type: ignore[attr-defined]
    row = rows.filter(pk=target.pk if isinstance(target, models.Model) else target).first()
    if row is None:
        raise NotFound
    return row


def question_of(pack: Pack, finding: Finding, language: str | None = None, *, named: bool = True) -> str:
    """Return a finding as a question in the reader's language, with whom it is about unless names are not for them."""
    code = language or present_language()
    if finding.key == "clause.language":
        return _g("This clause is not yet written in every language of the text.")
    question = pack.question(finding.question, code)
    return f"{finding.about}: {question}" if finding.about and named else question


def require_complete(pack: Pack, findings: list[Finding]) -> None:
    """Raise Incomplete while a finding forbids signing."""
    stops = [one for one in findings if one.severity == "stop"]
    if stops:
        raise Incomplete(list(dict.fromkeys(question_of(pack, one) for one in stops)))


def prepare(matter: Matter, pack: Pack) -> Prepared:
    """Compose and print. Takes a few tenths of a second; never inside a transaction."""
    check_code = new_check_code()
    try:
        paper = compose(matter, pack, check_code)
        made = printed(paper, created=clock.now())
    except (MissingValue, PaperIncomplete):
        raise Refused(_("The paper still has an empty place. Please answer the questions first.")) from None
    except PaperUnprintable as trouble:
        log.warning("a paper could not be printed: %s", trouble)
        raise Refused(_("The paper could not be printed. Your words are kept; please tell the centre.")) from None
    return Prepared(
        matter.fingerprint,
        made.pdf,
        document_hash(made.pdf),
        as_text(paper),
        check_code,
        replaced_characters(paper),
        made.id,
        made.pages,
        made.signing_pages,
    )


def put_in(document: Document, prepared: Prepared, pack: Pack) -> None:
    """Make a document final: the PDF is kept, and everybody who signs gets a line. Inside an action, under the lock.
    A served house makes none from a text that no head of the centre has accepted."""
    case: Case = document.case
    require_accepted(case.centre.slug, pack, document.kind, "signature_note")
    document.state, document.frozen = Document.FROZEN, clock.now()
    document.digest, document.check_code = prepared.digest, spaced(prepared.check_code)
    document.paper, document.pages = prepared.paper, prepared.pages
    document.signing_pages = list(prepared.signing_pages)
    document.text = prepared.text
    document.pack_version = f"{pack.version}:{pack.fingerprint[:12]}"
    document.pdf = archive.keep(
        prepared.pdf,
        name=f"{document.kind}-{case.number}.pdf",
        media_type=archive.PDF,
        case=case,
        owner=document.pk,
    )
    document.save()
    Signature.objects.bulk_create(
        [Signature(document=document, participant=one, digest=prepared.digest) for one in signers_of(case)]
    )
    tell_sides(document, TO_SIGN)


def present_pack(case: Case) -> Pack:
    """Return the law pack of a case."""
    return jurisdictions.load(case.pack)
