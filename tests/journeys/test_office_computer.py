"""The office computer: in by a printed code, left in the middle of a sentence, opened again by a PIN."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from tests.support.pages import good

from bitim.demo import cast
from bitim.people import actions
from bitim.people.models import CentreRole

PIN = "5937"
NUMBER = "+7 727 222 22 22"


@pytest.fixture
def codes(transactional_db):
    cache.clear()
    centre = cast.centre()
    daniyar = cast.staff(centre, "Данияр Сейітов", CentreRole.COORDINATOR, "kk", email="daniyar@centre.example")
    return actions.make_sheet(daniyar, actor=cast.acting(daniyar, "coordinator", centre), pin=PIN)


def sign_in(page, code):
    page.goto("/staff/login/sheet/")
    page.locator("#id_email").fill("daniyar@centre.example")
    page.locator("#id_code").fill(code)
    page.locator("#id_pin").fill(PIN)
    page.locator("button.main").click()
    page.wait_for_url("**/today/")


def test_words_being_typed_outlive_the_lock(visitor, live_server, codes):
    visitor.expects("403")
    page = visitor(at=live_server.url, language="ru", width=1280)
    page.clock.install()
    sign_in(page, codes[0])
    page.goto("/staff/me/")
    good(page)
    visitor.picture(page, "me")
    page.goto("/centre/details/")
    page.locator("#id_phone").fill(NUMBER)
    other = page.context.new_page()
    other.goto("/staff/me/")
    other.locator("form[action='/staff/lock/'] button").last.click()
    other.wait_for_url("**/staff/locked/**")
    good(other)
    visitor.picture(other, "locked")
    page.clock.fast_forward("10:20")
    cover = page.locator(".lock-cover")
    cover.locator("input[type=password]").fill("0000")
    cover.locator("button.main").click()
    cover.locator(".not-right").wait_for()
    assert page.locator("#id_phone").evaluate("one => getComputedStyle(one).visibility") == "hidden"
    visitor.picture(page, "covered")
    cover.locator("input[type=password]").fill(PIN)
    cover.locator("button.main").click()
    expect(cover).to_have_count(0)
    assert page.locator("#id_phone").input_value() == NUMBER
    page.locator("main button.main").click()
    page.wait_for_url("**/centre/")
    expect(page.locator("main")).to_contain_text(NUMBER)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_form_sent_to_a_locked_computer_without_scripts_loses_nothing(visitor, live_server, codes, dark):
    visitor.expects("403")
    page = visitor(at=live_server.url, language="kk", width=360, javascript=False, dark=dark)
    sign_in(page, codes[0])
    visitor.picture(page, "today")
    page.goto("/staff/lock-pin/")
    visitor.picture(page, "lock-pin")
    page.goto("/staff/sheet/")
    visitor.picture(page, "sheet")
    page.goto("/centre/details/")
    page.locator("#id_email").fill("a-new-address-of-the-house@centre.example")
    page.locator("#id_phone").fill(NUMBER)
    other = page.context.new_page()
    other.goto("/staff/me/")
    visitor.picture(other, "me")
    other.locator("form[action='/staff/lock/'] button").last.click()
    page.locator("main button.main").click()
    expect(page.locator(".card")).to_contain_text("a-new-address")
    visitor.picture(page, "too-late")
    page.locator("#unlock").fill(PIN)
    page.locator("button.main").click()
    page.wait_for_url("**/centre/")
    expect(page.locator("main")).to_contain_text(NUMBER)
