"""A book or a report says the same in every format: each row and each cell of it, corrections and sums among them; and
the year's book is printed on A4 lying, in Kazakh and Russian."""

import csv
import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pytest
from docx import Document as Docx
from pypdf import PdfReader

from bitim.demo.cast import Cast
from bitim.journal import actions, books, queries, sheets, tables
from bitim.journal.counting import Period
from bitim.journal.sheets import Sheet
from bitim.journal.tests.conftest import line_of, open_one, talk
from bitim.kernel import clock
from bitim.people.models import Centre

pytestmark = pytest.mark.django_db
SPREAD = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Rows = list[tuple[str, ...]]
A4_LYING = (297, 210)  # millimetres
POINTS = 72 / 25.4


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """An office with a corrected case, one struck out, papers and talks."""
    Centre.objects.system().filter(pk=cast.centre.pk).update(languages=["kk", "ru"])
    cast.centre.refresh_from_db()
    who, first = cast.as_coordinator, line_of(cast.case.pk)
    actions.correct_line(first, actor=who, why="slip", kind="family", agreed=clock.today())
    actions.correct_line(first, actor=who, why="other", emptied=["agreed"])
    actions.strike_line(line_of(open_one(cast.centre, "10000002").pk), actor=who, why="twice")
    open_one(cast.centre, "10000003", "land_water")
    actions.write_paper(cast.centre, actor=who, book="incoming", subject="letter", whom="=Сот; бөлімі", theirs="-7")
    talk(cast)
    actions.strike_consultation(talk(cast, channel="phone").pk, actor=who, why="twice")
    return cast


def made(cast: Cast) -> dict[str, list[Sheet]]:
    who, year = cast.as_coordinator, line_of(cast.case.pk).year
    found = {book: [books.sheet_of(queries.book_for(who, book, year))] for book in ("cases", "incoming", "outgoing")}
    report = queries.report_for(who, Period(year))
    return found | {"report": tables.report_sheets(report, cast.centre, queries.places_for(who, ended=True))}


def wanted(made: list[Sheet]) -> Rows:
    """Return the rows as they should stand; a cell that a program would count as a formula is told by its mark."""
    return [tuple(plain(cell) for cell in row.cells) for sheet in made for row in sheet.rows]


def plain(cell: str) -> str:
    return " ".join(cell.split())


def in_csv(data: bytes, made: list[Sheet]) -> Rows:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    found: Rows = []
    for sheet in made:
        rows = rows[2:]  # what it is, and the headings
        found += [tuple(plain(cell.removeprefix("'")) for cell in row) for row in rows[: len(sheet.rows)]]
        rows = rows[len(sheet.rows) + 1 :]
    return found


def in_xlsx(data: bytes, made: list[Sheet]) -> Rows:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        strings = ["".join(one.itertext()) for one in ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))]
        pages = [packed.read(f"xl/worksheets/sheet{n}.xml") for n in range(1, len(made) + 1)]
    found: Rows = []
    for page in pages:
        for row in list(ElementTree.fromstring(page).iter(f"{SPREAD}row"))[3:]:  # title, time, headings
            cells = [(cell.get("t"), cell.findtext(f"{SPREAD}v") or "") for cell in row]
            found.append(tuple(plain(strings[int(value)] if kind == "s" else value) for kind, value in cells))
    return found


def in_docx(data: bytes, made: list[Sheet]) -> Rows:
    rows = [[cell.text for cell in row.cells] for table in Docx(io.BytesIO(data)).tables for row in table.rows[1:]]
    widths = [len(row.cells) for sheet in made for row in sheet.rows]
    return [tuple(plain(cell) for cell in row[:wide]) for row, wide in zip(rows, widths, strict=True)]


@pytest.mark.parametrize("what", ["cases", "incoming", "outgoing", "report"])
def test_every_format_has_the_same_rows(lived: Cast, what: str):
    own = made(lived)[what]
    rows = wanted(own)
    if what == "cases":
        assert [len(row) for row in rows].count(2) == 3, "the corrections are there to be compared"
    for form, read in (("csv", in_csv), ("xlsx", in_xlsx), ("docx", in_docx)):
        assert read(sheets.made(own, form, clock.now()), own) == rows, form
    pages = PdfReader(io.BytesIO(sheets.made(own, "pdf", clock.now()))).pages
    printed = words_of(" ".join(page.extract_text() for page in pages))
    assert words_of(" ".join(cell for row in rows for cell in row)) - printed == Counter()


def words_of(text: str) -> Counter[str]:
    """Count the words and figures: on paper a cell's lines stand beside those of the next cell."""
    return Counter(re.findall(r"\w+", re.sub(r"[-\u00ad\u2010]\s*\n", "", text)))


def test_the_years_book_is_printed_on_a4_lying_in_kazakh_and_russian(lived: Cast):
    (sheet,) = made(lived)["cases"]
    pages = PdfReader(io.BytesIO(sheets.made([sheet], "pdf", clock.now()))).pages
    for page in pages:
        assert (round(page.mediabox.width / POINTS), round(page.mediabox.height / POINTS)) == A4_LYING
    first = pages[0].extract_text()
    assert sheet.languages == ("kk", "ru")
    for language in sheet.languages:
        assert sheet.title[language] in plain(first)
        for column in sheet.columns:
            assert words_of(column.title[language]) - words_of(first) == Counter(), column.title[language]
    last = words_of(pages[-1].extract_text())
    for language in sheet.languages:
        said = sheet.last[language].replace("{pages}", str(len(pages)))
        assert words_of(said) - last == Counter()
