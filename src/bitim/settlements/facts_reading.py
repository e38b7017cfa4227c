"""What lies on the table, as texts that are read out in a call: questions and ways to answer them, clauses to agree to,
a final text before signing."""

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

from bitim.cases.facts_texts import TEXTS, Said, Source, said, sentences
from bitim.cases.models import Side
from bitim.cases.models_reading import ReadBack
from bitim.people.models import Person
from bitim.settlements.facts_matter import clauses_of, matter_of_settlement
from bitim.settlements.models import ClauseMark, Document, Issue, Option, TableMark
from bitim.settlements.papers import duty_lines


def _clauses(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    """The clauses that the side has not agreed to as they now stand: the words of each, and what it makes whom do, by
    which day, and what follows otherwise."""
    document = Document.objects.system().filter(case=side.case, kind=Document.SETTLEMENT, state=Document.DRAFT).first()
    if document is None:
        return None
    marks = ClauseMark.objects.system().filter(clause__document=document, side=side, lost=None)
    agreed = set(marks.values_list("clause_id", "version"))
    clauses = clauses_of(document)
    matter = matter_of_settlement(document, clauses)
    found = [
        one
        for clause, line in zip(clauses, matter.clauses, strict=True)
        if (clause.pk, clause.version) not in agreed and (clause.texts or {}).get(language)
        for one in _whole(
            f"{clause.pk}:{clause.version}", (clause.texts or {})[language], *duty_lines(line, matter, language)
        )
    ]
    return (document.pk, found) if found else None


def _questions(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    """The questions on the table and the ways to answer them to which the side has not said yes. A question that it
    has said yes to is read as a heading, so that its ways out are understood."""
    rows = Issue.objects.system().filter(case=side.case, dropped=None).select_related("case").order_by("number")
    marks = TableMark.objects.system().filter(side=side).values_list("issue_id", "option_id")
    said_yes = {option or issue for issue, option in marks}
    ways: dict[UUID, list[Option]] = defaultdict(list)
    for option in Option.objects.system().filter(issue__in=rows).select_related("issue__case").order_by("number"):
        if option.pk not in said_yes and (option.words or {}).get(language):
            ways[option.issue_id].append(option)
    found: list[Said] = []
    for issue in rows:
        title = (issue.title or {}).get(language, "")
        if not title or (issue.pk in said_yes and not ways[issue.pk]):
            continue
        asked = _whole(f"issue:{issue.pk}", title)
        found += [replace(one, asks=False) for one in asked] if issue.pk in said_yes else asked
        found += [one for way in ways[issue.pk] for one in _whole(f"option:{way.pk}", (way.words or {})[language])]
    return (side.case_id, found) if any(one.asks for one in found) else None


def _whole(part: str, *lines: str) -> list[Said]:
    """Return all lines of one thing that is agreed to; it asks for an answer somewhere, even if it is a bare number."""
    found = [one for line in lines for one in said(line, part)]
    return found if any(one.asks for one in found) else [replace(one, asks=True) for one in found]


def _paper(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    """A final text, the settlement before the agreement, as its PDF says it. Its headings are read and ask nothing."""
    rows = Document.objects.system().filter(case=side.case, state=Document.FROZEN)
    document = next((one for one in rows.order_by("-kind") if language in one.languages), None)
    if document is None:
        return None
    found: list[Said] = []
    for section in (document.text or {}).get("sections", ()):
        found += [Said(words, asks=False) for words in sentences(str(section["title"].get(language, "")))]
        for line in section["paragraphs"]:
            found += said(str(line.get(language, "")))
    return document.pk, found


TEXTS[ReadBack.QUESTIONS] = Source(_questions, "agree_issues", is_table=True)
TEXTS[ReadBack.CLAUSES] = Source(_clauses, "draft", is_table=True)
TEXTS[ReadBack.PAPER] = Source(_paper, "read_back", is_table=True)
