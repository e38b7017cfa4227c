"""What the office notes of a case for its books; for staff of the case alone, and on no page of a party."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bitim.cases.queries import case_for
from bitim.cases.views.common import case_page, staff_actor
from bitim.journal import actions, books, queries, tables
from bitim.journal.forms import AspectForm, NoteForm
from bitim.journal.permissions import P
from bitim.journal.views.common import attempt, kinds_of, office_page, places_of, posted, see, show
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def case(request: HttpRequest, office: queries.Office, case: UUID) -> HttpResponse:
    """The case's number, what is noted of it, the mark for the internal report."""
    actor = staff_actor(request)
    found = case_for(actor, case)
    marks, notes = queries.may(actor, P.MARK_ASPECT, found), queries.may(actor, P.NOTE_CASE, found)
    if not (marks or notes):
        raise NotFound
    act = request.POST.get("act")
    talks = [(str(one.pk), _talk(one, office)) for one in queries.untied_for(actor, found)]
    note = NoteForm(posted(request) if act == "note" else None, places=places_of(actor, office)[1:], talks=talks)
    answer = queries.aspect_of(actor, found) if marks else ""
    aspect = AspectForm(posted(request) if act == "aspect" else None, initial={"answer": answer})
    acts: dict[str, tuple[Any, Any]] = {
        "note": (note, lambda: actions.note_case(found.pk, actor=actor, key=once(request), **_ids(note.cleaned_data))),
        "aspect": (
            aspect,
            lambda: actions.mark_aspect(found.pk, actor=actor, key=once(request), answer=aspect.cleaned_data["answer"]),
        ),
    }
    if act == "enter":
        actions.enter_case(found.pk, actor=actor, key=once(request))
        return see(reverse("journal:case", args=[found.pk]))
    if act in acts and attempt(*acts[act]):
        messages.info(request, _("Kept."))
        return see(reverse("journal:case", args=[found.pk]))
    now = queries.case_line(actor, found)
    said = books.Said(dict(kinds_of(office)), {})
    context = case_page(
        actor, found, now=now, note=note, aspect=aspect, notes=notes, marks=marks, tab="record",
        facts=books.facts_of(now, office.centre, said) if now else [],
    )  # fmt: skip
    return show(request, "case", note, aspect, **context)


def _ids(said: dict[str, Any]) -> dict[str, Any]:
    return {key: (UUID(value) if key in ("place", "consultation") else value) for key, value in said.items() if value}


def _talk(entry: Any, office: queries.Office) -> str:
    words = tables.words_of(office.centre, [])
    kind, asked = tables.said(words, "kind", entry.kind), tables.said(words, "asked", entry.asked)
    return _("№ %(number)s, %(day)s: %(kind)s, %(asked)s") % {
        "number": entry.shown,
        "day": books.day(entry.day),
        "kind": kind,
        "asked": asked,
    }
