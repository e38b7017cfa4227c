"""Clauses put to the people: a mediator asks, two sides agree on their phones, twelve people of one row of stalls vote
with papers, one of them on a phone without scripts; the result stands before everybody, and whose vote was whose
nowhere."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in, staff_comes
from tests.support.office import case_of, go
from tests.support.pages import good
from tests.support.server import Served
from tests.support.table import pressed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CASE = "A stall at the market: drafting"
WORDS = "Қоқысты кім шығарады, ол жазылмаған."


def ballots(page: Page, case: str) -> None:
    go(page, f"/ballots/of/{case}/")


def asked(visitor, yerlan: Page, case: str) -> None:
    """The mediator chooses the first clause, twelve people of the first side, and a week."""
    ballots(yerlan, case)
    good(yerlan)
    visitor.picture(yerlan, "ask")
    yerlan.locator("main input[name=clause]").first.check()
    yerlan.locator("main input[name^='papers-']").first.fill("12")
    yerlan.locator("#closes").fill((datetime.now() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"))  # noqa: DTZ005
    pressed(yerlan, yerlan.locator("main form button.main"))
    good(yerlan)


def papers(visitor, yerlan: Page) -> tuple[str, list[str]]:
    """Open the ballot and print; the address and the codes as they stand on paper."""
    pressed(yerlan, yerlan.locator("form[action$='/open/'] button.main"))
    good(yerlan)
    pressed(yerlan, yerlan.locator("a[href$='/papers/']"))
    pressed(yerlan, yerlan.locator("main form button.main"))
    good(yerlan)
    visitor.picture(yerlan, "papers")
    codes = [one.inner_text().strip() for one in yerlan.locator(".slips .code").all()]
    address = yerlan.locator(".slips li > span").first.inner_text().strip()
    assert len(set(codes)) == 12
    return "/" + address.split("/", 3)[3], codes


def votes(page: Page, address: str, code: str, vote: str, words: str = "") -> None:
    """Type the code, read, choose, look once more, vote."""
    go(page, address)
    page.locator("#code").fill(code)
    pressed(page, page.locator("main form button.main"))
    page.locator(f"input[name=vote][value={vote}]").check()
    if words:
        page.locator("main details > summary").first.click()
        page.locator("#view").fill(words)
    pressed(page, page.locator("main form button.main"))
    pressed(page, page.locator("button[value=cast]"))


def test_a_row_of_stalls_votes_on_a_clause(own_demo: Served, visitor):
    visitor.expects("422")  # a vote is shown once more before it is given
    visitor.expects("409")  # a paper that was used
    gulmira = comes_in(visitor, own_demo, "Гүлмира", CASE, "ky", 360)
    oleg = comes_in(visitor, own_demo, "Олег", CASE, "ru", 360)
    case = case_of(gulmira)
    yerlan = staff_comes(visitor, own_demo, "yerlan", case, "kk")
    asked(visitor, yerlan, case)
    for page, name in ((gulmira, "asked-ky"), (oleg, "asked-ru")):
        ballots(page, case)
        good(page)
        visitor.picture(page, name)
        pressed(page, page.locator("form[action$='/agree/'] button.main"))
        good(page)
    ballots(yerlan, case)
    address, codes = papers(visitor, yerlan)
    at = "/".join(yerlan.url.split("/")[:3])

    plain = visitor(at=at, language="kk", width=360, javascript=False)
    votes(plain, address, codes[0], "no", WORDS)
    visitor.picture(plain, "counted-kk")
    go(plain, address)
    plain.locator("#code").fill(codes[0])
    pressed(plain, plain.locator("main form button.main"))
    assert not plain.locator("input[name=vote]").count(), "once and for good"
    office = visitor(at=at, language="ru", width=1280, dark=True)
    for number, code in enumerate(codes[1:]):
        votes(office, address, code, "no" if number < 4 else "yes")
    good(office)
    for page in (gulmira, oleg, yerlan):
        ballots(page, case)
        assert WORDS not in page.content() and not re.search(r"\b7\b.{0,40}\b5\b", page.locator("main").inner_text())

    pressed(yerlan, yerlan.locator("a[href$='/count/']"))
    good(yerlan)
    pressed(yerlan, yerlan.locator("main form button.main"))
    for page, name in ((gulmira, "result-ky"), (oleg, "result-ru"), (yerlan, "result-desk")):
        ballots(page, case)
        good(page)
        visitor.picture(page, name)
        expect(page.locator("blockquote")).to_contain_text(WORDS)
        assert codes[0] not in page.content()
    go(plain, address)
    plain.locator("#code").fill(codes[0])  # the paper opens the result
    pressed(plain, plain.locator("main form button.main"))
    visitor.picture(plain, "result-paper-kk")
    assert "7" in plain.locator("main section.card").inner_text()
