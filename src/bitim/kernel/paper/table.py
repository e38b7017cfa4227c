"""A table on paper: a book or a report, A4 lying, with headings in every language of the paper on every page.

It is printed, stitched and kept; nothing binds to its hash. A row says of itself what it is: a line, a correction, a
line struck out, or a sum.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import typst

from bitim.kernel.paper.digest import fragment
from bitim.kernel.paper.model import Text
from bitim.kernel.paper.plain import plain
from bitim.kernel.paper.render import LAYOUTS, PaperUnprintable, _fonts
from bitim.kernel.paper.words import word

LINE, CORRECTION, STRUCK, SUM = "line", "correction", "struck", "sum"


@dataclass(frozen=True)
class TableColumn:
    """A column: its heading in every language, its share of the width, whether it holds figures."""

    title: Text
    wide: int = 10
    figures: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row. `kind` is one of LINE, CORRECTION, STRUCK, SUM. A correction has two cells: the number, and what it says
    over the rest of the width."""

    cells: tuple[str, ...]
    kind: str = LINE


@dataclass(frozen=True)
class TablePart:
    """One table of a paper; `title` stands over it where there are several."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    title: Text = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TablePaper:
    """Printed tables. `last` stands after them, on the last page; "{pages}" in it becomes the number of pages. `lines`
    are places to fill in with a pen; `empty` is said of a part without rows."""

    title: Text
    languages: tuple[str, ...]
    parts: tuple[TablePart, ...]
    head: Text = field(default_factory=dict)
    under: Text = field(default_factory=dict)
    last: Text = field(default_factory=dict)
    lines: tuple[Text, ...] = ()
    empty: Text = field(default_factory=dict)


def render_table(paper: TablePaper, *, created: datetime) -> bytes:
    """Return the PDF of a table. The same table and moment (aware) give the same bytes on every machine."""
    created = created.astimezone(UTC).replace(microsecond=0)
    data = _clean(_fields(paper))
    canonical = json.dumps({**data, "created": created.isoformat()}, sort_keys=True, ensure_ascii=True).encode()
    first = paper.languages[0]
    data |= {
        "languages": [{"code": code} for code in paper.languages],
        "prevailing": first,
        "name": data["title"][first],
        "words": {key: {code: word(key, code) for code in paper.languages} for key in ("page", "paper_id")},
        "id": fragment(hashlib.sha256(canonical).hexdigest()),
        "created": {part: getattr(created, part) for part in ("year", "month", "day", "hour", "minute", "second")},
        "watermark": [],
        "qr": "",
        "number": "",
        "footer": data["title"],
    }
    try:
        return bytes(
            typst.compile(
                str(LAYOUTS / "book.typ"),
                root=str(LAYOUTS),
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"paper": json.dumps(data, ensure_ascii=True)},
                pdf_standards=["a-2a", "ua-1"],
                timestamp=created,
            )
        )
    except typst.TypstError as trouble:
        raise PaperUnprintable(f"a table could not be laid out ({len(str(trouble))} characters)") from None


def _fields(paper: TablePaper) -> dict[str, Any]:
    fields = dict(vars(paper))
    fields["parts"] = [
        {
            "title": part.title,
            "columns": [dict(vars(column)) for column in part.columns],
            "rows": [dict(vars(row)) for row in part.rows],
        }
        for part in paper.parts
    ]
    return fields


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)[0]
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
