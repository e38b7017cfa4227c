"""Pages about those who sit beside: added by staff, answered by sides, and their undertakings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bitim.cases import actions, queries, undertakings
from bitim.cases.forms_shape import ObserverForm, SideSaysForm, SupporterForm, UndertakingForm
from bitim.cases.labels import ABOUT, OBSERVES, ROLES, UNDERTAKEN
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.kernel import clock, handover
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language
from bitim.people import shared


def row_of(one: queries.Beside) -> dict[str, Any]:
    """Return somebody who sits beside as a page names them."""
    return {
        "view": one,
        "role": ROLES.get(one.role, one.role),
        "how": UNDERTAKEN.get(one.promise.how, "") if one.promise else "",
        "reason": OBSERVES.get(one.reason, ""),
    }


def _uuid(words: str) -> UUID:
    try:
        return UUID(words)
    except ValueError:
        raise NotFound from None


@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What a side says of those who sit beside; to the mediator, where it is written down; to the coordinator, who
    they are."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    here = reverse("cases:company", args=[case_id])
    if pin := shared.asks_pin(request, case_id, here):
        return pin
    if request.method == "POST":
        if actor.role == "party":
            _side_says(request, actor, case)
            return see(here)
        return _before_the_mediator(request, actor, case)
    return show(request, "company", _page(actor, case))


def _page(actor: Actor, case: Any, bad: tuple[UUID, SideSaysForm] | None = None) -> dict[str, Any]:
    rows = [row_of(one) for one in queries.company_for(actor, case)]
    asked = [
        {"one": one, "role": ROLES.get(one.role, ""), "says": ABOUT[one.about]}
        for one in queries.questions_for(actor, case)
    ]
    forms = []
    if actor.role == "mediator" and case.stage != "closed":
        forms = [(side, _form(actor, case, side, bad)) for side in queries.sides_for(actor, case)]
    shown = [(side, form) for side, form in forms if form is not None]
    return case_page(actor, case, rows=rows, asked=asked, forms=shown, tab="people")


def _form(
    actor: Actor, case: Any, view: queries.SideView, bad: tuple[UUID, SideSaysForm] | None, said: Any = None
) -> SideSaysForm | None:
    if view.id is None:
        return None
    if bad is not None and bad[0] == view.id:
        return bad[1]
    side = queries.side_for(actor, view.id)
    asked = queries.asked_of_side(actor, case, side)
    people = [(f"{person}", name) for person, name in queries.signers_of_side(actor, side)]
    questions = [(f"{one.participant}.{one.about}", f"{one.name}: {ABOUT[one.about]}") for one in asked]
    if not questions or not people:
        return None
    return SideSaysForm(said, questions=questions, people=people, prefix=None if said else f"s{view.mark}")


def _side_says(request: HttpRequest, actor: Actor, case: Any) -> None:
    side = queries.own_side(actor, case)
    if side is None:
        raise NotFound
    actions.say_of_company(
        side,
        actor=actor,
        key=once(request),
        participant=_uuid(request.POST.get("participant", "")),
        about=request.POST.get("about", ""),
        yes=request.POST.get("answer") == "yes",
    )


def _before_the_mediator(request: HttpRequest, actor: Actor, case: Any) -> HttpResponse:
    if actor.role != "mediator":
        raise NotFound
    view = next((s for s in queries.sides_for(actor, case) if f"{s.id}" == request.POST.get("side")), None)
    if view is None or view.id is None:
        raise NotFound
    said = {name: request.POST.get(f"s{view.mark}-{name}", "") for name in ("question", "person", "answer")}
    form = _form(actor, case, view, None, said)
    if form is None:
        raise NotFound

    def act() -> None:
        participant, about = form.cleaned_data["question"].split(".")
        actions.say_of_company(
            view.id,
            actor=actor,
            key=once(request),
            participant=UUID(participant),
            about=about,
            yes=form.cleaned_data["answer"] == "yes",
            person=UUID(form.cleaned_data["person"]),
        )

    if attempt(form, act):
        messages.success(request, _("Kept."))
        return see(reverse("cases:company", args=[case.pk]))
    form.prefix = f"s{view.mark}"
    return show(request, "company", _page(actor, case, (view.id, form)), form)


@require_http_methods(["GET", "HEAD", "POST"])
def add_supporter(request: HttpRequest, case_id: UUID, side_id: UUID) -> HttpResponse:
    """Prepare an invitation of somebody who will sit beside a side."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    side = next((s for s in queries.sides_for(actor, case) if s.id == side_id), None)
    if side is None:
        raise NotFound
    form = SupporterForm(posted(request))

    def act() -> None:
        actions.add_supporter(side_id, actor=actor, key=once(request), one=form.cleaned_data)

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    return show(request, "add_supporter", case_page(actor, case, form=form, side=side, tab="people"), form)


@require_http_methods(["GET", "HEAD", "POST"])
def add_observer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take an observer in; their code is in the answer to the POST and nowhere else."""
    actor = staff_actor(request)
    if actor.role != "coordinator":
        raise NotFound
    case = queries.case_for(actor, case_id)
    form = ObserverForm(posted(request))
    made: dict[str, str] = {}

    def act() -> None:
        said = form.cleaned_data
        made["code"] = actions.add_observer(
            case.pk, actor=actor, key=once(request), one=said, reason=said["reason"], word=said["word"]
        )

    if request.method == "POST" and attempt(form, act):
        if not made["code"]:  # the same press again: what was shown once is not shown twice
            return see(reverse("cases:people", args=[case_id]))
        handover.give(handover.DOOR, form.cleaned_data["name"], made["code"])
        person = {"view": {"name": form.cleaned_data["name"]}}
        return show(request, "new_way_code", case_page(actor, case, person=person, tab="people", **made))
    return show(request, "add_observer", case_page(actor, case, form=form, tab="people"), form)


@require_http_methods(["GET", "HEAD", "POST"])
def undertaking(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """What is promised, and that it was: written down by staff, or given by the person themselves."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    said = queries.undertaking_paper(actor, case, participant_id)
    form = UndertakingForm(posted(request), initial={"language": said.who.language})

    def act() -> None:
        actions.record_undertaking(participant_id, actor=actor, key=once(request), **form.cleaned_data)

    if request.method == "POST" and said.who.mine:
        actions.give_undertaking(participant_id, actor=actor, key=once(request), language=present_language())
        messages.success(request, _("Thank you. Your undertaking is recorded."))
        return see(f"/case/{case_id}/")
    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    context = case_page(
        actor,
        case,
        person=row_of(said.who),
        sections=undertakings.sections_of(said, present_language()),
        form=form,
        is_open=case.stage != "closed",
        tab="people",
    )
    return show(request, "undertaking", context, *([] if said.who.mine else [form]))


@require_safe
def undertaking_paper(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """The same to print, in the language of whoever signs it."""
    from bitim.kernel.paper.render import render

    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    said = queries.undertaking_paper(actor, case, participant_id)
    written = clock.now()
    paper = undertakings.paper_of(said, said.who.language, written=written)
    response = HttpResponse(render(paper, created=written), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="undertaking.pdf"'
    return response
