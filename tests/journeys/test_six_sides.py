"""Six sides of a published game look for a package, each on a phone of its own: two of them can block everything, and
nobody learns who did. Each answers by its own published points, and the round ends as these say."""

import json
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import PINS, staff_comes
from tests.support.office import go
from tests.support.pages import good
from tests.support.server import ROOT, Served
from tests.support.six_seats import game, hopeless
from tests.support.table import goes_on, moves_up, pressed

LANGUAGES = ("kk", "ru", "en", "uz", "ky", "bg")


def seats(demo: Served) -> dict[str, Any]:
    """Seat six sides in a running demo."""
    port = demo.url.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "tests.support.six_seats", str(demo.data), port]
    path = {**demo.environment, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    said = subprocess.run(command, cwd=ROOT, env=path, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def opens(visitor, demo: Served, token: str, host: str, language: str) -> Page:
    """Open the door of one of the six."""
    page = visitor(at=f"http://{host}.localhost:{demo.url.rsplit(':', 1)[1]}", language=language, width=360)
    page.goto(f"/j/{token}/")
    page.locator("#id_answer").fill("0441")
    page.locator("button.main").click()
    page.wait_for_url("**/code/pin/")
    pin = str(next(PINS))
    page.locator("#id_pin").fill(pin)
    page.locator("#id_again").fill(pin)
    page.locator("button.main").click()
    page.locator(".code-shown").wait_for()
    return page


def writes(page: Page, rows: list[list[int]], limit: int) -> None:
    """Write a side's list from its published points, and close it."""
    for at, row in enumerate(rows):
        for option in sorted(range(len(row)), key=row.__getitem__):
            moves_up(page, f"Нұсқа {at}-{option}")
        for issue, option in hopeless(rows, limit):
            if issue == at:
                page.locator("#rank > li", has_text=f"Нұсқа {at}-{option}").locator("input[name=never]").check()
        page.locator("input[name=same]").set_checked(len(set(row)) == 1)
        goes_on(page)
    for at in sorted(range(len(rows)), key=lambda at: max(rows[at]) - min(rows[at])):
        moves_up(page, f"Мәселе {at}")
    goes_on(page)
    pressed(page, page.locator("main a[href$='/ready/']"))  # enough questions
    pressed(page, page.locator("form button.main"))


@pytest.mark.slow
def test_six_sides_and_two_who_can_block(own_demo: Served, visitor):
    house = seats(own_demo)
    here = f"/compromise/of/{house['case']}/"
    saule = staff_comes(visitor, own_demo, "saule", house["case"])
    go(saule, here)
    pressed(saule, saule.locator("main form button.main"))
    people = [
        opens(visitor, own_demo, token, f"side{at}", language)
        for at, (token, language) in enumerate(zip(house["links"], LANGUAGES, strict=True))
    ]
    for page in people:
        go(page, here)
        pressed(page, page.locator("form[action$='/agree/'] button.main"))
    good(people[-1])
    visitor.picture(people[-1], "agreed")
    tables = list(game().values())
    for page, (rows, limit) in zip(people, tables, strict=True):
        go(page, here)
        pressed(page, page.locator(".asks a.main"))
        writes(page, rows, limit)
    expect(people[-1].locator("#changed a")).to_be_visible(timeout=60_000)

    for number in range(3):
        go(people[0], here)
        card = people[0].locator(f"#package-{number}")
        if not card.count():
            break
        chosen = [int(at) for at in card.locator("[data-own]").get_attribute("data-own").split(",")]
        meets = [sum(row[at] for row, at in zip(rows, chosen, strict=True)) >= limit for rows, limit in tables]
        for page, yes in zip(people, meets, strict=True):
            go(page, here)
            if number == 0 and page is people[2]:
                good(page)
                visitor.picture(page, "package")
            says = "accept" if yes else "refuse"
            pressed(page, page.locator(f"#package-{number} button[value={says}]"))
        if all(meets):
            break
    for page in (*people, saule):
        go(page, here)
        words = page.locator("main").inner_text()
        assert (page.locator("dl.package").count() == 1) == all(meets)
        assert not [one for one in range(1, 7) if f"Тарап {one}" in words], "nobody is named in what came of it"
    good(saule)
    visitor.picture(saule, "end")
