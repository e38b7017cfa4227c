"""Reading out by telephone: whom to call, the call itself, the witness."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bitim.cases import actions, queries
from bitim.cases.forms_office import (
    ABOUT,
    BROKEN_BY,
    AnswerForm,
    CallForm,
    NumberForm,
    SentenceForm,
    SpokenWordForm,
)
from bitim.cases.labels import CALL_ASKS, CALL_STATES, contact_lines
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once
from bitim.people import shared


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, case_id: UUID, side_id: UUID, person_id: UUID) -> HttpResponse:
    """The number on record, large; what is read out; who listens. The press says that the number was dialled."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    who = queries.callee(actor, case, side_id, person_id)
    colleagues = [(str(person), name) for person, name in who.colleagues]
    form = CallForm(posted(request), about=who.about, colleagues=colleagues, asks=who.care.asks)
    made: list[Any] = []

    def act() -> None:
        said = form.cleaned_data
        made.append(
            actions.begin_read_back(
                side_id,
                actor=actor,
                key=once(request),
                person=person_id,
                about=said["about"],
                witness=queries.uuid_in(said.get("witness", "")),
                outside=said.get("outside", ""),
                sure=said.get("sure", False),
            )
        )

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:read_back", args=[made[0].pk]))
    page = case_page(actor, case, who=who, form=form, tab="people", **_care(who.care))
    return show(request, "read_back_begin", page, form)


def _care(care: Any) -> dict[str, Any]:
    """What the person asked of whoever calls, for a page."""
    return {"care": care, "wishes": contact_lines(care.wishes), "asks": [CALL_ASKS[one] for one in care.asks]}


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, read_back_id: UUID) -> HttpResponse:
    """The call as it goes: the word, then the sentences, then the answer; afterwards what was answered."""
    actor = actor_of(request)
    seen = queries.read_back_for(actor, read_back_id)
    here = reverse("cases:read_back", args=[read_back_id])
    if pin := shared.asks_pin(request, seen.row.case_id, here):
        return pin
    if request.method == "POST":
        if not seen.reads:
            raise NotFound
        if request.POST.get("broken"):
            actions.break_off(read_back_id, actor=actor, key=once(request), why=request.POST["broken"])
            return see(here)
    if seen.row.state == "open" and seen.reads:
        return _word(request, seen) if not seen.row.word else _text(request, seen)
    return show(request, "read_back", _shown(request, seen))


def _shown(request: HttpRequest, seen: Any, **more: Any) -> dict[str, Any]:
    actor = actor_of(request)
    staff = actor.role in ("coordinator", "mediator")
    said = dict(SentenceForm.base_fields["said"].choices)  # type: ignore[attr-defined]
    ends = dict(AnswerForm.base_fields["answer"].choices)  # type: ignore[attr-defined]
    return {
        "base": "base_staff.html" if staff else "base_party.html",
        "is_staff": staff,
        "part": "cases",
        "call": seen,
        "about": ABOUT[seen.row.about],
        "state": CALL_STATES[seen.row.state],
        "broken": BROKEN_BY.get(seen.row.broken_by, ""),
        "told": [(line, said.get(line.said, "")) for line in seen.lines if line.words or line.clause or line.note],
        "counted": _counted(seen, said),
        "ends": ends.get(seen.answer, ""),
        "reasons": list(BROKEN_BY.items())[:3],
        "wishes": contact_lines(seen.care.wishes) if seen.row.state == "open" else [],
    } | more


def _counted(seen: Any, said: dict[str, Any]) -> list[tuple[int, Any]]:
    """Of sentences whose words the reader is not shown: how many were answered in which way."""
    blind = [line.said for line in seen.lines if line.said and not (line.words or line.clause)]
    return [(blind.count(key), words) for key, words in said.items() if key in blind]


def _word(request: HttpRequest, seen: Any) -> HttpResponse:
    actor, form = actor_of(request), SpokenWordForm(posted(request))
    came: list[Any] = []

    def act() -> None:
        said = form.cleaned_data["word"]
        came.append(actions.say_word(seen.row.pk, actor=actor, key=once(request), word=said))

    if request.method == "POST" and attempt(form, act):
        if came[0].word or came[0].state != "open":
            return see(reverse("cases:read_back", args=[seen.row.pk]))
        form.add_error("word", _("This is not the word that was agreed. Ask once more, kindly."))
    known = queries.word_is_known(actor, seen.row)
    return show(request, "read_back_word", _shown(request, seen, form=form, word_known=known), form)


def _text(request: HttpRequest, seen: Any) -> HttpResponse:
    actor = actor_of(request)
    typed = posted(request)
    lines = [(line, SentenceForm(typed, prefix=f"n{line.place}") if line.number else None) for line in seen.lines]
    forms = [one for _line, one in lines if one]
    form = AnswerForm(typed)

    def act() -> None:
        answers = {str(line.place): one.cleaned_data for line, one in lines if one}
        actions.finish_read_back(
            seen.row.pk, actor=actor, key=once(request), answers=answers, answer=form.cleaned_data["answer"]
        )

    right = typed is not None and all(one.is_valid() for one in forms)
    if right and attempt(form, act):
        return see(reverse("cases:read_back", args=[seen.row.pk]))
    more = {"lines": lines, "form": form, "asked": len(forms)}
    return show(request, "read_back_text", _shown(request, seen, **more), form, *forms)


@require_POST
def witness(request: HttpRequest, read_back_id: UUID) -> HttpResponse:
    """The second person says that it was so, or that it was not."""
    actor = actor_of(request)
    queries.read_back_for(actor, read_back_id)
    so = request.POST.get("so", "")
    if so not in ("yes", "no"):
        raise NotFound
    actions.witness_read_back(read_back_id, actor=actor, key=once(request), so=so == "yes")
    return see(reverse("cases:read_back", args=[read_back_id]))


@require_http_methods(["GET", "HEAD"])
def calls(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """That calls were made in a case, and how each ended; never what was answered."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    rows = [(line, ABOUT[line.about], CALL_STATES[line.state]) for line in queries.calls_of(actor, case)]
    share = queries.to_share(actor, case) if case.stage != "closed" else []
    return show(request, "read_backs", case_page(actor, case, rows=rows, share=share, tab="people"))


@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, case_id: UUID, side_id: UUID, person_id: UUID) -> HttpResponse:
    """Write down another number; who did it stays on record and does not call it."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    who = queries.callee(actor, case, side_id, person_id)
    form = NumberForm(posted(request))

    def act() -> None:
        phone = form.cleaned_data["phone"]
        actions.change_number(case.pk, actor=actor, key=once(request), person=person_id, phone=phone)

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:read_back_begin", args=[case_id, side_id, person_id]))
    page = case_page(actor, case, who=who, form=form, tab="people", **_care(who.care))
    return show(request, "read_back_number", page, form)


@require_POST
def share(request: HttpRequest, case_id: UUID, side_id: UUID) -> HttpResponse:
    """Note that a side does not mind if one person helps both."""
    actor = staff_actor(request)
    queries.case_for(actor, case_id)
    by = queries.uuid_in(request.POST.get("by", ""))
    if by is None:
        raise NotFound
    actions.note_assistance(side_id, actor=actor, key=once(request), by=by)
    messages.success(request, _("Noted."))
    return see(reverse("cases:calls", args=[case_id]))
