"""A case made by a program inside a running house, and browsers of its people: coming in has stories of its own."""

import json
import subprocess
import sys
from typing import Any

from playwright.sync_api import Page

from tests.support.server import ROOT, Served
from tests.support.visitors import Visitors


def seeded(house: Served, module: str, *words: str) -> dict[str, Any]:
    """Run `tests.support.MODULE WORDS` in the environment of a house; return what it printed last, as JSON."""
    made = subprocess.run(
        [sys.executable, "-m", f"tests.support.{module}", *words],
        cwd=ROOT,
        env=house.environment | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return found


def person(visitor: Visitors, house: Served, story: dict[str, Any], who: str, **screen: Any) -> Page:
    """Return a browser of somebody of such a case, who has come in."""
    page: Page = visitor(at=house.url, **screen)
    page.context.add_cookies([{"name": "bitim", "value": story["sessions"][who], "url": house.url}])
    return page
