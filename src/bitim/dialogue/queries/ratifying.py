"""What is read of ballots on draft clauses: by the people of the case, and by whoever holds a ballot paper.

While people vote nobody reads how it goes; afterwards what may be told, and nothing that could be reckoned back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from bitim.cases.facts import obstacle_words
from bitim.cases.models import Case, Participant
from bitim.cases.predicates import side_of
from bitim.dialogue.actions import ratifying as acts
from bitim.dialogue.actions.balloting import WRONG, digest_of
from bitim.dialogue.models_ratifying import BallotPaper, Ratification, Ratifier
from bitim.dialogue.permissions_ratifying import R
from bitim.dialogue.queries.staff import in_fives
from bitim.dialogue.rules_ratifying import takes_votes
from bitim.kernel.access import VISITOR, Actor, NotFound, Refused, Words, decide, require_visible
from bitim.kernel.ids import read_code
from bitim.kernel.text import LANGUAGES, Text
from bitim.settlements.models import Clause, Document
from bitim.settlements.queries import case_seen, sides_seen
from bitim.settlements.queries.seen import People, SideSeen, sides_to_hear


@dataclass(frozen=True)
class ClauseAsked:
    """A clause as it was put to the people."""

    number: int
    texts: Text


@dataclass(frozen=True)
class View:
    """Words that a voter wished to stand beside the result; `out`: why the mediator took them out."""

    at: int
    words: str
    out: str


@dataclass(frozen=True)
class RatifierSeen:
    """A side's part. For the mediator: whether they may note its word, whether its papers were made, and about how many
    of them were used, in fives. `told`: its result, as engines.ratification.Told has it, once there is one."""

    id: UUID
    side: SideSeen
    papers: int
    agreed: bool
    by_voice: bool
    notable: bool
    made: bool
    used: int
    told: Mapping[str, Any]
    views: tuple[View, ...]


@dataclass(frozen=True)
class Ballot:
    """A ballot as the people of its case see it. `changed`: numbers of the clauses that say something else by now."""

    id: UUID
    slug: str
    state: str
    clauses: tuple[ClauseAsked, ...]
    rule: str
    turnout: int
    passed: bool | None
    opened: datetime | None
    closes: datetime
    closed: datetime | None
    sides: tuple[RatifierSeen, ...]
    changed: tuple[int, ...]
    mine: RatifierSeen | None

    @property
    def agreed(self) -> bool:
        """Tell whether every side has agreed."""
        return all(one.agreed for one in self.sides)


@dataclass(frozen=True)
class RatifyingPage:
    """The page of a case's ballots: the latest, those before in which people voted, and what can be asked now."""

    case: Case
    people: People
    latest: Ballot | None
    earlier: tuple[Ballot, ...]
    may_ask: bool
    obstacles: tuple[Words, ...]
    draft: tuple[tuple[UUID, ClauseAsked], ...]


def ratifying_page(actor: Actor, case_id: UUID) -> RatifyingPage:
    """Return the page; NotFound for whoever has no part in the case."""
    case = case_seen(actor, case_id)
    require_visible(actor, R.SEE_RATIFICATION, case)
    people = sides_seen(actor, case)
    rows = list(Ratification.objects.system().filter(case=case).select_related("case").order_by("-made", "-pk"))
    latest = rows[0] if rows else None
    # What people voted in stays on the page, counted or given up: nobody asks until it comes out as they like.
    ballots = [one for one in rows if one is latest or one.opened is not None]
    seen = _ballots(actor, people, case, ballots)
    free = latest is None or latest.state not in Ratification.GOING_ON
    asks = free and bool(decide(actor, R.ASK_TO_RATIFY, case))
    obstacles = tuple(obstacle_words(case, acts.STEP)) if asks else ()
    draft = _draft(case) if asks and not obstacles else ()
    return RatifyingPage(
        case, people, seen[0] if seen else None, tuple(seen[1:]), asks and bool(draft), obstacles, draft
    )


def _draft(case: Case) -> tuple[tuple[UUID, ClauseAsked], ...]:
    text = Document.objects.system().filter(case=case, kind=Document.SETTLEMENT, state__in=Document.OPEN).first()
    if text is None:
        return ()
    rows = Clause.objects.system().filter(document=text, removed=None).select_related("document")
    of_text = enumerate(rows.order_by("position", "pk"), start=1)
    return tuple((one.pk, ClauseAsked(number, dict(one.texts or {}))) for number, one in of_text)


def _ballots(actor: Actor, people: People, case: Case, rows: list[Ratification]) -> list[Ballot]:
    parts = Ratifier.objects.system().filter(ratification__in=rows).select_related("ratification", "side")
    of_ballot: dict[UUID, list[Ratifier]] = {one.pk: [] for one in rows}
    for part in parts.order_by("side__position"):
        of_ballot[part.ratification_id].append(part)
    going = any(one.state in Ratification.GOING_ON for one in rows)
    notable = frozenset(sides_to_hear(actor, case)["to_note"]) if going else frozenset()
    papers = _papers(rows) if actor.role == "mediator" and going else {}
    seen = []
    for one, changed in zip(rows, acts.changed_since(*rows), strict=True):
        sides = [_side(people, part, one, notable, papers) for part in of_ballot[one.pk]]
        shown = tuple(side for side in sides if side is not None)
        seen.append(
            Ballot(
                id=one.pk,
                slug=one.slug,
                state=one.state,
                clauses=_clauses(one),
                rule=one.rule,
                turnout=one.turnout,
                passed=one.passed,
                opened=one.opened,
                closes=one.closes,
                closed=one.closed,
                sides=shown,
                changed=tuple(changed),
                mine=next((side for side in shown if side.side.mine), None),
            )
        )
    return seen


