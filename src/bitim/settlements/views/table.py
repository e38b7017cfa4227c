"""Issues and options: what the sides agree to talk about, and how each stands to each way out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bitim.cases.facts import steps_for
from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.settlements import queries
from bitim.settlements.actions import issues as acts
from bitim.settlements.queries.seen import People
from bitim.settlements.views.common import actor_of, columns, see, shown, texts


@require_http_methods(["GET", "HEAD", "POST"])
def issues(request: HttpRequest, case: UUID) -> HttpResponse:
    """The questions on the table; a form for one more."""
    actor = actor_of(request)
    line = queries.line_of_questions(actor, case)
    row = queries.case_seen(actor, case)
    people = queries.sides_seen(actor, row)
    typed: dict[str, str] = {}
    no: Refused | None = None
    if request.method == "POST":
        typed = texts(request, "title", _languages(people))
        try:
            made = acts.propose_issue(row, actor=actor, key=once(request), title=typed)
            return see("issues", row.pk, at=f"issue-{made.pk}")
        except Refused as refused:
            no = refused
    listed = queries.issues_for(actor, row, people)
    may_act = "agree_issues" in steps_for(row, actor.role)
    lines = [(one, columns("words", {}, _languages(people))) for one in listed]
    documents = queries.documents_for(actor, row)
    return shown(
        request,
        "issues",
        409 if no else 200,
        case=row,
        people=people,
        issues=lines,
        titles=columns("title", typed, _languages(people)),
        may_act=may_act,
        refused=no,
        documents=documents,
        line=line,
        **queries.sides_to_hear(actor, row),
    )


@require_POST
def propose_option(request: HttpRequest, issue: UUID) -> HttpResponse:
    """Propose a way to answer a question."""
    actor = actor_of(request)
    row = queries.issue_for(actor, issue)
    people = queries.sides_seen(actor, row.case)
    typed = texts(request, "words", _languages(people))
    try:
        acts.propose_option(row, actor=actor, key=once(request), words=typed)
    except Refused as refused:
        again = columns("words", typed, _languages(people))
        return shown(request, "option", 409, case=row.case, issue=row, words=again, refused=refused)
    return see("issues", row.case_id, at=f"issue-{row.pk}")


@require_POST
def mark_issue(request: HttpRequest, issue: UUID) -> HttpResponse:
    """Say for one's side that this is one of the questions, or take that back."""
    actor = actor_of(request)
    row = queries.issue_for(actor, issue)
    acts.mark_issue(row, actor=actor, key=once(request), yes=request.POST.get("yes") == "1")
    return see("issues", row.case_id, at=f"issue-{row.pk}")


@require_POST
def mark_option(request: HttpRequest, option: UUID) -> HttpResponse:
    """Say for one's side that it could live with an option, or take that back."""
    actor = actor_of(request)
    row = queries.option_for(actor, option)
    acts.mark_option(row, actor=actor, key=once(request), yes=request.POST.get("yes") == "1")
    return see("issues", row.issue.case_id, at=f"issue-{row.issue_id}")


def _languages(people: People) -> tuple[str, ...]:
    """Return the languages of the sides; where nobody is there yet, the two that most centres work in."""
    return people.languages or ("kk", "ru")
