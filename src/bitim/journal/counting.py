"""Counting the books: exact, nameless, for a quarter or a year. Pure.

A case is counted by the days that stand in its lines: registered on the day of its number, ended on the day of its
closing. The facts are handed in as they stood on the last day of the time, so a report of a time that is over gives
the same figures ever after. What a later line corrects counts from the time in which that line was written, and shows
there as the difference by which the sum of a time does not come out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

CASE_COLUMNS = ("place", "kind", "register", "stage", "outcome", "channel")
TALK_COLUMNS = ("place", "kind", "channel", "language", "asked", "outcome")
MEASURES = ("registered", "ended", "open")
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Period:
    """A year, or one of its quarters (1 to 4); 0 is the whole year."""

    year: int
    quarter: int = 0

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        if self.quarter in (0, 4):
            return date(self.year, 12, 31)
        return date(self.year, 3 * self.quarter + 1, 1) - timedelta(days=1)

    def holds(self, day: date | None) -> bool:
        """Tell whether a day is in it."""
        return day is not None and self.first <= day <= self.last

    @property
    def name(self) -> str:
        """A short key: 2026, 2026-q1."""
        return f"{self.year}-q{self.quarter}" if self.quarter else str(self.year)


@dataclass(frozen=True)
class CaseFacts:
    """One case as its lines read on the last day that is counted. `aspect` is counted by itself alone, never beside
    another column."""

    opened: date
    place: str = ""
    kind: str = ""
    register: str = ""
    channel: str = ""
    agreed: date | None = None
    signed: date | None = None
    outcome: str = ""
    closed: date | None = None
    aspect: str = ""

    def is_open_before(self, day: date) -> bool:
        """Tell whether the case was registered before a day and had not ended before it."""
        return self.opened < day and not (self.closed and self.closed < day)

    def stage_on(self, day: date) -> str:
        """Return how far the case had come at the end of a day: opened, agreed, signed or closed."""
        steps = (("closed", self.closed), ("signed", self.signed), ("agreed", self.agreed))
        return next((stage for stage, when in steps if when is not None and when <= day), "opened")


@dataclass(frozen=True)
class TalkFacts:
    """One consultation."""

    day: date
    place: str = ""
    kind: str = ""
    channel: str = ""
    language: str = ""
    asked: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Counted:
    """Rows (values of the columns -> counts, those without any left out), their sums by each column, and the total."""

    columns: tuple[str, ...]
    rows: Mapping[tuple[str, ...], Counts]
    sums: Mapping[str, Mapping[str, Counts]]
    total: Counts


@dataclass(frozen=True)
class Report:
    """The figures of one period. `before`: cases open when it began; `before + registered - ended + righted = open`.
    `later`: cases of which a line written after the period corrects what stood there by then."""

    period: Period
    cases: Counted
    talks: Counted
    before: int
    aspects: Mapping[str, int]
    papers: Mapping[str, int] = field(default_factory=dict)
    later: int = 0

    @property
    def righted(self) -> int:
        """By how many open cases lines written in this time correct what was counted in a time before it."""
        registered, ended, left = self.cases.total
        return left - (self.before + registered - ended)


def report(
    period: Period,
    cases: Iterable[CaseFacts],
    talks: Iterable[TalkFacts],
    papers: Mapping[str, int] | None = None,
    before: Iterable[CaseFacts] | None = None,
) -> Report:
    """Count one period. `before`: the cases as they stood on the day before it, where lines written in it may have
    changed what was counted then."""
    kept = [case for case in cases if case.opened <= period.last]
    rows: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in kept:
        stage = case.stage_on(period.last)
        measured = (period.holds(case.opened), stage == "closed" and period.holds(case.closed), stage != "closed")
        outcome = case.outcome if stage == "closed" else ""
        row = rows[case.place, case.kind, case.register, stage, outcome, case.channel]
        for at, counts in enumerate(measured):
            row[at] += counts
    talked = Counter(
        (one.place, one.kind, one.channel, one.language, one.asked, one.outcome)
        for one in talks
        if period.holds(one.day)
    )
    return Report(
        period,
        counted(CASE_COLUMNS, {key: tuple(row) for key, row in rows.items()}, len(MEASURES)),
        counted(TALK_COLUMNS, {key: (number,) for key, number in talked.items()}, 1),
        sum(case.is_open_before(period.first) for case in (kept if before is None else before)),
        Counter(case.aspect for case in kept if period.holds(case.opened)),
        papers or {},
    )


def counted(columns: tuple[str, ...], rows: Mapping[tuple[str, ...], Counts], width: int) -> Counted:
    """Add up rows by each column and altogether."""
    kept = {key: row for key, row in sorted(rows.items()) if any(row)}
    sums: dict[str, dict[str, Counts]] = {column: {} for column in columns}
    for key, row in kept.items():
        for column, value in zip(columns, key, strict=True):
            sums[column][value] = _plus(sums[column].get(value, (0,) * width), row)
    total = (0,) * width
    for row in kept.values():
        total = _plus(total, row)
    return Counted(columns, kept, {column: dict(sorted(one.items())) for column, one in sums.items()}, total)


def _plus(one: Counts, other: Counts) -> Counts:
    return tuple(a + b for a, b in zip(one, other, strict=True))
