"""Putting draft clauses to the people of the sides: asked, agreed to, opened, voted on, counted."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from bitim.cases.actions import ways
from bitim.cases.facts import require_step
from bitim.cases.facts_reading import GONE
from bitim.cases.models import Case, Participant, Side
from bitim.dialogue.actions.running import SLUG_LETTERS, SLUG_SIGNS
from bitim.dialogue.events_ratifying import (
    BallotCounted,
    BallotOpened,
    RatificationAgreed,
    RatificationAsked,
    RatificationEnded,
    ViewStruck,
)
from bitim.dialogue.models_ratifying import BallotPaper, Ratification, Ratifier
from bitim.dialogue.permissions_ratifying import R
from bitim.engines.ratification import FLOOR, RULES, TURNOUTS, Cast, passes, told
from bitim.kernel import clock, keystore
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.saying import speaker_of
from bitim.settlements.facts_heard import sat_before_the_mediator
from bitim.settlements.models import Clause, Document

STEP = "draft"
MOST_PAPERS, LONGEST_DAYS = 5_000, 60
REASONS = ("insult", "person", "aside")
VOTES = ("yes", "no", "abstained")
RATIFY_NEWS = "ratify_news"


@dataclass(frozen=True)
class Terms:
    """What is put to whom. `clauses`: ids of the draft; `papers`: how many ballot papers each side's people get, for
    the sides that vote; `closes`: until when."""

    clauses: tuple[UUID, ...]
    papers: Mapping[UUID, int]
    rule: str
    turnout: int
    closes: datetime | None


@action(R.ASK_TO_RATIFY, on=Case)
def ask_to_ratify(case: Case, *, actor: Actor, terms: Terms) -> Ratification:
    """Ask every side whether these clauses may be put to the people of the sides that vote. Nothing is shown to anybody
    outside before every side has said yes: the draft belongs to all of them."""
    require_step(case, STEP)
    if Ratification.objects.system().filter(case=case, state__in=Ratification.GOING_ON).exists():
        raise Refused(_("A ballot of this case is going on already."))
    sides = list(Side.objects.system().filter(case=case).exclude(state__in=GONE).order_by("position"))
    closes = _checked(terms, {one.pk for one in sides})
    slug = "".join(secrets.choice(SLUG_SIGNS) for _at in range(SLUG_LETTERS))
    made = Ratification(case=case, by_id=actor.who, slug=slug, made=clock.now(), closes=closes)
    made.clauses, made.rule, made.turnout = _words_of(case, terms.clauses), terms.rule, terms.turnout
    made.save(force_insert=True)
    for side in sides:
        Ratifier(ratification=made, side=side, papers=terms.papers.get(side.pk, 0)).save(force_insert=True)
    record(RatificationAsked(case.pk, table_of(case), case.pk, made.pk), actor=actor)
    _tell_sides(made, "asked")
    return made


def _checked(terms: Terms, sides: set[UUID]) -> datetime:
    """Return until when people vote."""
    if terms.rule not in RULES or terms.turnout not in TURNOUTS:
        raise Refused(_("Choose when the clauses pass."))
    voting = {side: number for side, number in terms.papers.items() if number}
    if not voting or not set(voting) <= sides:
        raise Refused(_("Say for at least one side how many people vote."))
    if any(number < FLOOR for number in voting.values()):
        raise Refused(_("Fewer than five people cannot vote in secret. Let them say at the table what they think."))
    if any(number > MOST_PAPERS for number in voting.values()):
        raise Refused(_("At most 5000 people of a side can vote."))
    now = clock.now()
    if terms.closes is None or not now < terms.closes <= now + timedelta(days=LONGEST_DAYS):
        raise Refused(_("Say until when people can vote: at most sixty days from now."))
    return terms.closes


def _words_of(case: Case, chosen: tuple[UUID, ...]) -> list[dict[str, Any]]:
    document = Document.objects.system().filter(case=case, kind=Document.SETTLEMENT, state__in=Document.OPEN).first()
    rows = Clause.objects.system().filter(document=document, removed=None).select_related("document")
    of_text = list(enumerate(rows.order_by("position", "pk"), start=1)) if document else []
    found = [(number, one) for number, one in of_text if one.pk in chosen]
    if document is None or not found or len(found) != len(set(chosen)):
        raise Refused(_("Choose at least one clause of the text."))
    if any(not (one.texts or {}).get(code) for _number, one in found for code in document.languages):
        raise Refused(_("A clause is not written in every language of the text yet. Translate it first."))
    return [
        {"id": str(one.pk), "version": one.version, "number": number, "texts": dict(one.texts)} for number, one in found
    ]


@action(R.AGREE_TO_RATIFY, on=Ratifier)
def agree_to_ratify(ratifier: Ratifier, *, actor: Actor) -> None:
    """Say for one's side that its people, and those of the others, may read these words and vote on them."""
    _agree(ratifier, actor, actor.who, None)


