"""Pictures, by each adapter: each browser's camera is a colour. Nobody is seen before they show themselves, nobody in a
room of another side, and every change of room closes every camera."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.callers import ALL, COLOURS, TONES, everybody_comes, lets, speaks
from tests.support.lines import bytes_received, can_be_late, is_late, voice_sent, watched
from tests.support.pages import good
from tests.support.server import Served
from tests.support.tones import comes_to_hear, comes_to_see, with_tone
from tests.support.visitors import Visitors

pytestmark = pytest.mark.whole_browser

LINES = 360
SETTLES_MS = 1000
THIN_PACKETS = 25  # a second: 17 of 60 ms, 50 as always


def shows(page: Page) -> None:
    page.locator("#call-camera[aria-pressed=false]").click()
    expect(page.locator("#call-camera")).to_have_attribute("aria-pressed", "true")


def is_dark(page: Page) -> bool:
    """Tell whether the camera of a browser is really closed, not only its picture hidden."""
    return bool(page.evaluate("() => (window.shown?.getTracks() ?? []).every((one) => one.readyState === 'ended')"))


def on_a_thin_line(visitor: Visitors, saule: Page, aigerim: Page, viktor: Page) -> None:
    """Whoever chooses the thin voice sets the form of the room, until they let the others go on."""
    pages = (saule, aigerim, viktor)
    viktor.locator("#call-spare").click()
    expect(viktor.locator("#call-thin-now")).not_to_be_empty()
    for page in (saule, aigerim):
        expect(page.locator("#call-thin-others")).to_contain_text("Виктор")
        expect(page.locator("#call-camera")).to_be_hidden()
    for page in pages:
        comes_to_see(page, [])
        assert is_dark(page)
    good(aigerim)
    good(viktor)
    for page in (aigerim, viktor):
        visitor.picture(page, "thin")
    speaks(saule)
    comes_to_hear(viktor, ALL, {TONES["saule"]})
    assert 0 < voice_sent(saule, 3)[0] < THIN_PACKETS

    viktor.locator("#call-agree").click()
    expect(saule.locator("#call-thin-others")).to_contain_text("Pictures can be seen and shown again.")
    shows(aigerim)
    comes_to_see(saule, ["green"])
    viktor.wait_for_timeout(SETTLES_MS)
    before = bytes_received(viktor, "video")
    viktor.wait_for_timeout(1000)
    assert bytes_received(viktor, "video") == before > 0
    comes_to_see(viktor, [])

    viktor.locator("#call-full").click()
    shows(viktor)
    for page in pages:
        comes_to_see(page, ["blue", "green"])
    assert voice_sent(saule, 3)[0] > THIN_PACKETS


def on_a_slow_line(visitor: Visitors, saule: Page, viktor: Page) -> None:
    """A step down is taken for oneself, said with its reason, and has a way back."""
    is_late(viktor)
    expect(viktor.locator("#call-thin-why")).to_contain_text("медленная")
    expect(viktor.locator("#call-thin-now")).not_to_be_empty()
    comes_to_see(viktor, ["blue"])
    comes_to_see(saule, ["blue", "green"])
    good(viktor)
    visitor.picture(viktor, "late")
    is_late(viktor, False)
    viktor.get_by_role("button", name="Снова попробовать видео").click()
    expect(viktor.locator("#call-thin-now")).to_be_empty()
    comes_to_see(viktor, ["blue", "green"])
    expect(viktor.locator("#call-data bdi")).to_have_text(re.compile(r"^\d+(,\d)?$"))


@pytest.mark.slow
def test_nobody_is_seen_who_is_not_in_the_room_and_did_not_show_themselves(carried: Served, visitor):
    saule, aigerim, viktor = pages = everybody_comes(carried, visitor, lambda _who, page: can_be_late(watched(page)))
    saule.get_by_role("button", name="Everyone to the table").click()
    for page in pages:
        expect(page.locator("#call-people li")).to_have_count(3)
        comes_to_see(page, [])
    shows(aigerim)
    shows(viktor)
    for page in pages:
        comes_to_see(page, ["blue", "green"])
    assert all(one is None or one["height"]["max"] <= LINES for one in viktor.evaluate("() => window.asked"))
    good(aigerim)
    visitor.picture(aigerim, "pictures")
    visitor.picture(saule, "pictures")
    speaks(viktor)
    comes_to_hear(aigerim, ALL, {TONES["viktor"]})

    on_a_thin_line(visitor, saule, aigerim, viktor)
    on_a_slow_line(visitor, saule, viktor)

    viktor.locator("#call-camera").click()
    for page in pages:
        comes_to_see(page, ["green"])
    assert is_dark(viktor)

    saule.get_by_role("button", name="Everyone to their own side, now").click()
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "caucus")  # the first press first
    lets(saule, "Сәуле Ахметова", re.compile("Private room: .?Жоғарғы ауыл"))
    expect(aigerim.locator("#call-people li")).to_have_count(2)
    for page in pages:
        comes_to_see(page, [])
        assert is_dark(page)
    shows(aigerim)
    comes_to_see(saule, ["green"])
    comes_to_see(viktor, [])


@pytest.mark.slow
def test_before_going_in_one_looks_at_oneself_and_without_a_camera_nobody_is_kept_out(own_demo: Served, visitor):
    _saule, aigerim, _viktor = everybody_comes(own_demo, visitor)
    with_tone(aigerim, TONES["aigerim"], COLOURS["aigerim"])
    aigerim.reload()
    aigerim.locator("#call-try").click()
    expect(aigerim.locator("#call-own")).to_be_visible()
    expect(aigerim.locator("#call-check meter")).not_to_have_js_property("value", 0)
    good(aigerim)
    visitor.picture(aigerim, "check")
    aigerim.locator("#call-without").click()
    expect(aigerim.locator("#call-tools")).to_be_visible()
    assert is_dark(aigerim)

    no = "{ value: () => Promise.reject(new Error('no')) }"
    aigerim.add_init_script(f"Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {no})")
    aigerim.reload()
    aigerim.locator("#call-try").click()
    expect(aigerim.locator("#call-said")).not_to_be_empty()
    expect(aigerim.locator("#call-own")).to_be_hidden()
    aigerim.locator("#call-without").click()
    expect(aigerim.locator("#call-tools")).to_be_visible()
