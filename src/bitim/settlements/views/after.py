"""After a settlement: duties by day, three short questions, and the way back to the table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.pressed import once
from bitim.settlements.actions import after as acts
from bitim.settlements.actions import duties
from bitim.settlements.labels_after import DUTY_STATES, HOW_TOLD, PULSE_ANSWERS, PULSE_QUESTIONS, SAYS
from bitim.settlements.queries import after as queries
from bitim.settlements.views.common import actor_of, see, shown, uuid_of, whole


@require_safe
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """What was promised, how it stands, and what may be done about it."""
    actor = actor_of(request)
    return _page(request, actor, case)


def _page(request: HttpRequest, actor: Actor, case: UUID, status: int = 200, **more: Any) -> HttpResponse:
    row = queries.after_case(actor, case)
    seen = queries.after_for(actor, row)
    return shown(
        request,
        "after",
        status,
        case=row,
        seen=seen,
        rows=[(one, DUTY_STATES[one.state], _said(one)) for one in seen.duties],
        says=[(key, SAYS[key]) for key in ("done", "partly", "problem")],
        answers=[(key, SAYS[key]) for key in ("received", "not_received")],
        how=HOW_TOLD.items(),
        questions=PULSE_QUESTIONS,
        pulse_answers=PULSE_ANSWERS.items(),
        pulses=[(one, _answers(one)) for one in seen.pulses],
        by_voice=next(((one.days, one.by_voice) for one in reversed(seen.pulses) if one.by_voice), (0, ())),
        staff=actor.role in ("mediator", "coordinator"),
        **more,
    )


def _said(duty: queries.DutySeen) -> list[tuple[queries.ReportSeen, Any, Any]]:
    return [(one, SAYS[one.says], HOW_TOLD.get(one.how, "")) for one in duty.reports]


def _answers(pulse: queries.PulseSeen) -> list[tuple[Any, bool, list[tuple[Any, Any]]]]:
    """Return for each side that the reader may know of: (side, answered, questions with answers)."""
    return [
        (
            side,
            answered,
            [(words, PULSE_ANSWERS[said[key]]) for key, words in PULSE_QUESTIONS if key in said]
            + ([(_("Written down by"), pulse.noted[side.id])] if side.id in pulse.noted else []),
        )
        for side, answered, said in pulse.sides
    ]


@require_POST
def report(request: HttpRequest, duty: UUID) -> HttpResponse:
    """Say how a duty stands, or whether it was received."""
    actor = actor_of(request)
    row = queries.duty_for(actor, duty)
    says = request.POST.get("says", "")
    said = {
        "says": says,
        "words": request.POST.get("words", ""),
        "told_by": uuid_of(request.POST.get("told_by", "")),
        "how": request.POST.get("how", ""),
    }
    act = duties.answer_report if says in ("received", "not_received") else duties.report_duty
    try:
        act(row, actor=actor, key=once(request), **said)
    except Refused as refused:
        return _page(request, actor, row.case_id, 409, refused=refused, kept=(row.pk, said["words"]))
    messages.success(request, _("Noted. Everybody at the table can see it."))
    return see("after", row.case_id, at=f"duty-{row.pk}")


@require_POST
def pulse(request: HttpRequest, case: UUID) -> HttpResponse:
    """Keep the answers of one's side to the three questions, or those that a side without a device gave aloud."""
    actor = actor_of(request)
    row = queries.after_case(actor, case)
    side = queries.after_for(actor, row).own_side or uuid_of(request.POST.get("side", ""))
    if side is None:
        raise NotFound
    given = {key: request.POST.get(key, "") for key, _words in PULSE_QUESTIONS}
    try:
        acts.answer_pulse(
            side,
            actor=actor,
            key=once(request),
            days=whole(request.POST.get("days", "")),
            answers=given,
            told_by=uuid_of(request.POST.get("told_by", "")),
            how=request.POST.get("how", ""),
        )
    except Refused as refused:
        return _page(request, actor, case, 409, refused=refused, given=given)
    messages.success(request, _("Thank you. Only your side and the mediator read it."))
    return see("after", case)


@require_POST
def back_to_table(request: HttpRequest, case: UUID) -> HttpResponse:
    """Come back to the table."""
    actor = actor_of(request)
    row = queries.after_case(actor, case)
    try:
        acts.return_to_table(row, actor=actor, key=once(request))
    except Refused as refused:
        return _page(request, actor, case, 409, refused=refused)
    messages.success(request, _("You are back at the table. What was signed stays in force."))
    answer = redirect("desk:case", row.pk)
    answer.status_code = 303
    return answer


@require_POST
def keep(request: HttpRequest, case: UUID) -> HttpResponse:
    """Go on keeping the settlement that stands."""
    actor = actor_of(request)
    row = queries.after_case(actor, case)
    try:
        acts.keep_settlement(row, actor=actor, key=once(request))
    except Refused as refused:
        return _page(request, actor, case, 409, refused=refused)
    return see("after", case)
