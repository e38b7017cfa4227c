"""Walk every page of the demo that its people can reach by links, picture each and say what is wrong with it.

    python tools/sweep.py --group party --languages kk bg          starts a demo of its own and stops it
    python tools/sweep.py --table --staged                         the whole table of tools/pages.py instead of links
    python tools/sweep.py --demo DIR --port 8123 --who saule       a demo that runs: bitim demo --port 8123 --data DIR

Groups: public (nobody logged in), party, staff. Writes artefacts/sweep/<who>-<page>-<language>-<width>-<theme>.png, and
with --sheets small ones side by side, several to a sheet. A page is loaded once in a language and then resized.
Reported: pages wider than the screen, targets under 44 px, clipped words, buttons of three lines and more, values
that were never put into words (None, %(x)s), English left in another language, and, with --axe, WCAG AA findings.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
from tools import sheets, table  # noqa: E402 - the folder of the project stands in the path from here on

PIN, MOST = "5937", 60
THING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# What only does something, leaves the page, or hands out a file.
NOT_PAGES = re.compile(
    r"^/(static|language|theme|leave|staff/logout|files|demo|design|healthz|document|statistics/\w)|\.(pdf|json)$|/(pdf|docx|draft|calendar)/$"
)
PUBLIC = ["/", "/centres/", "/ask/", "/code/", "/code/lost/", "/check/", "/v/123412341234/", "/card/", "/staff/login/"]
PUBLIC += ["/staff/login/code/", "/help/", "/call-me-back/", "/page/", "/nothing-here/", "/today/", "/j/nothing/"]
OTHERS = re.compile(r"^/(centres|code|card|check|staff/login|outbox)/|^/$")  # for people, these were seen as nobody
LOOK = (ROOT / "tools" / "sweep.js").read_text().partition("\n")[2].rstrip().rstrip(";")


def arguments() -> argparse.Namespace:
    """Read what to walk."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--demo", type=Path, help="data folder of a running demo; without it one is started")
    asked.add_argument("--port", type=int, default=8000, help="port of the running demo")
    asked.add_argument("--group", nargs="*", default=["public", "party", "staff"])
    asked.add_argument("--who", nargs="*", help="host names of people (doors of the demo), such as saule; * for all")
    asked.add_argument("--pages", default="", help="only addresses that this expression finds")
    asked.add_argument("--languages", nargs="*", default=["kk", "bg"])
    asked.add_argument("--widths", nargs="*", type=int, default=[360, 768, 1280])
    asked.add_argument("--themes", nargs="*", default=["light", "dark"])
    asked.add_argument("--axe", action="store_true", help="WCAG AA as well (slower)")
    asked.add_argument("--no-pictures", action="store_true")
    asked.add_argument("--print", action="store_true", help="pictures as on paper")
    asked.add_argument("--table", action="store_true", help="walk the table of tools/pages.py, not the links")
    asked.add_argument("--staged", action="store_true", help="with --table: also what needs a meeting or a new code")
    asked.add_argument("--only-staged", action="store_true", help="with --staged: only that")
    asked.add_argument("--sheets", action="store_true", help="contact sheets of what was pictured")
    asked.add_argument("--out", type=Path, default=ROOT / "artefacts" / "sweep")
    return asked.parse_args()


@contextmanager
def the_demo(asked: argparse.Namespace) -> Iterator[tuple[Path, int]]:
    """Give the folder and the port of the demo to walk; one that was started here is stopped here."""
    if asked.demo:
        yield asked.demo, asked.port
        return
    from tests.support.server import serve_demo

    with tempfile.TemporaryDirectory() as folder, serve_demo(Path(folder) / "demo") as demo:
        yield demo.data, int(demo.url.rsplit(":", 1)[1])


def people_of(folder: Path, asked: argparse.Namespace) -> list[dict[str, str]]:
    """Return the doors to walk through: one per person, none for somebody who is nobody."""
    doors = json.loads((folder / "demo.json").read_text())
    found = [one for one in doors if ("party" if one["role"] == "party" else "staff") in asked.group]
    if asked.who and "*" not in asked.who:
        found = [one for one in doors if one["host"] in asked.who]
    return ([{"host": "localhost", "path": ""}] if "public" in asked.group else []) + found


