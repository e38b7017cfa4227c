"""The meeting by voice where things come late or not at all: a microphone that the browser gives after its owner chose
to listen only, a line that breaks while somebody speaks, an answer that comes after a later one, a press that does not
arrive. The page never says that somebody hears or was moved who does not or was not."""

import re

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect
from tests.support.arriving import comes_in
from tests.support.callers import ALL, CASE, TONES, case_of, comes_by_voice, everybody_comes, mediator_opens, speaks
from tests.support.lines import watched
from tests.support.pages import good
from tests.support.server import Served
from tests.support.tones import comes_to_hear

pytestmark = pytest.mark.whole_browser

# The browser asks its owner until `window.allow()`; every track that was given stays in sight.
ASKS = """() => {
    window.given = [];
    const asked = new Promise((go) => (window.allow = go));
    const give = async ({ video }) => {
        await asked;
        if (video) throw new Error("no camera");
        const out = new AudioContext().createMediaStreamDestination();
        window.given.push(...out.stream.getTracks());
        return out.stream;
    };
    Object.defineProperty(navigator.mediaDevices, "getUserMedia", { value: give, configurable: true });
}"""
# The browser says no the first time, as where its owner pressed "Block", and asks again the next.
REFUSED_ONCE = """() => {
    const define = Object.defineProperty;
    let asked = 0;
    Object.defineProperty = (of, name, how) => {
        if (of !== navigator.mediaDevices || name !== "getUserMedia") return define(of, name, how);
        const value = async (...what) => {
            if ((asked += 1) === 1) throw new DOMException("blocked", "NotAllowedError");
            return how.value(...what);
        };
        return define(of, name, { ...how, value });
    };
}"""
OPEN = "() => window.given.filter((one) => one.readyState === 'live').length"
SEES = """() => {
    window.seen = "";
    const mine = document.getElementById("call-mine");
    new MutationObserver(() => (window.seen += mine.textContent)).observe(mine, { childList: true, subtree: true });
}"""
PRESSES = "() => document.querySelector('button[value=leave]').form.dispatchEvent(new SubmitEvent('submit'))"
BREAKS = """() => {
    window.WebSocket = class { constructor() { throw new Error("no line"); } };
    window.fetch = () => new Promise(() => {});
    window.channels.at(-1).close();
}"""

# Every microphone that the page was given; with_tone defines the way to them before, so it is wrapped when it is there.
KEEPS_MICROPHONE = """
    window.microphones = [];
    const define = Object.defineProperty;
    Object.defineProperty = (of, name, how) => {
        if (of !== navigator.mediaDevices || name !== "getUserMedia") return define(of, name, how);
        const value = async (...asked) => {
            const given = await how.value(...asked);
            window.microphones.push(...given.getAudioTracks());
            return given;
        };
        return define(of, name, { ...how, value });
    };
"""
PULLED_OUT = """() => {
    const lost = window.microphones.at(-1);
    lost.stop();
    lost.dispatchEvent(new Event("ended"));
}"""


@pytest.mark.slow
def test_a_microphone_refused_at_the_door_is_asked_for_anew_by_the_next_press(own_demo: Served, visitor):
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    comes_in(visitor, own_demo, "Виктор", CASE, "ru", 1280)
    saule = mediator_opens(own_demo, visitor, case_of(aigerim))
    aigerim.add_init_script(f"({REFUSED_ONCE})()")
    comes_by_voice(aigerim, "aigerim")
    said, mute = aigerim.locator("#call-said"), aigerim.locator("#call-mute")
    expect(said).to_contain_text("микрофонды пайдалануға рұқсат жоқ")
    expect(aigerim.locator("#call-inside")).to_be_hidden()
    comes_by_voice(saule, "saule")
    saule.get_by_role("button", name="Everyone to the table").click()
    expect(aigerim.locator("#call-people li")).to_have_count(2)
    good(aigerim)
    visitor.picture(aigerim, "microphone-refused")
    comes_to_hear(saule, ALL, set())
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    expect(said).to_be_empty()
    comes_to_hear(saule, ALL, {TONES["aigerim"]})


