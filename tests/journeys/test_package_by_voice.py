"""A package for two sides of whom one has no device and stays at home: the mediator writes its list while it speaks on
the telephone, and what binds it is said in calls to which a colleague listens. The other side sees nothing of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support.office import fill, go, press
from tests.support.pages import good
from tests.support.seeding import person, seeded
from tests.support.server import Served, serve_application
from tests.support.table import answers_checks, looks, pressed, writes_list
from tests.support.telephone import answered, listened

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WISHES = ["Жоғарғы ауылға", "Екеуінде", "Бірге", "Су кімге түнде?"]
THEIRS = ["По очереди", "На обоих", "Верхний аул", "Кто чистит арык?"]


@pytest.fixture
def house(tmp_path: Path, migrated: Path) -> Iterator[Served]:
    """A house of this story alone: another story has a case of the same people in the shared one."""
    with serve_application(tmp_path / "house", migrated) as running:
        yield running


def read_out(mediator: Page, coordinator: Page, story: dict) -> None:
    """From the page of the side: call, read, and let the colleague say that it was so."""
    pressed(mediator, mediator.locator("main a.main[href*='/calls/']").first)
    fill(mediator, about="package")
    mediator.locator("main select[name=witness]").select_option(label=story["witness"])
    press(mediator)
    fill(mediator, word="алма")
    press(mediator)
    call = "/" + mediator.url.split("/", 3)[3]
    good(mediator)
    answered(mediator)
    listened(coordinator, call)


def writes_for(mediator: Page, case: str) -> None:
    looks(mediator, case)
    pressed(mediator, mediator.locator("main a[href*='?for=']").first)


def test_a_side_without_a_device_has_its_package(house: Served, visitor):
    story = seeded(house, "voice_case")
    case = story["case"]
    mediator = person(visitor, house, story, "mediator", language="kk", width=1280)
    coordinator = person(visitor, house, story, "coordinator", language="ru", width=1280)
    own = person(visitor, house, story, "own", language="ru", width=360, dark=True)

    looks(mediator, case)
    pressed(mediator, mediator.locator("main form button.main"))
    looks(own, case)
    expect(own.locator("main")).to_contain_text("отвечает голосом")
    good(own)
    visitor.picture(own, "asked")
    pressed(own, own.locator("form[action$='/agree/'] button.main"))
    go(mediator, f"/case/{case}/")
    good(mediator)
    visitor.picture(mediator, "desk")
    writes_for(mediator, case)
    assert not mediator.locator("form[action*='/agree/']").count()
    good(mediator)
    visitor.picture(mediator, "asked-for")
    read_out(mediator, coordinator, story)

    writes_for(mediator, case)
    pressed(mediator, mediator.locator(".asks a.main"))
    good(mediator)
    visitor.picture(mediator, "list-for")
    mediator.set_viewport_size({"width": 360, "height": 740})
    visitor.picture(mediator, "list-for")
    writes_list(mediator, WISHES)
    good(mediator)
    visitor.picture(mediator, "check-for")
    answers_checks(mediator, ["first", "unknown"])
    visitor.picture(mediator, "ready-for")
    good(mediator)
    pressed(mediator, mediator.locator("form button.main"))
    looks(own, case)
    pressed(own, own.locator(".asks a.main"))
    writes_list(own, THEIRS)
    answers_checks(own, ["second", "unknown"])
    pressed(own, own.locator("form button.main"))
    assert seeded(house, "voice_case", "work")["looked"]

    looks(mediator, case)
    assert not mediator.locator("dl.package").count(), "without the side there is no package for the mediator"
    before = own_page(own, case)
    writes_for(mediator, case)
    assert not mediator.locator("form[action*='/reply/']").count()
    good(mediator)
    visitor.picture(mediator, "package-for")
    read_out(mediator, coordinator, story)
    assert own_page(own, case) == before, "what the side at home said is nowhere"
    pressed(own, own.locator("button[value=accept]").first)
    looks(mediator, case)
    expect(mediator.locator("main dl.package")).to_have_count(1)
    good(mediator)
    visitor.picture(mediator, "found")


def own_page(own: Page, case: str) -> str:
    looks(own, case)
    words: str = own.locator("main").inner_text()
    return words
