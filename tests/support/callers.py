"""People who come to a live meeting by voice in browsers of their own, each with a tone for a microphone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.arriving import comes_in
from tests.support.server import Served
from tests.support.tones import with_tone

CASE = "pasture: meetings"
TONES = {"saule": 440, "aigerim": 700, "viktor": 1000, "nodira": 1300}
ALL = list(TONES.values())
NAMES = {"saule": "Сәуле Ахметова", "aigerim": "Айгерім Оспанова", "viktor": "Виктор Ким", "nodira": "Нодира Каримова"}
OWN_ROOM, OTHER_ROOM = re.compile("Private room: .?Жоғарғы ауыл"), re.compile("Private room: .?Нижний аул")
COLOURS = {"saule": "#c00000", "aigerim": "#00a000", "viktor": "#0000d0", "nodira": "#808000"}


def comes_by_voice(page: Page, who: str) -> None:
    """Say what is asked and turn the sound on."""
    with_tone(page, TONES[who], COLOURS[who])
    page.goto(page.url.split("/case/")[0] + f"/room/meeting/{case_of(page)}/voice/")
    page.locator("input[name=alone][value=yes]").check()
    page.locator("input[name=records_nothing]").check()
    page.locator("button[value=come]").click()
    page.locator("[data-begin=mic]").click()
    expect(page.locator("#call-tools")).to_be_visible()


def case_of(page: Page) -> str:
    """Return the case whose page this is."""
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", page.url)
    assert found
    return found.group(0)


def speaks(page: Page) -> None:
    """Open the microphone, if it is silent."""
    page.locator("#call-mute[aria-pressed=false]").click()


def lets(desk: Page, name: str, room: str | re.Pattern[str]) -> None:
    """Press the button of a room beside a person's name."""
    guest = desk.locator("#call-desk form", has=desk.get_by_text(name, exact=True))
    guest.get_by_role("button", name=room).click()


def admits(desk: Page, room: re.Pattern[str] = OTHER_ROOM) -> None:
    """The mediator lets the interpreter into the private room of one side, in another window."""
    address = desk.get_by_role("link", name=room).get_attribute("href")
    window = desk.context.new_page()
    window.goto(f"{address}interpreters/")
    window.locator("main form button").click()
    expect(window.locator("main button[name=end]")).to_be_visible()
    window.close()


def at_the_same_time(desk: Page, room: str | re.Pattern[str]) -> None:
    """The mediator lets a room be interpreted at the same time as others speak."""
    folded = desk.locator("#call-desk section.stack", has=desk.get_by_role("heading", name=room)).last
    folded.get_by_text("More for this room").click()
    folded.get_by_role("button", name="Interpret at the same time").click()


def mediator_opens(demo: Served, visitor: Callable[..., Page], case: str, who: str = "saule") -> Page:
    """The mediator opens a joint meeting of a case and ends at the case. `who`: by which door."""
    door = next(address for address in demo.doors().values() if f"//{who}." in address)
    desk = visitor(at="/".join(door.split("/")[:3]), language="en", width=1280)
    desk.goto(door)
    desk.goto(f"/room/meetings/{case}/")
    desk.locator("button[value=joint]").click()
    desk.goto(f"/case/{case}/")
    return desk


def as_they_are(who: str, page: Page) -> None:
    """Prepare nothing."""


def interpreter_comes(
    demo: Served, visitor: Callable[..., Page], case: str, prepare: Callable[[str, Page], object] = as_they_are
) -> Page:
    """The interpreter of a case comes to its meeting by voice."""
    door = next(address for address in demo.doors().values() if "//nodira." in address)
    nodira = visitor(at="/".join(door.split("/")[:3]), language="ru", width=1280)
    nodira.goto(door)
    nodira.goto(f"/case/{case}/")
    prepare("nodira", nodira)
    comes_by_voice(nodira, "nodira")
    return nodira


def everybody_comes(
    demo: Served, visitor: Callable[..., Page], prepare: Callable[[str, Page], object] = as_they_are
) -> tuple[Page, Page, Page]:
    """The mediator opens a meeting; she and two sides come to it by voice. `prepare`: each browser, before that."""
    aigerim = comes_in(visitor, demo, "Айгерім", CASE, "kk", 360)
    viktor = comes_in(visitor, demo, "Виктор", CASE, "ru", 1280)
    saule = mediator_opens(demo, visitor, case_of(aigerim))
    for page, who in ((saule, "saule"), (aigerim, "aigerim"), (viktor, "viktor")):
        prepare(who, page)
        comes_by_voice(page, who)
    return saule, aigerim, viktor
