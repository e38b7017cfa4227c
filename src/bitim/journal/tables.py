"""Reports and the journal of consultations as tables, for the page and for every format alike."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from bitim.cases import law
from bitim.cases.labels import OUTCOMES
from bitim.journal.books import day, pack_words
from bitim.journal.counting import Counted, Period, Report
from bitim.journal.days import today_at
from bitim.journal.models import Consultation
from bitim.journal.queries.books import columns_of
from bitim.journal.sheets import Sheet
from bitim.journal.words import (
    ADVICE,
    ASKED,
    ASPECTS,
    BOOKS,
    CHANNELS,
    NOT_SAID,
    REGISTERS,
    SENT_TO,
    STAGES,
)
from bitim.kernel.paper.table import LINE, SUM, TableColumn, TableRow
from bitim.kernel.text import in_language, present_language
from bitim.people.models import Centre

COLUMNS: dict[str, Any] = {
    "place": gettext_lazy("Place"),
    "kind": gettext_lazy("Kind of dispute"),
    "register": gettext_lazy("Register"),
    "stage": gettext_lazy("Stage"),
    "outcome": gettext_lazy("Outcome"),
    "channel": gettext_lazy("How they came or take part"),
    "language": gettext_lazy("Language"),
    "asked": gettext_lazy("What was asked"),
}
MEASURES: dict[str, Any] = {
    "registered": pgettext_lazy("number of cases", "registered"),
    "ended": pgettext_lazy("number of cases", "ended"),
    "open": pgettext_lazy("number of cases", "open at the end"),
    "talks": gettext_lazy("consultations"),
}
RIGHTED = gettext_lazy("Corrections of earlier times")
Words = Mapping[str, Mapping[str, Any]]


def words_of(centre: Centre, places: Sequence[tuple[UUID, str]]) -> Words:
    """Return the words of every column's keys in the reader's language."""
    own = in_language(centre.place)
    return {
        "place": {"": own} | {str(pk): name for pk, name in places},
        "kind": dict(law.kinds(centre.pack)),
        "register": REGISTERS,
        "stage": STAGES,
        "outcome": {**OUTCOMES, **ADVICE},
        "channel": CHANNELS,
        "language": settings.LANGUAGE_NAMES,
        "asked": ASKED,
    }


def said(words: Words, column: str, key: str) -> str:
    """Return the word of a key of a column."""
    known = words[column]
    if column == "outcome" and not key:
        return pgettext("of a case", "not ended")
    return str(known.get(key, key) if key or "" in known else NOT_SAID)


def advice_words(outcome: str, sent_to: str) -> str:
    """Say how a consultation ended, and to which office somebody was sent."""
    advice = str(ADVICE[outcome])
    return f"{advice}: {SENT_TO[sent_to]}" if sent_to else advice


def period_words(period: Period) -> str:
    """Name a period."""
    if period.quarter:
        return _("Quarter %(quarter)s of %(year)s") % {"quarter": period.quarter, "year": period.year}
    return _("Year %(year)s") % {"year": period.year}


def stood_words(period: Period, centre: Centre, *, corrected: bool) -> str:
    """Say as of which day a report is counted, and whether later corrections are laid over it."""
    today = today_at(centre.time_zone)
    if corrected:
        return _("with the corrections written until %(day)s") % {"day": day(today)}
    return _("as the books stood on %(day)s") % {"day": day(min(period.last, today))}


def report_sheets(
    report: Report, centre: Centre, places: Sequence[tuple[UUID, str]], as_it_stood: str = ""
) -> list[Sheet]:
    """Return a report as sheets: cases by all columns, their sums, consultations by all columns, the rest."""
    words, code = words_of(centre, places), present_language()
    head, under = (
        {code: in_language(centre.name)},
        {code: "; ".join(filter(None, (period_words(report.period), as_it_stood)))},
    )
    of, nothing = {code: _("Report")}, {code: _("Nothing in this time.")}

    def sheet(title: str, columns: list[TableColumn], rows: list[TableRow]) -> Sheet:
        return Sheet({code: title}, (code,), tuple(columns), tuple(rows), of=of, head=head, under=under, empty=nothing)

    cases = sheet(_("Cases"), _columns(report.cases, code, ("registered", "ended", "open")), _rows(report.cases, words))
    talks = sheet(_("Consultations"), _columns(report.talks, code, ("talks",)), _rows(report.talks, words))
    sums = sheet(_("Sums"), _sum_columns(code), [*_sums(report, words), *_rest(report)])
    return [cases, talks, sums]


def _column(code: str, title: Any, wide: int = 12, figures: bool = False) -> TableColumn:
    return TableColumn({code: str(title)}, wide, figures)


def _columns(counted: Counted, code: str, measures: tuple[str, ...]) -> list[TableColumn]:
    named = [_column(code, COLUMNS[key]) for key in counted.columns]
    return named + [_column(code, MEASURES[key], 9, True) for key in measures]


def _rows(counted: Counted, words: Words) -> list[TableRow]:
    rows = [
        TableRow((*(said(words, c, k) for c, k in zip(counted.columns, key, strict=True)), *map(str, numbers)), LINE)
        for key, numbers in counted.rows.items()
    ]
    blank = ("",) * (len(counted.columns) - 1)
    return [*rows, TableRow((_("Altogether"), *blank, *map(str, counted.total)), SUM)]


def _sum_columns(code: str) -> list[TableColumn]:
    return [
        _column(code, pgettext("heading of a report: by which column", "By"), 14),
        _column(code, _("Value"), 20),
        *(_column(code, MEASURES[key], 9, True) for key in ("registered", "ended", "open", "talks")),
    ]


def _sums(report: Report, words: Words) -> list[TableRow]:
    """Return the sums by each column, cases and consultations side by side where both have it."""
    rows = []
    for column in dict.fromkeys((*report.cases.columns, *report.talks.columns)):
        cases, talks = report.cases.sums.get(column, {}), report.talks.sums.get(column, {})
        for key in dict.fromkeys((*cases, *talks)):
            numbers = [*map(str, cases.get(key, ("", "", ""))), *map(str, talks.get(key, ("",)))]
            rows.append(TableRow((str(COLUMNS[column]), said(words, column, key), *numbers), LINE))
    total = (*map(str, report.cases.total), *map(str, report.talks.total))
    return [*rows, TableRow((_("Altogether"), "", *total), SUM)]


def _rest(report: Report) -> list[TableRow]:
    rows = [TableRow((_("Open when the time began"), "", "", "", str(report.before), ""), LINE)]
    if report.righted:
        rows.append(TableRow((str(RIGHTED), "", "", "", f"{report.righted:+d}", ""), LINE))
    if any(report.aspects.get(key) for key in ASPECTS):
        for key in (*ASPECTS, ""):
            name = str(ASPECTS.get(key, NOT_SAID))
            row = (_("Inter-ethnic aspect of the dispute"), name, str(report.aspects.get(key, 0)), "", "", "")
            rows.append(TableRow(row, LINE))
    for book, number in report.papers.items():
        rows.append(TableRow((str(BOOKS[book]), "", str(number), "", "", ""), LINE))
    return rows


def talks_sheet(
    entries: Sequence[Consultation], centre: Centre, year: int, names: Mapping[UUID, str], languages: tuple[str, ...]
) -> Sheet:
    """Return the journal of consultations of a year: short keys and who advised, no words of anybody."""
    labels, kinds = columns_of(centre, "consultations"), dict(law.kinds(centre.pack))

    def cells(one: Consultation) -> dict[str, str]:
        return {
            "number": one.shown,
            "day": day(one.day),
            "place": in_language(one.place.name if one.place else centre.place),
            "kind": kinds.get(one.kind, one.kind),
            "channel": str(CHANNELS[one.channel]),
            "language": settings.LANGUAGE_NAMES[one.language],
            "asked": str(ASKED[one.asked]),
            "outcome": advice_words(one.outcome, one.sent_to),
            "by": names.get(one.by_id, "") if one.by_id else "",
        }

    return Sheet(
        title=pack_words(centre, "consultations"),
        languages=languages,
        columns=tuple(
            TableColumn({code: one.texts[code] for code in languages}, int(one.facts.get("wide", 10))) for one in labels
        ),
        rows=tuple(
            TableRow(tuple(cells(one)[label.key] for label in labels), "struck" if one.act == "struck" else LINE)
            for one in entries
        ),
        head={code: in_language(centre.name, code) for code in languages},
        under=pack_words(centre, "year", year=str(year)),
        last=pack_words(centre, "last_page"),
        lines=(pack_words(centre, "responsible"), pack_words(centre, "stamp")),
    )
