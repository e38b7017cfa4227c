"""Pens at screens: a final text printed, signed with strokes on its pages, scanned askew, compared and confirmed."""

import io

from playwright.sync_api import Page

from bitim.kernel.paper import scans
from bitim.settlements.tests import scanned
from tests.support.office import go, press


def scan_of(pdf: bytes) -> bytes:
    """Sign every page with a few strokes, lay it askew on a scanner of 120 dots an inch, upside down."""
    pages = [
        scanned.signed(page).resize((993, 1404)).rotate(178.5, fillcolor=250) for page in scans.pages_of(pdf, scans.PDF)
    ]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=list(reversed(pages[1:])), resolution=120, quality=50)
    return out.getvalue()


def everybody_by_pen(page: Page, paper: str) -> int:
    """Choose the pen for everybody who signs; return how many they are."""
    go(page, paper)
    wanted = page.locator("main form[action$='/pen/']:has(input[name=pen][value='1']) button")
    count = 0
    while wanted.count():
        press_one(page, wanted.first)
        count += 1
    return count


def press_one(page: Page, button: object) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        button.click()  # type: ignore[attr-defined]


def handed_in(page: Page, paper: str, pdf: bytes) -> None:
    """Hand the signed pages in as one file."""
    go(page, paper)
    page.locator("#pages").set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scan_of(pdf)})
    press(page, page.locator("#hand-in"))


def compared(page: Page, count: int) -> None:
    """Go through the pages one by one, say whose signatures are there, and give them to a second person."""
    for _number in range(count):
        page.locator("input[name=same]").check()
        for box in page.locator("input[name^=there-]").all():
            box.check()
        for day in page.locator("input[type=date]").all():
            day.fill(day.get_attribute("max") or "")
        press(page)
    press(page)


def confirmed(page: Page, paper: str) -> None:
    """Look and confirm, as a second person in another login."""
    go(page, paper)
    press_one(page, page.locator("main a.main").first)
    page.locator("input[name=looked]").check()
    press(page)
