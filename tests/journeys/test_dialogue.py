"""A dialogue from the question to what everybody shares: a centre with a printer, three people with slips, one of them
on a telephone without scripts."""

import re
from gzip import compress

import pytest
from playwright.sync_api import Page, expect
from tests.support import main_job
from tests.support.office import go
from tests.support.pages import good

pytestmark = pytest.mark.browser

QUESTION = {"kk": "Көшеміздегі суды қалай бөлеміз?", "ru": "Как делим воду на нашей улице?"}
SEEDS = (
    ("Арықты бәрі бірге тазалайық.", "Арык чистим все вместе."),
    ("Су түнде төменгі көшеге жіберілсін.", "Ночью воду пускать на нижнюю улицу."),
    ("Төлем есептегіш бойынша болсын.", "Платить по счётчику."),
)
SENTENCE, IN_RUSSIAN = "Тоғанды күзде жөндейік.", "Чинить пруд осенью."
LARGEST_FIRST_LOAD = 80_000  # bytes on the line


def press(page: Page, words: str = "main form button.main") -> None:
    """Press, and wait for the page that answers: on a busy machine the old one stands for a while."""
    with page.expect_navigation():
        page.locator(words).first.click()


def prepared(desk: Page, house) -> str:
    """The centre writes the question and three sentences, and opens it; the path of its page."""
    go(desk, "/dialogues/new/")
    for code in ("en", "uz", "ky", "bg"):
        if (box := desk.locator(f"input[name=languages][value={code}]")).is_checked():
            box.uncheck()
    for code, words in QUESTION.items():
        desk.locator(f"#question-{code}").fill(words)
    good(desk)
    press(desk)
    path = re.search(r"/dialogues/[0-9a-f-]{36}/", desk.url)[0]
    for kazakh, russian in SEEDS:
        go(desk, f"{path}sentences/?state=shown")
        desk.locator("#seed-kk").fill(kazakh)
        desk.locator("#seed-ru").fill(russian)
        press(desk, "section form button.main")
    go(desk, path)
    good(desk)
    press(desk, f"form[action='{path}open/'] button")
    return path


def slips(desk: Page, path: str, number: int) -> tuple[str, list[str]]:
    """The address and the codes of a sheet of slips, as they are printed."""
    go(desk, f"{path}slips/")
    desk.locator("#number").fill(str(number))
    press(desk)
    good(desk)
    codes = [one.inner_text().strip() for one in desk.locator(".slips .code").all()]
    address = desk.locator(".slips li span").first.inner_text().strip()
    assert len(set(codes)) == number
    return "/" + address.split("/", 3)[3], codes


def comes_in(page: Page, address: str, code: str) -> None:
    go(page, address)
    page.locator("#code").fill(code)
    press(page)


def answers_all(page: Page, how: str) -> int:
    """Answer whatever is asked, in the same way, without leaving the page; how many it were."""
    given, sign = 0, page.locator("input[name=sign]")
    while sign.count():
        asked = sign.get_attribute("value")
        page.locator(f".answers button[value={how}]").click()
        expect(page.locator(f"input[name=sign][value='{asked}']")).to_have_count(0)
        given += 1
    return given


def test_from_a_question_to_what_everybody_shares(story, visitor):
    house, _person = story
    for refusal in ("status of 422", "status of 409"):  # a number pointed out, a slip that was used
        visitor.expects(refusal)
    desk = main_job.staff(house, visitor, "head Гүлнар")
    path = prepared(desk, house)
    address, codes = slips(desk, path, 4)
    at = "/".join(desk.url.split("/")[:3])

    villager = visitor(at=at, language="kk", width=360)
    comes_in(villager, address, codes[0])
    good(villager)
    visitor.picture(villager, "1-asked")
    assert answers_all(villager, "agree") == 3
    said_with_care(villager, address)
    good(villager)

    go(desk, f"{path}sentences/")
    shows = "main li button[name=shown][value='1']"
    assert desk.locator(shows).is_disabled(), "in one language it would tell which people it comes from"
    go(desk, f"{path}sentences/4/")
    desk.locator("#words-ru").fill(IN_RUSSIAN)
    press(desk, "form:has(#words-ru) button.main")
    go(desk, f"{path}sentences/")
    good(desk)
    press(desk, shows)

    without_scripts(visitor(at=at, language="ru", width=360, javascript=False), address, codes)

    third = visitor(at=at, language="kk", width=360, dark=True)
    comes_in(third, address, codes[2])
    assert answers_all(third, "disagree") == 4
    go(third, f"{address}mine/")
    press(third, "#s1 button[value=agree]")
    expect(third.locator("#s1 button[value=agree]")).to_have_attribute("aria-pressed", "true")
    good(third)
    go(third, f"{address}where/")
    good(third)

    go(desk, f"{path}end/")
    press(desk)
    go(villager, address)
    assert not villager.locator(".answers").count()
    go(villager, f"{address}results/")
    good(villager)
    assert QUESTION["kk"] in villager.locator("main").inner_text()


def said_with_care(page: Page, address: str) -> None:
    """A telephone number is pointed out before it is sent; put right, the sentence waits for the centre."""
    go(page, f"{address}say/")
    page.locator("#said").fill(f"{SENTENCE} Маған 8 701 123 45 67 соғыңыз")
    press(page, "main form[novalidate] button")
    assert page.locator(".asks").count() == 1
    page.locator("#said").fill(SENTENCE)
    press(page, "main form[novalidate] button")
    assert SENTENCE in page.locator("main").inner_text()


def without_scripts(page: Page, address: str, codes: list[str]) -> None:
    """A used slip lets nobody in; with a fresh one everything is answered in Russian, and the device is cleared."""
    comes_in(page, address, codes[0])
    assert page.locator("#code").count() == 1 and page.locator(".asks").count() == 1
    comes_in(page, address, codes[1])
    asked = set()
    while page.locator(".answers").count():
        asked.add(page.locator("h1").inner_text())
        press(page, ".answers button[value=pass]")
    assert asked == {russian for _kazakh, russian in SEEDS} | {IN_RUSSIAN}
    press(page, f"form[action='{address}leave/'] button")
    assert page.locator("#code").count() == 1


def test_what_everybody_shares_is_light(demo, visitor):
    page = visitor(at=demo.url, language="kk", width=360)
    go(page, "/dialogue/")
    good(page)
    address = page.locator("main a[href^='/dialogue/']").last.get_attribute("href")  # the one that is over
    fresh = visitor(at=demo.url, language="ru", width=360)
    loaded: list[bytes] = []
    # As a house serves it: what is still is kept compressed, a page is sent as it is.
    fresh.on("response", lambda one: loaded.append(one.body() if "/static/" not in one.url else compress(one.body())))
    go(fresh, f"{address}results/")
    good(fresh)
    assert len(loaded) > 3 and sum(map(len, loaded)) <= LARGEST_FIRST_LOAD
    visitor.picture(fresh, "results")
    assert fresh.locator("svg.opinions circle").count() >= 2
    wide = visitor(at=demo.url, language="kk", width=1280, dark=True)
    go(wide, f"{address}results/")
    good(wide)
    visitor.picture(wide, "results-wide")
