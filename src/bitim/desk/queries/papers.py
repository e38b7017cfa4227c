"""What the desk shows of issues and documents."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bitim.cases.models import Case
from bitim.desk import links
from bitim.desk.links import link
from bitim.kernel.access import Actor
from bitim.kernel.text import in_language
from bitim.settlements import queries as settlements
from bitim.settlements.queries import IssueSeen
from bitim.settlements.queries.waiting import Waiting, waiting_for

TALKED = ("meetings", "drafting", "signing", "performance")


@dataclass(frozen=True)
class IssueLine:
    """A question on the table: `state` is `agreed` (every side can live with an option), `open` or `waits`."""

    number: int
    title: str
    state: str
    options: int


@dataclass(frozen=True)
class PaperLine:
    """A document of the case. `to_sign`: the reader's own signature is awaited; `to_read`: clauses wait for the
    reader's side. `key` is the document's kind."""

    id: UUID
    key: str
    state: str
    languages: tuple[str, ...]
    to_sign: bool = False
    to_read: int = 0
    url: str = ""


@dataclass(frozen=True)
class Papers:
    """Issues and documents together."""

    issues: tuple[IssueLine, ...] = ()
    documents: tuple[PaperLine, ...] = ()
    text_url: str = ""
    start_url: str = ""


def papers_for(actor: Actor, case: Case) -> Papers:
    """Return what lies on the table of a case, for a reader at the table; nothing for anybody else."""
    if actor.role not in ("party", "mediator"):
        return Papers()
    documents = settlements.documents_for(actor, case)
    waiting = waiting_for(actor, case, documents)
    lines = tuple(_line(actor, case, one, waiting) for one in documents)
    texts = [one for one in lines if one.key == "settlement"]
    # Back at the table, the text that is being written comes before the one that stands.
    begun = next((one for one in texts if one.state in ("draft", "frozen")), None)
    text = begun or next((one for one in texts if one.state == "signed"), None)
    may_begin = actor.role == "mediator" and case.stage == "drafting" and begun is None
    return Papers(
        issues=_issues(actor, case) if case.stage in TALKED else (),
        documents=tuple(one for one in lines if actor.role == "mediator" or one.url),
        text_url=text.url if text else "",
        start_url=link(links.TEXTS, case.pk) if may_begin else "",
    )


def _line(actor: Actor, case: Case, document: Any, waiting: Waiting) -> PaperLine:
    if document.state != "draft":
        url = link(links.SIGN, document.pk)
    elif document.kind == "settlement":
        url = link(links.TEXT, document.pk)
    else:
        url = link(links.AGREEMENT, case.pk) if actor.role == "mediator" else ""
    return PaperLine(
        id=document.pk,
        key=document.kind,
        state=document.state,
        languages=tuple(document.languages),
        to_sign=document.pk in waiting.to_sign,
        to_read=waiting.to_read.get(document.pk, 0),
        url=url,
    )


def _issues(actor: Actor, case: Case) -> tuple[IssueLine, ...]:
    people = settlements.sides_seen(actor, case)
    return tuple(
        IssueLine(one.number, in_language(one.title), _state(one), len(one.options))
        for one in settlements.issues_for(actor, case, people)
    )


def _state(issue: IssueSeen) -> str:
    """Agreed when every side can live with one of its options; waits until every side calls it a question."""
    if any(option.marks and all(yes for _side, yes, _to in option.marks) for option in issue.options):
        return "agreed"
    return "open" if issue.everybody else "waits"
