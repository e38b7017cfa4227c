"""The same paper is the same file; words stay words; every letter of the six languages is a real letter."""

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.kernel.paper import plain as plain_module
from bitim.kernel.paper.model import Paper, PaperIncomplete, PaperSection
from bitim.kernel.paper.render import LAYOUTS, code_groups, paper_id, qr_svg, render, replaced_characters
from bitim.kernel.paper.words import LANGUAGE_NAMES, WORDS

from .samples import MOMENT, letter, settlement

ALPHABETS = {
    "kk": "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ",
    "ru": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "uz": "ABDEFGHIJKLMNOPQRSTUVXYZOʻGʻʼЎҚҒҲ",
    "ky": "АБВГДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ",
    "bg": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ",
}


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\xa0]+", "", text)


def sheet(text: str, *languages: str) -> Paper:
    codes = languages or ("en",)
    return Paper(
        kind="sheet",
        title=dict.fromkeys(codes, "T"),
        languages=codes,
        prevailing=codes[0],
        sections=[PaperSection(paragraphs=[dict.fromkeys(codes, text)])],
    )


def test_the_same_paper_gives_the_same_bytes() -> None:
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=5)))
    assert render(settlement(), created=MOMENT) == render(settlement(), created=elsewhere)
    assert render(settlement(), created=MOMENT) != render(settlement(), created=MOMENT + timedelta(seconds=1))


def test_another_process_in_another_place_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib\n"
        "from bitim.kernel.paper.render import render\n"
        "from bitim.kernel.paper.tests.samples import MOMENT, settlement\n"
        "sys.stdout.write(hashlib.sha256(render(settlement(), created=MOMENT)).hexdigest())"
    )
    source = str(Path(__file__).parents[4])
    environment = {"PYTHONPATH": source, "TZ": "Asia/Almaty", "PATH": os.environ["PATH"], "PYTHONHASHSEED": "7"}
    out = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert out.stdout.decode() == hashlib.sha256(render(settlement(), created=MOMENT)).hexdigest()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        render(settlement(), created=datetime(2026, 1, 1))  # noqa: DTZ001


def test_it_declares_archive_and_reading_aloud_standards() -> None:
    pdf = render(settlement(), created=MOMENT)
    metadata = pypdf.PdfReader(io.BytesIO(pdf)).xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_nothing_touches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in LAYOUTS.iterdir())
    render(letter(), created=MOMENT)
    assert list(tmp_path.iterdir()) == []
    assert sorted(path.name for path in LAYOUTS.iterdir()) == before


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_of_the_alphabet_is_printed(language: str) -> None:
    letters = ALPHABETS[language]
    both = letters + letters.lower()
    pdf = render(sheet(" ".join(both), language), created=MOMENT)
    assert squeezed(both) in squeezed(words(pdf))
    assert not replaced_characters(sheet(both, language))
    # Bold too: titles and names are bold. Index 0 of a font is the empty box; PDF/A refuses it, so rendering is proof.
    render(replace(sheet("x", language), title={language: both}), created=MOMENT)


def test_a_box_would_be_refused_were_it_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[U+4E2D]" in squeezed(words(render(sheet("中"), created=MOMENT)))
    assert replaced_characters(sheet("中")) == {"中"}
    monkeypatch.setattr("bitim.kernel.paper.render.plain", lambda text: (text, frozenset()))
    with pytest.raises(RuntimeError):
        render(sheet("中"), created=MOMENT)


@pytest.mark.parametrize(
    "said",
    [
        '#read("/etc/passwd")',
        "$x^2$ \\ @who *not bold* _not_ `raw` <label> = no heading",
        "#{panic()} ]#panic()[ \"quoted\" 'single' // not a comment /* nor this */",
        "https://example.org/~x -- --- ... \\u{41} %PDF-1.7 endobj",
    ],
)
def test_markup_in_words_stays_words(said: str) -> None:
    assert squeezed(said) in squeezed(words(render(sheet(said), created=MOMENT)))


def test_hidden_and_reversing_characters_are_dropped() -> None:
    said = "pay \u202e0001\u202c now\x00\x07\ud800\ufeff\u2066"
    assert plain_module.plain(said) == ("pay 0001 now", frozenset())


def test_a_number_is_not_cut_between_lines() -> None:
    assert plain_module.plain("1 200 000 tenge in 12 days, 10 2026")[0] == "1\xa0200\xa0000 tenge in 12 days, 10 2026"


def test_arabic_script_is_printed() -> None:
    said = "السلام عليكم — قازاق تىلى"
    assert not replaced_characters(sheet(said))
    assert render(sheet(said, "ar"), created=MOMENT).startswith(b"%PDF")


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=120),
    st.text(alphabet="#$\\@[]{}()*_`<>=/\"'~-+%&\n\t\x00\u0301\u0654\u200d\u200f اқa1", max_size=60),
)
def test_no_text_breaks_a_paper(one: str, two: str) -> None:
    said = f"x{one}\n{two}"
    pdf = render(replace(sheet(said), title={"en": "T" + two}, number=one[:20]), created=MOMENT)
    assert pdf.startswith(b"%PDF") and pdf.rstrip().endswith(b"%%EOF")


