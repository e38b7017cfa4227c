"""People of a case: sides, contacts, appointments, new ways in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bitim.cases import actions, queries
from bitim.cases.forms import AppointForm, ConfirmForm, NameSideForm, PersonForm, WordForm
from bitim.cases.forms_office import SEEN_AS
from bitim.cases.labels import INVITATION_STATES, ROLES, contact_lines
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.kernel import handover
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.pressed import once

SEEN = {key: word for key, word in SEEN_AS if key}


def _person(view: Any) -> dict[str, Any]:
    return {
        "view": view,
        "role": ROLES.get(view.role, view.role),
        "contacts": contact_lines(view.contacts),
        "seen": SEEN.get(view.seen_as, ""),
    }


@require_http_methods(["GET", "HEAD"])
def people(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who takes part, as far as the reader may know."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    everybody = queries.people_for(actor, case)
    sides: list[dict[str, Any]] = [
        {
            "side": side,
            "people": [_person(p) for p in side.people],
            "beside": [_person(p) for p in side.beside],
            "invited": [],
            "screened": None,
        }
        for side in queries.sides_for(actor, case)
    ]
    outside = [_person(p) for p in everybody if p.side is None]
    context = case_page(
        actor,
        case,
        sides=sides,
        others=[one for one in outside if one["view"].role != "observer"],
        observers=[one for one in outside if one["view"].role == "observer"],
        has_company=any(p.role in ("supporter", "observer") for p in everybody),
        tab="people",
    )
    if actor.role in ("coordinator", "mediator"):
        _for_staff(actor, case, sides)
        promised = {one.id: one.promise is not None for one in queries.promised_for(actor, case)}
        for row in (*outside, *(one for found in sides for one in found["beside"])):
            row |= {"promise_asked": row["view"].id in promised, "promised": promised.get(row["view"].id, False)}
        context["by_voice"] = queries.without_device(actor, case)
        named = [
            (f"{person}", f"{name} ({ROLES.get(role, role)})")
            for person, name, role in queries.appointable(actor, case)
        ]
        context |= {"appoint": AppointForm(people=named) if named else None, "is_open": case.stage != "closed"}
    return show(request, "people", context)


def _for_staff(actor: Actor, case: Any, sides: list[dict[str, Any]]) -> None:
    """Add to each side its invitations and whether the talk alone took place."""
    talks = queries.screenings_for(actor, case)
    invitations = queries.invitations_for(actor, case)
    for row in sides:
        side = row["side"]
        row["talk"] = talks.get(side.id)
        row["talked"] = side.id in talks
        row["invited"] = [
            {"view": i, "state": INVITATION_STATES[i.state], "contacts": contact_lines(i.contacts)}
            for i in invitations
            if i.side == side.id and i.state != "accepted"
        ]


@require_http_methods(["POST"])
def appoint(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Appoint a mediator, co-mediator or interpreter."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    form = AppointForm(request.POST, people=[(f"{p}", n) for p, n, _r in queries.appointable(actor, case)])

    def act() -> None:
        said = form.cleaned_data
        actions.appoint(
            case.pk,
            actor=actor,
            key=once(request),
            person=UUID(said["person"]),
            role=said["role"],
            disclosure=said["disclosure"],
        )

    if attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    return show(request, "appoint", case_page(actor, case, form=form, tab="people"), form)


@require_http_methods(["GET", "HEAD", "POST"])
def end_part(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """End somebody's part, after one plain question."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    person = _of_case(actor, case, participant_id)
    if request.method == "POST":
        is_of_staff = person.side is None and person.role != "observer"
        ends = actions.end_appointment if is_of_staff else actions.end_participation
        ends(participant_id, actor=actor, key=once(request))
        return see(reverse("cases:people", args=[case_id]))
    return show(request, "end_part", case_page(actor, case, person=_person(person), tab="people"))


def _of_case(actor: Actor, case: Any, participant_id: UUID) -> queries.PersonView:
    found = next((p for p in queries.people_for(actor, case) if p.id == participant_id), None)
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def new_way(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """A new code for a person: the old ways in end; the code is in the answer to the POST and nowhere else."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    person = _of_case(actor, case, participant_id)
    if not person.side and person.role != "observer":
        raise NotFound
    form = WordForm(posted(request))
    form.fields["word"].label = _("A word agreed by voice")  # whoever gives the code out is not the one who comes by it
    shown: dict[str, str] = {}

    def act() -> None:
        shown["code"] = actions.reissue_door(participant_id, actor=actor, word=form.cleaned_data["word"])
        handover.give(handover.DOOR, person.name, shown["code"])

    done = request.method == "POST" and attempt(form, act)
    context = case_page(actor, case, person=_person(person), form=form, tab="people", **shown)
    return show(request, "new_way_code" if done else "new_way", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_person(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """Say, as a second person, that it is this person who came, or that it is not."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    person = _of_case(actor, case, participant_id)
    if not person.side and person.role != "observer":
        raise NotFound
    if request.method == "POST" and request.POST.get("answer") == "no":
        actions.deny_person(participant_id, actor=actor, key=once(request))
        return see(reverse("cases:people", args=[case_id]))
    form = ConfirmForm(posted(request))

    def act() -> None:
        actions.confirm_person(participant_id, actor=actor, key=once(request), how=form.cleaned_data["how"])

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    return show(
        request, "confirm_person", case_page(actor, case, person=_person(person), form=form, tab="people"), form
    )


@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """Is this person really one of you? Asked of the people of the side, answered by one press."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    person = _of_case(actor, case, participant_id)
    if actor.role != "party" or not person.confirmable:
        raise NotFound
    if request.method != "POST":
        return show(request, "vouch", case_page(actor, case, person=_person(person), tab="people"))
    if request.POST.get("answer") == "yes":
        actions.confirm_person(participant_id, actor=actor, key=once(request), how=actions.OWN_SIDE)
    elif request.POST.get("answer") == "no":
        actions.deny_person(participant_id, actor=actor, key=once(request))
    return see(reverse("cases:people", args=[case_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def add_side(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add a side with an invitation prepared."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    form = PersonForm(posted(request))

    def act() -> None:
        actions.add_side(case.pk, actor=actor, key=once(request), one=form.cleaned_data)

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    return show(request, "add_side", case_page(actor, case, form=form, side=None, tab="people"), form)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest, case_id: UUID, side_id: UUID) -> HttpResponse:
    """Prepare an invitation of one more person of a side."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    side = next((s for s in queries.sides_for(actor, case) if s.id == side_id), None)
    if side is None:
        raise NotFound
    form = PersonForm(posted(request))

    def act() -> None:
        actions.add_person(side_id, actor=actor, key=once(request), one=form.cleaned_data)

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    return show(request, "add_side", case_page(actor, case, form=form, side=side, tab="people"), form)


@require_http_methods(["GET", "HEAD", "POST"])
def name_side(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The reader's side chooses its name."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    side = queries.own_side(actor, case)
    if side is None:
        raise NotFound
    form = NameSideForm(posted(request), initial={"name": side.name})

    def act() -> None:
        actions.name_side(side.pk, actor=actor, key=once(request), name=form.cleaned_data["name"])

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    return show(request, "name_side", case_page(actor, case, form=form, tab="people"), form)
