"""Checks that every page passes: accessibility at WCAG AA, nothing wider than the screen, targets large enough."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TARGET_PX = 44

SMALL_TARGETS = """limit => [...document.querySelectorAll(
    'button, select, summary, textarea, [role=button], nav a, input:not([type=hidden], [type=checkbox], [type=radio])')]
  .filter(one => one.checkVisibility({visibilityProperty: true}))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && box.height > 1 && (box.height < limit - 0.5 || box.width < limit - 0.5))
  .map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@contextmanager
def whole(page: Page) -> Iterator[None]:
    """Show a page at its full height: bars that stay while a person scrolls cover whatever lies under them just then,
    and what they cover would count as too small."""
    size = page.viewport_size
    assert size is not None
    page.wait_for_load_state()  # a page that a press has just begun has no element yet to measure
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(height + 100, 8000))})
    page.evaluate("window.scrollTo(0, 0)")
    try:
        yield
    finally:
        page.set_viewport_size(size)


def no_axe_findings(page: Page) -> None:
    """Fail with each rule broken and where."""
    with whole(page):
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]})
    lines = [
        f"{rule['id']}: {rule['help']}\n    {node['html'][:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
    assert not lines, f"axe on {page.url}:\n" + "\n".join(lines)


def fits(page: Page) -> None:
    """Fail when the page must be pushed sideways to be read."""
    page.wait_for_load_state()
    wider = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"


def targets_are_large(page: Page) -> None:
    """Fail when something to press is smaller than 44 px; links inside a sentence and tick boxes are not counted."""
    small = page.evaluate(SMALL_TARGETS, TARGET_PX)
    assert not small, f"Small targets on {page.url}:\n" + "\n".join(small)


def good(page: Page) -> None:
    """All checks of a page at once; needs JavaScript in the browser."""
    no_axe_findings(page)
    fits(page)
    targets_are_large(page)
