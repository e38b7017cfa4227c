"""Signing with pens at screens: a line is noted, pages are printed, signed, scanned, compared and confirmed."""

import io

from playwright.sync_api import Page

from bitim.kernel.paper import scans
from bitim.settlements.tests import scanned
from tests.support.office import bytes_of, go, press


def scan_of(pdf: bytes) -> bytes:
    """Sign every page with a few strokes and lay it a little askew on a scanner of 120 dots an inch."""
    pages = [
        scanned.signed(page).resize((993, 1404)).rotate(0.8, fillcolor=250) for page in scans.pages_of(pdf, scans.PDF)
    ]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=120, quality=50)
    return out.getvalue()


def takes_a_pen(desk: Page, path: str, name: str) -> None:
    """Note that the person of this name signs the text at `path` (`/sign/...`) with a pen."""
    go(desk, f"{path}paper/")
    line = desk.locator("main ul.ways > li", has_text=name)
    with desk.expect_navigation():
        line.locator("form[action$='/pen/']:has(input[name=pen][value='1']) button").click()


def handed_in(desk: Page, path: str, names: list[str]) -> str:
    """Hand in the pages that came back and compare each; on them stand the signatures of `names`. Return where the
    second person looks."""
    pdf = bytes_of(desk, f"/document/{path.split('/')[2]}/pdf/")
    go(desk, f"{path}paper/")
    desk.locator("#pages").set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scan_of(pdf)})
    press(desk, desk.locator("#hand-in"))
    for number in range(1, scans.page_count(pdf, scans.PDF) + 1):
        assert desk.url.endswith(f"/{number}/"), desk.locator("main").inner_text()[:800]
        desk.locator("input[name=same]").check()
        for line in desk.locator("main fieldset:has(input[type=date])").all():
            if any(name in line.inner_text() for name in names):
                line.locator("input[name^=there-]").check()
                day = line.locator("input[type=date]")
                day.fill(day.get_attribute("max") or "")
        press(desk)
    looked = "/" + desk.url.split("/", 3)[3].split("#")[0]
    press(desk)
    return looked


def confirmed(second: Page, looked: str) -> None:
    """Look at the pages in another login and confirm."""
    go(second, looked)
    second.locator("input[name=looked]").check()
    press(second)
