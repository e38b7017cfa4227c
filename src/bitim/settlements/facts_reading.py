"""What lies on the table, as texts that are read out in a call: clauses to agree to, a final text before signing."""

from uuid import UUID

from bitim.cases.facts_texts import TEXTS, Said, Source, sentences
from bitim.cases.models import Side
from bitim.cases.models_reading import ReadBack
from bitim.people.models import Person
from bitim.settlements.facts_matter import clauses_of, matter_of_settlement
from bitim.settlements.models import ClauseMark, Document
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
    said = [
        Said(words, f"{clause.pk}:{clause.version}")
        for clause, line in zip(clauses, matter.clauses, strict=True)
        if (clause.pk, clause.version) not in agreed and (clause.texts or {}).get(language)
        for words in (*sentences((clause.texts or {})[language]), *duty_lines(line, matter, language))
    ]
    return (document.pk, said) if said else None


def _paper(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    """A final text, the settlement before the agreement, as its PDF says it. A heading is no sentence to agree to: it
    is read with the first one under it."""
    rows = Document.objects.system().filter(case=side.case, state=Document.FROZEN)
    document = next((one for one in rows.order_by("-kind") if language in one.languages), None)
    if document is None:
        return None
    said = []
    for section in (document.text or {}).get("sections", ()):
        title = str(section["title"].get(language, "")).strip()
        read = [one for line in section["paragraphs"] for one in sentences(str(line.get(language, "")))]
        if title:
            read[:1] = [f"{title.rstrip('.')}. {read[0]}" if read else title]
        said += [Said(words) for words in read]
    return document.pk, said


TEXTS[ReadBack.CLAUSES] = Source(_clauses, "draft", is_table=True)
TEXTS[ReadBack.PAPER] = Source(_paper, "read_back", is_table=True)
