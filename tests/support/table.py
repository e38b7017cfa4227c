"""Questions on the table and a side's own list, pressed as people press them."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.support.office import go

TRIO = ["accept", "refuse", "another"]
Question = tuple[dict[str, str], Sequence[dict[str, str]]]


def texts(kazakh: str, russian: str) -> dict[str, str]:
    """Return a text in the two languages of the sides."""
    return {"kk": kazakh, "ru": russian}


def puts_questions(mediator: Page, case: str, questions: Sequence[Question]) -> None:
    """Put each question with its answers on the table, in the mediator's browser."""
    for title, answers in questions:
        go(mediator, f"/issues/{case}/")
        asks = mediator.locator("main form:has([name='title-kk'])")
        _written(mediator, asks, "title", title)
        for words in answers:
            card = mediator.locator("section.card[id^='issue-']").last
            card.locator("details summary", has_text="Propose a way").click()
            _written(mediator, card.locator("form:has([name='words-kk'])"), "words", words)


def _written(page: Page, form, name: str, words: dict[str, str]) -> None:
    for fold in form.locator("details:not([open]) > summary").all():
        fold.click()
    for code, text in words.items():
        form.locator(f"[name='{name}-{code}']").fill(text)
    with page.expect_navigation():
        form.locator("button[type=submit], button:not([type])").last.click()


def says_yes_to_all(side: Page, case: str) -> None:
    """Say for one's side that every question on the table is one of its own."""
    go(side, f"/issues/{case}/")
    while (yes := side.locator("form[action*='/issues/mark/'] button[value='1']")).count():
        with side.expect_navigation():
            yes.first.click()


def moves_up(side: Page, words: str) -> None:
    """Put one line at the top of the order, by its arrow."""
    row = side.locator("#rank > li", has_text=words)
    while row.evaluate("one => one.previousElementSibling !== null"):
        row.locator("button[value^='up-']").click()
    expect(side.locator("#rank > li").first).to_contain_text(words)


def looks(page: Page, case: str) -> None:
    """Open the page of a case's search."""
    go(page, f"/compromise/of/{case}/")


def pressed(page: Page, button: Locator) -> None:
    """Press a button, or follow a link, and wait for the page that follows."""
    with page.expect_navigation():
        button.click()


def goes_on(side: Page) -> None:
    """Keep the page of the list and go to the next."""
    with side.expect_navigation():
        side.locator("#order button.main").click()


def writes_list(side: Page, firsts: Sequence[str]) -> None:
    """Write a whole list: on each page this line at the top, everything else as it lies."""
    for words in firsts:
        moves_up(side, words)
        goes_on(side)


def answers_checks(side: Page, says: Sequence[str]) -> int:
    """Answer which of two packages one would rather sign, until no more is asked; return how often."""
    asked = 0
    while "/check/" in side.url:
        with side.expect_navigation():
            side.locator(f"button[name=says][value={says[asked % len(says)]}]").click()
        asked += 1
        assert asked <= 12
    return asked
