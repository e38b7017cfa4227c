"""A meeting by voice, by each adapter: four browsers, each with a tone of its own. Nobody is heard before the mediator
lets them in; in a private room no tone of another side arrives; whoever is put back to wait hears nothing more. An
interpreter speaks at the same time as others: whoever chose that language hears it, and the floor quietly below; nobody
else does, at the table and in a private room. From the table to one side, to the other with the interpreter, and back
to the table, where what was settled is signed while everybody still hears everybody. Both sides' networks let no
WebSocket through, each in its own way: their frames go by a stream and POST, and they are told nothing of it. What is
typed for a room, and what is spoken about there, stands on the pages of that room alone, until somebody comes or goes.
"""

import re
import time

import pytest
from playwright.sync_api import Page, expect
from tests.support import main_job, office
from tests.support.callers import (
    ALL,
    OTHER_ROOM,
    OWN_ROOM,
    admits,
    at_the_same_time,
    case_of,
    everybody_comes,
    interpreter_comes,
    lets,
    speaks,
)
from tests.support.pages import good
from tests.support.server import Served
from tests.support.tones import comes_to_hear, hears, louds, plays, steady_louds
from tests.support.visitors import Visitors

pytestmark = pytest.mark.whole_browser

KAZAKH, RUSSIAN = ("kk", "Қазақша"), ("ru", "Русский")
CHANNEL = re.compile("/channel/")


def blocked(who: str, page: Page) -> None:
    """Let no WebSocket of the two sides through: one is closed at once, one opens and nothing ever comes."""
    if who == "aigerim":
        page.route_web_socket(CHANNEL, lambda socket: socket.close())
    if who == "viktor":
        page.route_web_socket(CHANNEL, lambda socket: None)


def at_the_table(saule: Page, aigerim: Page, viktor: Page) -> None:
    saule.get_by_role("button", name="Everyone to the table").click()
    for page in (saule, aigerim, viktor):
        expect(page.locator("#call-people li")).to_have_count(4)
        speaks(page)
    comes_to_hear(saule, ALL, {700, 1000})
    comes_to_hear(aigerim, ALL, {440, 1000})
    comes_to_hear(viktor, ALL, {440, 700})


def types(writer: Page, words: str, shown: str = "") -> None:
    """Type a line of what is said: it comes back to who typed it as the others read it (`shown`: in other letters)."""
    writer.locator("#call-line").fill(words)
    writer.locator("#call-line").press("Enter")
    expect(writer.locator("#call-lines p", has_text=shown or words)).to_be_visible()
    expect(writer.locator("#call-line")).to_have_value("")


def takes_up_writing(writer: Page, language: str) -> None:
    writer.locator("#mine-write summary").click()
    writer.locator("#mine-write-in").select_option(language)
    writer.locator("#mine-write button").click()
    expect(writer.locator("#call-typist")).to_be_visible()


def in_writing(visitor: Visitors, saule: Page, aigerim: Page, viktor: Page) -> None:
    takes_up_writing(saule, "ru")
    told = ((aigerim, "айтылғанды мәтінмен теріп отыр: Русский"), (viktor, "набирает сказанное текстом: Русский"))
    for page, says in told:
        expect(page.locator("#call-people li", has_text="Сәуле")).to_contain_text(says)
        expect(page.locator("#call-typist")).to_be_hidden()
    types(saule, "Вода ночью нужна обоим аулам")
    types(saule, "a\u202eb", shown="ab")
    for page in (aigerim, viktor):
        line = page.locator("#call-lines p").first
        expect(line).to_have_text("Вода ночью нужна обоим аулам")
        expect(line).to_have_attribute("lang", "ru")
        expect(page.locator("#call-lines p").last).to_have_text("ab")
    saule.locator("#call-table summary").click()
    saule.locator("#call-table button[name=point]").first.click()
    expect(viktor.locator("#call-agenda [role=status]")).to_contain_text("Сейчас обсуждаем: вопрос 1")
    aigerim.locator("#call-table summary").click()
    expect(aigerim.locator("#call-table [aria-current]")).to_have_count(1)
    for page, name in ((aigerim, "captions"), (viktor, "captions-table"), (saule, "typist")):
        good(page)
        visitor.picture(page, name)
    aigerim.locator("#call-captions-on").click()
    expect(aigerim.locator("#call-lines")).to_be_hidden()
    expect(saule.locator("#call-unshown")).to_be_hidden()  # the house gave every number back: no line is sent twice
    expect(saule.locator("#call-line")).to_have_value("")


