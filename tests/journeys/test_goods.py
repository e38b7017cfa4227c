"""Things divided between two people on phones, each in their own language: an order of their own, marks, a few checks,
a proposal that both accept, clauses in the text."""

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in, staff_comes
from tests.support.office import case_of, go, paths
from tests.support.pages import good
from tests.support.server import Served
from tests.support.table import TRIO, answers_checks, goes_on, looks, moves_up, pressed

CASE = "pasture: meetings"
KAZAKH = ("Трактор «Беларус»", "Жайлаудағы киіз үй", "Жиырма қой", "Ат арба", "Көктемгі су сағаты")
RUSSIAN = ("Трактор «Беларус»", "Юрта на жайляу", "Двадцать овец", "Телега", "Весенний час воды")


def offered(visitor, saule: Page, sides: tuple[Page, Page], case: str) -> None:
    """The mediator writes the things down; a list that does not fit is said, and nothing typed is lost."""
    looks(saule, case)
    saule.locator("#things summary").first.click()
    good(saule)
    saule.locator("[name='things-kk']").fill("\n".join(KAZAKH[:4]))
    saule.locator("[name='things-ru']").fill("\n".join((*RUSSIAN, "Колодец")))
    visitor.expects("409")
    pressed(saule, saule.locator("#things form button"))
    expect(saule.locator("[name='things-kk']")).to_have_value("\n".join(KAZAKH[:4]))
    good(saule)
    visitor.picture(saule, "refused")
    saule.locator("[name='things-kk']").fill("\n".join((*KAZAKH, "Құдық")))
    pressed(saule, saule.locator("#things form button"))
    good(saule)
    visitor.picture(saule, "asked-desk")
    for page, name in zip(sides, ("asked-kk", "asked-ru"), strict=True):
        go(page, f"/case/{case}/")
        good(page)
        visitor.picture(page, f"case-{name}")
        pressed(page, page.locator("[data-ask=package] a.main"))
        good(page)
        visitor.picture(page, name)
        if name == "asked-kk":  # the well is not to be divided
            pressed(page, page.locator(".ways li", has_text="Құдық").locator("button"))
        pressed(page, page.locator("form[action$='/agree/'] button.main"))


def both_lists(visitor, aigerim: Page, viktor: Page, case: str) -> None:
    for page in (aigerim, viktor):
        looks(page, case)
        good(page)
        pressed(page, page.locator(".asks a.main"))
    good(aigerim)
    moves_up(aigerim, "киіз үй")
    aigerim.locator("#rank > li", has_text="киіз үй").locator("input[name=must]").check()
    # By the keyboard alone: an arrow has the focus, and keeps it while its line moves.
    last = aigerim.locator("#rank > li").last.locator("button[value^='up-']")
    last.focus()
    aigerim.keyboard.press("Enter")
    expect(aigerim.locator("#rank > li").nth(3)).to_contain_text("су сағаты")
    good(aigerim)
    visitor.picture(aigerim, "list-kk")
    goes_on(aigerim)
    moves_up(viktor, "Трактор")
    moves_up(viktor, "час воды")
    viktor.locator("#rank > li", has_text="Телега").locator("input[name=never]").check()
    good(viktor)
    visitor.picture(viktor, "list-ru")
    goes_on(viktor)
    for page, name in ((aigerim, "check-kk"), (viktor, "check-ru")):
        assert "/check/" in page.url
        good(page)
        visitor.picture(page, name)
    assert 3 <= answers_checks(aigerim, ["first", "equal", "unknown"]) <= 12
    assert 3 <= answers_checks(viktor, ["second", "unknown"]) <= 12


@pytest.mark.slow
def test_two_phones_two_languages_one_division(own_demo: Served, visitor):
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    viktor = comes_in(visitor, own_demo, "Виктор", CASE, "ru", 360)
    case = case_of(aigerim)
    saule = staff_comes(visitor, own_demo, "saule", case)
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
    assert not [words for words in (*KAZAKH, *RUSSIAN) if words in saule.locator("main").inner_text()]
    pressed(viktor, viktor.locator("form button.main"))

    expect(viktor.locator("#changed a")).to_be_visible(timeout=60_000)
    for page, name in ((aigerim, "proposal-kk"), (viktor, "proposal-ru")):
        go(page, f"/case/{case}/")
        good(page)
        visitor.picture(page, f"case-{name}")
        pressed(page, page.locator("[data-ask=package] a.main"))
        good(page)
        visitor.picture(page, name)
        expect(page.locator("[data-own]").first).to_be_visible()
        first = page.locator(".shares").first.locator("dt").first
        expect(first).to_contain_text("Сіз" if page is aigerim else "Вы")
        three = page.locator("form[action$='/reply/']").first.locator("button[name=says]")
        assert [one.get_attribute("value") for one in three.all()] == TRIO
    expect(aigerim.locator(".shares > div").first).to_contain_text("киіз үй")
    expect(viktor.locator(".shares > div").first).to_contain_text("Весенний час воды")
    pressed(viktor, viktor.locator("button[value=accept]").first)
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
    chosen = viktor.locator(".shares > div").first.locator("li strong").all_inner_texts()
    go(viktor, f"/case/{case}/")
    go(viktor, next(one for one in paths(viktor, "/text/") if one.count("/") == 3))
    for words in chosen:
        expect(viktor.locator("article.clause", has_text=words).first).to_be_visible()
    visitor.picture(viktor, "text-ru")
