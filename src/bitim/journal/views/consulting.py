"""Consultations: an entry in under a minute, the journal, one entry and its corrections."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.journal import actions, leads, queries, tables
from bitim.journal.books import languages_of
from bitim.journal.days import today_at
from bitim.journal.forms import TalkForm, WhyForm
from bitim.journal.keys import CONSULTATIONS
from bitim.journal.permissions import P
from bitim.journal.views.common import (
    actor_of,
    attempt,
    kinds_of,
    office_page,
    page_of,
    places_of,
    posted,
    see,
    show,
    take_out,
)
from bitim.journal.words import ACTS, WHY
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language
from bitim.people.queries import names_of

KEPT = ("place", "channel", "language")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def write(request: HttpRequest, office: queries.Office) -> HttpResponse:
    """One screen: what is the same as the last time is chosen already."""
    actor = actor_of(request)
    if not office.consults:
        raise NotFound
    latest = queries.latest_for(actor)
    form = TalkForm(
        posted(request),
        kinds=kinds_of(office),
        places=places_of(actor, office),
        initial=_begun(office, latest),
    )
    if request.method != "POST":
        form.fields["kind"].widget.attrs["data-focus"] = True
    entered: list[Any] = []

    def keep() -> None:
        entered.append(actions.write_consultation(office.centre.pk, actor=actor, key=once(request), **form.said()))

    if request.method == "POST" and attempt(form, keep):
        entry = entered[0]
        messages.info(request, _("Entered: № %(number)s.") % {"number": entry.shown})
        return see(leads.to_a_case(entry) if entry.outcome == "case" else reverse("journal:consultation"))
    words = tables.words_of(office.centre, queries.places_for(actor, ended=True))
    return show(
        request,
        "consultation",
        form,
        form=form,
        office=office,
        next_number=queries.next_number(actor, CONSULTATIONS),
        latest=[_line(one, words) for one in latest],
    )


def _begun(office: queries.Office, latest: list[Any]) -> dict[str, Any]:
    before = {"place": "", "channel": "came", "language": present_language()}
    if latest:
        before = {"place": latest[0].place_id, "channel": latest[0].channel, "language": latest[0].language}
    return {"day": today_at(office.centre.time_zone), "outcome": "advised", **before}


def _line(entry: Any, words: tables.Words) -> dict[str, Any]:
    """Return an entry with its words: kind, what was asked, how it ended, how they came, where."""
    keys = (
        ("kind", entry.kind),
        ("asked", entry.asked),
        ("channel", entry.channel),
        ("place", str(entry.place_id or "")),
    )
    kind, asked, channel, place = (tables.said(words, column, key) for column, key in keys)
    ended = tables.advice_words(entry.outcome, entry.sent_to)
    return {"entry": entry, "said": [kind, asked, ended, channel, place]}


@require_safe
@office_page
def journal(request: HttpRequest, office: queries.Office) -> HttpResponse:
    """The journal of consultations, the newest first."""
    actor = actor_of(request)
    if not office.consults:
        raise NotFound
    shown = queries.consultations_for(actor, page_of(request))
    words = tables.words_of(office.centre, queries.places_for(actor, ended=True))
    return show(
        request,
        "consultations",
        office=office,
        shown=shown,
        rows=[_line(one, words) for one in shown.entries],
        year=today_at(office.centre.time_zone).year,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def entry(request: HttpRequest, office: queries.Office, entry: UUID) -> HttpResponse:
    """One entry as it reads now, its lines, and how to correct it."""
    actor = actor_of(request)
    lines = queries.history_of(actor, entry)
    now = lines[-1]
    fields = ("day", "kind", "asked", "language", "channel", "outcome", "sent_to", "words")
    initial = {key: getattr(now, key) for key in fields} | {"place": now.place_id}
    act = request.POST.get("act")
    form = TalkForm(
        posted(request) if act == "correct" else None,
        kinds=kinds_of(office),
        places=places_of(actor, office),
        initial=initial,
    )
    form.fields["day"].disabled = True
    why, strike = (
        WhyForm(posted(request) if act == "correct" else None),
        WhyForm(posted(request) if act == "strike" else None),
    )

    def correct() -> None:
        said = form.said() | why.cleaned_data
        said.pop("day")
        actions.correct_consultation(now.pk, actor=actor, key=once(request), **said)

    def strike_out() -> None:
        actions.strike_consultation(now.pk, actor=actor, key=once(request), **strike.cleaned_data)

    if (act == "correct" and why.is_valid() and attempt(form, correct)) or (
        act == "strike" and attempt(strike, strike_out)
    ):
        return see(reverse("journal:entry", args=[lines[0].pk]))
    words = tables.words_of(office.centre, queries.places_for(actor, ended=True))
    writers = names_of([line.by_id for line in lines if line.by_id])
    history = [
        {
            **_line(line, words),
            "act": ACTS[line.act],
            "why": WHY.get(line.why, ""),
            "by": writers.get(line.by_id, "") if line.by_id else "",
        }
        for line in lines
    ]
    return show(
        request, "entry", form, why, strike,
        now=now, history=history, form=form, why=why, strike=strike,
        may=queries.may(actor, P.CORRECT_CONSULTATION, now) and now.act != "struck",
        to_case=leads.to_a_case(now) if now.outcome == "case" and now.act != "struck" else "",
    )  # fmt: skip


@require_POST
@office_page
def file(request: HttpRequest, office: queries.Office, year: int) -> HttpResponse:
    """The journal of a year as a file, without words."""
    actor = actor_of(request)
    if not office.counts:
        raise NotFound
    entries = queries.consultations_of(actor, year)
    names = names_of([one.by_id for one in entries if one.by_id])
    made = tables.talks_sheet(entries, office.centre, year, names, languages_of(office.centre))
    return take_out(actor, office, CONSULTATIONS, str(year), request.POST.get("form", ""), [made])
