"""Take pictures of pages: phone and desktop, light and dark, in the languages named.

    python tools/screens.py http://localhost:8000 /design/ /design/party/ --languages kk en --cookie bitim=VALUE

Writes artefacts/screens/<page>-<language>-<width>-<theme>.png and says where a page is wider than the screen
or a target is smaller than 44 px. Uses the Chromium of the system; nothing is downloaded.
"""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--mute-audio",
]
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter((e) => {
  const r = (e.closest('label') ?? e).getBoundingClientRect();
  return r.width && r.height > 1 && r.height < 43.5 && getComputedStyle(e).display !== 'inline'
    && !e.classList.contains('skip');
}).map((e) => `${e.tagName.toLowerCase()}.${e.className} ${Math.round(e.getBoundingClientRect().height)}px`
    + ` "${(e.innerText || e.name || '').slice(0, 30)}"`)"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def arguments() -> argparse.Namespace:
    """Read what to picture."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("base")
    asked.add_argument("paths", nargs="+")
    asked.add_argument("--cookie", action="append", default=[], help="name=value")
    asked.add_argument("--languages", nargs="*", default=["kk"])
    asked.add_argument("--widths", nargs="*", type=int, default=[360, 1280])
    asked.add_argument("--themes", nargs="*", default=["light", "dark"])
    asked.add_argument("--out", default="artefacts/screens")
    asked.add_argument("--screen", action="store_true", help="only the first screen, not the whole page")
    return asked.parse_args()


def open_browser(playwright: Any) -> Browser:
    """Start the system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("E2E_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        sys.exit("No Chromium found: install it with the system's package manager.")
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return playwright.chromium.launch(executable_path=found, headless=True, args=flags)


def picture(browser: Browser, asked: argparse.Namespace, language: str, width: int, theme: str) -> None:
    """Visit every page in one look and keep its picture."""
    height = 780 if width < 700 else 900
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale=language)
    cookies = [{"name": "bitim-language", "value": language, "url": asked.base}]
    for pair in asked.cookie:
        name, _, value = pair.partition("=")
        cookies.append({"name": name, "value": value, "url": asked.base})
    context.add_cookies(cookies)
    page = context.new_page()
    for path in asked.paths:
        answer = page.goto(asked.base.rstrip("/") + path)
        name = re.sub(r"[^a-z0-9]+", "-", urlsplit(path).path.lower()).strip("-") or "home"
        page.screenshot(path=f"{asked.out}/{name}-{language}-{width}-{theme}.png", full_page=not asked.screen)
        wide, small = page.evaluate(WIDE), page.evaluate(SMALL)
        status = answer.status if answer else "?"
        print(f"{status} {path} {language} {width} {theme}" + (f" TOO WIDE by {wide}px" if wide > 0 else ""))
        for one in small:
            print("   small target:", one)
    context.close()


def main() -> None:
    """Picture every page in every look."""
    asked = arguments()
    Path(asked.out).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        for language in asked.languages:
            for width in asked.widths:
                for theme in asked.themes:
                    picture(browser, asked, language, width, theme)
        browser.close()


if __name__ == "__main__":
    main()