@pytest.mark.slow
def test_a_microphone_that_is_given_late_is_not_opened(own_demo: Served, visitor):
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    comes_in(visitor, own_demo, "Виктор", CASE, "ru", 1280)
    mediator_opens(own_demo, visitor, case_of(aigerim))
    aigerim.add_init_script(f"({ASKS})()")
    aigerim.goto(f"/room/meeting/{case_of(aigerim)}/voice/")
    aigerim.locator("input[name=alone][value=yes]").check()
    aigerim.locator("input[name=records_nothing]").check()
    aigerim.locator("button[value=come]").click()
    aigerim.locator("#call-try").click()
    aigerim.locator("[data-begin=listen]").click()
    expect(aigerim.locator("#call-tools")).to_be_visible()
    aigerim.evaluate("() => window.allow()")
    aigerim.wait_for_function("() => window.given.length > 0")
    aigerim.wait_for_timeout(300)
    assert aigerim.evaluate(OPEN) == 0

    # Whoever asks to be heard twice is heard by one microphone, and none stays open after they press to go.
    aigerim.reload()
    aigerim.locator("#call-try").click()
    aigerim.locator("[data-begin=mic]").click()
    aigerim.evaluate("() => window.allow()")
    expect(aigerim.locator("#call-tools")).to_be_visible()
    aigerim.wait_for_timeout(300)
    assert aigerim.evaluate(OPEN) == 1
    aigerim.evaluate(PRESSES)  # the line takes for ever
    expect(aigerim.locator("#call-tools")).to_be_hidden()
    assert aigerim.evaluate(OPEN) == 0


def passes(socket: WebSocketRoute, dead: list[str]) -> None:
    """Pass frames on in both directions, and to the browser none while its line is dead."""
    house = socket.connect_to_server()
    socket.on_message(house.send)
    house.on_message(lambda frame: None if dead else socket.send(frame))


