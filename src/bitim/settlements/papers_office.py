"""Papers that an office writes about a case and nobody signs in it: notices of ending, papers for a court.

They say facts only: names of who writes or is written to, dates, numbers. Nothing of what was said, no reason, no
outcome; a notice to one side does not name another. What is not known yet is left as a line for the pen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.jurisdictions import Pack
from bitim.kernel.acceptance import approval_words
from bitim.kernel.dates import day_words
from bitim.kernel.paper.model import Paper, PaperSection, SignerLine
from bitim.kernel.text import Text, in_language
from bitim.people.queries.templates import acceptance_of, require_accepted

ENDING = "notice_of_ending"
NOTICE_TO_COURT = "notice_to_court"
MOTION, APPROVAL, DUTY = "motion_to_stay", "request_to_approve", "request_to_return_duty"
COURT_PAPERS = (MOTION, APPROVAL, DUTY, NOTICE_TO_COURT)
BY_THE_CENTRE = (ENDING, NOTICE_TO_COURT)
PEN = "_" * 16


@dataclass(frozen=True)
class Facts:
    """All that such a paper may say. `parties` are the names of those who sign it; empty for a paper of the centre."""

    number: str
    pack: str
    centre_slug: str
    centre_name: Text
    centre_address: Text
    centre_phone: str
    place: Text
    today: date
    languages: tuple[str, ...]
    parties: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    recipient: str = ""
    writer: str = ""
    court: str = ""
    court_case: str = ""
    judge: str = ""
    agreed_on: date | None = None
    term_ends: date | None = None
    settled_on: date | None = None
    ended_on: date | None = None
    sides: tuple[UUID, ...] = field(default=(), compare=False)


def compose_office(kind: str, facts: Facts) -> Paper:
    """Return the paper in its languages. Raises `jurisdictions.MissingValue` while a fact is not there."""
    pack = jurisdictions.load(facts.pack)
    require_accepted(facts.centre_slug, pack, kind)
    template = pack.template(kind)
    options = ["begun"] if kind == ENDING and facts.agreed_on else []
    rendered = {code: template.render(code, _values(kind, facts, code), options) for code in facts.languages}
    first = rendered[facts.languages[0]]
    sections: list[PaperSection] = []
    place_date: Mapping[str, str] = {}
    for at, section in enumerate(first):
        columns = {code: rendered[code][at] for code in facts.languages}
        paragraphs = [
            {code: one.paragraphs[n] for code, one in columns.items()} for n in range(len(section.paragraphs))
        ]
        if section.key == "head":
            place_date = paragraphs[0]
        else:
            title = {code: one.title for code, one in columns.items()}
            sections.append(PaperSection(title=title, paragraphs=list(paragraphs)))
    return Paper(
        kind=kind,
        title={code: template.title(code) for code in facts.languages},
        languages=facts.languages,
        prevailing=facts.languages[0],
        number="" if kind in COURT_PAPERS else facts.number,
        head={code: _head(facts, code) for code in facts.languages} if kind in BY_THE_CENTRE else {},
        place_date=place_date,
        sections=sections,
        signers=_signers(kind, facts),
        watermark=_watermark(pack, facts.languages),
        approval=approval_words(acceptance_of(facts.centre_slug, pack, kind), facts.languages),
        footer={code: in_language(facts.centre_name, code) for code in facts.languages},
    )


def _values(kind: str, facts: Facts, code: str) -> dict[str, str]:
    def day(one: date | None) -> str:
        return day_words(one, code) if one else PEN

    return {
        "place": in_language(facts.place, code) or PEN,
        "date": day_words(facts.today, code),
        "number": facts.number,
        "recipient": facts.recipient or PEN,
        "parties": "; ".join(facts.parties) or PEN,
        "mediators": "; ".join(facts.mediators) or PEN,
        "court": facts.court or PEN,
        "court_case": facts.court_case or PEN,
        "judge": facts.judge or PEN,
        "agreement_date": day(facts.agreed_on),
        "term_until": day(facts.term_ends),
        "settlement_date": day(facts.settled_on),
        "end_date": day(facts.ended_on),
        "centre_phone": facts.centre_phone or PEN,
        "duty_amount": PEN,
        "duty_paid": PEN,
        "approval_date": PEN,
    }


def _signers(kind: str, facts: Facts) -> list[SignerLine]:
    def said(words: str) -> dict[str, str]:
        found = {}
        for code in facts.languages:
            with translation.override(code):
                found[code] = _("for the centre") if words == "centre" else _("party")
        return found

    if kind in BY_THE_CENTRE:
        return [SignerLine(name=facts.writer or PEN, role=said("centre"))]
    return [SignerLine(name=name, role=said("party")) for name in facts.parties]


def _watermark(pack: Pack, languages: tuple[str, ...]) -> Text | None:
    if not pack.unchecked:
        return None
    found = {}
    for code in languages:
        with translation.override(code):
            found[code] = _("Sample: no lawyer has checked these rules")
    return found


def _head(facts: Facts, code: str) -> str:
    parts = (in_language(facts.centre_name, code), in_language(facts.centre_address, code), facts.centre_phone)
    return "\n".join(part for part in parts if part)
