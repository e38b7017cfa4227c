"""Counts as a CSV file: one row for a place, a kind and a week. It holds counts and nobody's name.

`place`, `kind`, `week` (a date, or 2026-W05) and `rumours` are needed; a row with 0 says that somebody reported and
there was nothing (without a kind: nothing of any kind). `reporters` are the independent ones of the week,
`reporters_2_weeks` and `reporters_4_weeks` those of the weeks together to this one; without them the same person may
stand in several weeks. `monitors` were active at the place, `severity` is the largest of the week (1-5), `verified` and
`villages` count, `region` and `coordinator` are the place's. A place without any row in a week was silent.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from bitim.engines.surveillance.counts import MOST, SEVEREST, Counts, Distinct, Whole, in_window
from bitim.engines.surveillance.model import WINDOWS, Place, Unfit
from bitim.engines.surveillance.sightings import monday_of

NEEDED = ("place", "kind", "week", "rumours")
NUMBERS = ("reporters", "reporters_2_weeks", "reporters_4_weeks", "severity", "verified", "villages")
OF_PLACE = ("region", "coordinator")
KNOWN = (*NEEDED, *NUMBERS, "monitors", *OF_PLACE)
MISSING = ("refuse", "silence", "zero")
EARLIEST = date(1990, 1, 1)
MOST_CELLS = 20_000_000
NAMED = 5
LONGEST = 200
ISO_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass
class _Taken:
    """What the rows say, gathered: cells by (place, kind, Monday)."""

    cells: dict[tuple[str, str, date], dict[str, int]] = field(default_factory=dict)
    heard: set[tuple[str, date]] = field(default_factory=set)
    monitors: dict[tuple[str, date], int] = field(default_factory=dict)
    about: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read(content: bytes, today: date, missing: str = "refuse") -> tuple[Counts, tuple[str, ...]]:
    """Return the counts of a file and notes on what was assumed; raises Unfit with a sentence. `missing`: what a week
    without rows is. By itself a silent place is silent, but a week in which the whole file is silent is refused, since
    a lost export looks the same; `silence` takes it as silence, `zero` every place and week without rows as reported
    zeros."""
    if missing not in MISSING:
        raise Unfit(f"{missing!r} is no way to take missing weeks: {', '.join(MISSING)}.")
    rows = _rows(content)
    _, header = next(rows, (0, []))
    header = [one.strip().lower() for one in header]
    _check_header(header)
    if missing == "zero" and "monitors" in header:
        raise Unfit("Weeks without rows cannot be zeros where monitors are told: of these weeks they are not known.")
    taken = _Taken()
    for line, row in rows:
        if len(row) != len(header):
            raise Unfit(f"Line {line}: {len(row)} cells under {len(header)} columns.")
        _take(taken, dict(zip(header, (one.strip() for one in row), strict=True)), f"Line {line}", today)
    if not taken.cells and not taken.heard:
        raise Unfit("The file has no rows under its columns: there is nothing to replay.")
    return _counts(taken, header, missing)


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if b"\0" in content:
        raise Unfit("This is no CSV file: it holds bytes that are no text.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit("The file is no text in UTF-8.") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in rows:
            if any(one.strip() for one in row):
                yield rows.line_num, row
    except csv.Error as fault:
        raise Unfit(f"Line {rows.line_num}: no CSV ({fault}).") from None


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(one[:60] or "(no name)" for one in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"


def _check_header(header: Sequence[str]) -> None:
    if not header:
        raise Unfit("The file is empty: it needs a line with the columns’ names.")
    if lacking := [one for one in NEEDED if one not in header]:
        raise Unfit(f"There is no column {_some(lacking)}; there are: {_some(header)}.")
    if strange := [one for one in header if one not in KNOWN]:
        raise Unfit(f"The column {_some(strange)} is not known. Known are: {', '.join(KNOWN)}.")
    if len(set(header)) < len(header):
        raise Unfit(f"The column {_some(sorted({one for one in header if header.count(one) > 1}))} is there twice.")
    if ("reporters_2_weeks" in header) != ("reporters_4_weeks" in header):
        raise Unfit("Of reporters_2_weeks and reporters_4_weeks there is only one: both are needed, or neither.")
    if "reporters_4_weeks" in header and "reporters" not in header:
        raise Unfit("There are reporters of several weeks and no column reporters.")


def _week(text: str, line: str, today: date) -> date:
    """Return the Monday that a cell tells."""
    try:
        if found := ISO_WEEK.fullmatch(text):
            day = monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        elif DAY.fullmatch(text):
            day = date.fromisoformat(text)
            monday = monday_of(day)
        else:
            raise ValueError
    except ValueError:
        told = f"{text[:40]!r} is" if text else "there is"
        raise Unfit(f"{line}: {told} no week. Write a date like 2026-02-02 or a week like 2026-W06.") from None
    if day > today:
        raise Unfit(f"{line}: {text} lies in the future.")
    if monday < EARLIEST:
        raise Unfit(f"{line}: {text} lies before {EARLIEST.year}: probably a slip of the pen.")
    return monday


def _number(cell: Mapping[str, str], name: str, line: str) -> int:
    text = cell.get(name, "")
    if not text and name != "rumours":
        return -1
    if not NUMBER.fullmatch(text):
        raise Unfit(f"{line}: {name} is {text[:40]!r}; it must be a whole number, 0 or more.")
    if int(text) > (SEVEREST if name == "severity" else MOST):
        raise Unfit(f"{line}: {name} is {text}, more than {SEVEREST if name == 'severity' else MOST}.")
    return int(text)


def _take(taken: _Taken, cell: Mapping[str, str], line: str, today: date) -> None:
    place, kind = cell["place"], cell["kind"]
    if not place or len(place) > LONGEST or len(kind) > LONGEST:
        raise Unfit(f"{line}: a place needs a name, and names have at most {LONGEST} signs.")
    monday = _week(cell["week"], line, today)
    rumours = _number(cell, "rumours", line)
    numbers = {name: max(_number(cell, name, line), -1) for name in NUMBERS if name in cell}
    about = tuple(cell.get(name, "") for name in OF_PLACE)
    if taken.about.setdefault(place, about) != about:
        raise Unfit(
            f"{line}: {place} has another region or coordinator than above. A place has one: take today’s for all."
        )
    if "monitors" in cell:
        active = _number(cell, "monitors", line)
        if active < 0:
            raise Unfit(f"{line}: monitors is empty. Leave the whole column out if they are not known.")
        if taken.monitors.setdefault((place, monday), active) != active:
            raise Unfit(f"{line}: {place} has two numbers of monitors in one week.")
    taken.heard.add((place, monday))
    if not kind:
        if rumours or any(one > 0 for one in numbers.values()):
            raise Unfit(f"{line}: a count without a kind. Only a week without anything may leave it out.")
        return
    if (place, kind, monday) in taken.cells:
        raise Unfit(f"{line}: {place}, {kind} is there twice for the week of {monday.isoformat()}.")
    if rumours and numbers.get("reporters") == 0:
        raise Unfit(f"{line}: {rumours} rumours without any reporter.")
    if numbers.get("verified", 0) > rumours:
        raise Unfit(f"{line}: more verified than were heard.")
    taken.cells[place, kind, monday] = {"rumours": rumours, **numbers}


def _counts(taken: _Taken, header: Sequence[str], missing: str) -> tuple[Counts, tuple[str, ...]]:
    places = sorted(taken.about)
    kinds = sorted({kind for _, kind, _ in taken.cells}) or ["any"]
    mondays = {monday for _, monday in taken.heard}
    monday = min(mondays)
    weeks = (max(mondays) - monday).days // 7 + 1
    _check_gaps(monday, weeks, mondays, missing)
    if weeks * len(places) * len(kinds) > MOST_CELLS:
        raise Unfit(f"Places x kinds x weeks are more than {MOST_CELLS}: too many to replay at once.")
    shape = (len(places) * len(kinds), weeks)
    at_place, at_kind = {one: at for at, one in enumerate(places)}, {one: at for at, one in enumerate(kinds)}
    tables = {name: np.zeros(shape, dtype=np.int64) for name in ("rumours", *NUMBERS)}
    given = {name: name in header for name in NUMBERS}
    for (place, kind, day), numbers in taken.cells.items():
        series, week = at_place[place] * len(kinds) + at_kind[kind], (day - monday).days // 7
        numbers = numbers | {"reporters": _reporters(numbers)}
        for name, number in numbers.items():
            tables[name][series, week] = max(number, 0)
    reporting = np.full((len(places), weeks), missing == "zero")
    monitors = np.zeros((len(places), weeks), dtype=np.int64) if "monitors" in header else None
    for place, day in taken.heard:
        reporting[at_place[place], (day - monday).days // 7] = True
    for (place, day), active in taken.monitors.items():
        if monitors is not None:
            monitors[at_place[place], (day - monday).days // 7] = active
    numbers_of = np.arange(shape[0])
    counts = Counts(
        tuple(Place(one, *taken.about[one]) for one in places),
        tuple(kinds),
        monday,
        numbers_of // len(kinds),
        numbers_of % len(kinds),
        tables["rumours"],
        reporting,
        _distinct(tables, given),
        tables["severity"],
        monitors,
        tables["verified"] if given["verified"] else None,
        Distinct.of_weeks(tables["villages"]) if given["villages"] else None,
    )
    return counts, _notes(given, monitors is not None, reporting, missing)


def _reporters(numbers: Mapping[str, int]) -> int:
    """Return the week's reporters; without that cell, every rumour is from somebody else."""
    told = numbers.get("reporters", -1)
    return told if told >= 0 else numbers["rumours"]


