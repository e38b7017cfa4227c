"""Scans as offices make them: whatever lies which way, each page is found, and what does not belong is named."""

import io

import pytest
from PIL import Image, ImageFilter

from bitim.kernel.paper import scans
from bitim.kernel.paper.marks import Mark, mark_of, mark_words
from bitim.kernel.paper.render import paper_id, printed
from bitim.kernel.paper.scans import Fault, PageRead

from .samples import MOMENT, letter, settlement


@pytest.fixture(scope="module")
def paper():
    return printed(settlement(), created=MOMENT)


@pytest.fixture(scope="module")
def pages(paper):
    """Return the pages at 200 dots an inch, grey; every scan below is made from them."""
    return [page.convert("L") for page in scans.pages_of(paper.pdf, scans.PDF)]


def at(page, dots):
    return page.resize((int(8.27 * dots), int(11.69 * dots)), Image.Resampling.BILINEAR)


def jpeg(page, quality):
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return out.getvalue()


def turned(page, degrees):
    return page.rotate(degrees, expand=degrees % 90 == 0, fillcolor=245, resample=Image.Resampling.BILINEAR)


def photographed(page):
    """Return a page as a telephone held aslant takes it: narrower at the top, shaded at one side, a little blurred."""
    across, down = page.size
    aslant = page.transform(
        (across, down),
        Image.Transform.QUAD,
        (-60, -30, -10, down + 40, across + 30, down + 10, across + 110, -70),
        Image.Resampling.BILINEAR,
        fillcolor=120,
    )
    shade = Image.linear_gradient("L").rotate(90).resize((across, down)).point(lambda dot: 150 + dot * 105 // 255)
    return Image.composite(aslant, Image.new("L", page.size, 0), shade).filter(ImageFilter.GaussianBlur(0.8))


def test_the_mark_names_the_paper_and_the_page_and_nothing_else(paper):
    assert mark_words(Mark("03fc46b53702f08f", 2, 14)) == "BITIM1/03FC46B53702F08F/2/14"
    assert paper.id == paper_id(settlement(), created=MOMENT).replace(" ", "")
    assert (paper.pages, paper.signing_pages) == (2, (2,))
    for words in (
        "",
        "BITIM1/03FC/1/2",
        "BITIM1/03FC46B53702F08F/3/2",
        "BITIM2/03FC46B53702F08F/1/2",
        "https://x.example/",
    ):
        assert mark_of(words) is None


def test_every_page_carries_its_own_mark(paper, pages):
    for number, page in enumerate(pages, start=1):
        assert scans.read_page(page).mark == Mark(paper.id, number, 2)


def test_a_letter_carries_none():
    (page,) = scans.pages_of(printed(letter(), created=MOMENT).pdf, scans.PDF)
    assert scans.read_page(page).mark is None


@pytest.mark.parametrize("dots", [100, 150, 200])
def test_office_scanners_of_any_direction(paper, pages, dots):
    small = at(pages[1], dots)
    for degrees in (0, 90, 180, 270, 3, -3):
        scan = scans.picture(jpeg(turned(small, degrees), 40), "image/jpeg")
        found = scans.read_page(scan)
        assert found.mark == Mark(paper.id, 2, 2), (dots, degrees)
        assert found.turn == (degrees if degrees % 90 == 0 else 0)


def test_a_page_is_shown_upright(pages):
    small = at(pages[0], 100)
    for degrees in (0, 90, 180, 270):
        scan = turned(small, degrees)
        upright = Image.open(io.BytesIO(scans.shown(scan, scans.read_page(scan).turn))).convert("L")
        assert upright.size[0] < upright.size[1]
        foot = upright.crop((0, int(upright.height * 0.88), upright.width, upright.height))
        head = upright.crop((0, 0, upright.width, int(upright.height * 0.03)))
        assert sum(foot.histogram()[:90]) > sum(head.histogram()[:90])


def test_a_photograph_held_aslant(paper, pages):
    assert scans.read_page(photographed(at(pages[0], 150))).mark == Mark(paper.id, 1, 2)


def test_two_pages_in_one_picture_are_not_one(pages):
    both = Image.new("L", (1654, 1170), 255)
    for n, page in enumerate(pages):
        both.paste(at(page, 100), (n * 827, 0))
    assert scans.read_page(both).reading == "several"


def test_an_empty_page_and_a_page_without_its_foot(pages):
    assert scans.read_page(Image.new("L", (827, 1169), 250)).reading == "blank"
    cut = at(pages[0], 100).crop((0, 0, 827, 1000))
    assert scans.read_page(cut).reading == "none"


def test_a_page_of_one_short_line_is_not_empty():
    """What is left out is never something that was written."""
    page = Image.new("L", (827, 1169), 255)
    page.paste(20, (200, 600, 420, 604))
    assert scans.read_page(page).reading == "none"


# --- putting pages to their places -----------------------------------------------------------------------------------

PAPER = "a" * 16


def page(number, paper=PAPER, pages=3):
    return PageRead("mark", Mark(paper, number, pages))


NONE, BLANK, SEVERAL = PageRead("none"), PageRead("blank"), PageRead("several")


def places(*read):
    return [(one.at, one.page, one.read) for one in scans.compare(read, paper=PAPER, pages=3).places]


def faults(*read):
    return set(scans.compare(read, paper=PAPER, pages=3).faults)


def test_any_order_is_put_right():
    assert places(page(3), page(1), page(2)) == [(2, 1, True), (3, 2, True), (1, 3, True)]


def test_empty_backs_are_left_out():
    assert places(page(1), BLANK, page(2), BLANK, page(3), BLANK) == [(1, 1, True), (3, 2, True), (5, 3, True)]
    assert scans.compare([page(1), BLANK, page(2), page(3)], paper=PAPER, pages=3).blank == 1


def test_a_page_that_cannot_be_read_takes_a_place_that_is_left():
    assert places(page(1), NONE, page(3)) == [(1, 1, True), (2, 2, False), (3, 3, True)]


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ((page(1), page(3)), {Fault("missing", 0, 2)}),
        ((page(1), page(2), page(2), page(3)), {Fault("doubled", 3, 2)}),
        ((page(1), page(2, paper="b" * 16), page(3)), {Fault("foreign", 2, 2)}),
        ((page(1), page(2), page(3, pages=4)), {Fault("foreign", 3, 3)}),
        ((page(1), SEVERAL, page(3)), {Fault("several", 2)}),
        ((page(1), page(2), page(3), NONE), {Fault("too_many", 4)}),
        ((), {Fault("missing", 0, 1), Fault("missing", 0, 2), Fault("missing", 0, 3)}),
        ((NONE,), {Fault("missing", 0, 2), Fault("missing", 0, 3)}),
    ],
)
def test_what_does_not_belong_is_named(read, found):
    assert faults(*read) == found
    assert places(*read) == []


def test_a_pdf_of_two_hundred_pages_is_not_looked_into():
    out = io.BytesIO()
    sheet = Image.new("1", (8, 8), 1)
    sheet.save(out, "PDF", save_all=True, append_images=[sheet] * 199)
    with pytest.raises(scans.TooManyPages):
        next(scans.pages_of(out.getvalue(), scans.PDF))


def test_a_page_of_a_kilometre_is_drawn_small():
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    pdf += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000000 1000]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    assert max(scans.picture(pdf, scans.PDF).size) <= scans.SIDE_MOST


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\xff\xd8\xff broken"])
def test_what_is_no_picture_is_said_to_be_none(data):
    kind = scans.PDF if data[:4] == b"%PDF" else "image/jpeg"
    with pytest.raises(scans.Unreadable):
        list(scans.pages_of(data, kind))
