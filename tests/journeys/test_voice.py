"""A voice note from a telephone: recorded, heard, sent in the private room, and nowhere on the other side's line."""

import pytest
from playwright.sync_api import BrowserType, Page, expect
from tests.journeys.test_room import CASE, enter, say
from tests.support import browser as browsers
from tests.support.arriving import comes_in
from tests.support.pages import good
from tests.support.server import Served
from tests.support.visitors import Visitors

from bitim.room.tests.test_files import VOICE

pytestmark = pytest.mark.slow
PLAYS = """async (audio) => {
  await audio.play();
  for (let turn = 0; turn < 150 && audio.currentTime <= 0.2 && !audio.ended; turn++)
    await new Promise((go) => setTimeout(go, 100));
  return audio.currentTime;
}"""
TAKES = """async (path) => {
  const answer = await fetch(path);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return [answer.status, answer.headers.get("content-type"), bytes.length, [...bytes.slice(0, 4)]];
}"""
LISTENS = """() => new Promise((ready) => {
  window.heard = [];
  const line = new EventSource("/live/");
  line.addEventListener("message", (event) => window.heard.push(event.data));
  line.addEventListener("ready", () => ready(true));
})"""
WEBM = [0x1A, 0x45, 0xDF, 0xA3]


def opens_recorder(page: Page) -> None:
    page.locator("form.composer details.more > summary").click()


def records(page: Page, seconds: float = 1.6) -> None:
    page.locator("[data-voice-start]").click()
    expect(page.locator("[data-voice-stop]")).to_be_focused()
    expect(page.locator("[data-voice-time]")).to_have_text("0:01")
    page.wait_for_timeout(seconds * 1000 - 1000)


def send(page: Page) -> None:
    page.locator("form.composer button.main").click()


def good_whole(page: Page) -> None:
    """All checks on a screen as long as the page: the composer then lies over nothing."""
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    page.set_viewport_size({"width": width, "height": 4000})
    good(page)
    page.set_viewport_size({"width": width, "height": height})


def voices(page: Page):
    return page.locator("#thread > li:has(audio)")


def test_a_voice_note_is_recorded_heard_and_sent_in_private(own_demo: Served, visitor):
    visitor.expects("404")  # the other side asks for the file by its address
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    viktor = comes_in(visitor, own_demo, "Виктор", CASE, "ru", 1280)
    case = aigerim.url
    enter(viktor, "joint")
    assert viktor.evaluate(LISTENS)
    enter(aigerim, "caucus")
    private = aigerim.url
    before = voices(aigerim).count()

    opens_recorder(aigerim)
    records(aigerim)
    good_whole(aigerim)
    visitor.picture(aigerim, "recording")
    aigerim.locator("[data-voice-stop]").click()
    play = aigerim.locator("[data-voice-play]")
    expect(play).to_be_visible()
    assert play.evaluate(PLAYS) > 0.2
    good_whole(aigerim)
    visitor.picture(aigerim, "recorded")

    # Not this one: deleted, and said again.
    aigerim.locator("[data-voice-clear]").click()
    expect(play).to_be_hidden()
    assert aigerim.locator("#id_file").evaluate("field => field.files.length") == 0
    records(aigerim)
    aigerim.locator("[data-voice-stop]").click()
    expect(play).to_be_visible()
    send(aigerim)
    expect(voices(aigerim)).to_have_count(before + 1)
    expect(play).to_be_hidden()
    note = voices(aigerim).last
    address = note.locator("audio").get_attribute("src")
    status, kind, size, start = aigerim.evaluate(TAKES, address)
    assert (status, kind, start) == (200, "audio/webm", WEBM)
    assert size > 1000
    assert note.locator("audio").evaluate(PLAYS) > 0.2

    # Sent while it still records: what was said goes with it.
    opens_recorder(aigerim) if not aigerim.locator("[data-voice-start]").is_visible() else None
    records(aigerim)
    aigerim.locator("#id_words").fill("Және тағы")
    send(aigerim)
    expect(voices(aigerim)).to_have_count(before + 2)
    expect(voices(aigerim).last).to_contain_text("Және тағы")
    expect(aigerim.locator("[data-voice-start]")).to_be_hidden()

    nothing_there(viktor, aigerim, case, private, address)


def nothing_there(viktor: Page, aigerim: Page, case: str, private: str, address: str | None) -> None:
    """The other side's line is alive and brings what is said at the table; of the note there is not a trace."""
    aigerim.goto(case)
    enter(aigerim, "joint")
    say(aigerim, "Үстел басында")
    expect(viktor.locator("#thread > li").last).to_contain_text("Үстел басында")
    heard = "".join(viktor.evaluate("window.heard"))
    assert "Үстел басында" in heard
    number = note_id(address)
    for secret in (number, private.rstrip("/").rsplit("/", 1)[1].split("#")[0], "audio", "Және тағы"):
        assert secret not in heard, secret
    assert viktor.evaluate(TAKES, address)[0] == 404
    for place in seen_by(viktor):
        viktor.goto(place)
        assert number not in viktor.content()


def note_id(address: str | None) -> str:
    assert address
    return address.strip("/").rsplit("/", 1)[1]


def seen_by(page: Page) -> list[str]:
    """Return every place of the case that this person is led to."""
    page.locator("a.back").first.click()
    found = page.locator("main a[href^='/']").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    return [page.url, *dict.fromkeys(one.split("#")[0] for one in found if one.startswith(("/room/", "/case/")))]


@pytest.fixture
def refused(browser_type: BrowserType, browser_type_launch_args: dict, request):
    """Visitors of a browser that asks for the microphone and is told no."""
    asks = [one for one in browsers.flags() if not one.startswith("--use-fake-ui")]
    browser = browser_type.launch(**browser_type_launch_args | {"args": asks})
    visitors = Visitors(browser, request.node.name)
    yield visitors
    visitors.leave()
    browser.close()


def test_without_the_microphone_a_file_is_offered(own_demo: Served, refused):
    aigerim = comes_in(refused, own_demo, "Айгерім", CASE, "en", 360)
    enter(aigerim, "caucus")
    before = voices(aigerim).count()
    no = {"permission": {"name": "microphone"}, "setting": "denied", "origin": aigerim.evaluate("origin")}
    aigerim.context.new_cdp_session(aigerim).send("Browser.setPermission", no)
    opens_recorder(aigerim)
    aigerim.locator("[data-voice-start]").click()
    closed = "The microphone is not open to this page. You can send a file."
    expect(aigerim.locator("[data-voice-state]")).to_have_text(closed)
    expect(aigerim.locator("#id_file")).to_be_visible()
    expect(aigerim.locator("[data-voice-play]")).to_be_hidden()
    good_whole(aigerim)
    refused.picture(aigerim, "refused")
    line = aigerim.locator(".file-line")
    expect(line).to_contain_text("Choose a file")  # our words over the button, not the browser's
    expect(line).to_contain_text("No file is chosen")
    aigerim.locator("#id_file").set_input_files({"name": "told.ogg", "mimeType": "audio/ogg", "buffer": VOICE})
    expect(line).to_contain_text("told.ogg")
    send(aigerim)
    expect(voices(aigerim)).to_have_count(before + 1)
