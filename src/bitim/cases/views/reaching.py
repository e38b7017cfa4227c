"""How people of a case are reached: their own page, the staff's, and what was tried."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bitim.cases import actions, queries
from bitim.cases.forms_reaching import AttemptForm, ReachForm
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.cases.views.inviting import invitation_page
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once
from bitim.people import shared


@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, case_id: UUID, participant_id: UUID | None = None) -> HttpResponse:
    """How a person is reached: oneself, or for staff one of a side's people."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    found = queries.reached(actor, case, participant_id)
    if found.mine and (pin := shared.asks_pin(request, case_id, request.path)):
        return pin
    form = ReachForm(posted(request), initial=found.initial)

    def keep() -> None:
        actions.change_contacts(found.id, actor=actor, key=once(request), said=form.cleaned_data)

    if request.method == "POST" and attempt(form, keep):
        messages.success(request, _("Kept. From now on it is done so."))
        return see(f"/case/{case_id}/" if found.mine else reverse("cases:people", args=[case_id]))
    context = case_page(actor, case, form=form, found=found, tab="people")
    return show(request, "reach", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def reach_invited(request: HttpRequest, case_id: UUID, invitation_id: UUID) -> HttpResponse:
    """For staff: how somebody is reached who has not come yet."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    found = queries.reached_invited(actor, case, invitation_id)
    form = ReachForm(posted(request), initial=found.initial)

    def keep() -> None:
        actions.change_invited_contacts(found.id, actor=actor, key=once(request), said=form.cleaned_data)

    if request.method == "POST" and attempt(form, keep):
        return see(reverse("cases:invitation", args=[case_id, invitation_id]))
    return show(request, "reach", case_page(actor, case, form=form, found=found, tab="people"), form)


@require_POST
def tried(request: HttpRequest, case_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Note an attempt."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    if not any(one.id == invitation_id for one in queries.invitations_for(actor, case)):
        raise NotFound
    form = AttemptForm(request.POST)

    def note() -> None:
        said: dict[str, Any] = form.cleaned_data
        actions.note_attempt(
            invitation_id,
            actor=actor,
            key=once(request),
            route=said["way"],
            outcome=said["outcome"],
            note=said["note"],
        )

    if attempt(form, note):
        return see(reverse("cases:invitation", args=[case_id, invitation_id]) + "#tried")
    return invitation_page(request, actor, case, invitation_id, tried=form)
