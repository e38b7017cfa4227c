"""The one text: clauses in parallel columns, how each side stands to each, remarks, questions, versions compared."""

import difflib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bitim import jurisdictions
from bitim.cases.facts import obstacle_words
from bitim.cases.models import Party
from bitim.kernel import clock
from bitim.kernel.access import Actor, Words, require_visible
from bitim.kernel.models import NOBODY
from bitim.kernel.paper.plain import plain
from bitim.kernel.text import Text, in_language, present_language
from bitim.settlements.actions.clauses import EDITING_FOR
from bitim.settlements.actions.preparing import question_of
from bitim.settlements.facts import findings_of
from bitim.settlements.facts_matter import clauses_of
from bitim.settlements.labels import HOW, LANGUAGE_NAMES
from bitim.settlements.matter import day_of
from bitim.settlements.models import Clause, ClauseComment, ClauseMark, ClauseVersion, Document
from bitim.settlements.permissions import P
from bitim.settlements.queries.seen import People, SideSeen, sides_seen, thing_seen

WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Column:
    """A clause in one language; `words` is empty where it is not written yet."""

    code: str
    name: str
    words: str
    prevails: bool


@dataclass(frozen=True)
class Standing:
    """How a side stands to a clause: agreed (and how it was taken in, unless the reader is kept apart from it) or open;
    `lost`: it agreed to an earlier one."""

    side: SideSeen
    agreed: bool
    how: Words = ""
    language: str = ""
    aloud_by: str = ""
    lost: bool = False


@dataclass(frozen=True)
class Remark:
    """A remark of somebody at the table."""

    side: SideSeen | None
    name: str
    language: str
    body: str
    at: datetime


@dataclass(frozen=True)
class DutySeen:
    """What a clause obliges somebody to; `side` when a side does it, else `who` in words."""

    side: SideSeen | None
    who: str
    what: str
    how_much: str
    by_when: date | None
    how_proved: str
    consequence: str
    standing: bool


@dataclass(frozen=True)
class ClauseSeen:
    """A clause as the reader sees it."""

    id: UUID
    number: int
    version: int
    columns: tuple[Column, ...]
    duty: DutySeen | None
    standings: tuple[Standing, ...]
    remarks: tuple[Remark, ...]
    questions: tuple[tuple[str, str], ...]
    writer: str
    being_changed: bool
    mine_agreed: bool
    agreed_by_all: bool


@dataclass(frozen=True)
class TextSeen:
    """The whole text as the reader sees it."""

    document: Document
    people: People
    clauses: tuple[ClauseSeen, ...]
    questions: tuple[tuple[str, str], ...]
    obstacles: tuple[Words, ...]
    prevailing: str
    is_draft: bool
    replaced: str = ""

    @property
    def waiting(self) -> tuple[ClauseSeen, ...]:
        """Return the clauses that wait for a word from the reader's own side; none for who belongs to no side."""
        return tuple(one for one in self.clauses if not one.mine_agreed) if self.people.mine else ()


def text_for(actor: Actor, document: Document) -> TextSeen:
    """Return a settlement being drafted, in a fixed number of queries."""
    require_visible(actor, P.SEE_DOCUMENT, document)
    people = sides_seen(actor, document.case)
    clauses = clauses_of(document)
    for one in clauses:
        one.document = document
    is_draft = document.state == Document.DRAFT
    asked = _questions(document, clauses, people) if is_draft else {}
    seen = _clauses(actor, document, people, clauses, asked)
    may_freeze = actor.role == "mediator" and is_draft
    return TextSeen(
        document=document,
        people=people,
        clauses=tuple(seen),
        questions=tuple(asked.get(None, ())),
        obstacles=tuple(obstacle_words(document.case, "freeze_settlement")) if may_freeze else (),
        prevailing=str(LANGUAGE_NAMES.get(document.prevailing, "")),
        is_draft=is_draft,
        replaced=unprintable(clauses) if is_draft else "",
    )


def unprintable(clauses: list[Clause]) -> str:
    """Return the signs of the clauses that no font of the papers holds: they would be replaced in print."""
    lost = {sign for one in clauses for words in (one.texts or {}).values() for sign in plain(words)[1]}
    return " ".join(sorted(lost))


def clause_for(actor: Actor, clause_id: UUID) -> Clause:
    """Return a clause of a case of the reader; NotFound otherwise."""
    clause: Clause = thing_seen(actor, Clause, clause_id, P.SEE_DOCUMENT)
    return clause


def clause_seen(actor: Actor, clause: Clause) -> ClauseSeen:
    """Return one clause as the reader sees it."""
    return _clauses(actor, clause.document, sides_seen(actor, clause.document.case), [clause], {})[0]


def _questions(document: Document, clauses: list[Clause], people: People) -> dict[int | None, list[tuple[str, str]]]:
    pack = jurisdictions.load(document.case.pack)
    asked: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    for finding in findings_of(document, clauses):
        line = (finding.severity, question_of(pack, finding, present_language(), named=not people.apart))
        if line not in asked[finding.clause]:
            asked[finding.clause].append(line)
    return asked


