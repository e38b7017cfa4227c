"""A promise is kept in part, the other side is told, and they come back to the table; what was signed stays."""

import pytest
from playwright.sync_api import expect
from tests.support.arriving import comes_in
from tests.support.office import case_of, go
from tests.support.pages import good
from tests.support.server import Served

CASE = "A contract to supply vegetables"


@pytest.mark.slow
def test_a_promise_kept_in_part_leads_back_to_the_table(own_demo: Served, visitor):
    marat = comes_in(visitor, own_demo, "Марат", CASE, "kk", 360)
    case = case_of(marat)
    good(marat)
    visitor.picture(marat, "case-party")
    go(marat, f"/after/{case}/")
    good(marat)
    visitor.picture(marat, "after-party")
    first = marat.locator("section.card details").first
    first.locator("summary").click()
    first.locator("textarea").fill("Жартысы жеткізілді")
    visitor.picture(marat, "after-open")
    with marat.expect_navigation():
        first.locator("button[value=partly]").click()
    expect(marat.locator("main")).to_contain_text("Жартысы жеткізілді")

    sergei = comes_in(visitor, own_demo, "Сергей Ли", CASE, "ru", 1280)
    go(sergei, f"/after/{case}/")
    expect(sergei.locator("main")).to_contain_text("Жартысы жеткізілді")
    good(sergei)
    visitor.picture(sergei, "after-wide")
    with sergei.expect_navigation():
        sergei.locator("form[action$='/back/'] button").click()
    good(sergei)
    visitor.picture(sergei, "back")

    door = next(address for address in own_demo.doors().values() if "//saule." in address)
    saule = visitor(at="/".join(door.split("/")[:3]), language="ru", width=1280, dark=True)
    saule.goto(door)
    for name, place in (
        ("table", f"/case/{case}/"),
        ("after-mediator", f"/after/{case}/"),
        ("addendum", f"/addendum/{case}/"),
        ("court", f"/court/{case}/"),
        ("demands", f"/demands/of/{case}/"),
        ("closing", f"/case/{case}/closing/"),
    ):
        go(saule, place)
        good(saule)
        visitor.picture(saule, name)
        saule.set_viewport_size({"width": 360, "height": 780})
        visitor.picture(saule, f"{name}-narrow")
        saule.set_viewport_size({"width": 1280, "height": 900})
