"""Take the pictures of README.md anew, from the demo as a person starts it.

    python tools/pictures.py        writes docs/pictures/*.png; needs the system's Chromium

Three looks: my case on a phone in Kazakh, a private room on a phone in Russian, the mediator's table on a desk.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 860}
PIN = "5937"


def come_in(browser: Browser, said: str, name: str, size: dict[str, int], language: str) -> Page:
    """Return the page of a person of the demo after their door: link, second thing, PIN."""
    found = re.search(rf"{name}.*?: (http\S+)(?:\s+\(asks: (\d+)\))?", said)
    if found is None:
        sys.exit(f"The demo has no {name}.")
    page = browser.new_context(viewport=size, locale=language, color_scheme="light").new_page()  # type: ignore[arg-type]
    page.goto(found[1])
    if found[2]:
        page.fill("input[name=answer]", found[2])
        page.click("main button.main")
        if page.locator("input[name=pin]").count():
            page.fill("input[name=pin]", PIN)
            page.fill("input[name=again]", PIN)
            page.click("main button.main")
            page.click("main a.main")
    return page


def main() -> None:
    """Start the demo, walk in three times, keep three pictures."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from tests.support import browser as browsers
    from tests.support.server import serve_demo

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serve_demo(Path(folder)) as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.executable(), args=browsers.flags())
        said = demo.said()
        mine = come_in(browser, said, "Айгерім Оспанова", PHONE, "kk")
        mine.screenshot(path=PICTURES / "my-case-kk.png")
        room = come_in(browser, said, "Виктор Ким", PHONE, "ru")
        room.locator("main a[href^='/room/']").first.click()
        room.screenshot(path=PICTURES / "room-ru.png")
        table = come_in(browser, said, "mediator Сәуле Ахметова", DESK, "ru")
        table.goto(table.url.split("/", 3)[0] + "//" + table.url.split("/")[2] + "/cases/")
        table.locator("main a[href^='/case/']").first.click()
        table.screenshot(path=PICTURES / "table-ru.png")
        browser.close()


if __name__ == "__main__":
    main()