@action(R.NOTE_RATIFIER, on=Ratifier)
def note_ratifier(ratifier: Ratifier, *, actor: Actor) -> None:
    """Note the same of a side without a device, before the mediator: only of whoever was in the room."""
    speaker = speaker_of(ratifier.ratification.case, ratifier.side_id, actor)
    if ratifier.side_id not in sat_before_the_mediator([ratifier.side_id]):
        raise Refused(_("Nobody of this side was here. Ask them when they are in the room."))
    _agree(ratifier, actor, speaker.person_id, actor.who)


def _agree(ratifier: Ratifier, actor: Actor, person: UUID, said_to: UUID | None) -> None:
    if ratifier.agreed is not None:
        return
    ratifier.agreed, ratifier.agreed_by_id, ratifier.said_to_id = clock.now(), person, said_to
    ratifier.save(update_fields=["agreed", "agreed_by", "said_to"])
    case = ratifier.ratification.case
    record(
        RatificationAgreed(case.pk, table_of(case), case.pk, ratifier.ratification_id, ratifier.side_id), actor=actor
    )


@action(R.OPEN_BALLOT, on=Ratification)
def open_ballot(ratification: Ratification, *, actor: Actor) -> Ratification:
    """Let people vote, once every side has agreed, and the words are still those of the text."""
    case = ratification.case
    require_step(case, STEP)
    if Ratifier.objects.system().filter(ratification=ratification, agreed=None).exclude(side__state__in=GONE).exists():
        raise Refused(_("Not every side has agreed yet that these clauses are shown to people outside."))
    if changed_since(ratification)[0]:
        raise Refused(_("A clause has changed meanwhile. Give this ballot up and ask anew, with the words of now."))
    if ratification.closes <= clock.now():
        raise Refused(_("The day until which people could vote is past. Give this ballot up and ask anew."))
    ratification.state, ratification.opened = Ratification.OPEN, clock.now()
    ratification.save(update_fields=["state", "opened"])
    digest = digest_of_words(ratification)
    record(BallotOpened(case.pk, table_of(case), case.pk, ratification.pk, digest), actor=actor)
    return ratification


