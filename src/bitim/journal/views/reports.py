"""The figures of a quarter or a year: on the page, and as a file whose leaving is recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from bitim.journal import queries, tables
from bitim.journal.counting import Period
from bitim.journal.days import today_at
from bitim.journal.views.common import actor_of, office_page, show, take_out
from bitim.kernel.access import NotFound
from bitim.kernel.text import in_language

QUARTERS = (0, 1, 2, 3, 4)


def period_of(said: Any, office: queries.Office) -> Period:
    """Return the period that an address or a form names; the running quarter when it names none."""
    today = today_at(office.centre.time_zone)
    year, quarter = str(said.get("year", "")), str(said.get("quarter", ""))
    good = year.isascii() and year.isdigit() and len(year) == 4 and 2000 <= int(year) <= today.year
    if not good:
        return Period(today.year, (today.month + 2) // 3)
    return Period(int(year), int(quarter) if quarter in ("1", "2", "3", "4") else 0)


def is_corrected(said: Any) -> bool:
    """Tell whether corrections that were written after the time are asked for."""
    return bool(said.get("corrected") == "1")


@require_safe
@office_page
def report(request: HttpRequest, office: queries.Office) -> HttpResponse:
    """Show one period."""
    actor = actor_of(request)
    period = period_of(request.GET, office)
    corrected = is_corrected(request.GET)
    counted = queries.report_for(actor, period, corrected=corrected)
    as_it_stood = tables.stood_words(period, office.centre, corrected=corrected)
    cases, talks, sums = tables.report_sheets(
        counted, office.centre, queries.places_for(actor, ended=True), as_it_stood
    )
    return show(
        request,
        "report",
        period=period,
        period_words=tables.period_words(period),
        as_it_stood=as_it_stood,
        corrected=corrected,
        report=counted,
        sheets=[_shown(cases), _shown(talks), _shown(sums)],
        years=queries.years_of(actor),
        quarters=[(number, tables.period_words(Period(period.year, number))) for number in QUARTERS],
        part="office",
    )


def _shown(sheet: Any) -> dict[str, Any]:
    headings = [(in_language(column.title), column.figures) for column in sheet.columns]
    rows = [(row.kind, list(zip(row.cells, headings, strict=True))) for row in sheet.rows]
    return {"title": in_language(sheet.title), "headings": headings, "rows": rows, "empty": len(rows) < 2}


@require_POST
@office_page
def file(request: HttpRequest, office: queries.Office) -> HttpResponse:
    """The period as a file."""
    actor = actor_of(request)
    form = request.POST.get("form", "")
    if form not in ("pdf", "xlsx", "csv", "docx"):
        raise NotFound
    period = period_of(request.POST, office)
    corrected = is_corrected(request.POST)
    counted = queries.report_for(actor, period, corrected=corrected)
    as_it_stood = tables.stood_words(period, office.centre, corrected=corrected)
    made = tables.report_sheets(counted, office.centre, queries.places_for(actor, ended=True), as_it_stood)
    return take_out(actor, office, "report", period.name + ("-corrected" if corrected else ""), form, made)
