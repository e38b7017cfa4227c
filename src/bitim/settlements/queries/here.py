"""What one computer for everybody shows: the text for a person who signs before the mediator, copies to print."""

import io
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_reading import GONE
from bitim.cases.models import Party
from bitim.kernel.access import Actor, NotFound, Refused, require, require_visible
from bitim.settlements.facts_matter import signers_of
from bitim.settlements.models import Document, Signature
from bitim.settlements.papers import hand_words
from bitim.settlements.permissions import P
from bitim.settlements.queries.files import kept_file
from bitim.settlements.queries.seen import SideSeen, sides_seen
from bitim.settlements.queries.signing import Page, page_of


@dataclass(frozen=True)
class SignerHere:
    """Who signs on this computer, and the whole text in their language."""

    id: UUID
    name: str
    side: SideSeen | None
    page: Page
    hand: str


def signer_here(actor: Actor, line: Signature) -> SignerHere:
    """Return who signs before the mediator; NotFound for everybody else, Refused where nobody may sign so."""
    if actor.role != "mediator":
        raise NotFound
    if line.signed is None:
        require(actor, P.SIGN_HERE, line)
    document, signer = line.document, line.participant
    people = sides_seen(actor, document.case)
    code = signer.language if signer.language in document.languages else document.languages[0]
    with translation.override(code):
        page = page_of(document, document.text or {}, code)
        hand = hand_words(str(signer.hand), str(signer.hand_before or ""), signer.hand_why) if signer.hand else ""
    return SignerHere(line.pk, str(signer.shown_name or ""), people.side(signer.side_id), page, hand)


@dataclass(frozen=True)
class Copies:
    """How many copies are printed: one for each party, one that stays at the centre."""

    parties: tuple[str, ...]
    mediators: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many there are; the papers themselves name the same number."""
        return len(self.parties) + 1


def copies_for(actor: Actor, document: Document) -> Copies:
    """Return for whom the copies of a final text are, for the mediator; Refused while it is a draft."""
    require_visible(actor, P.SEE_DOCUMENT, document)
    if actor.role != "mediator":
        raise NotFound
    if document.state not in (Document.FROZEN, Document.SIGNED):
        raise Refused(_("This text is not final yet: there is nothing to print."))
    signers = signers_of(document.case)
    parties = Party.objects.system().filter(side__case=document.case_id).exclude(side__state__in=GONE)
    names = [str(one.name or "") for one in parties.select_related("side").order_by("side__position", "pk")]
    mediators = tuple(str(one.shown_name or "") for one in signers if one.side_id is None)
    return Copies(tuple(names), mediators)


def printed_copies(actor: Actor, document: Document, *, both_sides: bool = False) -> bytes:
    """Return all copies as one file. With `both_sides` each begins on a sheet of its own. It is for the printer alone:
    what is signed and checked is the one kept file, whose pages these are."""
    import pypdfium2

    count = copies_for(actor, document).count
    content, *_rest = kept_file(actor, document.pk, "pdf")
    source, target = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new()
    for copy in range(count):
        target.import_pages(source)
        if both_sides and len(source) % 2 and copy < count - 1:
            width, height = source[len(source) - 1].get_size()
            target.new_page(width, height)
    made = io.BytesIO()
    target.save(made)
    return made.getvalue()
