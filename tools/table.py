"""Visits of the table of pages: where they lead in a demo that runs, and what is done there first."""

import argparse
import base64
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page
from tools import pages

HERE = Path(__file__).resolve().parent
CODE = re.compile(r"(?m)^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$")
FETCH = """async address => {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return btoa(Array.from(bytes, one => String.fromCharCode(one)).join(""));
}"""
_found: dict[str, dict[str, str]] = {"places": {}, "facts": {}, "refusals": {}}


@dataclass(frozen=True)
class Visit:
    """One page to look at: an address, perhaps steps to take there, or a page that its handler made."""

    name: str
    place: str
    steps: str = ""
    status: str = ""

    @property
    def is_paper(self) -> bool:
        """Tell whether this is a PDF."""
        return self.status == "paper"

    def open(self, page: Page, base: str, language: str) -> int:
        """Bring the page up; return what the house answered at first."""
        if self.status:
            html = _found["refusals"][f"{self.status}-{language}"]
            page.route(base + self.place, lambda route: route.fulfill(body=html, content_type="text/html"))
        answer = page.goto(base + self.place)
        for step in filter(None, (one.strip() for one in self.steps.split(" ; "))):
            _take(page, step)
        return int(self.status or (answer.status if answer else 0))


def _take(page: Page, step: str) -> None:
    what, _, rest = step.partition(" ")
    if what == "fill":
        selector, _, words = rest.partition(" := ")
        page.locator(selector).first.fill(words)
    elif what == "press":
        page.evaluate("document.querySelectorAll('form').forEach(one => one.noValidate = true)")
        page.locator(rest).first.click()
        page.wait_for_timeout(900)  # some forms are sent by script and never navigate
        page.wait_for_load_state()
    elif what == "download":
        page.locator(rest).first.click()
        page.wait_for_timeout(6000)  # a paper is set, and given as a file: the page stays
    elif what == "forget":
        page.context.clear_cookies(name=re.compile(rest))
    elif what == "pin":
        page.fill("input[name=pin]", rest)
        page.fill("input[name=again]", rest)
        _take(page, "press main button.main")
    elif what == "enter":
        code, _, answer = rest.partition(" ")
        page.fill("input[name=code]", code)
        page.fill("input[name=answer]", answer)
        _take(page, "press main button.main")
    elif what == "go":
        page.goto(re.sub(r"(https?://[^/]+).*", r"\1", page.url) + rest)
    elif what == "email":
        page.fill("input[name=email]", rest)
    elif what == "code":
        outbox = page.context.new_page()
        outbox.goto(page.url.split("/staff/")[0] + "/outbox/")
        found = CODE.search(outbox.inner_text("main"))
        outbox.close()
        page.fill("main input[name=code]", found[0] if found else "")
        _take(page, "press main button.main")
    elif what == "unfold":
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    else:
        page.wait_for_selector(rest)


def look_up(folder: Path, port: int, staged: bool) -> None:
    """Ask tools/scenes.py where everything lies: a process of its own, because it wakes Django up."""
    command = [sys.executable, str(HERE / "scenes.py"), str(folder), str(port), *(["--stage"] if staged else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - a script of ours
    _found.update(json.loads(done.stdout))


def visits(host: str, asked: argparse.Namespace) -> list[Visit]:
    """Return what the person of this host name looks at."""
    tables = [] if asked.only_staged else [pages.PAGES]
    tables += [pages.STAGED] if asked.staged else []
    found = [
        _at(row, number) for number, table in enumerate(tables) for row in pages.rows(table) if host in row[2].split()
    ]
    for name, place, who, steps in pages.rows(pages.ACTS):
        if who == host and (asked.staged if name.startswith("staged") else not asked.only_staged):
            found.append(Visit(name, _filled(place), _filled(steps)))
    if not asked.only_staged:
        for name, fill, who in pages.rows(pages.PAPERS):
            if who == host and f"{name} | {fill}" in _found["places"]:
                paper = "-".join(re.findall(r"=(\w+)", fill))
                found.append(Visit(f"paper-{paper}", _found["places"][f"{name} | {fill}"], status="paper"))
        if host == "nobody":
            found += [Visit(f"refusal-{status}", f"/refusal-{status}/", status=status) for status in pages.REFUSALS]
    return [one for one in found if one and re.search(asked.pages, one.name + one.place)]


def _at(row: list[str], number: int) -> Visit | Any:
    place = _found["places"].get(f"{row[0]} | {row[1]}")
    things = "-".join(re.findall(r"==?(\w+(?:@\w+)?)", row[1])).replace("@", "-")
    name = "-".join(filter(None, [row[0].replace(":", "-").replace("_", "-"), things, "staged" if number else ""]))
    return Visit(name, place) if place else None


def _filled(words: str) -> str:
    return re.sub(r"\{(\w+@\w+)\}", lambda found: _found["facts"][found[1]], words)


def picture_paper(context: BrowserContext, address: str, out: Path, name: str) -> None:
    """Fetch a PDF as the person would and keep a picture of each page."""
    import pypdfium2

    page = context.new_page()
    page.goto(
        address.split("/document/")[0] + "/page/"
    )  # a page of the same host, so that the fetch is the person's own
    kept = page.evaluate(FETCH, address)
    if kept is None:
        raise ValueError("no such paper")
    document = pypdfium2.PdfDocument(base64.b64decode(kept))
    for number in range(len(document)):
        document[number].render(scale=1.5).to_pil().save(out / f"{name}-page{number + 1}.png")
