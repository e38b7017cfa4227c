"""What the page of a room does when answers come late, out of order or broken off: asked in a browser without a house.

The test itself is the house: it answers each request when it likes to, and says on the live line what it likes to.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bitim"
ROOMS = {"room/": SOURCE / "room" / "static", "bitim/": SOURCE / "web" / "static"}
HOUSE = "http://localhost/"
# `asked`: what the page asked for and has no answer to yet; `line`: its latest live line.
BEFORE = """
window.asked = [];
window.fetch = (address, how = {}) => new Promise((answers, fails) => asked.push({
    method: how.method ?? "GET", body: how.body ? Object.fromEntries(how.body) : {}, fails,
    answers: (html, status = 200) => answers(new Response(html, { status })),
    breaks: () => answers(new Response(new ReadableStream({ pull: (to) => to.error(new TypeError("broken off")) }))),
}));
window.EventSource = class extends EventTarget {
    static OPEN = 1;
    static CLOSED = 2;
    constructor() { super(); this.readyState = 1; window.line = this; }
    close() { this.readyState = 2; }
};
window.brings = (name, data) => line.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
"""


def item(number: int, words: str) -> str:
    return (
        f"<li id='m-{number}'><article class='said mine'><time datetime='2026-01-01T10:0{number}:00Z'></time>"
        f"<p><span class='said-words'>{words}</span></p></article></li>"
    )


def page_of(*items: str, company: str = "", key: str = "first") -> str:
    return f"""<!doctype html><meta name="words-lost" content="weak"><meta name="words-again" content="not yet">
        <meta name="words-unsent" content="press again">
        <main id="main"><div id="listeners">{company}</div>
        <ol id="thread" data-line="/live/" data-from="x" data-space="r">
        {"".join(items)}</ol><p id="latest"></p><p id="line-state"></p>
        <form class="composer" data-room-send action="/"><div class="inner"><input type="hidden" name="once"
        value="{key}"><textarea name="words"></textarea><input type="file" name="file"><button></button></div></form>
        </main>
        <script type="module" src="/static/room/room.js"></script>"""


def since(*items: str, key: str) -> str:
    return f"""<ol id="thread">{"".join(items)}</ol><form data-room-send><input name="once" value="{key}"></form>"""


def answers(route: Route) -> None:
    name = route.request.url.removeprefix(f"{HOUSE}static/")
    for start, folder in ROOMS.items():
        if name.startswith(start):
            return route.fulfill(body=(folder / name).read_text(), content_type="text/javascript")
    return route.fulfill(body=page_of(item(1, "Здравствуйте")), content_type="text/html; charset=utf-8")


@pytest.fixture
def room(browser: Browser) -> Iterator[Page]:
    """Give the page of a room."""
    page = browser.new_page()
    faults: list[Any] = []
    page.on("pageerror", lambda fault: faults.append(fault))
    page.route("**/*", answers)
    page.add_init_script(BEFORE)
    page.clock.install()
    page.goto(HOUSE)
    page.wait_for_function("() => window.line")
    yield page
    page.close()
    assert not faults


def brings(page: Page, number: int, words: str) -> None:
    page.evaluate("(html) => brings('message', { audience: 'r', html })", item(number, words))


def presses(page: Page, words: str) -> None:
    page.locator("textarea").fill(words)
    page.locator("button").click()


def asked(page: Page, count: int) -> list[dict[str, Any]]:
    """Return what was asked for so far."""
    page.wait_for_function("(count) => asked.length >= count", arg=count)
    found: list[dict[str, Any]] = page.evaluate("() => asked.map(({ method, body }) => ({ method, body }))")
    assert len(found) == count
    return found


def answer(page: Page, number: int, html: str) -> None:
    page.evaluate("([number, html]) => asked[number].answers(html)", [number, html])


def test_the_same_words_pressed_again_while_the_first_are_on_their_way_are_said_twice(room):
    presses(room, "Да")
    brings(room, 2, "Да")  # the live line is faster than the answer, and the place is free
    expect(room.locator("textarea")).to_have_value("")
    presses(room, "Да")
    asked(room, 1)
    answer(room, 0, since(item(2, "Да"), key="second"))
    second = asked(room, 2)[1]["body"]
    assert (second["words"], second["once"]) == ("Да", "second")
    answer(room, 1, since(item(3, "Да"), key="third"))
    expect(room.locator("#thread > li")).to_have_count(3)
    expect(room.locator("textarea")).to_have_value("")


def test_what_comes_while_the_whole_page_is_on_its_way_stays_on_the_screen(room):
    brings(room, 2, "Лишнее")
    room.evaluate("() => brings('reset', {})")
    asked(room, 1)
    brings(room, 3, "Пока страница идёт")
    brings(room, 2, "Взято назад")
    answer(room, 0, page_of(item(1, "Здравствуйте"), item(2, "Лишнее"), company="new"))
    expect(room.locator("#listeners")).to_have_text("new")
    expect(room.locator("#thread > li")).to_have_text(["Здравствуйте", "Взято назад", "Пока страница идёт"])


def test_what_is_put_back_is_not_taken_for_a_press_on_its_way(room):
    room.evaluate("() => brings('reset', {})")
    brings(room, 2, "Да")
    presses(room, "Да")
    asked(room, 2)
    answer(room, 0, page_of(item(1, "Здравствуйте"), company="new"))
    expect(room.locator("#thread > li")).to_have_count(2)
    expect(room.locator("textarea")).to_have_value("Да")


def test_a_page_asked_for_earlier_never_takes_the_place_of_a_later_one(room):
    for _ in range(2):
        room.evaluate("() => brings('message', { audience: 'r', html: '' })")
    asked(room, 2)
    answer(room, 1, page_of(company="Айгерім, Виктор"))
    expect(room.locator("#listeners")).to_have_text("Айгерім, Виктор")
    answer(room, 0, page_of(company="Айгерім"))
    room.clock.run_for(1000)
    expect(room.locator("#listeners")).to_have_text("Айгерім, Виктор")


@pytest.mark.parametrize("fails", ["(one) => one.breaks()", "(one) => one.answers('<h1>Bad gateway</h1>', 502)"])
def test_a_page_broken_off_is_asked_for_again(room, fails):
    room.evaluate("() => brings('reset', {})")
    asked(room, 1)
    room.evaluate(f"() => ({fails})(asked[0])")
    expect(room.locator("#line-state")).to_have_text("weak")
    room.clock.run_for(6000)
    asked(room, 2)
    answer(room, 1, page_of(item(5, "Всё на месте")))
    expect(room.locator("#thread > li")).to_have_text(["Всё на месте"])
    expect(room.locator("#line-state")).to_have_text("")


def test_a_page_that_is_not_of_this_house_takes_nothing_away(room):
    presses(room, "Очень длинное")
    asked(room, 1)
    room.evaluate("() => asked[0].answers('<h1>Request Entity Too Large</h1>', 413)")
    expect(room.locator(".unsent")).to_have_text("press again")
    expect(room.locator("textarea")).to_have_value("Очень длинное")
    room.evaluate("() => brings('message', { audience: 'r', html: '' })")
    asked(room, 2)
    room.evaluate("() => asked[1].answers('<h1>Too Many Requests</h1>', 429)")
    expect(room.locator("#line-state")).to_have_text("weak")
    expect(room.locator("#thread > li")).to_have_count(1)
