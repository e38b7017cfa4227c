"""A year of a book as a table: columns from the centre's pack, cells from the lines, corrections under what they
correct. No side is named; a paper's sender stands in the book of papers for the coordinator who keeps it, not for the
head who counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from bitim import jurisdictions
from bitim.cases import law
from bitim.cases.labels import OUTCOMES
from bitim.journal.folding import FOLDED, Folded
from bitim.journal.queries.books import BookView, columns_of
from bitim.journal.sheets import Sheet
from bitim.journal.words import CHANNELS, REGISTERS, SUBJECTS, WHY
from bitim.kernel.paper.model import Text
from bitim.kernel.paper.table import CORRECTION, LINE, STRUCK, TableColumn, TableRow
from bitim.kernel.text import LANGUAGES, in_language, present_language
from bitim.people.models import Centre

FIGURES = ("sides",)
NOTHING = "—"


@dataclass(frozen=True)
class Said:
    """Words of the present language: kinds of dispute, headings of the book's columns."""

    kinds: Mapping[str, str]
    headings: Mapping[str, str]


def languages_of(centre: Centre) -> tuple[str, ...]:
    """Return the languages of a centre's books: those of its country's papers, two at most."""
    official = jurisdictions.load(centre.pack).parameter("official_languages")
    first = [code for code in centre.languages if code in official] or ["en"]
    return tuple(first[:2])


def spoken(centre: Centre) -> str:
    """Return the language of the cells: the reader's, where the book is kept in it."""
    known = languages_of(centre)
    return present_language() if present_language() in known else known[0]


def pack_words(centre: Centre, key: str, **said: str) -> Text:
    """Return words of the books from the centre's pack, with holes filled."""
    texts = jurisdictions.load(centre.pack).label("journal_words", key).texts
    return {code: _filled(texts[code], said) for code in LANGUAGES}


def _filled(words: str, said: dict[str, str]) -> str:
    for key, value in said.items():
        words = words.replace("{" + key + "}", value)
    return words


def day(value: date | None) -> str:
    """Write a day as offices do: 04.12.2026."""
    return f"{value:%d.%m.%Y}" if value else ""


def sheet_of(view: BookView) -> Sheet:
    """Return a year of a book."""
    centre, languages = view.centre, languages_of(view.centre)
    labels = columns_of(centre, view.book)
    columns = tuple(
        TableColumn({code: one.texts[code] for code in languages}, int(one.facts.get("wide", 10)), one.key in FIGURES)
        for one in labels
    )
    with override(spoken(centre)):
        said = Said(dict(law.kinds(centre.pack)), {one.key: in_language(one.texts) for one in labels})
        rows = [row for number in view.numbers for row in _rows(number, view, said)]
    return Sheet(
        title=pack_words(centre, view.book),
        languages=languages,
        columns=columns,
        rows=tuple(rows),
        head={code: in_language(centre.name, code) for code in languages},
        under=pack_words(centre, "year", year=str(view.year)),
        last=pack_words(centre, "last_page"),
        lines=(pack_words(centre, "responsible"), pack_words(centre, "stamp")),
        empty={code: in_language_of(code, lambda: _("Nothing was written in this year.")) for code in languages},
    )


def in_language_of(code: str, say: Callable[[], str]) -> str:
    """Say something of the house's own in a language."""
    with override(code):
        return say()


def _rows(number: Folded, view: BookView, said: Said) -> list[TableRow]:
    cells = tuple(_cell(number, key, view, said) for key in said.headings)
    rows = [TableRow(cells, STRUCK if number.struck else LINE)]
    for at, line in enumerate(number.corrections, start=1):
        shown = _("%(number)s, correction %(n)s") % {"number": number.shown, "n": at}
        rows.append(TableRow((shown, correction_words(line, said)), CORRECTION))
    return rows


def _cell(number: Folded, key: str, view: BookView, said: Said) -> str:
    first = number.lines[0]
    names: Mapping[str, Any] = (first.names or {}) if view.named else {}
    own: dict[str, Callable[[], str]] = {
        "number": lambda: number.shown,
        "day": lambda: day(number.day),
        "place": lambda: place_words(number, view.centre),
        "sides": lambda: str(number.sides or ""),
        "mediator": lambda: mediator_of(number),
        "whom_in": lambda: str(names.get("whom", "")),
        "whom_out": lambda: str(names.get("whom", "")),
        "theirs": lambda: str(names.get("theirs", "")),
        "case": lambda: view.case_numbers.get(number.case, "") if number.case else "",
    }
    return own[key]() if key in own else value_words(number, key, said.kinds)


def mediator_of(number: Folded) -> str:
    """Return who mediates, as their newest line says; nothing when its key is gone."""
    for line in reversed(number.lines):
        if line.act == "appointed":
            return str((line.names or {}).get("mediator", ""))
    return ""


def place_words(number: Folded, centre: Centre) -> str:
    """Return for which place a number counts: the centre's own where none is said."""
    line = next((line for line in reversed(number.lines) if line.place_id), None) if number.place_id else None
    return in_language(line.place.name if line else centre.place)


def correction_words(line: Any, said: Said) -> str:
    """Say which entry a correction is about, what it changes and why. Nobody's words."""
    about = day(line.corrects.day) if line.corrects else ""
    told = {"day": about, "why": str(WHY.get(line.why, "")), "on": day(line.day)}
    if line.act == "struck":
        return _("%(on)s: the entry of %(day)s is struck out (%(why)s).") % told
    told["changed"] = changes(line, said)
    return _("%(on)s: corrects the entry of %(day)s (%(why)s). It reads now: %(changed)s.") % told


def changes(line: Any, said: Said) -> str:
    """Say which columns a line fills, and with what; a stroke where it says that nothing stands there."""
    emptied = line.emptied or ()
    return "; ".join(
        f"{heading(key, said)}: {NOTHING if key in emptied else value_words(line, key, said.kinds)}"
        for key in FOLDED
        if key in emptied or getattr(line, key) not in (None, "")
    )


def headings_of(line: Any) -> dict[str, str]:
    """Return the headings of the book in which a line stands, in the reader's language."""
    return {label.key: in_language(label.texts) for label in columns_of(line.centre, line.book)}


def heading(key: str, said: Said) -> str:
    """Return the name of a column, also of those that the book does not show."""
    own = {
        "channel": _("how the sides take part"),
        "signed": _("settlement signed"),
        "place_id": said.headings.get("place"),
    }
    return own.get(key) or said.headings.get(key, key)


def value_words(line: Any, key: str, kinds: Mapping[str, str]) -> str:
    """Write the value of a column."""
    value = getattr(line, key)
    if key == "place_id":
        return in_language(line.place.name) if value else ""
    if isinstance(value, date):
        return day(value)
    words: dict[str, Mapping[str, Any]] = {
        "kind": kinds,
        "channel": CHANNELS,
        "register": REGISTERS,
        "outcome": OUTCOMES,
        "subject": SUBJECTS,
    }
    return str(words.get(key, {}).get(value, value or ""))


def facts_of(now: Folded, centre: Centre, said: Said) -> list[tuple[str, str]]:
    """Return (heading, value) of what a case's number says now, what is not known yet left out."""
    headings = {label.key: in_language(label.texts) for label in columns_of(centre, now.lines[0].book)}
    found = [(headings["day"], day(now.day)), (headings["place"], place_words(now, centre))]
    for key in FOLDED[1:]:  # the place stands already
        if value := value_words(now, key, said.kinds):
            found.append((heading(key, Said(said.kinds, headings)), value))
    return found
