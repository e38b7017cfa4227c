"""The page on which a final text is read and signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.cases.facts import obstacle_words
from bitim.cases.labels import contact_lines
from bitim.cases.models import Participant
from bitim.cases.permissions import P as OfCase
from bitim.kernel import clock
from bitim.kernel.access import Actor, Words, decide, require_visible
from bitim.kernel.paper.words import prevailing_sentence
from bitim.kernel.text import present_language
from bitim.people.wishes import wishes_of
from bitim.settlements.actions.notices import can_be_written_to, is_read_by_others
from bitim.settlements.facts_spoken import interpretations_of, interpreted_words, needs_interpreter
from bitim.settlements.kinds import SIGN_STEP
from bitim.settlements.labels import LANGUAGE_NAMES, METHODS, METHODS_ALONE
from bitim.settlements.models import Document, Signature
from bitim.settlements.models_spoken import Interpretation
from bitim.settlements.permissions import P
from bitim.settlements.queries.paper import OnPaper, on_paper
from bitim.settlements.queries.seen import People, SideSeen, sides_seen, thing_seen

# What the kinds of signature used here prove, in the words of the law pack.
NOTES = ("pen", "code", "code_printed", "exchange", "at_request", "in_person", "seal", "check")


@dataclass(frozen=True)
class Page:
    """The whole text in one language; `prevails` says what stands when the languages differ."""

    code: str
    name: str
    prevails: bool
    title: str
    approval: str
    place_date: str
    sections: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    prevailing_note: str


@dataclass(frozen=True)
class Line:
    """One signer's state. `name` is empty where the reader may not know it; `method` where they may not know how and
    when it was signed. `phone`: to be called back on, `wishes`: what they asked of whoever calls; for the mediator who
    may read a code out."""

    id: UUID
    side: SideSeen | None
    name: str
    mediates: bool
    signed: datetime | None
    method: Words
    declined: bool
    mine: bool
    can_read_out: bool
    phone: str
    wishes: tuple[tuple[Words, Words], ...]
    pen: bool
    can_sign_here: bool = False
    interpreted: str = ""
    needs_interpreter: bool = False
    can_interpret: bool = False
    spoken: str = ""


@dataclass(frozen=True)
class SigningSeen:
    """Everything the signing page shows. `others_read`: there is a mailbox and no code goes there."""

    document: Document
    people: People
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    mine: Line | None
    has_mail: bool
    others_read: bool
    code_waits: bool
    obstacles: tuple[Words, ...]
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    watermark: str
    can_reopen: bool
    paper: OnPaper
    can_hand_in: bool


def signature_for(actor: Actor, signature_id: UUID) -> Signature:
    """Return a signature line of a case of the reader; NotFound otherwise."""
    line: Signature = thing_seen(actor, Signature, signature_id, P.SEE_DOCUMENT)
    return line


def signing_for(actor: Actor, document: Document) -> SigningSeen:
    """Return a final document with its signers, in a fixed number of queries."""
    require_visible(actor, P.SEE_DOCUMENT, document)
    people = sides_seen(actor, document.case)
    rows = list(
        Signature.objects.system()
        .filter(document=document, voided=None)
        .select_related("participant__case", "participant__person", "scan")
        .order_by("participant__side__position", "pk")
    )
    frozen = document.state == Document.FROZEN
    own = next((row for row in rows if _is_mine(actor, row)), None)
    read_back = interpretations_of(rows)
    lines = tuple(_line(actor, row, people, own, document, read_back.get(row.pk)) for row in rows)
    obstacles = obstacle_words(document.case, SIGN_STEP[document.kind]) if frozen else []
    language = present_language()
    text: Mapping[str, Any] = document.text or {}
    waits = own is not None and _code_waits(own)
    paper = on_paper(actor, document)
    has_mail = own is not None and frozen and can_be_written_to(own.participant.person)
    others_read = own is not None and is_read_by_others(own.participant.person)
    return SigningSeen(
        document=document,
        people=people,
        pages=tuple(page_of(document, text, code) for code in _order(document, language)),
        lines=lines,
        mine=next((line for line in lines if line.mine), None),
        has_mail=has_mail and not others_read,
        others_read=has_mail and others_read,
        code_waits=waits,
        obstacles=tuple(obstacles),
        notes=_notes(document, language),
        watermark=_watermark(text.get("watermark") or {}, language),
        can_reopen=bool(decide(actor, P.REOPEN, document)),
        # Held apart, pages that have come would tell one side how and when the other signs.
        paper=replace(paper, being_compared=paper.being_compared and not people.apart),
        can_hand_in=bool(decide(actor, P.HAND_IN_SCAN, document)),
    )


def _watermark(kept: Mapping[str, str], language: str) -> str:
    """Return the warning on the paper; a reader of another language than the paper's own is warned in theirs."""
    return kept.get(language, "") or (_("Sample: no lawyer has checked these rules") if kept else "")


