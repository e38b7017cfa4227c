"""The same table as a sheet for Excel, as text for any program, as a draft to edit, and on paper.

Cells are text or numbers, never formulas: what begins like one is written so that no program counts it.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bitim.kernel.paper.model import Text
from bitim.kernel.paper.table import (
    CORRECTION,
    STRUCK,
    SUM,
    TableColumn,
    TablePaper,
    TablePart,
    TableRow,
    render_table,
)

PDF, XLSX, CSV, DOCX = "pdf", "xlsx", "csv", "docx"
TYPES = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHEET_NAME = 31


@dataclass(frozen=True)
class Sheet:
    """A table with its heading; rows as on paper. `of`: the whole of which it is a part, where there are several."""

    title: Text
    languages: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    of: Text = field(default_factory=dict)
    head: Text = field(default_factory=dict)
    under: Text = field(default_factory=dict)
    last: Text = field(default_factory=dict)
    lines: tuple[Text, ...] = ()
    empty: Text = field(default_factory=dict)


def together(text: Text, languages: Sequence[str], between: str = " / ") -> str:
    """Return a text in every language, equal words once."""
    return between.join(dict.fromkeys(text[code] for code in languages if text.get(code)))


def as_pdf(sheets: Sequence[Sheet], created: datetime) -> bytes:
    """Return the sheets on paper, one under another; the words of the last page after the last."""
    first, several = sheets[0], len(sheets) > 1
    parts = tuple(TablePart(one.columns, one.rows, one.title if several else {}) for one in sheets)
    return render_table(
        TablePaper(
            title=first.of or first.title,
            languages=first.languages,
            parts=parts,
            head=first.head,
            under=first.under,
            last=first.last,
            lines=first.lines,
            empty=first.empty,
        ),
        created=created,
    )


def as_csv(sheets: Sequence[Sheet]) -> bytes:
    """Return text that Excel of Kazakhstan and Russia opens by itself: UTF-8 with its mark, cells apart by ;."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for at, sheet in enumerate(sheets):
        if at:
            writer.writerow([])
        writer.writerow([harmless(together(one, sheet.languages)) for one in (sheet.title, sheet.under)])
        writer.writerow([harmless(together(column.title, sheet.languages)) for column in sheet.columns])
        for row in sheet.rows:
            writer.writerow([harmless(cell.replace("\n", " ")) for cell in row.cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(cell: str) -> str:
    """Return a cell that no program takes for a formula."""
    return f"'{cell}" if cell.startswith(LIKE_A_FORMULA) and not _number(cell) else cell


def _number(cell: str) -> bool:
    return cell.removeprefix("-").isdecimal() and cell.isascii()


def as_xlsx(sheets: Sequence[Sheet], created: datetime) -> bytes:
    """Return a workbook, a sheet each: headings stay in view, figures are numbers."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": created.replace(tzinfo=None)})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "names": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#F1F1F1"}
        ),
        "line": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
        CORRECTION: book.add_format({"text_wrap": True, "valign": "top", "border": 1, "italic": True}),
        STRUCK: book.add_format({"text_wrap": True, "valign": "top", "border": 1, "font_strikeout": True}),
        SUM: book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bold": True, "bg_color": "#F1F1F1"}),
    }
    for sheet in sheets:
        page = book.add_worksheet(_sheet_name(sheet))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)
        page.freeze_panes(3, 0)
        page.write_string(0, 0, together(sheet.title, sheet.languages), looks["title"])
        page.write_string(1, 0, together(sheet.under, sheet.languages))
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, max(9, column.wide * 1.6))
            page.write_string(2, at, together(column.title, sheet.languages, "\n"), looks["names"])
        for down, row in enumerate(sheet.rows, start=3):
            for at, cell in enumerate(row.cells):
                look = looks.get(row.kind, looks["line"])
                if sheet.columns[at].figures and _number(cell):
                    page.write_number(down, at, int(cell), look)
                else:
                    page.write_string(down, at, cell, look)
    book.close()
    return out.getvalue()


def _sheet_name(sheet: Sheet) -> str:
    name = sheet.title[sheet.languages[0]]
    return "".join(c for c in name if c not in "[]:*?/\\'")[:SHEET_NAME]


def as_docx(sheets: Sequence[Sheet]) -> bytes:
    """Return a draft to edit, A4 lying."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    draft = Document()
    section = draft.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(20),
        Mm(12),
        Mm(14),
        Mm(14),
    )
    draft.styles["Normal"].font.size = Pt(9)
    for sheet in sheets:
        draft.add_heading(together(sheet.title, sheet.languages), level=1)
        if sheet.under:
            draft.add_paragraph(together(sheet.under, sheet.languages))
        table = draft.add_table(rows=1, cols=len(sheet.columns), style="Table Grid")
        for at, column in enumerate(sheet.columns):
            run = table.rows[0].cells[at].paragraphs[0].add_run(together(column.title, sheet.languages, "\n"))
            run.bold = True
        for row in sheet.rows:
            cells = table.add_row().cells
            for at, cell in enumerate(row.cells):
                run = cells[at].paragraphs[0].add_run(cell)
                run.italic, run.bold = row.kind == CORRECTION, row.kind == SUM
                run.font.strike = row.kind == STRUCK
        if sheet.last:
            draft.add_paragraph(together(sheet.last, sheet.languages, "\n").replace("{pages}", "____"))
    out = io.BytesIO()
    draft.save(out)
    return out.getvalue()


def made(sheets: Sequence[Sheet], form: str, created: datetime) -> bytes:
    """Return the sheets in one of the four formats."""
    if form == PDF:
        return as_pdf(sheets, created)
    if form == XLSX:
        return as_xlsx(sheets, created)
    return as_csv(sheets) if form == CSV else as_docx(sheets)
