"""Agreeing what the dispute is about, and in which ways it could be answered."""

from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Case
from bitim.cases.predicates import own_side, side_of
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.words import clean_texts
from bitim.settlements.events import IssueProposed, OptionProposed, TableMarked
from bitim.settlements.models import Issue, Option, TableMark
from bitim.settlements.permissions import P

MOST_ISSUES, MOST_OPTIONS = 60, 60


@action(P.PROPOSE_ISSUE, on=Case)
def propose_issue(case: Case, *, actor: Actor, title: Mapping[str, str]) -> Issue:
    """Put a question on the table; a side that proposes it has said yes to it."""
    require_step(case, "agree_issues")
    title = clean_texts(title, 300)
    last = Issue.objects.system().filter(case=case).aggregate(n=Max("number"))["n"] or 0
    if last >= MOST_ISSUES:
        raise Refused(_("There are too many questions. Join some of them."))
    issue = Issue.objects.create(case=case, number=last + 1, title=title, by_id=actor.who, at=clock.now())
    record(IssueProposed(case.pk, table_of(case), case.pk, issue.pk), actor=actor)
    side = side_of(actor, case)
    if side:
        TableMark.objects.create(issue=issue, side_id=side, person_id=actor.who, at=clock.now())
    return issue


@action(P.MARK_ISSUE, on=Issue)
def mark_issue(issue: Issue, *, actor: Actor, yes: bool) -> None:
    """Say, for one's side, that this is one of the questions to settle, or take that back."""
    _mark(issue.case, actor, yes, issue=issue)


@action(P.PROPOSE_OPTION, on=Issue)
def propose_option(issue: Issue, *, actor: Actor, words: Mapping[str, str]) -> Option:
    """Propose a way to answer a question. Proposing binds nobody and is not yet a yes."""
    require_step(issue.case, "agree_issues")
    words = clean_texts(words, 2000)
    last = Option.objects.system().filter(issue=issue).aggregate(n=Max("number"))["n"] or 0
    if last >= MOST_OPTIONS:
        raise Refused(_("There are too many options for this question."))
    option = Option.objects.create(issue=issue, number=last + 1, words=words, by_id=actor.who, at=clock.now())
    record(OptionProposed(issue.case_id, table_of(issue.case), issue.case_id, option.pk), actor=actor)
    return option


@action(P.MARK_OPTION, on=Option)
def mark_option(option: Option, *, actor: Actor, yes: bool) -> None:
    """Say, for one's side and openly, that it could live with this option, or take that back."""
    _mark(option.issue.case, actor, yes, option=option)


def _mark(case: Case, actor: Actor, yes: bool, *, issue: Issue | None = None, option: Option | None = None) -> None:
    require_step(case, "agree_issues")
    side = own_side(actor, case)
    marks = TableMark.objects.system().filter(issue=issue, option=option, side_id=side)
    thing = issue or option
    assert thing is not None
    if marks.exists() == yes:
        return
    if yes:
        TableMark.objects.create(issue=issue, option=option, side_id=side, person_id=actor.who, at=clock.now())
    else:
        marks.delete()
    record(TableMarked(case.pk, table_of(case), case.pk, side, thing.pk, yes), actor=actor)