def _papers(rows: list[Ratification]) -> dict[UUID, tuple[int, int]]:
    of_them = BallotPaper.objects.system().filter(ratifier__ratification__in=rows).values_list("ratifier")
    counts = of_them.annotate(n=Count("id"), used=Count("id", filter=Q(used=True)))
    return {part: (n, used) for part, n, used in counts.values_list("ratifier_id", "n", "used")}


def _side(
    people: People, part: Ratifier, of: Ratification, notable: frozenset[UUID], papers: Mapping[UUID, tuple[int, int]]
) -> RatifierSeen | None:
    side = people.side(part.side_id)
    if side is None:
        return None
    made, used = papers.get(part.pk, (0, 0))
    hidden = people.hides(part.side_id)  # held apart: no more of another side than whether it passed there
    views = part.views or [] if of.state == Ratification.OVER and not hidden else []
    return RatifierSeen(
        id=part.pk,
        side=side,
        papers=part.papers,
        agreed=part.agreed is not None,
        by_voice=part.said_to_id is not None and not hidden,
        notable=part.agreed is None and part.side_id in notable and of.state == Ratification.ASKED,
        made=made > 0,
        used=in_fives(used),
        told=_told(part, hidden),
        views=tuple(View(at, one["words"], one["out"]) for at, one in enumerate(views)),
    )


def _told(part: Ratifier, hidden: bool) -> Mapping[str, Any]:
    kept: Mapping[str, Any] = part.told or {}
    return {"passed": kept["passed"], "alone": True} if kept and hidden else kept


def _clauses(one: Ratification) -> tuple[ClauseAsked, ...]:
    return tuple(ClauseAsked(clause["number"], clause["texts"]) for clause in one.clauses or [])


def ratification_for(actor: Actor, ratification: UUID) -> Ratification:
    """Return a ballot for the people of its case; NotFound for everybody else."""
    found = Ratification.objects.system().select_related("case__centre").filter(pk=ratification).first()
    if found is None:
        raise NotFound
    require_visible(actor, R.SEE_RATIFICATION, found)
    return found


def ratifier_for(actor: Actor, ratifier: UUID) -> Ratifier:
    """Return a side's part in a ballot for the people of its case; NotFound for everybody else."""
    rows = Ratifier.objects.system().select_related("ratification__case__centre", "side")
    found = rows.filter(pk=ratifier).first()
    if found is None:
        raise NotFound
    require_visible(actor, R.SEE_RATIFICATION, found)
    return found


def own_ratifier(actor: Actor, ratification: UUID) -> Ratifier:
    """Return the part of the reader's own side; NotFound for whoever has none."""
    found = ratification_for(actor, ratification)
    side = side_of(actor, found.case)
    part = Ratifier.objects.system().filter(ratification=found, side_id=side).first() if side else None
    if part is None:
        raise NotFound
    return part


def awaits_own_side(actor: Actor, case: Case) -> bool:
    """Tell whether a ballot waits for the word of the reader's own side. One question, in drafting alone."""
    side = side_of(actor, case) if case.stage == "drafting" else None
    if side is None or not decide(actor, R.SEE_RATIFICATION, case):
        return False
    asked = Ratifier.objects.system().filter(ratification__state=Ratification.ASKED, side_id=side, agreed=None)
    return asked.exists()


def languages_of(ratifier: Ratifier) -> list[str]:
    """Return the languages of those who act for a side, in the house's order: its papers are printed in them."""
    rows = Participant.objects.system().filter(side=ratifier.side_id, ended=None, role__in=Participant.SIDE_ROLES)
    spoken = set(rows.values_list("language", flat=True))
    return [code for code in LANGUAGES if code in spoken]


# --- for whoever holds a paper ---------------------------------------------------------------------------


@dataclass(frozen=True)
class PaperSeen:
    """What a ballot paper shows: the centre, the group, the words, whether it was used; afterwards the result."""

    id: UUID
    centre: Text
    group: str
    clauses: tuple[ClauseAsked, ...]
    rule: str
    turnout: int
    closes: datetime
    used: bool
    takes: bool
    over: bool
    passed: bool | None
    told: Mapping[str, Any]


def ballot_at(slug: str) -> UUID:
    """Return the ballot of an address; NotFound where there is none, or nobody could vote in it yet or any more."""
    rows = Ratification.objects.system().filter(slug=slug, state__in=(Ratification.OPEN, Ratification.OVER))
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def paper_with(slug: str, code: str) -> PaperSeen:
    """Return what the paper with this code shows. Refused for any other code, in the same words whatever is wrong."""
    ballot, typed = ballot_at(slug), read_code(code)
    rows = BallotPaper.objects.system().select_related("ratifier__ratification__case__centre", "ratifier__side__case")
    paper = rows.filter(digest=digest_of(typed), ratifier__ratification=ballot).first() if typed else None
    if paper is None:
        raise Refused(WRONG)
    of = paper.ratifier.ratification
    over = of.state == Ratification.OVER
    return PaperSeen(
        id=paper.pk,
        centre=of.case.centre.name,
        group=str(paper.ratifier.side.name or ""),
        clauses=_clauses(of),
        rule=of.rule,
        turnout=of.turnout,
        closes=of.closes,
        used=paper.used,
        takes=bool(takes_votes(VISITOR, of)),
        over=over,
        passed=of.passed if over else None,
        told=(paper.ratifier.told or {}) if over else {},
    )


__all__ = [
    "Ballot",
    "PaperSeen",
    "RatifyingPage",
    "awaits_own_side",
    "ballot_at",
    "languages_of",
    "own_ratifier",
    "paper_with",
    "ratification_for",
    "ratifier_for",
    "ratifying_page",
]
