"""The accepted package becomes clauses of the settlement's text."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Side
from bitim.compromise.actions.dividing import owner_of
from bitim.compromise.events import ClausesWritten
from bitim.compromise.models import Round, Search
from bitim.compromise.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action, within
from bitim.kernel.record import record
from bitim.kernel.text import in_language
from bitim.settlements.actions.clauses import propose_clause, start_settlement
from bitim.settlements.actions.places import table_of
from bitim.settlements.models import Document


@action(P.WRITE_CLAUSES, on=Search)
def write_clauses(search: Search, *, actor: Actor) -> Document:
    """Put one clause for each question at the end of the text, in the words of the accepted answers; of things one for
    each side that gets any. They are a draft: each side agrees to each clause as to any other. Done once."""
    case = search.case
    require_step(case, "draft")
    document = within(start_settlement)(case, actor=actor)
    if document.state != Document.DRAFT:
        raise Refused(_("The text is final. Open it again first, or come back to the table."))
    if search.written:
        return document
    accepted = Round.objects.system().filter(search=search, state=Round.ACCEPTED).latest("number")
    chosen = accepted.packages[accepted.accepted or 0]["options"]
    if search.kind == Search.GOODS:
        for texts in _who_gets_what(search, chosen, document.languages):
            within(propose_clause)(document, actor=actor, texts=texts)
    else:
        _write_answers(search, chosen, document, actor)
    search.written = clock.now()
    search.save(update_fields=["written"])
    record(ClausesWritten(case.pk, table_of(case), case.pk, search.pk, document.pk), actor=actor)
    return document


def _write_answers(search: Search, chosen: Sequence[int], document: Document, actor: Actor) -> None:
    for issue, at in zip(search.model["issues"], chosen, strict=True):
        words = issue["options"][at]["words"]
        texts = {code: words.get(code) or "" for code in document.languages}
        if not any(texts.values()):
            texts = {document.languages[0]: in_language(words, document.languages[0])}
        within(propose_clause)(document, actor=actor, texts=texts, issue=UUID(issue["id"]))


def _who_gets_what(search: Search, chosen: Sequence[int], languages: Sequence[str]) -> list[dict[str, str]]:
    """Return for each side that gets something its name and the things, "name: a; b; c". A language in which not every
    thing is named is left out, as long as another one names them all."""
    things = [one["title"] for one in search.model["issues"]]
    whole = [code for code in languages if all(title.get(code) for title in things)] or list(languages[:1])
    made = []
    for number in range(len(search.model["issues"][0]["options"])):
        got = [title for title, owner in zip(things, chosen, strict=True) if owner == number]
        if got:
            name = Side.objects.system().get(pk=owner_of(search, number)).name
            made.append({code: f"{name}: {'; '.join(in_language(one, code) for one in got)}" for code in whole})
    return made
