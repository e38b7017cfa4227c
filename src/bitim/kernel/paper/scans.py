"""Scans of signed papers: their pages as pictures, and what the mark in each page's foot says.

Pure library code over PDFium and ZXing. It meets only files that `bitim.kernel.files` has cleaned, renders no picture
larger than `SIDE_MOST`, and never looks at what a page says: whether the words are the same, people compare.
"""

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

from bitim.kernel.paper.marks import Mark, mark_of

PDF = "application/pdf"
# Pages of one upload, whatever the number of files: no paper of ours comes near it.
PAGES_MOST = 60
# Dots on the longer side: an A4 page at 200 dots an inch is 2340 high.
SIDE_MOST = 2400
SHOWN_SIDE = 1400
DOTS = 200
QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# PDFium keeps what it works on in one place for the whole process: one thread at a time.
_pdfium = threading.Lock()
# Below this share of dark dots in the middle of a page, and without a mark, nothing stands on it: the back of a sheet.
_DARK, _BLANK = 160, 0.0008

Reading = Literal["mark", "none", "several", "blank"]


class Unreadable(Exception):
    """The bytes are no picture and no PDF that opens."""


class TooManyPages(Exception):
    """More pages than any paper of ours has."""


@dataclass(frozen=True)
class PageRead:
    """What the machine found on one page. `turn`: by how many degrees, clockwise, the picture has to be turned."""

    reading: Reading
    mark: Mark | None = None
    turn: int = 0


def page_count(data: bytes, media_type: str) -> int:
    """Return how many pages a file has; a picture is one. Raises Unreadable."""
    if media_type != PDF:
        return 1
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise Unreadable from None
        try:
            return len(document)
        finally:
            document.close()


def pages_of(data: bytes, media_type: str, most: int = PAGES_MOST) -> Iterator[Image.Image]:
    """Yield the pages of a file as grey pictures, in its order. Raises Unreadable, TooManyPages before the first."""
    count = page_count(data, media_type)
    if count > most:
        raise TooManyPages
    for index in range(count):
        yield picture(data, media_type, index).convert("L")


def picture(data: bytes, media_type: str, index: int = 0, side: int = SIDE_MOST) -> Image.Image:
    """Return one page of a file, no larger than `side` dots. Raises Unreadable."""
    try:
        return _pdf_page(data, index, side) if media_type == PDF else _photo(data, side)
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, IndexError, MemoryError):
        raise Unreadable from None


def _pdf_page(data: bytes, index: int, side: int) -> Image.Image:
    with _pdfium:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[index]
            longer = max(*page.get_size(), 1.0)
            drawn: Image.Image = page.render(scale=min(DOTS / 72, side / longer), may_draw_forms=False).to_pil()
            return drawn.convert("RGB")
        finally:
            document.close()


def _photo(data: bytes, side: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        opened.draft("RGB", (side, side))
        taken = ImageOps.exif_transpose(opened)
        if taken.mode in ("RGBA", "LA", "P"):
            taken = taken.convert("RGBA")
            paper = Image.new("RGBA", taken.size, "white")
            paper.alpha_composite(taken)
            taken = paper
        taken = taken.convert("RGB")
        taken.thumbnail((side, side))
        return taken


def read_page(page: Image.Image) -> PageRead:
    """Return what the mark of a page says, however the page lies. Tried as it is, then with more contrast and finer."""
    grey = page.convert("L")
    for attempt in _attempts(grey):
        found = _marks_on(attempt)
        if len({mark for mark, _turn in found}) > 1:
            return PageRead("several")
        if found:
            return PageRead("mark", *found[0])
    return PageRead("blank" if _is_blank(grey) else "none")


def _attempts(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    yield ImageOps.autocontrast(grey, cutoff=2)
    if max(grey.size) < SIDE_MOST:
        yield grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)


def _marks_on(grey: Image.Image) -> list[tuple[Mark, int]]:
    found = []
    for code in zxingcpp.read_barcodes(grey, formats=QR_CODES):
        mark = mark_of(code.text)
        if mark is not None:
            found.append((mark, -90 * round(code.orientation / 90) % 360))
    return found


def _is_blank(grey: Image.Image) -> bool:
    """Tell whether nothing stands in the middle of a page; its edges are shadows of the scanner."""
    width, height = grey.size
    inner = grey.crop((width // 12, height // 12, width - width // 12, height - height // 12)).resize((400, 560))
    dark = sum(inner.histogram()[:_DARK])
    return dark / (400 * 560) < _BLANK


def shown(page: Image.Image, turn: int = 0, side: int = SHOWN_SIDE) -> bytes:
    """Return a page as a JPEG for the screen, turned upright."""
    upright = page.rotate(-turn, expand=True) if turn else page
    upright = upright.convert("RGB")
    upright.thumbnail((side, side))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80)
    return out.getvalue()


# --- comparing what was read with the paper that was frozen ----------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """Why a set of pages is refused. `key`: foreign, doubled, missing, several, too_many. `at`: the place of the
    picture in the upload, from 1 (0: of none); `page`: the page of the paper."""

    key: str
    at: int = 0
    page: int = 0


@dataclass(frozen=True)
class Place:
    """Where a picture of the upload belongs. `at`: its place in the upload, from 1; `read`: by its mark, or only by
    what is left over - then somebody has to compare it with the original."""

    at: int
    page: int
    read: bool
    turn: int


@dataclass(frozen=True)
class Report:
    """What the machine says of an upload: a place for each page, or why not. `blank`: empty backs left out."""

    places: tuple[Place, ...] = ()
    faults: tuple[Fault, ...] = ()
    blank: int = 0


def compare(read: Sequence[PageRead], *, paper: str, pages: int) -> Report:
    """Put the pages of an upload, in whatever order they came, to the pages of a paper.

    A page of any other paper, a page that came twice and a page that did not come are refused. A page whose mark
    cannot be read may take a place that is left over, in the order of the upload.
    """
    faults: list[Fault] = []
    placed: dict[int, Place] = {}
    unread: list[tuple[int, PageRead]] = []
    for at, one in enumerate(read, start=1):
        if one.reading == "several":
            faults.append(Fault("several", at))
        elif one.reading == "none":
            unread.append((at, one))
        elif one.mark is not None and (one.mark.paper != paper or one.mark.pages != pages):
            faults.append(Fault("foreign", at, one.mark.page))
        elif one.mark is not None and one.mark.page in placed:
            faults.append(Fault("doubled", at, one.mark.page))
        elif one.mark is not None:
            placed[one.mark.page] = Place(at, one.mark.page, True, one.turn)
    left = [page for page in range(1, pages + 1) if page not in placed]
    if not faults:
        faults += [Fault("missing", 0, page) for page in left[len(unread) :]]
        faults += [Fault("too_many", at) for at, _one in unread[len(left) :]]
    for (at, one), page in zip(unread, left, strict=False):
        placed[page] = Place(at, page, False, one.turn)
    blank = sum(one.reading == "blank" for one in read)
    if faults:
        return Report(faults=tuple(faults), blank=blank)
    return Report(tuple(placed[page] for page in sorted(placed)), blank=blank)