def stays_written_in(saule: Page, aigerim: Page, viktor: Page) -> None:
    """In a private room nothing is left of the table, and nothing of it is read elsewhere."""
    for page in (saule, aigerim, viktor):
        expect(page.locator("#call-captions")).to_be_hidden()
        expect(page.locator("#call-lines p")).to_have_count(0)
        expect(page.locator("#call-agenda [role=status]")).to_have_count(0)
    takes_up_writing(saule, "kk")
    types(saule, "Тек осы бөлмеге")
    aigerim.locator("#call-captions-on").click()
    expect(aigerim.locator("#call-lines p")).to_have_text("Тек осы бөлмеге")
    saule.locator("#call-table button[name=point]").first.click()
    expect(aigerim.locator("#call-agenda [role=status]")).to_be_visible()
    assert "Тек осы" not in viktor.content() and "обсуждаем:" not in viktor.locator("main").inner_text()


def in_private(saule: Page, aigerim: Page, viktor: Page) -> None:
    """One press separates the sides; the mediator then goes to one of them."""
    saule.get_by_role("button", name="Everyone to their own side, now").click()
    expect(viktor.locator("#call-place")).to_have_attribute("data-room", "caucus")
    lets(saule, "Сәуле Ахметова", OWN_ROOM)
    for page in (saule, aigerim):
        expect(page.locator("#call-place")).to_have_attribute("data-room", "caucus")
        expect(page.locator("#call-people li")).to_have_count(2)
    for page in (saule, aigerim, viktor):
        speaks(page)
    comes_to_hear(saule, ALL, {700})
    comes_to_hear(aigerim, ALL, {440})
    comes_to_hear(viktor, ALL, set())
    assert "Айгерім" not in viktor.locator("#call").inner_text()


def is_below(listener: Page, before: dict[int, float], floor: set[int], seconds: float = 20.0) -> None:
    """Wait until the floor is played about 17 decibels below what it was, and well below the interpreter."""
    last, loud = time.monotonic() + seconds, before
    while time.monotonic() < last:
        loud = louds(listener, ALL)
        if all(12 < before[one] - loud[one] < 22 and loud[1300] - loud[one] > 12 for one in floor):
            return
    raise AssertionError((before, loud))


def is_interpreted(saule: Page, nodira: Page, listener: Page, floor: set[int], into: tuple[str, str]) -> None:
    """The interpreter speaks one language: who chose it hears that loud and the floor below, the mediator the floor
    alone."""
    language, name = into
    nodira.locator(f"#into-{language}").click()
    expect(nodira.locator("#call-interpreter")).to_contain_text(f"Ваш голос звучит на этом языке: {name}")
    speaks(nodira)
    comes_to_hear(listener, ALL, floor | {1300})
    comes_to_hear(listener, ALL, floor, played=True)
    before = steady_louds(listener, sorted(floor))
    listener.locator(f"[data-language={language}]").click()
    comes_to_hear(listener, ALL, floor | {1300}, played=True)
    is_below(listener, before, floor)
    assert 1300 not in plays(saule, ALL)


def interpreted_at_the_table(visitor: Visitors, saule: Page, aigerim: Page, viktor: Page, nodira: Page) -> None:
    at_the_same_time(saule, "Everyone at the table")
    is_interpreted(saule, nodira, aigerim, {440, 1000}, KAZAKH)
    comes_to_hear(viktor, ALL, {440, 700}, played=True)
    nodira.locator("#ask-slowly").click()
    expect(viktor.locator("#call-slowly")).to_be_visible()
    for page, name in (
        (aigerim, "interpreted"),
        (nodira, "interpreter"),
        (saule, "desk-interpreted"),
        (viktor, "slowly"),
    ):
        good(page)
        visitor.picture(page, name)


def interpreted_in_private(saule: Page, aigerim: Page, viktor: Page, nodira: Page) -> None:
    """The mediator goes to the other side and takes the interpreter with her; the side she left hears none of it."""
    lets(saule, "Сәуле Ахметова", OTHER_ROOM)
    lets(saule, "Нодира Каримова", OTHER_ROOM)
    for page in (saule, viktor, nodira):
        expect(page.locator("#call-people li")).to_have_count(3)
    at_the_same_time(saule, OTHER_ROOM)
    for page in (saule, viktor):
        speaks(page)
    is_interpreted(saule, nodira, viktor, {440}, RUSSIAN)
    comes_to_hear(aigerim, ALL, set())
    assert not [name for name in ("Нодира", "Виктор") if name in aigerim.locator("main").inner_text()]
    # Whoever rests is silent, whatever their microphone says; the floor is loud again.
    nodira.locator("#into-rest").click()
    expect(nodira.locator("#call-mute")).to_have_attribute("aria-pressed", "false")
    comes_to_hear(viktor, ALL, {440})
    # A microphone opened while resting is silent until its owner takes over, and then is heard without another press.
    speaks(nodira)
    comes_to_hear(viktor, ALL, {440})
    nodira.locator("#into-ru").click()
    comes_to_hear(viktor, ALL, {440, 1300})
    lets(saule, "Нодира Каримова", "Back to wait")