@pytest.mark.slow
def test_a_hundred_kilobytes_stay_on_the_page() -> None:
    said = ("Көршілер келісті. " * 3000) + "ә" * 4000
    pages = pypdf.PdfReader(io.BytesIO(render(sheet(said, "kk", "ru"), created=MOMENT))).pages
    assert len(said.encode()) > 100_000
    assert sum(page.extract_text().count("ә") for page in pages) >= 8000


def test_a_long_run_breaks_inside_its_column_and_an_address_stays_whole() -> None:
    assert plain_module.plain("Ж" * 30)[0].index(plain_module.BREAK_HERE) == 24
    assert plain_module.plain("қанағаттандырылмағандықтарыңыздан")[0].isalpha()
    address = "https://bitim.example.kz/a/very/long/address/0123456789"
    assert address in words(render(letter(verify_url=address), created=MOMENT))


def test_the_qr_code_holds_the_address() -> None:
    svg = qr_svg("https://bitim.example.kz/v/7k2m")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    assert all(4 <= x < side - 4 and 4 <= y < side - 4 for x, y in dark)  # the quiet zone scanners need
    for left, top in ((4, 4), (side - 11, 4), (4, side - 11)):  # the three finder squares
        assert all((left + step, top) in dark and (left, top + step) in dark for step in range(7))
    assert svg != qr_svg("https://bitim.example.kz/v/7k2n")


@pytest.mark.parametrize("languages", [("kk",), ("kk", "ru"), ("kk", "ru", "en"), tuple(ALPHABETS)])
def test_each_number_of_languages_has_its_layout(languages: tuple[str, ...]) -> None:
    paper = replace(
        sheet("x", *languages),
        sections=[PaperSection(number="1", paragraphs=[{code: f"clause-{code}" for code in languages}])],
    )
    text = words(render(paper, created=MOMENT))
    assert all(f"clause-{code}" in text for code in languages)
    assert ("Қазақша" in text) == (len(languages) > 2)


def test_pages_are_counted_and_marked() -> None:
    pdf = render(settlement(), created=MOMENT)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Страница {number} из 2" in text
        assert paper_id(settlement(), created=MOMENT) in text
        assert "Непроверенный образец" in text


@pytest.mark.slow
def test_signatures_never_stand_on_a_page_alone() -> None:
    for lines in range(0, 30, 3):
        extra = PaperSection(
            number="9", paragraphs=[dict.fromkeys(("kk", "ru"), f"line {n}") for n in range(lines + 1)]
        )
        paper = replace(settlement(notes=[]), sections=[*settlement().sections, extra])
        page = next(
            page
            for page in pypdf.PdfReader(io.BytesIO(render(paper, created=MOMENT))).pages
            if "Өтегенова Әсел Нұрланқызы" in page.extract_text()
        )
        text = page.extract_text()
        assert f"line {lines}" in text and "Серікбаева Гүлмира" in text


def test_the_letter_is_one_page_and_groups_its_code() -> None:
    longer = letter().sections[0].paragraphs * 2
    for paper in (letter(), letter(sections=[PaperSection(paragraphs=longer)])):
        pages = pypdf.PdfReader(io.BytesIO(render(paper, created=MOMENT))).pages
        assert len(pages) == 1
        assert "H7KM2QXR9TBW" in squeezed(pages[0].extract_text())
    assert code_groups("H7KM-2QXR-9TBW") == ["H7KM", "2QXR", "9TBW"]


def test_the_paper_id_follows_the_words_and_never_the_codes() -> None:
    same = paper_id(letter(), created=MOMENT)
    assert paper_id(letter(verify_code="AAAA-AAAA-AAAA", verify_url="https://x.example/y"), created=MOMENT) == same
    assert paper_id(letter(number="2"), created=MOMENT) != same


def test_a_clause_missing_in_one_language_cannot_become_a_paper() -> None:
    with pytest.raises(PaperIncomplete, match="section 1, paragraph 1: no text in ru"):
        settlement(sections=[PaperSection(paragraphs=[{"kk": "бар"}])])
    with pytest.raises(PaperIncomplete, match="prevailing"):
        settlement(prevailing="en")


def test_layout_words_exist_in_all_six_languages() -> None:
    for table in (*WORDS.values(), *LANGUAGE_NAMES.values(), LANGUAGE_NAMES):
        assert set(table) == set(ALPHABETS)


def test_fonts_are_the_ones_listed_and_small() -> None:
    listed = (plain_module.FONTS / "README.md").read_text(encoding="utf-8")
    files = sorted(plain_module.FONTS.glob("*.ttf"))
    assert [path.name for path in files] == sorted(name for family in plain_module.FAMILIES for name in family)
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() in listed for path in files)
    assert sum(path.stat().st_size for path in files) < 1_500_000
