"""A region's list as a file: how it is read, without asking the people who keep it to change their tables.

UTF-8 with or without a mark, or the one-byte code pages of the region (cp1251 and its Kazakh sister KZ-1048, which has
the same Russian letters); comma, semicolon or tab; headers in any language the pack knows. Nothing here writes.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.kernel.access import Refused
from bitim.kernel.sealed import normalised

MOST_BYTES, MOST_LINES = 2_000_000, 5_000
DATES = ("issued", "expires", "refreshed", "elected_on", "term_from", "term_to", "removed_on", "born")
NUMBERS = {"training_hours": 9_999, "load_limit": 999}
TEXTS = {"register_number": 60, "certificate": 60, "training": 200, "elected_at": 200, "organisation": 200, "name": 120}
# The beginnings of the names of languages, folded: in Kazakh, Russian, English, Uzbek, Kyrgyz, Bulgarian.
LANGUAGE_BEGINNINGS = {
    "kk": ("каз", "kaz", "qaz", "kk"),
    "ru": ("рус", "орыс", "рос", "rus", "ru"),
    "en": ("англ", "агыл", "eng", "ingl", "en"),
    "uz": ("узб", "озб", "uzb", "ozb", "oʻz", "uz"),
    "ky": ("кырг", "кирг", "kyrg", "qirg", "ky"),
    "bg": ("болг", "бълг", "булг", "bulg", "bolg", "bg"),
}
YES = frozenset(normalised(word) for word in ("да", "иә", "ия", "yes", "ha", "ооба", "1", "true", "+", "platno"))
NO = frozenset(normalised(word) for word in ("нет", "жоқ", "no", "yoʻq", "yo'q", "не", "0", "false", "-", ""))
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Table:
    """A file as read: its headers and its lines with their numbers in the file (the header is line 1)."""

    header: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Row:
    """One line, understood. `problems` keep it out of the register; `notes` do not."""

    number: int
    said: dict[str, Any]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Whom the line is about."""
        return str(self.said.get("name", ""))


