"""The office's day: a consultation by keyboard in Kazakh on a phone, the year's book and the report in Russian."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.support.pages import good
from tests.support.server import Served
from tests.support.visitors import Visitors


def test_a_consultation_by_keyboard_the_book_and_the_report(
    story: tuple[Served, Callable[..., Page]], visitor: Visitors
):
    demo, person = story
    office = person("daniyar", language="kk", width=360)
    office.goto(demo.door("coordinator"))
    office.goto("/office/consultation/")
    before = office.locator(".head .digits").inner_text()
    # keyboard alone: the kind and the question by their first letters, how they came is chosen already
    office.locator("#id_kind").focus()
    office.locator("#id_kind").select_option(index=2)
    office.keyboard.press("Tab")
    office.locator("#id_asked").select_option("how")
    office.keyboard.press("Tab")
    office.keyboard.press("ArrowRight")
    office.locator("#id_words").focus()
    office.keyboard.press("Shift+Tab")
    office.get_by_role("button", name="Сақтау және келесісі").press("Enter")
    expect(office.locator(".head .digits")).not_to_have_text(before)
    expect(office.locator("ul.list li").first).to_contain_text(before)
    office.evaluate("window.scrollTo(0, 0)")  # what lies under the head of the page is no target
    good(office)
    visitor.picture(office, "consultation")

    desk = person("daniyar", language="ru", width=1280)
    desk.goto(demo.door("coordinator"))
    for path in ("/office/journals/", "/office/journal/cases/", "/office/report/", "/statistics/"):
        desk.goto(path)
        good(desk)
        visitor.picture(desk, path.strip("/").replace("/", "-"))
    desk.goto("/office/journal/cases/")
    with desk.expect_download() as taken:
        desk.get_by_role("button", name="PDF").click()
    assert re.fullmatch(r"cases-\d{4}\.pdf", taken.value.suggested_filename)
    desk.locator("tbody a").first.click()
    desk.locator("details", has_text=re.compile("Исправить|Түзету")).first.locator("summary").click()
    desk.locator("#id_kind").select_option("family")
    desk.locator("input[name=why][value=slip]").first.check()
    desk.get_by_role("button", name=re.compile("Внести исправление|Түзетуді жазу")).click()
    expect(desk.locator("ol.list li").last).to_contain_text(re.compile("исправлено|түзетілді"))
    good(desk)