def come_in(browser: Browser, door: dict[str, str], base: str) -> Any:
    """Return what a browser keeps after the door: link, second thing, PIN."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(20_000)
    if door["path"]:
        page.goto(f"{base}/{door['path']}")
    if door.get("second"):
        page.fill("input[name=answer]", door["second"])
        page.click("main button.main")
        if page.locator("input[name=answer]").count():  # was here before: the door asks the PIN now
            page.fill("input[name=answer]", PIN)
            page.click("main button.main")
        if page.locator("input[name=again]").count():
            page.fill("input[name=pin]", PIN)
            page.fill("input[name=again]", PIN)
            page.click("main button.main")
            page.click("main a.main")
    state, landed = context.storage_state(), urlsplit(page.url).path
    context.close()
    return state, landed


def addresses(context: BrowserContext, base: str, starts: list[str], asked: argparse.Namespace) -> list[str]:
    """Return the addresses that links lead to, at most two of each kind; nothing is sent."""
    page, waiting, seen = context.new_page(), list(starts), list(starts)
    kinds: dict[str, int] = {}
    while waiting and len(seen) < MOST:
        page.goto(base + waiting.pop(0), wait_until="domcontentloaded")
        for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
            parts = urlsplit(link)
            place, kind = parts.path, THING.sub("*", parts.path)
            if not link.startswith(base + "/") or NOT_PAGES.search(place) or place in seen or kinds.get(kind, 0) > 1:
                continue
            if starts != PUBLIC and OTHERS.search(place):
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            seen.append(place)
            waiting.append(place)
    page.close()
    return [place for place in seen if re.search(asked.pages, place)]


def findings(page: Page, with_axe: bool) -> list[str]:
    """Return what is wrong with the page as it stands."""
    lines: list[str] = page.evaluate(LOOK)
    if with_axe:
        from axe_playwright_python.sync_playwright import Axe
        from tests.support.pages import AA

        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]})
        for rule in found.response["violations"]:
            lines += [f"axe {rule['id']}: {node['html'][:160]}" for node in rule["nodes"]]
    return lines


def name_of(place: str, seen: dict[str, int]) -> str:
    """Return a short file name for an address; things are numbered in the order met."""
    for one in THING.findall(place):
        place = place.replace(one, str(seen.setdefault(one, len(seen) + 1)))
    return re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-") or "home"


def walk(browser: Browser, door: dict[str, str], base: str, asked: argparse.Namespace) -> int:
    """Walk all pages of one person in every look; return how many were seen."""
    state, landed = come_in(browser, door, base)
    if asked.table:
        visits = table.visits(door["host"] if door["path"] else "nobody", asked)
    else:
        finder = browser.new_context(storage_state=state)
        starts = [landed] if door["path"] else PUBLIC
        visits = [table.Visit("", place) for place in addresses(finder, base, starts, asked)]
        finder.close()
    for language in asked.languages:
        numbered: dict[str, int] = {}
        for visit in visits:
            context = browser.new_context(locale=language, storage_state=state, reduced_motion="reduce")
            context.add_cookies([{"name": "bitim-language", "value": language, "url": base}])
            page = context.new_page()
            page.set_default_timeout(20_000)
            name = f"{door['host']}-{visit.name or name_of(visit.place, numbered)}-{language}"
            try:
                if visit.is_paper:
                    table.picture_paper(context, base + visit.place, asked.out, name)
                else:
                    status = visit.open(page, base, language)
                    see(page, f"{status} {door['host']} {visit.name or visit.place} {language}", name, asked)
            except Exception as reason:  # noqa: BLE001 - one page that does not come must not hide the others
                print(f"--- {door['host']} {visit.name or visit.place} {language}: {str(reason)[:300]}", flush=True)
            context.close()
    print(f"# {door['host']}: {len(visits)} pages in {len(asked.languages)} languages", flush=True)
    return len(visits) * len(asked.languages)


def see(page: Page, said: str, name: str, asked: argparse.Namespace) -> None:
    """Resize and recolour the page as it stands: picture every look and say what is wrong in it."""
    if asked.print:
        page.emulate_media(media="print")
    for width in asked.widths:
        page.set_viewport_size(ViewportSize(width=width, height=780 if width < 700 else 900))
        for theme in asked.themes:
            page.emulate_media(color_scheme=theme)
            lines = findings(page, asked.axe)
            if not asked.no_pictures:
                page.evaluate("scrollTo(0, 0)")
                page.screenshot(path=asked.out / f"{name}-{width}-{theme}.png", full_page=True)
            refused = said[0] in "45" and " refusal-" not in said
            if lines or refused:
                print(f"{said} {width} {theme}", flush=True)
                print("".join(f"    {line}\n" for line in lines), end="", flush=True)


def main() -> None:
    """Walk everybody's pages."""
    from tests.support import browser as browsers

    asked = arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder, port = stack.enter_context(the_demo(asked))
        if asked.table:
            table.look_up(folder, port, asked.staged)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=browsers.executable(), args=browsers.flags())
        total = 0
        for door in people_of(folder, asked):
            base = f"http://{door['host']}.localhost:{port}" if door["path"] else f"http://localhost:{port}"
            total += walk(browser, door, base, asked)
        browser.close()
    if asked.sheets:
        sheets.make(asked.out)
    print(f"# {total} pages in all")


if __name__ == "__main__":
    main()