def text_of(data: bytes) -> str:
    """Return what a file says; refused when it is no table of words."""
    if len(data) > MOST_BYTES:
        raise Refused(_("This file is larger than a register can be. Send it in parts."))
    if b"\0" in data or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"):
        raise Refused(
            _("This is not a CSV file."), _("Open the list in your table program and save it as CSV, then send that.")
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("kz1048", errors="replace")


def table_of(text: str) -> Table:
    """Return the lines of a file; refused when there is no header or more lines than a register has."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    mark = max(";\t,", key=first.count)
    try:
        read = [(reader_line, row) for reader_line, row in _read(lines, mark) if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Refused(_("A line of this file cannot be read as a table.")) from None
    if len(read) < 2:
        raise Refused(_("There are no lines in this file: the first is read as the names of the columns."))
    if len(read) > MOST_LINES:
        raise Refused(_("This file has more lines than a register can have. Send it in parts."))
    header = tuple(cell.strip() for cell in read[0][1])
    return Table(header, tuple((number, tuple(cell.strip() for cell in row)) for number, row in read[1:]))


def _read(lines: Sequence[str], mark: str) -> list[tuple[int, list[str]]]:
    reader, found, begins = csv.reader(io.StringIO("\n".join(lines)), delimiter=mark), [], 1
    for row in reader:
        found.append((begins, row))
        begins = reader.line_num + 1
    return found


def folded(words: str) -> str:
    """Return a header without case, blanks, signs and letters typed one for another."""
    return re.sub(r"[\W_]", "", normalised(words))


def columns_of(pack: str, header: Sequence[str]) -> dict[str, int]:
    """Return which column holds what, by the names that the pack knows; the first of two alike counts."""
    names: dict[str, str] = {}
    for label in jurisdictions.load(pack).labels["register_columns"]:
        for name in (label.key, *label.texts.values(), *label.facts.get("also", ())):
            names.setdefault(folded(name), label.key)
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        key = names.get(folded(title))
        if key is not None:
            found.setdefault(key, place)
    return found


def day_of(words: str) -> date | None:
    """Return a day written as 14.05.2024 or 2024-05-14; None when it is no day."""
    if found := _DAY.match(words):
        day, month, year = map(int, found.groups())
    elif found := _ISO.match(words):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def understood(number: int, cells: Sequence[str], columns: Mapping[str, int], pack: str, kind: str) -> Row:
    """Return a line as values for a card, with a sentence for everything that cannot be read."""
    raw = {key: cells[place] if place < len(cells) else "" for key, place in columns.items()}
    said: dict[str, Any] = {}
    problems: list[str] = []
    notes: list[str] = []
    for key, words in raw.items():
        if key in DATES and words:
            said[key] = day_of(words)
            if said[key] is None:
                problems.append(_("“%(said)s” is not a day. Write it as 14.05.2024.") % {"said": words[:40]})
        elif key in DATES:
            said[key] = None
        elif key in NUMBERS:
            said[key] = _whole(words, NUMBERS[key], problems)
        elif key in TEXTS:
            said[key] = " ".join(words.split())[: TEXTS[key]]
        elif key == "takes_fee":
            if folded(words) not in YES | {folded(word) for word in NO} and normalised(words) not in NO | YES:
                problems.append(_("“%(said)s” is neither yes nor no.") % {"said": words[:40]})
            said[key] = normalised(words) in YES
    said["kind"] = _kind(raw.get("kind", ""), pack, kind, problems)
    _lists(raw, pack, said, notes)
    if not said.get("name"):
        problems.append(_("There is no name in this line."))
    _fits(said, problems)
    return Row(number, said, tuple(problems), tuple(notes))


def _whole(words: str, most: int, problems: list[str]) -> int | None:
    if not words:
        return None
    if not words.isdecimal() or int(words[:9]) > most:
        problems.append(_("“%(said)s” is not a number that can be.") % {"said": words[:40]})
        return None
    return int(words)


def _kind(words: str, pack: str, kind: str, problems: list[str]) -> str:
    if not words:
        if not kind:
            problems.append(_("It is not said whether the mediator is professional or public."))
        return kind
    for label in jurisdictions.load(pack).labels["mediator_kinds"]:
        for name in (label.key, *label.texts.values()):
            if folded(words)[:5] == folded(name)[:5]:
                return label.key
    problems.append(_("“%(said)s” is not a kind of mediator.") % {"said": words[:40]})
    return kind


def _lists(raw: Mapping[str, str], pack: str, said: dict[str, Any], notes: list[str]) -> None:
    if "languages" in raw:
        codes, others = [], []
        for word in re.split(r"[,;/\n]|\s+и\s+|\s+және\s+", raw["languages"]):
            code = next((c for c, starts in LANGUAGE_BEGINNINGS.items() if folded(word).startswith(starts)), None)
            if code:
                codes.append(code)
            elif word.strip():
                others.append(" ".join(word.split()))
        said["languages"] = list(dict.fromkeys(codes))
        said["spoken"] = ", ".join(others)[:200]
    if "places" in raw:
        said["places"] = [one[:60] for word in re.split(r"[,;\n]", raw["places"]) if (one := " ".join(word.split()))]
    if "kinds" in raw:
        known = {
            folded(name): label.key
            for label in jurisdictions.load(pack).labels["dispute_kinds"]
            for name in (label.key, *label.texts.values())
        }
        found = [(word, known.get(folded(word))) for word in re.split(r"[,;\n]", raw["kinds"]) if word.strip()]
        said["kinds"] = [key for _word, key in found if key]
        for word, key in found:
            if key is None:
                notes.append(_("“%(said)s” is no kind of dispute that is known here.") % {"said": word.strip()[:40]})


def _fits(said: Mapping[str, Any], problems: list[str]) -> None:
    for first, last in (("issued", "expires"), ("term_from", "term_to")):
        begins, ends = said.get(first), said.get(last)
        if begins and ends and ends <= begins:
            problems.append(_("The last day is not after the first one."))
