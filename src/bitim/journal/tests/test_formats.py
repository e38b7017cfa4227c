"""Patterns of numbers: no two numbers of a book may look alike. Cells of files: nothing is counted as a formula."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.journal import formats
from bitim.journal.sheets import Sheet, as_csv, as_xlsx, harmless
from bitim.kernel import clock
from bitim.kernel.paper.table import TableColumn, TableRow

GOOD = ["{number}/{year}", "{number}/{year}-М", "{centre}-{number}/{year}", "№ {number} ({year})", "Вх-{number}.{year}"]


@pytest.mark.parametrize("pattern", GOOD)
def test_a_usual_pattern_is_good(pattern: str):
    assert formats.trouble(pattern, "АЛ") == ""


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{number}", formats.NO_YEAR),
        ("{year}", formats.NO_NUMBER),
        ("{number}{year}", formats.TOUCHING),
        ("1{number}/{year}", formats.TOUCHING),
        ("{number}/{year}0", formats.TOUCHING),
        ("{centre}{number}/{year}", formats.TOUCHING),
        ("{number}/{year}/{number}", formats.TWICE),
        ("{number}/{month}", formats.UNKNOWN_HOLE),
        ("{number}/{year}<b>", formats.STRANGE),
        ("{number}/{year}{", formats.STRANGE),
        ("{number}/{year}" + "-" * 20, formats.LONG),
    ],
)
def test_a_pattern_that_would_mislead_is_not_taken(pattern: str, why: str):
    assert formats.trouble(pattern, "АЛ") == why


def test_a_sign_that_the_centre_does_not_have():
    assert formats.trouble("{centre}-{number}/{year}", "") == formats.NO_CODE


PARTS = st.lists(st.sampled_from(["{number}", "{year}", "{centre}", "/", "-", "1", "М", " "]), max_size=6).map("".join)
DATED = st.tuples(st.integers(1, 3000), st.integers(2024, 2031))


@given(PARTS, DATED, DATED)
def test_no_two_numbers_look_alike(pattern: str, one: tuple[int, int], other: tuple[int, int]):
    if formats.trouble(pattern, "7А7") or one == other:
        return
    written = [formats.written(pattern, number=number, year=year, code="7А7") for number, year in (one, other)]
    assert written[0] != written[1]


@pytest.mark.parametrize("cell", ["=1+1", "+7 701", "-x", "@cmd", "\t=1", "＝1+1"])
def test_no_cell_is_a_formula(cell: str):
    sheet = Sheet({"en": "T"}, ("en",), (TableColumn({"en": "A"}),), (TableRow((cell,)),))
    rows = list(
        csv.reader(io.StringIO(as_csv([replace(sheet, under={"en": cell})]).decode("utf-8-sig")), delimiter=";")
    )
    assert rows[0][1].startswith("'")
    row = list(csv.reader(io.StringIO(as_csv([sheet]).decode("utf-8-sig")), delimiter=";"))[-1]
    assert row[0].startswith("'")
    with zipfile.ZipFile(io.BytesIO(as_xlsx([sheet], clock.now()))) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    assert harmless("-5") == "-5"
