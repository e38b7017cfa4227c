"""Asking the sides, changing what is weighed, agreeing, ending."""

import json
from collections.abc import Sequence
from hashlib import sha256
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.facts_reading import GONE
from bitim.cases.models import Case, Side
from bitim.compromise.actions.hands import forget_calls, speaks_here
from bitim.compromise.actions.telling import tell_everybody
from bitim.compromise.events import ListsOpened, SearchAgreed, SearchChanged, SearchEnded, SearchOffered
from bitim.compromise.models import Part, Reply, Search
from bitim.compromise.permissions import P
from bitim.engines.compromise.model import MOST_PARTIES
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.places import table_of
from bitim.settlements.models import Issue, Option, TableMark

STEP = "seek_package"
FEWEST_ISSUES, MOST_ISSUES = 2, 30
SALT_BYTES = 32


@action(P.OFFER_SEARCH, on=Case)
def offer_search(case: Case, *, actor: Actor, issues: Sequence[UUID]) -> Search:
    """Ask the sides whether packages may be looked for in these questions. It is off until the mediator does this."""
    require_step(case, STEP)
    if kept := going_on(case, Search.PACKAGE):
        return kept
    sides = sides_of(case)
    chosen = [one for one in fit_issues(case) if one.pk in set(issues)]
    if not FEWEST_ISSUES <= len(chosen) <= MOST_ISSUES:
        raise Refused(_("Choose from 2 to 30 questions: a package gives on one question and takes on another."))
    return ask_sides(case, actor, sides, Search.PACKAGE, [_weighed(one) for one in chosen])


def sides_of(case: Case) -> list[Side]:
    """Return the sides that are asked; Refused where they are too many for one package."""
    sides = list(Side.objects.system().filter(case=case).exclude(state__in=GONE).order_by("position"))
    if len(sides) > MOST_PARTIES:
        raise Refused(_("There are too many sides to look for one package for all."))
    return sides


def ask_sides(case: Case, actor: Actor, sides: Sequence[Side], kind: str, issues: list[dict[str, Any]]) -> Search:
    """Write down what would be weighed and that every side is asked. Runs inside an action of the case."""
    now, model = clock.now(), {"issues": issues, "apart": []}
    search = Search.objects.create(case=case, by_id=actor.who, kind=kind, model=model, since=now, at=now)
    for side in sides:
        part = Part(search=search, side=side, lists={}, salt=token_hex(SALT_BYTES))
        part.save(force_insert=True)
    record(SearchOffered(case.pk, table_of(case), case.pk, search.pk), actor=actor)
    tell_everybody(search, "asked")
    return search


def going_on(case: Case, kind: str) -> Search | None:
    """Return the search of this kind that goes on. Refused while one of another kind does, or while a package that
    every side accepted waits for its place in the text."""
    kept = Search.objects.system().filter(case=case, state__in=Search.OPEN).first()
    if kept is not None and kept.kind != kind:
        raise Refused(_("Another search goes on in this case. End it first."))
    if kept is None and Search.objects.system().filter(case=case, state=Search.FOUND, written=None).exists():
        raise Refused(_("What every side accepted waits to be put into the text. Put it there first."))
    return kept


def fit_issues(case: Case) -> list[Issue]:
    """Return the questions that a package can be made of: everybody's, with two ways to answer them at least."""
    sides = set(Side.objects.system().filter(case=case).exclude(state__in=GONE).values_list("pk", flat=True))
    said: dict[UUID, set[UUID]] = {}
    marks = TableMark.objects.system().filter(issue__case=case, option=None)
    for issue, side in marks.values_list("issue_id", "side_id"):
        said.setdefault(issue, set()).add(side)
    options: dict[UUID, int] = {}
    for issue in Option.objects.system().filter(issue__case=case).values_list("issue_id", flat=True):
        options[issue] = options.get(issue, 0) + 1
    rows = Issue.objects.system().filter(case=case, dropped=None).order_by("number")
    return [one for one in rows if sides <= said.get(one.pk, set()) and options.get(one.pk, 0) > 1]


def _weighed(issue: Issue) -> dict[str, Any]:
    options = Option.objects.system().filter(issue=issue).select_related("issue").order_by("number")
    return {
        "id": str(issue.pk),
        "title": issue.title or {},
        "options": [{"id": str(one.pk), "words": one.words or {}} for one in options],
    }


@action(P.KEEP_OUT, on=Search)
def keep_out(search: Search, *, actor: Actor, issue: str) -> None:
    """Take a question out: it is not for trading. Any side and the mediator may, without a reason."""
    model = search.model
    at = next((n for n, one in enumerate(model["issues"]) if one["id"] == issue), None)
    if at is None:
        return
    issues = [one for one in model["issues"] if one["id"] != issue]
    if len(issues) < FEWEST_ISSUES:
        _end(search)
        return
    apart = [
        [[i - (i > at), o] for i, o in pair] for pair in model.get("apart", []) if all(i != at for i, _option in pair)
    ]
    _changed(search, {"issues": issues, "apart": apart})


