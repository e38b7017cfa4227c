"""Coming into a demo by the doors that it prints."""

import re
from collections.abc import Callable
from itertools import count

from playwright.sync_api import Page

from tests.support.server import Served

PINS = count(508100)


def comes_in(visitor: Callable[..., Page], demo: Served, name: str, case: str, language: str, width: int) -> Page:
    """Open a party's door from the printed list, answer what it asks, set a PIN; end at the case. `case` is how the
    list names it: "pasture: meetings"."""
    lines = (line for line in demo.said().splitlines() if line.startswith("party") and name in line and case in line)
    found = re.search(r"(http\S+)\s+\(asks: (\d{4})\)", next(lines))
    assert found is not None
    address, second = found.groups()
    page = visitor(at=address.split("/j/")[0], language=language, width=width)
    page.goto(address)
    page.locator("#id_answer").fill(second)
    page.locator("button.main").click()
    page.wait_for_url("**/code/pin/")
    pin = str(next(PINS))
    page.locator("#id_pin").fill(pin)
    page.locator("#id_again").fill(pin)
    page.locator("button.main").click()
    page.locator(".code-shown").wait_for()
    page.locator("main a.button.main, main button.main").first.click()
    page.wait_for_url("**/case/**")
    return page


def staff_comes(visitor: Callable[..., Page], demo: Served, host: str, case: str, language: str = "en") -> Page:
    """Open a door of the staff, in a browser of a desk; end at a case."""
    door = next(address for address in demo.doors().values() if f"//{host}." in address)
    desk = visitor(at="/".join(door.split("/")[:3]), language=language, width=1280)
    desk.goto(door)
    desk.goto(f"/case/{case}/")
    return desk
