"""Figures for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bitim.journal import queries, sheets
from bitim.journal.views.common import handed
from bitim.kernel import clock
from bitim.kernel.access import NotFound
from bitim.kernel.paper.table import LINE, SUM, TableColumn, TableRow
from bitim.kernel.text import present_language

FORMS = (sheets.XLSX, sheets.CSV)


def _table() -> sheets.Sheet:
    """Return what may be told as one table: year, region, consultations, cases that ended, with a settlement."""
    years, names = queries.public_years()
    code = present_language()
    rows: list[TableRow] = []
    for one in years:
        regions = [*(name for name in names if one.talks.alone(name) or one.ended.alone(name))]
        for region in regions:
            rows.append(
                TableRow(
                    (str(one.year), names[region], *_figures(one.talks.alone(region), one.ended.alone(region))), LINE
                )
            )
        if one.talks.together or one.ended.together:
            rows.append(
                TableRow(
                    (str(one.year), _("other places together"), *_figures(one.talks.together, one.ended.together)), LINE
                )
            )
        total = (
            "…" if one.talks.total is None else str(one.talks.total),
            "…" if one.ended.total is None else str(one.ended.total),
        )
        rows.append(TableRow((str(one.year), _("Altogether"), *total, "", ""), SUM))
    headings = (
        (_("Year"), 6, False),
        (_("Region"), 20, False),
        (_("Consultations"), 10, True),
        (_("Mediations that ended"), 10, True),
        (_("of them with a settlement"), 10, True),
        (_("without one"), 10, True),
    )
    return sheets.Sheet(
        {code: _("Mediation in figures")},
        (code,),
        tuple(TableColumn({code: title}, wide, figures) for title, wide, figures in headings),
        tuple(rows),
    )


def _figures(talks: Any, ended: Any) -> tuple[str, str, str, str]:
    told = "…"
    parts = (str(ended.parts[0]), str(ended.parts[1])) if ended and ended.parts else (told, told)
    return (str(talks.total) if talks else told, str(ended.total) if ended else told, *parts)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The page."""
    table = _table()
    headings = [(column.title[present_language()], column.figures) for column in table.columns]
    rows = [(row.kind, list(zip(row.cells, headings, strict=True))) for row in table.rows]
    return render(request, "journal/statistics.html", {"headings": headings, "rows": rows})


@require_safe
def file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file."""
    if form not in FORMS:
        raise NotFound
    return handed(sheets.made([_table()], form, clock.now()), form, "statistics")