def _clauses(
    actor: Actor,
    document: Document,
    people: People,
    clauses: list[Clause],
    asked: Mapping[int | None, list[tuple[str, str]]],
) -> list[ClauseSeen]:
    marks: dict[UUID, list[ClauseMark]] = defaultdict(list)
    for mark in ClauseMark.objects.system().filter(clause__in=clauses).order_by("at", "pk"):
        marks[mark.clause_id].append(mark)
    remarks: dict[UUID, list[Remark]] = defaultdict(list)
    rows = ClauseComment.objects.system().filter(clause__in=clauses).select_related("clause__document")
    for row in rows.order_by("at", "pk"):
        remarks[row.clause_id].append(
            Remark(
                people.side_for(row.author_id), people.name(row.author_id), row.language, str(row.body or ""), row.at
            )
        )
    parties = {
        str(party.pk): party
        for party in Party.objects.system().filter(side__case=document.case_id).select_related("side")
    }
    seen = []
    for number, clause in enumerate(clauses, start=1):
        standings = tuple(_standing(side, clause, marks[clause.pk], people) for side in people.sides)
        changing = clause.editing_since is not None and clause.editing_since > clock.now() - EDITING_FOR
        # Held apart, nobody learns that the other side is here: whose words are older finds that out on saving.
        changing = changing and not people.hides(people.side_of.get(clause.editing_id or NOBODY))
        seen.append(
            ClauseSeen(
                id=clause.pk,
                number=number,
                version=clause.version,
                columns=columns_of(clause.texts or {}, document),
                duty=_duty(clause.duty or {}, parties, people),
                standings=standings,
                remarks=tuple(remarks[clause.pk]),
                questions=tuple(asked.get(number, ())),
                writer=_writer(clause, people),
                being_changed=changing and clause.editing_id != actor.person,
                mine_agreed=any(one.side.mine and one.agreed for one in standings),
                agreed_by_all=bool(standings) and all(one.agreed for one in standings),
            )
        )
    return seen


def columns_of(texts: Text, document: Document) -> tuple[Column, ...]:
    """Return a text's columns, the reader's own language first."""
    own = present_language()
    order = sorted(document.languages, key=lambda code: code != own)
    several = len(document.languages) > 1
    return tuple(
        Column(code, str(LANGUAGE_NAMES.get(code, code)), texts.get(code, ""), several and code == document.prevailing)
        for code in order
    )


def _standing(side: SideSeen, clause: Clause, marks: list[ClauseMark], people: People) -> Standing:
    mine = [mark for mark in marks if mark.side_id == side.id]
    live = next((mark for mark in mine if mark.lost is None and mark.version == clause.version), None)
    if live is None:
        return Standing(side, False, lost=any(mark.version != clause.version for mark in mine[-1:]))
    if people.hides(side.id):
        return Standing(side, True)
    return Standing(
        side, True, HOW.get(live.how, ""), str(LANGUAGE_NAMES.get(live.language, "")), people.name(live.read_by_id)
    )


def _writer(clause: Clause, people: People) -> str:
    name = people.name(clause.editing_id)
    side = people.side_for(clause.editing_id)
    return name or (side.name if side else "")


def _duty(duty: Mapping[str, Any], parties: Mapping[str, Party], people: People) -> DutySeen | None:
    if not duty:
        return None

    def words(key: str) -> str:
        value = duty.get(key) or ""
        return in_language(value) if isinstance(value, Mapping) else str(value)

    party = parties.get(words("who"))
    side = people.side(party.side_id) if party else None
    hidden = party is not None and people.apart and side is not None and not side.mine
    name = "" if hidden else str(party.name or "") if party else words("who")
    return DutySeen(
        side=side,
        who=name if side is None or name != side.name else "",
        what=words("what"),
        how_much=words("how_much"),
        by_when=day_of(words("by_when")),
        how_proved=words("how_proved"),
        consequence=words("consequence"),
        standing=bool(duty.get("standing")),
    )


@dataclass(frozen=True)
class VersionSeen:
    """One version of a clause and how each column differs from the one before: pieces are (kind, words), kind one of
    same, new, gone. `at` is empty where the reader is kept apart from who wrote it."""

    number: int
    side: SideSeen | None
    name: str
    at: datetime | None
    columns: tuple[tuple[Column, tuple[tuple[str, str], ...]], ...]


def versions_for(actor: Actor, clause: Clause) -> list[VersionSeen]:
    """Return the versions of a clause, the newest first, each compared word by word with the one before."""
    require_visible(actor, P.SEE_DOCUMENT, clause)
    people = sides_seen(actor, clause.document.case)
    rows = list(
        ClauseVersion.objects.system().filter(clause=clause).select_related("clause__document").order_by("number")
    )
    seen = []
    before: Text = {}
    for row in rows:
        texts: Text = row.texts or {}
        columns = tuple(
            (column, differences(before.get(column.code, ""), column.words))
            for column in columns_of(texts, clause.document)
        )
        side = people.side_for(row.by_id)
        at = None if side and people.hides(side.id) else row.at
        seen.append(VersionSeen(row.number, side, people.name(row.by_id), at, columns))
        before = texts
    return seen[::-1]


def differences(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Compare two texts word by word; the first wording is not shown as new."""
    if not before:
        return (("same", after),)
    old, new = WORD.findall(before), WORD.findall(after)
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(new[c:d])))
            continue
        if a != b:
            pieces.append(("gone", "".join(old[a:b])))
        if c != d:
            pieces.append(("new", "".join(new[c:d])))
    return tuple(pieces)