def _code_waits(own: Signature) -> bool:
    """Tell whether a code was asked for and may be typed now; it is made only while its letter is being sent."""
    if own.code_expires is None:
        return own.method == Signature.CODE_MAIL and own.code_tries == 0
    return bool(own.code_expires > clock.now())


def _is_mine(actor: Actor, row: Signature) -> bool:
    roles = Participant.MEDIATOR_ROLES if actor.role == "mediator" else Participant.SIDE_ROLES
    return row.participant.person_id == actor.person and row.participant.role in roles


def _line(
    actor: Actor,
    row: Signature,
    people: People,
    own: Signature | None,
    document: Document,
    read_back: Interpretation | None,
) -> Line:
    mine = own is not None and row.pk == own.pk
    frozen = document.state == Document.FROZEN
    mediator = actor.role == "mediator"
    # Whether somebody needs an interpreter is told to the mediator and to the person alone.
    told = (mediator or mine) and frozen and row.signed is None
    needs = told and read_back is None and needs_interpreter(row, document)
    hidden = people.hides(row.participant.side_id)
    can_read_out = mediator and frozen and row.signed is None and row.participant.person_id != actor.person
    reachable = can_read_out and bool(decide(actor, OfCase.SEE_CONTACTS, row.participant))
    care = wishes_of(row.participant.person.safe_contact)
    return Line(
        id=row.pk,
        side=people.side(row.participant.side_id),
        name=people.name(row.participant.person_id),
        mediates=row.participant.role in Participant.MEDIATOR_ROLES,
        signed=row.signed,
        method=_method(row, people) if row.signed and not hidden else "",
        declined=row.declined is not None and (mediator or mine),
        mine=mine,
        can_read_out=can_read_out,
        phone=str(row.participant.person.phone or "") if reachable and care.may_be_called else "",
        wishes=tuple(contact_lines(row.participant.person.safe_contact or {})) if reachable else (),
        pen=row.method in Signature.ON_PAPER and row.signed is None and not hidden,
        can_sign_here=mediator and frozen and row.signed is None and bool(decide(actor, P.SIGN_HERE, row)),
        interpreted=interpreted_words(row, read_back) if read_back and (mediator or mine or not people.apart) else "",
        needs_interpreter=needs,
        can_interpret=needs and mediator and row.participant.person_id != actor.person,
        spoken=str(row.participant.person.spoken or "") if needs else "",
    )


def method_words(row: Signature) -> Words:
    """Return how a line was signed; on paper also whether one person alone compared the pages."""
    table = METHODS_ALONE if row.scan is not None and row.scan.alone else METHODS
    return table.get(row.method, METHODS.get(row.method, ""))


def _method(row: Signature, people: People) -> Words:
    """Say how it was signed; of a press on the centre's computer also before whom: it rests on that person's word."""
    said, name = method_words(row), people.name(row.checked_by_id)
    return f"{said} ({name})" if row.method == Signature.IN_PERSON and name else said


def _order(document: Document, own: str) -> list[str]:
    return sorted(document.languages, key=lambda code: code != own)


def page_of(document: Document, text: Mapping[str, Any], code: str) -> Page:
    """Return the whole text of a document in one of its languages."""
    sections = []
    for one in text.get("sections", ()):
        title, number, lines = (
            one["title"].get(code, ""),
            one["number"],
            [line.get(code, "") for line in one["paragraphs"]],
        )
        several = number and len(lines) > 1
        numbered = tuple(
            (f"{number}.{at}" if several else number if number and not title else "", line)
            for at, line in enumerate(lines, start=1)
        )
        sections.append((number if title else "", title, numbered))
    several_languages = len(document.languages) > 1
    return Page(
        code=code,
        name=str(LANGUAGE_NAMES.get(code, code)),
        prevails=several_languages and code == document.prevailing,
        title=text.get("title", {}).get(code, ""),
        approval=text.get("approval", {}).get(code, ""),
        place_date=text.get("place_date", {}).get(code, ""),
        sections=tuple(sections),
        prevailing_note=prevailing_sentence(code, document.prevailing) if several_languages else "",
    )


def _notes(document: Document, language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    template = jurisdictions.load(document.case.pack).template("signature_note")
    values = {
        "document_title": template.title(language),
        "document_hash": document.digest or "-",
        "verification_address": reverse("settlements:check"),
    }
    sections = template.render(language, values)
    return tuple((one.title, one.paragraphs) for one in sections if one.key in NOTES)


def interpreters_of(actor: Actor, line: Signature) -> list[tuple[str, str]]:
    """Return (participant, name) of the case's interpreters who have promised confidentiality, for the mediator who
    records a read-back; never the signer."""
    require_visible(actor, P.RECORD_INTERPRETATION, line)
    rows = Participant.objects.system().filter(
        case=line.document.case_id, role=Participant.INTERPRETER, ended=None, undertaking__isnull=False
    )
    rows = rows.exclude(person_id__in=[one for one in (line.participant.person_id, actor.person) if one])
    return [(str(one.pk), str(one.shown_name or "")) for one in rows.select_related("case").order_by("since", "pk")]