def digest_of_words(ratification: Ratification) -> str:
    """Return the SHA-256 of the words that are voted on, in hexadecimal."""
    said = json.dumps(ratification.clauses, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def changed_since(*ratifications: Ratification) -> list[list[int]]:
    """Return for each ballot the numbers of the clauses that say something else by now, or are gone from the text."""
    asked = {str(clause["id"]) for one in ratifications for clause in one.clauses}
    rows = Clause.objects.system().filter(pk__in=asked, removed=None).values_list("pk", "version")
    now = {str(pk): version for pk, version in rows}
    return [
        sorted(clause["number"] for clause in one.clauses if now.get(str(clause["id"])) != clause["version"])
        for one in ratifications
    ]


@action(R.CLOSE_BALLOT, on=Ratification)
def close_ballot(ratification: Ratification, *, actor: Actor) -> Ratification:
    """Count before the day, once every paper was used. Otherwise it is waited for: whoever could choose the moment
    could choose the result."""
    of_it = BallotPaper.objects.system().filter(ratifier__ratification=ratification)
    papers = Ratifier.objects.system().filter(ratification=ratification).aggregate(all=Sum("papers"))["all"] or 0
    if of_it.filter(used=True).count() < papers:
        raise Refused(_("Papers are left that nobody has used. The votes are counted on the day that was agreed."))
    return count(ratification, actor)


def count(ratification: Ratification, actor: Actor = SYSTEM) -> Ratification:
    """Count: the clauses pass only inside every group that votes. What may not be told of the counts is not kept.
    Inside an action or a job that has locked the case."""
    rows = Ratifier.objects.system().filter(ratification=ratification, papers__gt=0)
    groups = list(rows.select_related("ratification", "side").order_by("side__position"))
    casts = [Cast(one.papers, **tally_of(one)) for one in groups]
    ratification.passed = passes(casts, ratification.rule, ratification.turnout)
    for one, cast in zip(groups, casts, strict=True):
        one.told, one.tally = asdict(told(cast, ratification.rule, ratification.turnout)), None
        one.save(update_fields=["told", "tally"])
    _forget_votes(ratification)
    ratification.state, ratification.closed = Ratification.OVER, clock.now()
    ratification.save(update_fields=["state", "passed", "closed"])
    case = ratification.case
    counted = BallotCounted(case.pk, table_of(case), case.pk, ratification.pk, ratification.passed)
    record(counted, actor=actor)
    _tell_sides(ratification, "counted")
    return ratification


def _tell_sides(ratification: Ratification, moment: str) -> None:
    """Tell everybody who acts for a side that there is something to read; the message names nothing of it."""
    sides = Ratifier.objects.system().filter(ratification=ratification).values("side")
    rows = Participant.objects.system().filter(side__in=sides, ended=None, role__in=Participant.SIDE_ROLES)
    for one in rows.select_related("person").order_by("since", "pk"):
        key = f"{RATIFY_NEWS}:{ratification.pk}:{moment}:{one.person_id}"
        ways.tell(one.person, ratification.case_id, RATIFY_NEWS, key=key)


@action(R.END_RATIFICATION, on=Ratification)
def end_ratification(ratification: Ratification, *, actor: Actor) -> None:
    """Give the ballot up: nothing is counted. A side can do so while it is asked; who it was is said to nobody. Once
    people vote, the mediator alone can, and the record says that it was they. Pressed again, nothing happens."""
    if ratification.state != Ratification.ENDED:
        _end(ratification, SYSTEM if ratification.state == Ratification.ASKED else actor)


def _end(ratification: Ratification, actor: Actor = SYSTEM) -> None:
    ratification.state, ratification.closed = Ratification.ENDED, clock.now()
    ratification.save(update_fields=["state", "closed"])
    of_it = Ratifier.objects.system().filter(ratification=ratification)
    BallotPaper.objects.system().filter(ratifier__in=of_it).delete()
    for one in of_it.select_related("ratification"):
        one.tally = one.views = None
        one.save(update_fields=["tally", "views"])
    _forget_votes(ratification)
    case = ratification.case
    record(RatificationEnded(case.pk, table_of(case), case.pk, ratification.pk), actor=actor)


def tally_of(ratifier: Ratifier) -> dict[str, int]:
    """Return the votes of a group so far."""
    kept: Mapping[str, str] = ratifier.tally or {}
    return {vote: int(kept.get(vote, "0")) for vote in VOTES}


def counted_one_more(ratifier: Ratifier, vote: str) -> dict[str, str]:
    """Return the votes of a group with one more, as they are kept: of one length, whatever they are."""
    return {name: f"{n + (name == vote):05d}" for name, n in tally_of(ratifier).items()}


def _forget_votes(ratification: Ratification) -> None:
    """Destroy the key of the votes once it is certain that they are counted: backups of the data hold them too."""
    key = ratification.pk
    transaction.on_commit(lambda: keystore.store().shred(owner=key, classes=("private",)), robust=True)


def end_ratifications_of(case: UUID) -> None:
    """Give up whatever ballot is going on in a case: its ground is gone. Inside another action of the case."""
    rows = Ratification.objects.system().filter(case_id=case, state__in=Ratification.GOING_ON)
    for one in rows.select_related("case"):
        _end(one)


def forget_papers_of(case: UUID) -> None:
    """Delete every paper of a case: it closes, and the results that they open go with its words."""
    BallotPaper.objects.system().filter(ratifier__ratification__case_id=case).delete()


@action(R.STRIKE_VIEW, on=Ratifier)
def strike_view(ratifier: Ratifier, *, actor: Actor, at: int, reason: str) -> None:
    """Take words out that stand beside the result: an insult, words about a person, or about something else. That some
    were taken out, and why, stays."""
    views = [dict(one) for one in ratifier.views or []]
    if reason not in REASONS:
        raise Refused(_("Choose a reason."))
    if not 0 <= at < len(views):
        raise Refused(_("These words are not there any more."))
    if views[at]["out"]:
        return
    views[at] = {"words": "", "out": reason}
    ratifier.views = views
    ratifier.save(update_fields=["views"])
    case = ratifier.ratification.case
    record(ViewStruck(case.pk, table_of(case), case.pk, ratifier.ratification_id, reason), actor=actor)