@action(P.SET_APART, on=Search)
def set_apart(
    search: Search, *, actor: Actor, seen: str, first: tuple[int, int], second: tuple[int, int], yes: bool
) -> None:
    """Say that two answers cannot stand in one package, or take that back. `seen`: the state of what was read: after a
    question was taken out, the same numbers are other answers."""
    if seen != state_of(search):
        raise Refused(_("What the search is about has changed. Please read it again."))
    model, pair = search.model, sorted([list(first), list(second)])
    if search.kind != Search.PACKAGE:
        raise Refused(_("Choose two answers of two different questions."))
    for issue, option in pair:
        if not 0 <= issue < len(model["issues"]) or not 0 <= option < len(model["issues"][issue]["options"]):
            raise Refused(_("Choose two answers of two different questions."))
    if pair[0][0] == pair[1][0]:
        raise Refused(_("Choose two answers of two different questions."))
    kept = [one for one in model.get("apart", []) if one != pair]
    if yes:
        kept.append(pair)
    if sorted(kept) != sorted(model.get("apart", [])):
        _changed(search, {**model, "apart": sorted(kept)})


def _changed(search: Search, model: dict[str, Any]) -> None:
    """Write what is weighed anew; whoever had agreed had agreed to something else."""
    search.model = model
    search.save(update_fields=["model"])
    Part.objects.system().filter(search=search).update(agreed=None, agreed_by=None)
    case = search.case
    record(SearchChanged(case.pk, table_of(case), case.pk, search.pk), actor=SYSTEM)


@action(P.AGREE_TO_SEARCH, on=Part)
def agree_to_search(part: Part, *, actor: Actor, seen: str) -> None:
    """Take part, having read what is weighed and what cannot be hidden. `seen`: the state of what was read."""
    search = part.search
    require_step(search.case, STEP)
    if seen != state_of(search):
        raise Refused(_("What the search is about has changed. Please read it again."))
    take_part(part, speaks_here(part, actor) if actor.role == "mediator" else actor.who, actor)


def take_part(part: Part, person: UUID, actor: Actor) -> None:
    """Keep that a side takes part, by the word of a person of it. Runs inside an action of the case."""
    if part.agreed:
        return
    search = part.search
    part.agreed, part.agreed_by_id = clock.now(), person
    part.save(update_fields=["agreed", "agreed_by"])
    case = search.case
    record(SearchAgreed(case.pk, table_of(case), case.pk, search.pk, part.side_id), actor=actor)
    if not Part.objects.system().filter(search=search, agreed=None).exists():
        open_lists(search)


def weighed_in(search: Search) -> dict[str, Any]:
    """Return what a search weighs; nothing once the case's words are destroyed."""
    return search.model if isinstance(search.model, dict) else {"issues": [], "apart": []}


def state_of(search: Search) -> str:
    """Return a short word for what is weighed now: another one for any other question, answer or pair."""
    return sha256(json.dumps(weighed_in(search), sort_keys=True).encode()).hexdigest()[:16]


def open_lists(search: Search) -> None:
    """Let each side write its list, or change it."""
    search.state, search.at = Search.LISTING, clock.now()
    search.save(update_fields=["state", "at"])
    Part.objects.system().filter(search=search).update(frozen=None, unlock=None, commitment="")
    case = search.case
    record(ListsOpened(case.pk, table_of(case), case.pk, search.pk), actor=SYSTEM)
    tell_everybody(search, f"lists-{search.rounds.system().count()}")


@action(P.END_SEARCH, on=Search)
def end_search(search: Search, *, actor: Actor) -> None:
    """End the search. Nobody has to say why. It is recorded by the house whoever it was, since of two sides a record of
    the mediator's own ends would leave one name for all the others."""
    _end(search)


def _end(search: Search) -> None:
    """A package that every side accepted stands: what ends then is only the question whether there is a better one."""
    if search.state not in Search.OPEN:
        return
    rounds = search.rounds.system()
    stands = rounds.filter(state="accepted").exists()
    search.state, search.ended = (Search.FOUND, None) if stands else (Search.ENDED, clock.now())
    search.save(update_fields=["state", "ended"])
    rounds.filter(state="open").update(state="over", closed=clock.now())
    Reply.objects.system().filter(round__search=search).delete()
    forget_calls(search)
    if not stands:
        _forget(search)
    case = search.case
    record(SearchEnded(case.pk, table_of(case), case.pk, search.pk), actor=SYSTEM)


def _forget(search: Search) -> None:
    Part.objects.system().filter(search=search).update(lists=None, table=None, salt=None, shared=None)


def end_searches_of(case: UUID) -> None:
    """End whatever search is open in a case and forget every list: its ground is gone. A package that was accepted
    stays readable, and is looked at no more. Runs inside another action of the case."""
    for search in Search.objects.system().filter(case_id=case).exclude(state=Search.ENDED).select_related("case"):
        _end(search)
        _forget(search)
        Search.objects.system().filter(pk=search.pk).update(deal=None, deal_at=None)
