"""The registration journal and the books of papers: a year, a new paper, one number and its corrections, a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.cases.labels import OUTCOMES
from bitim.engines.lifecycle import OUTCOMES as ENDINGS
from bitim.journal import actions, books, queries
from bitim.journal.days import today_at
from bitim.journal.folding import EMPTIABLE, FOLDED
from bitim.journal.forms import LineForm, PaperForm, PaperLineForm, WhyForm
from bitim.journal.keys import CASES, PAPERS
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
from bitim.journal.words import ACTS, BOOKS, WHY
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once
from bitim.kernel.text import in_language
from bitim.people.queries import names_of


@require_safe
@office_page
def book(request: HttpRequest, office: queries.Office, book: str) -> HttpResponse:
    """A year of a book."""
    actor = actor_of(request)
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and len(asked) == 4
        else today_at(office.centre.time_zone).year
    )
    view = queries.book_for(actor, book, year, page_of(request))
    sheet = books.sheet_of(view)
    headings = [in_language(column.title) for column in sheet.columns]
    rows = [list(zip(headings, row.cells, strict=True)) for row in sheet.rows if row.kind != "correction"]
    return show(
        request,
        "book",
        office=office,
        view=view,
        book=book,
        title=BOOKS[book],
        headings=headings,
        rows=list(zip(view.numbers, rows, strict=True)),
        years=queries.years_of(actor),
        tabs=[(key, BOOKS[key]) for key in (CASES, *PAPERS)],
        papers=book in PAPERS,
        next_number=queries.next_number(actor, book),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def paper(request: HttpRequest, office: queries.Office, book: str) -> HttpResponse:
    """Give a paper that came in or goes out its number."""
    actor = actor_of(request)
    if book not in PAPERS or not office.keeps:
        raise NotFound
    form = PaperForm(posted(request), book=book)
    written: list[Any] = []

    def keep() -> None:
        said = dict(form.cleaned_data)
        typed = said.pop("case")
        said["case"] = queries.cases_by_number(actor, typed) if typed else None
        if typed and said["case"] is None:
            form.add_error("case", _("There is no case with this number."))
            return
        written.append(actions.write_paper(office.centre.pk, actor=actor, key=once(request), book=book, **said))

    if request.method == "POST" and attempt(form, keep) and written:
        messages.info(request, _("Entered: № %(number)s.") % {"number": written[0].shown})
        return see(reverse("journal:book", args=[book]))
    return show(
        request, "paper", form, form=form, book=book, title=BOOKS[book], next_number=queries.next_number(actor, book)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def line(request: HttpRequest, office: queries.Office, line: UUID) -> HttpResponse:
    """One number: its lines, and how to correct it."""
    actor = actor_of(request)
    now = queries.line_for(actor, line)
    first = now.lines[0]
    act = request.POST.get("act")
    form = _form_of(request, office, now, first, posted(request) if act == "correct" else None)
    why = WhyForm(posted(request) if act == "correct" else None)
    strike = WhyForm(posted(request) if act == "strike" else None)

    def correct() -> None:
        said = form.cleaned_data | why.cleaned_data
        if said.get("place_id"):
            said["place_id"] = UUID(said["place_id"])
        actions.correct_line(first.pk, actor=actor, key=once(request), **said)

    def strike_out() -> None:
        actions.strike_line(first.pk, actor=actor, key=once(request), **strike.cleaned_data)

    if (act == "correct" and why.is_valid() and attempt(form, correct)) or (
        act == "strike" and attempt(strike, strike_out)
    ):
        return see(reverse("journal:line", args=[first.pk]))
    named = queries.may_see_names(actor, first)
    return show(
        request, "line", form, why, strike,
        now=now, first=first, book=first.book, title=BOOKS[first.book], form=form, why=why, strike=strike,
        history=_history(now, kinds_of(office), named),
        named=_named(now) if named else [],
        may=queries.may(actor, P.CORRECT_LINE, first) and not now.struck,
        case=queries.case_behind(actor, now.case),
    )  # fmt: skip


def _form_of(request: HttpRequest, office: queries.Office, now: Any, first: Any, sent: Any) -> Any:
    if first.book != CASES:
        return PaperLineForm(sent, initial={"subject": now.subject})
    said = books.Said({}, books.headings_of(first))
    endings = [(key, OUTCOMES[key]) for key in ENDINGS]
    return LineForm(
        sent,
        kinds=kinds_of(office),
        places=places_of(actor_of(request), office)[1:],
        outcomes=endings,
        closed=now.closed is not None,
        signed=now.signed is not None,
        filled=[(key, books.heading(key, said)) for key in EMPTIABLE if getattr(now, key)],
        initial={key: getattr(now, key) for key in FOLDED},
    )


def _history(now: Any, kinds: list[tuple[str, str]], named: bool) -> list[dict[str, Any]]:
    """Return each line with what it says; a correction's own words only for those who keep the book."""
    writers = names_of([line.by_id for line in now.lines if line.by_id])
    said = books.Said(dict(kinds), books.headings_of(now.lines[0]))
    return [
        {
            "line": line,
            "act": ACTS[line.act],
            "said": books.changes(line, said),
            "why": WHY.get(line.why, ""),
            "reason": line.reason if named else "",
            "by": writers.get(line.by_id, "") if line.by_id else "",
        }
        for line in now.lines
    ]


def _named(now: Any) -> list[tuple[Any, str]]:
    """Return (what, who) of the names that are sealed in the lines."""
    found: dict[str, Any] = {}
    for line in now.lines:
        found |= line.names or {}
    words = {
        "sides": _("Sides"),
        "mediator": _("Mediator"),
        "whom": _("From whom or to whom"),
        "theirs": _("Number and date on the paper"),
    }
    return [
        (words[key], ", ".join(value) if isinstance(value, list) else value) for key, value in found.items() if value
    ]


@require_POST
@office_page
def file(request: HttpRequest, office: queries.Office, book: str, year: int) -> HttpResponse:
    """A year of a book as a file: to print and stitch, to count, to edit."""
    actor = actor_of(request)
    sheet = books.sheet_of(queries.book_for(actor, book, year))
    return take_out(actor, office, book, str(year), request.POST.get("form", ""), [sheet])
