"""Pages of time: proposing, answering, the mediator's table, another time, the calendar file."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.pressed import once
from bitim.people import shared
from bitim.room import actions, queries, zones
from bitim.room.calendar_file import calendar_file
from bitim.room.forms_times import (
    ANSWERS,
    ConstraintForm,
    MoveForm,
    ProposeForm,
    answers_in,
    initial_of,
    never_words,
)
from bitim.room.views import actor_of, see_other, shown

WHY = {
    "early": gettext_lazy("early"),
    "late": gettext_lazy("late"),
    "weekend": gettext_lazy("weekend"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def times(request: HttpRequest, case: UUID) -> HttpResponse:
    """Which time suits: one's own answers; for the mediator the table; for the coordinator whom to ask by phone."""
    actor = actor_of(request)
    mine = queries.own_part(actor, case)
    if actor.role == "mediator":
        return _table(request, case)
    if mine is not None:
        return _answer(request, mine)
    if actor.role != "coordinator":
        raise NotFound
    return shown(request, "times_staff", case=case, people=_asked(queries.whom_to_ask(actor, case)))


def _asked(people: list[queries.PersonSeen]) -> list[tuple[queries.PersonSeen, str]]:
    return [(one, queries.role_word(one.role)) for one in people]


def _table(request: HttpRequest, case: UUID) -> HttpResponse:
    actor, refused = actor_of(request), None
    if request.method == "POST":
        try:
            actions.pick_time(UUID(request.POST.get("time", "")), actor=actor, key=once(request))
            messages.info(request, _("The meeting has its time, and everybody is told."))
            return see_other(reverse("room:meetings", args=[case]))
        except ValueError:
            raise NotFound from None
        except Refused as no:
            refused = no
    table = queries.times_table(actor, case)
    rows: list[dict[str, Any]] = [
        {
            "row": row,
            "role": queries.role_word(row.person.role),
            "answers": [
                (time, answer, str(ANSWERS.get(answer, "")))
                for time, answer in zip(table.times, row.answers, strict=True)
            ],
            "never": [never_words(one) for one in row.never],
        }
        for row in table.rows
    ]
    # Whoever proposes the times has said by it that they can come.
    asked = [one for one in rows if one["row"].person.pk != actor.person]
    context = {"table": table, "rows": rows, "asked": asked, "case": case, "refused": refused}
    return shown(request, "times_table", 409 if refused else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_for(request: HttpRequest, participant: UUID) -> HttpResponse:
    """Write down what somebody said by phone or in person: who was told stands beside it."""
    return _answer(request, participant)


def _answer(request: HttpRequest, participant: UUID) -> HttpResponse:
    actor = actor_of(request)
    page = queries.answering(actor, participant)
    if page.oneself and (pin := shared.asks_pin(request, page.case, reverse("room:times", args=[page.case]))):
        return pin
    initial = initial_of(page.words, page.never, page.zone)
    form = ConstraintForm(request.POST or None, home=page.home, oneself=page.oneself, initial=initial)
    refused = None
    if request.method == "POST":
        try:
            if form.is_valid():
                _keep(request, page, form)
                messages.info(request, _("Thank you. Only the mediator reads it.") if page.oneself else _("Noted."))
                return see_other(reverse("room:times", args=[page.case]))
        except ValueError:
            raise NotFound from None
        except Refused as no:
            refused = no
    posted = request.POST if request.method == "POST" else {}
    lines = [(time, posted.get(f"time-{time.pk}", time.answer)) for time in page.times]
    status = 409 if refused else 422 if form.errors else 200
    context = {"page": page, "lines": lines, "form": form, "refused": refused, "answers": list(ANSWERS.items())}
    return shown(request, "times", status, **context)


def _keep(request: HttpRequest, page: queries.Answering, form: ConstraintForm) -> None:
    actor, key = actor_of(request), once(request)
    given = answers_in({name: str(value) for name, value in request.POST.items()})
    if given:
        actions.answer_times(page.participant, actor=actor, key=f"{key}a"[:80] if key else "", answers=given)
    words, never, zone = form.cleaned_data["words"], form.never(), form.cleaned_data["zone"]
    before = (page.words, [dict(one) for one in page.never], page.zone)
    # Whoever may not read what was said before changes it only by writing something.
    blind = not page.knows
    if (words, never, zone) != before and not (blind and not (words or never or zone)):
        actions.keep_constraint(
            page.participant,
            actor=actor,
            key=f"{key}c"[:80] if key else "",
            words=words,
            never=never,
            zone=zone if zone or not blind else None,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, case: UUID) -> HttpResponse:
    """Put two to five times to everybody; on wish, times that suit as far as people have said."""
    actor = actor_of(request)
    fair = queries.fair_times(actor, case) if request.GET.get("fair") else None
    desk = queries.meeting_desk(actor, case)
    zone = queries.clock_for(actor, case)
    refused = None
    with timezone.override(ZoneInfo(zone)):
        first = {f"time{n}": slot.starts for n, slot in enumerate(fair.found.slots, start=1)} if fair else {}
        form = ProposeForm(request.POST or None, initial=first)
        if request.method == "POST" and form.is_valid():
            try:
                minutes = form.cleaned_data["minutes"]
                actions.propose_times(case, actor=actor, key=once(request), starts=form.starts(), minutes=minutes)
                messages.info(request, _("Everybody is asked. Their answers stand here as they come."))
                return see_other(reverse("room:times", args=[case]))
            except Refused as no:
                refused = no
        status = 409 if refused else 422 if form.errors else 200
        context = {
            "form": form,
            "case": case,
            "refused": refused,
            "desk": desk,
            "zone": zones.zone_words(clock.now(), zone),
        }
        return shown(request, "propose", status, fair=_felt(fair) if fair else None, **context)


def _felt(fair: queries.Fair) -> dict[str, Any]:
    """Return the engine's reasons as words: what each time is for each person, and who prevented others."""
    slots = []
    for slot in fair.found.slots:
        told = [
            {"name": fair.names[one.key], "at": one.local.strftime("%H:%M"), "why": [str(WHY[w]) for w in one.why]}
            for one in slot.felt
        ]
        slots.append({"when": zones.time_words(slot.starts, fair.zone, fair.home), "felt": told})
    return {
        "slots": slots,
        "prevented": [(fair.names[key], count) for key, count in fair.found.prevented if count],
        "looked_at": fair.found.looked_at,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Put a planned meeting to another time."""
    actor = actor_of(request)
    seen, case = queries.planned_meeting(actor, meeting)
    refused = None
    with timezone.override(ZoneInfo(seen.zone)):
        form = MoveForm(request.POST or None, initial={"starts": seen.starts})
        if request.method == "POST" and form.is_valid():
            try:
                actions.move_meeting(meeting, actor=actor, key=once(request), starts=form.cleaned_data["starts"])
                return see_other(reverse("room:meetings", args=[case]))
            except Refused as no:
                refused = no
        status = 409 if refused else 422 if form.errors else 200
        return shown(request, "move", status, form=form, seen=seen, case=case, refused=refused)


@require_safe
def calendar(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Give the appointment as a calendar file that tells an onlooker nothing."""
    seen = queries.appointment_for(actor_of(request), meeting)
    answer = HttpResponse(calendar_file(seen), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