def _distinct(tables: Mapping[str, Whole], given: Mapping[str, bool]) -> Distinct:
    """Return the reporters of each window: as told, bounded by those of the weeks, or as many as rumours. A window
    told for a week without a row of its kind is bounded, too."""
    if not given["reporters"]:
        return Distinct.of_windows(*(in_window(tables["rumours"], weeks) for weeks in WINDOWS))
    bounds = Distinct.of_weeks(tables["reporters"])
    if not given["reporters_4_weeks"]:
        return bounds
    sure, most = bounds.sure.copy(), bounds.most.copy()
    for at, name in ((1, "reporters_2_weeks"), (2, "reporters_4_weeks")):
        told = tables[name] > 0
        if (told & ((tables[name] < bounds.sure[at]) | (tables[name] > bounds.most[at]))).any():
            raise Unfit(
                f"{name} does not fit the reporters of the single weeks: fewer than one week’s, or more than all."
            )
        sure[at][told] = most[at][told] = tables[name][told]
    return Distinct(sure, most)


def _check_gaps(monday: date, weeks: int, there: set[date], missing: str) -> None:
    every = [monday + timedelta(days=7 * at) for at in range(weeks)]
    gaps = [one.isoformat() for one in every if one not in there]
    if gaps and missing == "refuse":
        raise Unfit(
            f"No row speaks of {len(gaps)} week{'s' if len(gaps) > 1 else ''}: that of {_some(gaps)}. Is the file "
            "whole? If nobody at all reported then, say --missing silence; if it lists only what was not zero, "
            "--missing zero."
        )


def _notes(given: Mapping[str, bool], monitors: bool, reporting: np.ndarray, missing: str) -> tuple[str, ...]:
    found = []
    if not given["reporters"]:
        found.append("There is no column reporters: every rumour was taken as from somebody else.")
    elif not given["reporters_4_weeks"]:
        found.append("Reporters are told by week alone: over several weeks the same person may be counted again.")
    if not monitors:
        found.append("There is no column monitors: more reports may only mean more monitors.")
    if missing == "zero":
        found.append("Places and weeks without rows were taken as zeros.")
    elif silent := int((~reporting).sum()):
        found.append(f"In {silent} of {reporting.size} weeks of places nobody reported: these are no zeros.")
    return tuple(found)
