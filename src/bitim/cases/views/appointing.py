"""A mediator is looked for, asked, accepted: pages of the coordinator, of the mediator who is asked, of each side."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bitim.cases import actions, queries
from bitim.cases.forms_appointing import (
    ACCEPT,
    AnswerForm,
    ChoiceForm,
    DisclosureForm,
    ProposalForm,
    StaffAnswerForm,
)
from bitim.cases.labels import ROLES
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.pressed import once
from bitim.people.words import KIND_WORDS


def _coordinators(request: HttpRequest, case_id: UUID) -> tuple[Actor, Any]:
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    if actor.role != "coordinator":
        raise NotFound
    return actor, case


@require_http_methods(["GET", "HEAD", "POST"])
def seek(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who could mediate, with reasons; ask one of them, write down that one takes the case, or let the sides choose."""
    actor, case = _coordinators(request, case_id)
    form = DisclosureForm(posted(request))
    acts = {"ask": _ask, "takes": _takes, "choose": _choose}
    act = acts.get(request.POST.get("act", ""))
    if act is not None and attempt(form, partial(act, request, actor, case, form)):
        return see(reverse("cases:people", args=[case_id]))
    everybody = queries.mediators_for(actor, case)
    context = case_page(
        actor,
        case,
        panel=queries.composed(actor, case),
        asked=everybody,
        choice=queries.choice_for(actor, case),
        leaving=_leaving(request, actor, case),
        form=form,
        kinds=KIND_WORDS,
        ties=queries.centre_ties_for(actor, case),
        has_mediator=any(one.state in ("accepted", "in_office") and one.role == "mediator" for one in everybody),
        tab="people",
    )
    return show(request, "seek", context, form)


def _leaving(request: HttpRequest, actor: Actor, case: Any) -> Any:
    """Return whose cases are handed over, when the page was opened for that."""
    wanted = request.GET.get("instead") or request.POST.get("replaces", "")
    here = (p for p in queries.people_for(actor, case) if p.role in ("mediator", "co_mediator"))
    return next((p for p in here if str(p.id) == wanted), None)


def _ask(request: HttpRequest, actor: Actor, case: Any, form: DisclosureForm) -> None:
    said = form.cleaned_data
    role = said["role"] or "mediator"
    actions.propose(
        case.pk, actor=actor, key=once(request), person=said["person"], role=role, replaces=said["replaces"]
    )


def _takes(request: HttpRequest, actor: Actor, case: Any, form: DisclosureForm) -> None:
    said = form.cleaned_data
    actions.appoint(
        case.pk,
        actor=actor,
        key=once(request),
        person=said["person"],
        role=said["role"] or "mediator",
        disclosure=said["disclosure"],
    )


def _choose(request: HttpRequest, actor: Actor, case: Any, form: DisclosureForm) -> None:
    offered = {str(seat.person): seat.person for seat in queries.composed(actor, case).seats}
    chosen = [offered[key] for key in request.POST.getlist("members") if key in offered]
    actions.put_panel(case.pk, actor=actor, key=once(request), members=chosen)


