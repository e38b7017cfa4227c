"""The course of a case: the talk alone, consent, mode, stage, record, closing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from bitim.cases import actions, law, queries, retention
from bitim.cases.forms import QUESTIONS, YES_NO_UNSURE, CloseForm, ConsentForm, ScreeningForm, TitleForm
from bitim.cases.forms_appointing import ACCEPT, AnswerForm
from bitim.cases.labels import OUTCOMES, ROLES
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.pressed import once
from bitim.people.words import KIND_WORDS

SIGNED = ("settled", "partly")


@require_http_methods(["GET", "HEAD", "POST"])
def screening(request: HttpRequest, case_id: UUID, side_id: UUID) -> HttpResponse:
    """The talk with one side alone; what was said is shown again only to whoever held it and to the mediator."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    side = next((s for s in queries.sides_for(actor, case) if s.id == side_id), None)
    if side is None:
        raise NotFound
    talks = queries.screenings_for(actor, case)
    invited = [(f"{p}", n) for p, n in queries.invited_of(actor, case, side_id)]
    people = [*((f"{p.person}", p.name) for p in side.people), *invited]
    form = ScreeningForm(posted(request), people=people, stops=law.hard_stops(case.pack))

    def act() -> None:
        said = form.cleaned_data
        actions.screen_side(
            side_id,
            actor=actor,
            key=once(request),
            person=UUID(said["person"]),
            answers=form.answers(),
            result=said["result"],
            reasons=said["reasons"],
            stops=said["stops"],
        )

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    last = talks.get(side_id)
    answers, words = (last.answers or {} if last else {}), dict(YES_NO_UNSURE)
    context = case_page(
        actor,
        case,
        side=side,
        form=form,
        last=last,
        told=[(question, words.get(answers[key], "")) for key, question in QUESTIONS.items() if key in answers],
        talked=side_id in talks,
        tab="people",
    )
    return show(request, "screening", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Consent: a side gives its own; staff record what was said or signed before them."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    own = queries.own_side(actor, case)
    here = reverse("cases:consent", args=[case_id])
    if own is not None:
        return _own_consent(request, actor, case, own, here)
    staff_actor(request)
    rows, at_home = [], queries.without_device(actor, case)
    for side in queries.sides_for(actor, case):
        signers = [p for p in side.people if p.signs]
        asked = [(f"{p.person}", p.name) for p in signers if p.person in at_home]
        is_this = request.method == "POST" and request.POST.get("side") == str(side.id)
        form = ConsentForm(request.POST if is_this else None, people=asked, prefix=f"s{side.mark}")
        if is_this and side.id and attempt(form, lambda s=side, f=form: _record(request, s.id, f)):  # type: ignore[misc]
            return see(here)
        called = [p for p in signers if p.person in at_home]
        shown = form if asked and not side.consented else None
        rows.append({"side": side, "form": shown, "called": called, "itself": bool(signers)})
    ties = queries.centre_ties_for(actor, case)
    return show(request, "consent_staff", case_page(actor, case, rows=rows, ties=ties, tab="consent"))


def _own_consent(request: HttpRequest, actor: Actor, case: Any, own: Any, here: str) -> HttpResponse:
    """A side's own consent; on the same page it answers a mediator who is proposed, or leaves that for later."""
    mediators = mediator_forms(request, queries.mediators_for(actor, case))
    if request.method == "POST":
        language = (get_language() or "kk")[:2]
        actions.give_consent(own.pk, actor=actor, key=once(request), language=language)
        for one, form in mediators:
            if form.is_valid():
                accepts = form.cleaned_data["answer"] == ACCEPT
                key = once(request, form.prefix or "")
                actions.answer_mediator(own.pk, actor=actor, key=key, appointment=one.id, accepts=accepts)
        return see(here)
    given = [c for c in queries.consents_for(actor, case) if c.withdrawn is None]
    rows = [
        {"one": one, "form": form, "kind": KIND_WORDS.get(one.card.kind, "") if one.card else ""}
        for one, form in mediators
    ]
    ties = queries.centre_ties_for(actor, case)
    return show(
        request, "consent", case_page(actor, case, side=own, given=given, mediators=rows, ties=ties, tab="consent")
    )


def mediator_forms(request: HttpRequest, found: list[queries.MediatorView]) -> list[tuple[Any, AnswerForm]]:
    """Return each mediator who waits for the reader's side, with the question."""
    return [(one, AnswerForm(posted(request), prefix=f"a{place}")) for place, one in enumerate(found) if one.waits]


def _record(request: HttpRequest, side_id: UUID, form: ConsentForm) -> None:
    said, actor = form.cleaned_data, actor_of(request)
    person = UUID(said["person"])
    language = queries.language_in(actor, side_id, person)
    actions.give_consent(side_id, actor=actor, key=once(request), language=language, how=said["how"], person=person)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, case_id: UUID, side_id: UUID) -> HttpResponse:
    """Withdraw a side's consent after one plain question; no reason is asked."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    side = next((s for s in queries.sides_for(actor, case) if s.id == side_id), None)
    if side is None:
        raise NotFound
    if not side.mine:
        staff_actor(request)
    if request.method == "POST":
        actions.withdraw_consent(side_id, actor=actor, key=once(request))
        return see(reverse("desk:case" if side.mine else "cases:consent", args=[case_id]))
    return show(request, "withdraw", case_page(actor, case, side=side, tab="consent"))


@require_http_methods(["GET", "HEAD"])
def record(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What happened, line by line, without words of people; and what may be done with the case as a whole."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    typed = request.GET.get("page", "1")
    page = int(typed) if typed.isdecimal() and len(typed) < 6 else 1
    lines = queries.record_for(actor, case, page)
    rows = [(line, ROLES.get(line.role, line.role)) for line in lines]
    stones = queries.story_for(actor, case)
    context = case_page(actor, case, rows=rows, page=page, more=len(rows) == 100, stones=stones, tab="record")
    return show(request, "record", context)


@require_http_methods(["GET", "HEAD", "POST"])
def title(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Change the title, in each language."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    languages = list(dict.fromkeys([*(case.centre.languages or []), *(case.title or {})]))
    initial = {f"title_{code}": words for code, words in (case.title or {}).items()}
    form = TitleForm(posted(request), languages=languages, initial=initial)

    def act() -> None:
        actions.retitle(case.pk, actor=actor, key=once(request), title=form.titles())

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:record", args=[case_id]))
    return show(request, "title", case_page(actor, case, form=form, tab="record"), form)


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close the case with an outcome; the page says before what is destroyed and what stays."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    signed = case.stage == "performance"
    outcomes = [(key, words) for key, words in OUTCOMES.items() if (key in SIGNED) == signed]
    proposed = case.due_for.removeprefix("propose_") if case.due_for.startswith("propose_") else ""
    form = CloseForm(posted(request), outcomes=outcomes, initial={"outcome": proposed})

    def act() -> None:
        actions.close_case(case.pk, actor=actor, key=once(request), outcome=form.cleaned_data["outcome"])

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:record", args=[case_id]))
    sides = queries.sides_for(actor, case) if case.stage == "closed" else []
    context = case_page(actor, case, form=form, kept=retention.table_for(case), sides=sides, tab="record")
    return show(request, "closing", context, form)


@require_POST
def mode(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Hold the case together or apart."""
    wanted = request.POST.get("mode", "")
    actor = staff_actor(request)
    queries.case_for(actor, case_id)
    actions.switch_mode(case_id, actor=actor, key=once(request), mode=wanted)
    return see(reverse("cases:record", args=[case_id]))


@require_POST
def stage(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go on to drafting, or back to meetings."""
    actor = staff_actor(request)
    queries.case_for(actor, case_id)
    act = {"start_drafting": actions.start_drafting, "back_to_meetings": actions.back_to_meetings}
    step = act.get(request.POST.get("step", ""))
    if step is None:
        raise NotFound
    step(case_id, actor=actor, key=once(request))
    return see(reverse("cases:record", args=[case_id]))
