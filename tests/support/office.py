"""What people do at screens, for browser stories: fill a form by the names of its fields and press its main button."""

import base64
import io
import re

from playwright.sync_api import Locator, Page
from pypdf import PdfReader

SEND_BESIDE = """async () => {
  const form = document.querySelector("main form");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
}"""
TAKE = """async (path) => {
  const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
  return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
}"""
CODE = re.compile(r"\b(\d{4}[ \u00a0]\d{4}[ \u00a0]\d{4})\b")
SIGNING_CODE = re.compile(r"\b(\d{4}[ \u00a0]?\d{4})\b")


def fill(page: Page, **fields: str) -> None:
    """Fill fields by name (`__` stands for `-`): text, choice, list or tick."""
    for name, value in fields.items():
        named = name.replace("__", "-")
        one = page.locator(f"main [name='{named}'], form.composer [name='{named}']")
        kind = one.first.get_attribute("type") or one.first.evaluate("e => e.tagName").lower()
        if kind in ("radio", "checkbox"):
            page.locator(f"main [name='{named}'][value='{value}']").check()
        elif kind == "select":
            one.select_option(value)
        else:
            one.first.fill(value)


def press(page: Page, form: Locator | None = None, *, name: str = "", value: str = "") -> None:
    """Press the main button of a form (or the one of this name and value) and wait for the page that follows."""
    within = form or page.locator("main")
    button = f"button[name='{name}'][value='{value}']" if name else "button.main"
    with page.expect_navigation():
        within.locator(button).last.click()


def go(page: Page, path: str) -> None:
    """Open an address of the same host."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, (path, answer.status, page.locator("main").inner_text()[:300])


def come_in(page: Page, link: str, answer: str, pin: str = "4827") -> str:
    """Open a door by its link, choose a PIN, and return the code for coming back."""
    go(page, link)
    fill(page, answer=answer)
    press(page)
    fill(page, pin=pin, again=pin)
    press(page)
    return _way_back(page)


def come_in_by_code(page: Page, code: str, answer: str, pin: str = "4827") -> None:
    """Open a door by the code from a letter, choose a PIN and go on."""
    go(page, "/code/")
    fill(page, code=code, answer=answer)
    press(page)
    fill(page, pin=pin, again=pin)
    press(page)
    _way_back(page)


def _way_back(page: Page) -> str:
    found = CODE.search(page.locator("main").inner_text())
    onward = page.locator("main a.main, main form button.main")
    if onward.count():
        with page.expect_navigation():
            onward.first.click()
    return found.group(1) if found else ""


def letter(page: Page, path: str) -> tuple[str, str]:
    """Print the letter of an invitation as the coordinator does; return (its text, the code on it)."""
    go(page, path)
    # The browser would show the PDF in its own viewer: the same form is sent beside it, to read the bytes.
    data = base64.b64decode(page.evaluate(SEND_BESIDE))
    text = text_of(data)
    code = CODE.search(text)
    assert code, text
    return text, code.group(1)


def case_of(page: Page) -> str:
    """Return the id of the case in the page's address or links."""
    places = [page.url, *(link.get_attribute("href") or "" for link in page.locator("main a").all())]
    for place in places:
        found = re.search(r"/case/([0-9a-f-]{36})/", place)
        if found:
            return found.group(1)
    raise AssertionError(f"no case on {page.url}")


def paths(page: Page, start: str) -> list[str]:
    """Return the addresses of links in the page that begin so, each once, in order."""
    found = [link.get_attribute("href") or "" for link in page.locator("main a").all()]
    return list(dict.fromkeys(one for one in found if one.startswith(start)))


def bytes_of(page: Page, path: str) -> bytes:
    """Return what a download of the same person holds."""
    return base64.b64decode(page.evaluate(TAKE, path))


def text_of(pdf: bytes) -> str:
    """Return the words of a paper."""
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
