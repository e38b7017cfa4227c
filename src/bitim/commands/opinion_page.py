"""One page about a conversation that needs nothing else: a map, tables, intervals. No script, nothing fetched.

Everything that people wrote is escaped; nothing is shown of fewer people than may be published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from bitim.commands.opinion import AGREE, DISAGREE, apart, head, letter
from bitim.engines.disclosure import FLOOR

if TYPE_CHECKING:
    from bitim.engines.opinion.report import Apart, Report, Share, Spot

WIDE, HIGH, EDGE = 640, 420, 36
SMALLEST, LARGEST = 7.0, 30.0
COLOURS = ("#1b5e8c", "#b3541e", "#3f7d3a", "#7a4b94", "#6b6b2a")
ALL = "#4a4a4a"
STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
table { border-collapse: collapse; width: 100%; margin-block: .5rem 1.5rem }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem; border-block-end: 1px solid #8886 }
td.n, th.n { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums }
svg { width: 100%; height: auto; border: 1px solid #8886 }
.scroll { overflow-x: auto }
"""


def page(report: Report) -> str:
    """Return the whole page."""
    title = _clean(report.topic) or "A conversation"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>",
        f'<h1 dir="auto">{title}</h1>',
        *(f'<p dir="auto">{_clean(one)}</p>' for one in report.description.split("\n") if one.strip()),
        f"<p>{escape(head(report))} “Placed” is who voted on enough statements.</p>",
        *(f"<p>{_clean(one)}</p>" for one in report.notes),
        *_sections(report),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _sections(report: Report) -> Iterable[str]:
    if report.mode == "bitim":
        yield from _common(report)
    yield "<h2>How sure this is</h2>"
    yield from (f"<p>{escape(one)}</p>" for one in report.sure)
    yield f"<p>Intervals hold the true share in nine of ten cases. Nothing is told of fewer than {FLOOR} people.</p>"
    for title, listed in ((AGREE, report.agree), (DISAGREE, report.disagree)):
        if listed:
            yield f"<h2>{title}</h2>"
            yield from _table(("Statement",), ([_words(*one)] for one in listed))
    if report.slate:
        yield "<h2>Statements that together speak for most people</h2>"
        yield from _table(("Statement",), ([_words(*one)] for one in report.slate))
    for group, rows in enumerate(report.apart):
        yield f"<h2>{apart(report, group)}</h2>"
        yield from _table(
            ("Statement", "Group " + letter(group), "Voted", "Others", "Voted"), (_apart(one) for one in rows), 1
        )
    yield from _map(report)


def _common(report: Report) -> Iterable[str]:
    yield "<h2>Common ground</h2>"
    who = "every group" if len(report.sizes) > 1 else "all who voted, taken as one group,"
    if report.common:
        yield (
            f"<p>More than half of {who} surely agrees. Shown is the group of which that is least sure; “stays” is the"
            " share of resamples of the people in which it would be said again; “withstands” are the invented votes"
            " against it which that group would bear.</p>"
        )
        rows = (
            [
                _words(one.name, one.text),
                "all" if one.weakest.group is None else letter(one.weakest.group),
                _percent(one.weakest),
                str(one.weakest.n),
                f"{one.stability:.0%}",
                str(one.withstands) if one.weakest.is_plain else "–",
            ]
            for one in report.common
        )
        yield from _table(("Statement", "Group", "Agree", "Voted", "Stays", "Withstands"), rows, 1)
    else:
        yield f"<p>There is no statement yet of which {who} surely agrees by more than half.</p>"
    if report.waiting:
        yield "<h2>Not enough votes yet</h2>"
        yield from _table(
            ("Statement", "Ask"), ([_words(one.name, one.text), _ask(report, one.ask)] for one in report.waiting)
        )
        if report.waiting_more:
            yield f"<p>And {report.waiting_more} more.</p>"


def _ask(report: Report, groups: Sequence[int]) -> str:
    if len(report.sizes) < 2:
        return "anybody"
    return ", ".join(f"group {letter(one)}" for one in groups)


def _apart(one: Apart) -> list[str]:
    return [_words(one.name, one.text), _percent(one.own), str(one.own.n), _percent(one.others), str(one.others.n)]


def _percent(one: Share) -> str:
    return one.shown


def _words(name: str, text: str) -> str:
    return f'<span dir="auto">{_clean(text) or "(no words)"}</span> <small>{_clean(name)}</small>'


def _clean(text: str) -> str:
    """Return words for the page, escaped and without signs that are none."""
    return escape("".join(sign if sign.isprintable() else " " for sign in text).strip())


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int = 99) -> Iterable[str]:
    """Give a table; the cells come escaped."""

    def mark(at: int) -> str:
        return ' class="n"' if at >= numbers_from else ""

    yield '<div class="scroll"><table><thead><tr>'
    yield "".join(f'<th scope="col"{mark(at)}>{escape(one)}</th>' for at, one in enumerate(heads))
    yield "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td{mark(at)}>{cell}</td>" for at, cell in enumerate(row)) + "</tr>"
    yield "</tbody></table></div>"


def _map(report: Report) -> Iterable[str]:
    yield "<h2>Where people stand</h2>"
    if not report.spots:
        yield "<p>Too few people voted for a map.</p>"
        return
    yield (
        f"<p>Near one another: people with similar answers. Each circle is {FLOOR} people or more, larger with more of"
        " them. Left, right, up and down mean nothing by themselves.</p>"
    )
    yield _drawn(report.spots, len(report.sizes) > 1)
    if len(report.sizes) > 1:
        rows = ([f"Group {letter(at)}", _size(n)] for at, n in enumerate(report.sizes))
        yield from _table(("Group", "People"), rows, 1)


def _size(number: int) -> str:
    return str(number) if number >= FLOOR else f"fewer than {FLOOR}"


def _drawn(spots: Sequence[Spot], groups: bool) -> str:
    left, right = min(one.x for one in spots), max(one.x for one in spots)
    low, high = min(one.y for one in spots), max(one.y for one in spots)
    scale = min((WIDE - 2 * EDGE) / max(right - left, 1e-9), (HIGH - 2 * EDGE) / max(high - low, 1e-9))
    most = max(one.people for one in spots)
    told = f"Map of people in {len(spots)} circles"
    drawn = [f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{told}">']
    for one in sorted(spots, key=lambda spot: (-spot.people, spot.x, spot.y)):
        x = WIDE / 2 + (one.x - (left + right) / 2) * scale
        y = HIGH / 2 - (one.y - (low + high) / 2) * scale
        size = max(SMALLEST, LARGEST * (one.people / most) ** 0.5)
        shown = one.group if groups and one.group is not None else None
        colour = ALL if shown is None else COLOURS[shown % len(COLOURS)]
        name = f"{one.people} people" + ("" if shown is None else f", group {letter(shown)}")
        at = f'cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"'
        drawn.append(f'<circle {at} fill="{colour}" fill-opacity=".75"><title>{name}</title></circle>')
        if shown is not None:
            at = f'x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle"'
            drawn.append(f'<text {at} font-size="12" fill="#fff">{letter(shown)}</text>')
    return "\n".join([*drawn, "</svg>"])
