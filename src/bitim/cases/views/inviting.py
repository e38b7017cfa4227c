"""Invitations: sent by staff, printed as a letter, answered by the invited person."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bitim.cases import actions, letters, queries
from bitim.cases.forms import LetterForm, SendForm
from bitim.cases.forms_answers import HasComeForm, SaidByVoiceForm
from bitim.cases.forms_reaching import AttemptForm
from bitim.cases.labels import ATTEMPT_OUTCOMES, ATTEMPT_ROUTES, INVITATION_STATES, contact_lines
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.kernel import clock, handover
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.pressed import once

# Of the two ways to write down an answer: their fields stand beside those of an attempt.
SAID, CAME = "said", "came"


def _of_case(actor: Actor, case_id: UUID, invitation_id: UUID) -> tuple[Any, queries.InvitationView]:
    case = queries.case_for(actor, case_id)
    found = next((i for i in queries.invitations_for(actor, case) if i.id == invitation_id), None)
    if found is None:
        raise NotFound
    return case, found


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, case_id: UUID, invitation_id: UUID) -> HttpResponse:
    """One invitation for staff: contacts, state, send it, or write down an answer that came another way."""
    actor = staff_actor(request)
    case, _view = _of_case(actor, case_id, invitation_id)
    if "answer" in request.POST:
        return _answer(request, actor, case, invitation_id)
    form = SendForm(posted(request))

    def send() -> None:
        actions.send_invitation(invitation_id, actor=actor, key=once(request), **form.cleaned_data)

    here = reverse("cases:invitation", args=[case_id, invitation_id])
    if request.method == "POST" and attempt(form, send):
        return see(here)
    return invitation_page(request, actor, case, invitation_id, form=form)


def _answer(request: HttpRequest, actor: Actor, case: Any, invitation_id: UUID) -> HttpResponse:
    """Write down an answer: a yes of whoever is in the room; of the others, that they want to talk, or no."""
    answer, press = request.POST["answer"], once(request)
    if answer == "accepted":
        came = HasComeForm(request.POST, prefix=CAME)
        done = attempt(came, lambda: actions.note_coming(invitation_id, actor=actor, key=press, **came.cleaned_data))
        forms: dict[str, Any] = {"came": came}
    else:
        said = SaidByVoiceForm(request.POST, prefix=SAID)
        done = attempt(
            said,
            lambda: actions.note_answer(invitation_id, actor=actor, key=press, answer=answer, **said.cleaned_data),
        )
        forms = {"said": said}
    if done:
        return see(reverse("cases:invitation", args=[case.pk, invitation_id]))
    return invitation_page(request, actor, case, invitation_id, **forms)


def invitation_page(
    request: HttpRequest,
    actor: Actor,
    case: Any,
    invitation_id: UUID,
    *,
    form: SendForm | None = None,
    tried: AttemptForm | None = None,
    said: SaidByVoiceForm | None = None,
    came: HasComeForm | None = None,
) -> HttpResponse:
    """Return the staff's page of an invitation, with a form that was not right where there is one."""
    _case, view = _of_case(actor, case.pk, invitation_id)
    form, tried = form or SendForm(), tried or AttemptForm()
    said, came = said or SaidByVoiceForm(prefix=SAID), came or HasComeForm(prefix=CAME)
    attempts = [
        {"one": one, "route": ATTEMPT_ROUTES[one.route], "outcome": ATTEMPT_OUTCOMES[one.outcome]}
        for one in (queries.attempts_for(actor, case, invitation_id) if view.reachable else ())
    ]
    context = case_page(
        actor,
        case,
        invitation=view,
        state=INVITATION_STATES[view.state],
        contacts=contact_lines(view.contacts),
        form=form,
        tried=tried,
        said=said,
        came=came,
        attempts=attempts,
        at_home=view.person in queries.without_device(actor, case),
        tab="people",
    )
    return show(request, "invitation", context, form, tried, said, came)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, case_id: UUID, invitation_id: UUID) -> HttpResponse:
    """The letter: GET asks, POST makes a code and answers with the PDF. The code is kept nowhere, so printing again
    makes another one."""
    from bitim.kernel.paper.render import render as render_paper

    actor = staff_actor(request)
    case, view = _of_case(actor, case_id, invitation_id)
    if not view.reachable:
        raise NotFound
    form = LetterForm(posted(request))
    made: list[bytes] = []

    def print_it() -> None:
        way = actions.print_invitation(invitation_id, actor=actor, **form.cleaned_data)
        written = clock.now()
        said = queries.letter_for(actor, invitation_id)
        paper = letters.paper_of(said, way, site=settings.PUBLIC_URL.rstrip("/"), written=written)
        made.append(render_paper(paper, created=written))
        handover.give(handover.LETTER, ", ".join(filter(None, paper.address)), way.code, made[0])

    if request.method == "POST" and attempt(form, print_it):
        response = HttpResponse(made[0], content_type="application/pdf")
        response.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
        return response
    return show(request, "letter", case_page(actor, case, invitation=view, form=form, tab="people"), form)


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The invited person's page: who invites, what it is, what is promised (nothing), three equally easy answers."""
    actor = actor_of(request)
    found = queries.invitation_for(actor, invitation_id)
    if actor.person != found.person_id:
        raise NotFound
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        actions.answer_invitation(invitation_id, actor=actor, key=once(request), answer=answer)
        return see(
            f"/case/{found.case_id}/" if answer == "accepted" else reverse("cases:invited", args=[invitation_id])
        )
    if found.state == "accepted":
        return see(f"/case/{found.case_id}/")
    context = {
        "invitation": found,
        "inviting": found.case.centre,
        "title": found.case.title if found.shows_title else None,
        "is_over": found.case.stage == "closed",
    }
    return show(request, "invited", context)