@pytest.mark.slow
def test_a_broken_line_names_nobody_who_hears_and_a_lost_press_is_told(own_demo: Served, visitor):
    visitor.expects("ERR_FAILED")
    dead: list[str] = []

    def dies_later(who: str, page: Page) -> None:
        watched(page)
        if who == "viktor":
            page.clock.install()
            page.route_web_socket(re.compile("/channel/"), lambda socket: passes(socket, dead))

    saule, aigerim, viktor = everybody_comes(own_demo, visitor, dies_later)
    saule.get_by_role("button", name="Everyone to the table").click()
    for page in (saule, aigerim):
        expect(page.locator("#call-people li")).to_have_count(3)
    speaks(aigerim)
    expect(aigerim.locator("#call-who")).to_contain_text("Виктор")

    # The table is locked and unlocked; what the page asked for first is answered last.
    late: list[Route] = []

    def holds_first(route: Route) -> None:
        late.append(route)
        if len(late) > 1:
            route.continue_()

    aigerim.route("**/voice/?part=mine", holds_first)
    room = saule.locator("#call-desk details[id^=room-]").first
    room.locator("summary").first.click()
    room.locator("button[name=locked][value='1']").click()
    expect(room.locator("button[name=locked][value='0']")).to_be_visible()
    while not late:
        aigerim.wait_for_timeout(50)
    aigerim.wait_for_timeout(500)
    room.locator("button[name=locked][value='0']").click()
    while len(late) < 2:
        aigerim.wait_for_timeout(50)
    expect(aigerim.locator("#call-mine")).not_to_contain_text("of before")
    aigerim.wait_for_timeout(1000)
    aigerim.evaluate(SEES)
    late[0].fulfill(status=200, body="<p>of before</p>")
    aigerim.wait_for_timeout(1500)
    assert not aigerim.evaluate("() => window.seen.includes('of before')")

    # A press that does not arrive is told; nothing looks as if everybody had been separated.
    saule.route("**/voice/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    saule.get_by_role("button", name="Everyone to their own side").click()
    expect(saule.locator("#call-refused")).to_contain_text("has not arrived")
    expect(saule.locator("#call-people li")).to_have_count(3)

    aigerim.evaluate(BREAKS)
    expect(aigerim.locator("#call-people li")).to_have_count(0)
    expect(aigerim.locator("#call-mute")).to_be_hidden()
    aigerim.locator("#call-room").click()
    assert aigerim.locator("#call-who").inner_text() == ""
    assert aigerim.locator("#call-room").inner_text() == aigerim.locator("meta[name=words-call-lost]").get_attribute(
        "content"
    )

    dies(viktor, dead)


def dies(viktor: Page, dead: list[str]) -> None:
    """A line dies without a word: nothing closes, nothing comes. The page notices by the silence, and comes back."""
    dead.append("viktor")
    viktor.clock.fast_forward("00:27")
    lost = viktor.locator("meta[name=words-call-lost]").get_attribute("content")
    expect(viktor.locator("#call-room")).to_have_text(str(lost))
    expect(viktor.locator("#call-who")).to_be_empty()
    dead.clear()
    expect(viktor.locator("#call-place")).to_have_attribute("data-room", "joint")


@pytest.mark.slow
def test_a_microphone_taken_away_a_page_left_and_a_page_asleep_are_told_and_taken_up_again(own_demo: Served, visitor):
    def keeps(who: str, page: Page) -> None:
        if who == "aigerim":
            page.add_init_script(KEEPS_MICROPHONE)

    saule, aigerim, viktor = everybody_comes(own_demo, visitor, keeps)
    viktor.close()
    saule.get_by_role("button", name="Everyone to the table").click()
    expect(aigerim.locator("#call-people li")).to_have_count(3)
    mute, said = aigerim.locator("#call-mute"), aigerim.locator("#call-said")
    speaks(aigerim)
    comes_to_hear(saule, ALL, {TONES["aigerim"]})

    # Somebody rings her telephone: the page shows that nobody hears her, and nothing opens by itself.
    aigerim.evaluate("() => window.microphones.at(-1).dispatchEvent(new Event('mute'))")
    expect(mute).to_have_attribute("aria-pressed", "false")
    comes_to_hear(saule, ALL, set())
    speaks(aigerim)
    comes_to_hear(saule, ALL, {TONES["aigerim"]})

    # It is pulled out: she is told, nobody takes her for one who only listens, and the next press asks for one anew.
    aigerim.evaluate(PULLED_OUT)
    expect(mute).to_have_attribute("aria-pressed", "false")
    expect(mute).to_be_visible()
    told = [aigerim.locator(f"meta[name=words-call-{key}]").get_attribute("content") for key in ("closed", "mic-desk")]
    expect(said).to_have_text(" ".join(map(str, told)))
    comes_to_hear(saule, ALL, set())
    speaks(aigerim)
    expect(said).to_be_empty()
    comes_to_hear(saule, ALL, {TONES["aigerim"]})

    # Away and back by the buttons of the browser: nobody hears her meanwhile, nor before she has opened it herself.
    hers = saule.locator("#call-people li", has_text="Айгерім")
    aigerim.goto(f"/case/{case_of(aigerim)}/")
    expect(hers).to_have_attribute("data-here", "false")
    aigerim.go_back()
    comes_to_hear(saule, ALL, set())
    aigerim.locator("[data-begin=mic]").click()
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "joint")
    expect(hers).to_have_attribute("data-here", "true")
    comes_to_hear(saule, ALL, set())
    speaks(aigerim)
    comes_to_hear(saule, ALL, {TONES["aigerim"]})

    # A telephone puts the page to sleep and wakes it: they hear each other again, where they were, by themselves.
    speaks(saule)
    asleep = aigerim.context.new_cdp_session(aigerim)
    asleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    saule.wait_for_timeout(3000)
    asleep.send("Page.setWebLifecycleState", {"state": "active"})
    comes_to_hear(aigerim, ALL, {TONES["saule"]})
    comes_to_hear(saule, ALL, {TONES["aigerim"]})
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "joint")
