"""A package that both sides would sign: two people on phones, each in their own language, and a mediator who sees how
far they are and nothing of their wishes."""

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in, staff_comes
from tests.support.office import case_of, go, paths
from tests.support.pages import good
from tests.support.server import Served
from tests.support.table import (
    TRIO,
    answers_checks,
    goes_on,
    looks,
    moves_up,
    pressed,
    puts_questions,
    says_yes_to_all,
    texts,
    writes_list,
)

CASE = "pasture: meetings"
WATER = texts("Түнгі суды кім алады?", "Кому ночная вода?")
GRAZING = texts("Мал қайда жайылады?", "Где пасётся скот?")
DITCH = texts("Арықты кім тазалайды?", "Кто чистит арык?")
QUESTIONS = (
    (
        WATER,
        (texts("Жоғарғы ауыл", "Верхний аул"), texts("Кезекпен", "По очереди"), texts("Төменгі ауыл", "Нижний аул")),
    ),
    (GRAZING, (texts("Жоғарғы жайлауда", "На верхнем жайляу"), texts("Екеуінде кезекпен", "На обоих по очереди"))),
    (DITCH, (texts("Жоғарғы ауыл өзі", "Верхний аул сам"), texts("Бірге, көктемде", "Вместе, весной"))),
)


def offered(visitor, saule: Page, sides: tuple[Page, Page], case: str) -> None:
    """The mediator asks, one side takes a question out that is not for trading, both take part."""
    looks(saule, case)
    good(saule)
    visitor.picture(saule, "offer")
    for one in saule.locator("fieldset label").all():
        one.locator("input").set_checked(
            any(words in one.inner_text() for title, _ in QUESTIONS for words in title.values())
        )
    pressed(saule, saule.locator("main form button.main"))
    for page, name in zip(sides, ("asked-kk", "asked-ru"), strict=True):
        go(page, f"/case/{case}/")
        pressed(page, page.locator("[data-ask=package] a.main"))
        good(page)
        visitor.picture(page, name)
        pressed(page, page.locator("form[action$='/agree/'] button.main"))


def both_lists(visitor, aigerim: Page, viktor: Page, case: str) -> None:
    """Each writes alone: what they want is nearly the opposite, what matters to them is not."""
    expect(aigerim.locator("#changed a")).to_be_visible()  # the other side takes part too, since she has opened it
    for page in (aigerim, viktor):
        looks(page, case)
        pressed(page, page.locator(".asks a.main"))
    good(aigerim)
    visitor.picture(aigerim, "list-kk")
    moves_up(aigerim, "Жоғарғы ауыл")
    aigerim.locator("#rank > li", has_text="Төменгі ауыл").locator("input[name=never]").check()
    # By the keyboard alone: an arrow has the focus, and keeps it while its line moves.
    last = aigerim.locator("#rank > li").last.locator("button[value^='up-']")
    last.focus()
    aigerim.keyboard.press("Enter")
    expect(aigerim.locator("#rank > li").nth(1)).to_contain_text("Төменгі ауыл")
    aigerim.keyboard.press("Enter")
    expect(aigerim.locator("#rank > li").first).to_contain_text("Төменгі ауыл")
    moves_up(aigerim, "Жоғарғы ауыл")
    visitor.picture(aigerim, "list-marked")
    goes_on(aigerim)
    writes_list(aigerim, ["Екеуінде кезекпен", "Бірге, көктемде", "Түнгі суды кім алады?"])
    writes_list(viktor, ["По очереди", "На верхнем жайляу", "Верхний аул сам"])
    visitor.picture(viktor, "issues-ru")
    good(viktor)
    writes_list(viktor, ["Кто чистит арык?"])
    for page, name in ((aigerim, "check-kk"), (viktor, "check-ru")):
        assert "/check/" in page.url
        good(page)
        visitor.picture(page, name)
    assert answers_checks(aigerim, ["first", "equal", "unknown"]) >= 1
    assert answers_checks(viktor, ["second", "unknown"]) >= 1


@pytest.mark.slow
def test_two_phones_two_languages_one_package(own_demo: Served, visitor):
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    viktor = comes_in(visitor, own_demo, "Виктор", CASE, "ru", 360)
    case = case_of(aigerim)
    saule = staff_comes(visitor, own_demo, "saule", case)
    puts_questions(saule, case, QUESTIONS)
    for page in (aigerim, viktor):
        says_yes_to_all(page, case)
    offered(visitor, saule, (aigerim, viktor), case)
    both_lists(visitor, aigerim, viktor, case)

    for page, name in ((aigerim, "ready-kk"), (viktor, "ready-ru")):
        good(page)
        visitor.picture(page, name)
    pressed(aigerim, aigerim.locator("form button.main"))
    good(aigerim)
    visitor.picture(aigerim, "closed-kk")
    looks(saule, case)
    good(saule)
    visitor.picture(saule, "process")
    assert not [
        words for words in (WATER["kk"], "Кезекпен", "По очереди") if words in saule.locator("main").inner_text()
    ]
    pressed(viktor, viktor.locator("form button.main"))

    # The job needs a moment; the page says by itself that something has changed.
    expect(viktor.locator("#changed a")).to_be_visible(timeout=60_000)
    for page, name in ((aigerim, "package-kk"), (viktor, "package-ru")):
        looks(page, case)
        good(page)
        visitor.picture(page, name)
        expect(page.locator("[data-own]").first).to_be_visible()
        three = page.locator("form[action$='/reply/']").first.locator("button[name=says]")
        assert [one.get_attribute("value") for one in three.all()] == TRIO
        boxes = [one.bounding_box() for one in three.all()]
        assert len({(round(box["width"]), round(box["height"])) for box in boxes}) == 1, (
            "no answer is larger than another"
        )
    pressed(viktor, viktor.locator("button[value=accept]").first)
    visitor.picture(viktor, "answered-ru")
    good(viktor)
    before = aigerim.locator("main").inner_text()
    looks(aigerim, case)
    assert aigerim.locator("main").inner_text() == before, "what the other side said is nowhere"
    pressed(aigerim, aigerim.locator("button[value=accept]").first)
    for page, name in ((aigerim, "found-kk"), (viktor, "found-ru"), (saule, "found-desk")):
        looks(page, case)
        good(page)
        visitor.picture(page, name)
    pressed(saule, saule.locator("button[value=start_drafting]"))
    looks(saule, case)
    pressed(saule, saule.locator("form[action$='/text/'] button"))
    chosen = viktor.locator(".package dd strong").all_inner_texts()
    go(viktor, f"/case/{case}/")
    go(viktor, next(one for one in paths(viktor, "/text/") if one.count("/") == 3))
    for words in chosen:
        expect(viktor.locator("article.clause", has_text=words).first).to_be_visible()