@require_POST
def seek_on(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take a proposal or a list back, or ask the next of a list."""
    actor, case = _coordinators(request, case_id)
    choice = queries.choice_for(actor, case)
    act = request.POST.get("act", "")
    asked = {str(one.id): one.id for one in queries.mediators_for(actor, case)}
    if act == "take_back" and request.POST.get("appointment") in asked:
        actions.take_back_proposal(asked[request.POST["appointment"]], actor=actor, key=once(request))
    elif act == "drop" and choice is not None:
        actions.drop_panel(choice.id, actor=actor, key=once(request))
    elif act == "next" and choice is not None:
        actions.ask_next(choice.id, actor=actor, key=once(request))
    return see(reverse("cases:seek", args=[case_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The mediator who is asked: who the parties are, what ties them, yes or no."""
    actor = actor_of(request)
    asked = queries.proposal_for(actor, appointment_id)
    form = ProposalForm(posted(request))
    takes = request.POST.get("answer") == "yes"

    def act() -> None:
        said = form.cleaned_data
        actions.answer_proposal(
            appointment_id,
            actor=actor,
            key=once(request),
            takes=takes,
            disclosure=said["disclosure"] if said["ties"] == "tells" else "",
            nothing=said["ties"] == "nothing",
        )

    if request.method == "POST" and attempt(form, act):
        return see(reverse("desk:today"))
    context = {"asked": asked, "form": form, "role": ROLES.get(asked.role, asked.role), "part": "today"}
    return show(request, "proposal", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def mediator(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The mediators of the case: a side answers for itself; staff write down what both sides said, on one form."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    if queries.own_side(actor, case) is None:
        return _for_staff(request, case_id)
    rows: list[dict[str, Any]] = []
    for one in queries.mediators_for(actor, case):
        is_this = request.method == "POST" and request.POST.get("appointment") == str(one.id)
        form = AnswerForm(request.POST if is_this else None, prefix=f"a{len(rows)}")
        if is_this and attempt(form, partial(_answer, request, actor, case, one, form)):
            return see(reverse("desk:case", args=[case_id]))
        rows.append({"one": one, "form": form, "kind": KIND_WORDS.get(one.card.kind, "") if one.card else ""})
    context = case_page(
        actor,
        case,
        rows=rows,
        ties=queries.centre_ties_for(actor, case),
        sought=queries.is_another_sought(actor, case),
        tab="mediator",
    )
    return show(request, "mediator", context, *(row["form"] for row in rows))


def _answer(request: HttpRequest, actor: Actor, case: Any, one: Any, form: AnswerForm) -> None:
    side = queries.own_side(actor, case)
    if side is None:
        raise NotFound
    actions.answer_mediator(
        side.pk,
        actor=actor,
        key=once(request),
        appointment=one.id,
        accepts=form.cleaned_data["answer"] == ACCEPT,
        earlier=form.cleaned_data["earlier"],
    )


def _for_staff(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One short form for all sides: for people who sit in the room, or on the telephone."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    waiting = [one for one in queries.mediators_for(actor, case) if one.state in ("accepted", "in_office")]
    rows: list[dict[str, Any]] = []
    right = True
    for side in queries.sides_for(actor, case):
        people = [(str(p.person), p.name) for p in side.people if p.signs]
        for one in waiting:
            form = None
            if side.id not in one.answers and people and case.stage != "closed":
                form = StaffAnswerForm(posted(request), people=people, prefix=f"s{side.mark}{waiting.index(one)}")
                right = (not form.is_bound or form.is_valid()) and right
            rows.append(
                {"side": side, "one": one, "form": form, "answer": one.answers.get(side.id) if side.id else None}
            )
    if request.method == "POST" and right and all(_write_down(request, actor, row) for row in rows):
        return see(reverse("cases:people", args=[case_id]))
    context = case_page(actor, case, rows=rows, ties=queries.centre_ties_for(actor, case), tab="people")
    context["asks"] = any(row["form"] for row in rows)
    return show(request, "mediator_staff", context, *(row["form"] for row in rows if row["form"]))


def _write_down(request: HttpRequest, actor: Actor, row: dict[str, Any]) -> bool:
    form = row["form"]
    if form is None or not form.cleaned_data["answer"]:
        return True
    said = form.cleaned_data
    return attempt(
        form,
        lambda: actions.answer_mediator(
            row["side"].id,
            actor=actor,
            key=once(request, form.prefix or ""),
            appointment=row["one"].id,
            accepts=said["answer"] == ACCEPT,
            earlier=said["earlier"],
            how=said["how"],
            person=UUID(said["person"]),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A side strikes and ranks; nobody else ever reads what it wrote."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    side, choice = queries.own_side(actor, case), queries.choice_for(actor, case)
    if side is None or choice is None:
        raise NotFound
    members = [(person, name) for person, name, _card in choice.members]
    form = ChoiceForm(posted(request), members=members, initial=_written(choice.own))

    def act() -> None:
        strikes, ranks = form.lists()
        actions.choose_mediator(side.pk, actor=actor, key=once(request), panel=choice.id, strikes=strikes, ranks=ranks)

    if request.method == "POST" and attempt(form, act):
        return see(reverse("desk:case", args=[case_id]))
    rows = [
        (form[f"m_{person}"], card, KIND_WORDS.get(card.kind, "") if card else "")
        for person, _name, card in choice.members
    ]
    return show(request, "choose", case_page(actor, case, choice=choice, form=form, rows=rows, tab="mediator"), form)


def _written(own: dict[str, Any] | None) -> dict[str, str]:
    if own is None:
        return {}
    return {f"m_{key}": "x" for key in own["strikes"]} | {
        f"m_{key}": str(place) for place, key in enumerate(own["ranks"], start=1)
    }


@require_http_methods(["GET", "HEAD"])
def handover(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The open cases of a mediator who is away: for each, who takes over."""
    actor = staff_actor(request)
    lines = queries.handovers_of(actor, person_id)
    name = queries.colleague_name(actor, person_id)
    rows = [(line, queries.STAGE_NAMES.get(line.stage, line.stage)) for line in lines]
    return show(request, "handover", {"rows": rows, "name": name, "part": "register"})