def signed_at_the_table(carried: Served, visitor: Visitors, *people: Page) -> None:
    """The text is begun, agreed to and signed by everybody in windows beside the meeting, which goes on."""
    visitor.expects("409")  # a code that was read out to one person is a wrong code for another
    visitor.expects("422")
    saule, aigerim, viktor = (page.context.new_page() for page in people)
    outbox = visitor(at=f"http://post.localhost:{carried.url.rsplit(':', 1)[1]}", language="en", width=1280)
    case = case_of(people[1])
    text = main_job.text_begun(saule, case, "kk", "Алматы")
    office.go(viktor, text + "new/")
    main_job.clause(viktor, "Жайылым екі ауылға апта сайын кезекпен беріледі.", "Пастбище — по неделе, по очереди.")
    for page, language in ((aigerim, "kk"), (viktor, "ru")):
        main_job.agrees(page, text, language)
    office.go(saule, text + "final/")
    path = main_job.made_final(saule)
    comes_to_hear(people[2], ALL, {440, 700})  # the text is final, and everybody still hears everybody
    comes_to_hear(people[1], ALL, {440, 1000})
    main_job.everybody_signs(path, saule, [aigerim, viktor], outbox, set())
    office.go(viktor, path)
    assert any(one.endswith("/sealed/") for one in office.paths(viktor, "/document/"))


@pytest.mark.slow
def test_nobody_hears_who_is_not_in_the_room(carried: Served, visitor):
    # A house that is too busy to ask who is where ends every stream: what is sent to one meanwhile has come too late,
    # and the page begins anew. That nobody misses anything by it, is what the rest of the story tells.
    visitor.expects("status of 410 (Gone)")
    saule, aigerim, viktor = everybody_comes(carried, visitor, blocked)
    posts = {page: [] for page in (saule, aigerim, viktor)}
    nodira = interpreter_comes(carried, visitor, case_of(aigerim))
    admits(saule)
    for page, asked in posts.items():
        page.on("request", lambda one, asked=asked: asked.append(one) if CHANNEL.search(one.url) else None)
    for page, name in ((aigerim, "waiting"), (saule, "desk")):
        good(page)
        visitor.picture(page, name)
    expect(viktor.locator("#call-room")).to_contain_text("Вы ждёте")
    assert "Айгерім" not in viktor.locator("#call").inner_text()
    for page in (saule, aigerim, viktor):
        assert hears(page, ALL) == set()

    at_the_table(saule, aigerim, viktor)
    assert not posts[saule] and all(len(posts[page]) > 2 for page in (aigerim, viktor))
    good(viktor)
    visitor.picture(viktor, "table")

    interpreted_at_the_table(visitor, saule, aigerim, viktor, nodira)
    in_writing(visitor, saule, aigerim, viktor)
    in_private(saule, aigerim, viktor)
    stays_written_in(saule, aigerim, viktor)
    expect(aigerim.locator("#call-slowly")).to_be_hidden(timeout=1)  # it was asked in the room before
    visitor.picture(aigerim, "caucus")
    expect(aigerim.locator("#call-hear")).to_be_hidden()  # nothing of one room is kept in the next

    # A line that breaks comes back to where the mediator had put the person, never to the table.
    aigerim.reload()
    aigerim.locator("[data-begin=mic]").click()
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "caucus")
    speaks(aigerim)
    comes_to_hear(saule, ALL, {700})
    comes_to_hear(viktor, ALL, set())
    interpreted_in_private(saule, aigerim, viktor, nodira)

    # Put back to wait: nothing more is heard on either side.
    lets(saule, "Виктор Ким", "Back to wait")
    expect(viktor.locator("#call-place")).to_have_attribute("data-room", "")
    comes_to_hear(viktor, ALL, set())
    comes_to_hear(saule, ALL, set())

    at_the_table(saule, aigerim, viktor)
    signed_at_the_table(carried, visitor, saule, aigerim, viktor)
    comes_to_hear(viktor, ALL, {440, 700})

    # The meeting ends: every browser is out of it. A stream that its page begins anew just then finds no place there.
    assert not [one for one in visitor.findings if "status of 403" in one]
    visitor.expects("status of 403 (Forbidden)")
    saule.goto(f"/room/meetings/{case_of(aigerim)}/")
    saule.locator("button[value=end]").click()
    expect(viktor.locator("#call-tools")).to_be_hidden()
    assert hears(viktor, ALL) == set()
