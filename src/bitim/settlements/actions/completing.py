"""What follows when everybody has signed: of each kind of document its own. Inside the signing action."""

from collections.abc import Callable

from bitim.kernel import clock
from bitim.settlements.actions.duties import lay_aside, make_duties
from bitim.settlements.facts_term import set_term
from bitim.settlements.kinds import ADDENDUM, AGREEMENT, SETTLEMENT
from bitim.settlements.models import Document


def complete(document: Document) -> None:
    """Put a document in force; the case has taken its step already."""
    if document.kind == SETTLEMENT:
        _replace_earlier(document)
    document.state, document.signed = Document.SIGNED, clock.now()
    document.save(update_fields=["state", "signed"])
    FOLLOWS[document.kind](document)


def _replace_earlier(document: Document) -> None:
    """A settlement that stood until now is replaced, its duties with it; its paper and signatures stay as they are."""
    for earlier in Document.objects.system().filter(case=document.case, kind=SETTLEMENT, state=Document.SIGNED):
        earlier.state = Document.REPLACED
        earlier.save(update_fields=["state"])
        lay_aside(earlier)


FOLLOWS: dict[str, Callable[[Document], None]] = {
    AGREEMENT: set_term,
    ADDENDUM: set_term,
    SETTLEMENT: make_duties,
}
