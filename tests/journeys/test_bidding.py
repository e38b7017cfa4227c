"""One sum that nobody names first: two people on phones, each in their own language, seal what they could live with; a
mediator sees that they did, and the sum once both can live with it."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in, staff_comes
from tests.support.office import case_of, go, paths
from tests.support.pages import good
from tests.support.server import Served
from tests.support.table import pressed

CASE = "pasture: meetings"
HAY = {"kk": "Жоғалған шөп үшін", "ru": "За пропавшее сено"}
PAYS = "Жоғарғы ауыл"  # Aigerim's side
BLANK = "\u00a0"


def bidding(page: Page, case: str) -> None:
    go(page, f"/compromise/of/{case}/sum/")


def offered(visitor, saule: Page, case: str) -> None:
    """The mediator finds it beside the search for a package, and says what it is for."""
    go(saule, f"/compromise/of/{case}/")
    pressed(saule, saule.locator("a[href$='/sum/']"))
    good(saule)
    for code, words in HAY.items():
        fold = saule.locator("main form details:not([open]) > summary")
        if fold.count():
            fold.click()
        saule.locator(f"[name='what-{code}']").fill(words)
    saule.locator("main label", has_text=PAYS).locator("input").check()
    visitor.picture(saule, "offer")
    pressed(saule, saule.locator("main form button.main"))
    good(saule)


def types(page: Page, case: str, words: str) -> None:
    """Come to the field of one's sum, write and go on."""
    bidding(page, case)
    pressed(page, page.locator(".asks a.main"))
    page.locator("[name=typed]").fill(words)
    pressed(page, page.locator("form button.main"))


def seals(page: Page) -> None:
    pressed(page, page.locator("button[name=sure]"))


def first_round(visitor, aigerim: Page, viktor: Page, saule: Page, case: str) -> None:
    """What can be read in two ways is asked back; a sum is shown once more; nobody else sees anything of it."""
    for page, name in ((aigerim, "open-kk"), (viktor, "open-ru")):
        bidding(page, case)
        good(page)
        visitor.picture(page, name)
    types(aigerim, case, "1,250")
    expect(aigerim.locator(".not-right")).to_contain_text("1250")
    assert aigerim.locator("[name=typed]").input_value() == "1,250"
    good(aigerim)
    visitor.picture(aigerim, "wrong-kk")
    aigerim.locator("[name=typed]").fill("800 000 тг")
    pressed(aigerim, aigerim.locator("form button.main"))
    expect(aigerim.locator(".sum")).to_have_text(f"800{BLANK}000 теңге")
    good(aigerim)
    visitor.picture(aigerim, "sure-kk")
    before = viktor.locator("main").inner_text()
    pressed(aigerim, aigerim.locator("button[name=again]"))
    assert aigerim.locator("[name=typed]").input_value() == "800000"
    pressed(aigerim, aigerim.locator("form button.main"))
    seals(aigerim)
    good(aigerim)
    visitor.picture(aigerim, "sealed-kk")
    bidding(viktor, case)
    assert viktor.locator("main").inner_text() == before, "that the other side has sealed its sum is nowhere"
    bidding(saule, case)
    good(saule)
    visitor.picture(saule, "process")
    assert "800" not in saule.locator("main").inner_text()
    types(viktor, case, "1 400 000,50")
    good(viktor)
    visitor.picture(viktor, "sure-ru")
    seals(viktor)


@pytest.mark.slow
def test_two_phones_two_languages_one_sum(own_demo: Served, visitor):
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    viktor = comes_in(visitor, own_demo, "Виктор", CASE, "ru", 360)
    case = case_of(aigerim)
    saule = staff_comes(visitor, own_demo, "saule", case)
    visitor.expects("409")  # a sum that can be read in two ways, and one that is farther away
    offered(visitor, saule, case)
    for page, name in ((aigerim, "asked-kk"), (viktor, "asked-ru")):
        go(page, f"/case/{case}/")
        visitor.picture(page, f"case-{name}")
        pressed(page, page.locator("[data-ask=package] a.main"))
        good(page)
        visitor.picture(page, name)
        pressed(page, page.locator("form[action$='/agree/'] button.main"))
    first_round(visitor, aigerim, viktor, saule, case)

    # No deal: she is told by the page that something has changed, and that there is none, not by how much.
    expect(aigerim.locator("#changed a")).to_be_visible()
    bidding(aigerim, case)
    good(aigerim)
    visitor.picture(aigerim, "again-kk")
    for page in (aigerim, saule):
        bidding(page, case)
        assert not re.search(r"1.?400|400.?000", page.locator("main").inner_text())
    types(aigerim, case, "700000")
    expect(aigerim.locator(".not-right")).to_contain_text(f"800{BLANK}000")
    good(aigerim)
    visitor.picture(aigerim, "farther-kk")
    aigerim.locator("[name=typed]").fill("1250000")
    pressed(aigerim, aigerim.locator("form button.main"))
    seals(aigerim)
    types(viktor, case, "1 100 000")
    pressed(viktor, viktor.locator("button[name=sure]"))

    # The middle of 1 250 000 and 1 100 000.
    middle = f"1{BLANK}175{BLANK}000"
    for page, name, unit in (
        (aigerim, "deal-kk", "теңге"),
        (viktor, "deal-ru", "тенге"),
        (saule, "deal-desk", "tenge"),
    ):
        bidding(page, case)
        good(page)
        visitor.picture(page, name)
        expect(page.locator(".sum")).to_have_text(f"{middle} {unit}")
    pressed(saule, saule.locator("button[value=start_drafting]"))
    bidding(saule, case)
    pressed(saule, saule.locator("form[action$='/text/'] button"))
    good(saule)
    go(viktor, f"/case/{case}/")
    go(viktor, next(one for one in paths(viktor, "/text/") if one.count("/") == 3))
    for words in (f"{HAY['ru']}: {middle} тенге", f"{HAY['kk']}: {middle} теңге"):
        expect(viktor.locator("article.clause", has_text=words).first).to_be_attached()
