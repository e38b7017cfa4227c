"""By a relay two browsers hear each other and neither learns where the other is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.support import relay
from tests.support.arriving import comes_in
from tests.support.callers import ALL, CASE, NAMES, TONES, case_of, comes_by_voice, lets, mediator_opens, speaks
from tests.support.lines import frames_of, relay_names, relay_passwords, selected_pairs, watched
from tests.support.patience import within
from tests.support.server import Served, serve_copy
from tests.support.stun import GRANTED, UNAUTHORISED, Client
from tests.support.tones import comes_to_hear, hears

pytestmark = pytest.mark.whole_browser

BEHIND = re.compile(r"raddr (?!0\.0\.0\.0 )|typ (host|srflx|prflx)|\.local ")
RENEWS_MS = 45_000
# When a page asks for its next password can be brought about at a word; its clock goes on as it does.
LATER = """() => {
    const real = window.setTimeout;
    window.late = [];
    window.setTimeout = (act, ms, ...more) => {
        if (ms === RENEWS) window.late.push(act);
        return real(act, ms, ...more);
    };
}"""


@pytest.fixture
def coturn(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[relay.Running]:
    """A relay; `told`: on the house's own machine, where it is told who may come."""
    with relay.running(tmp_path, told=getattr(request, "param", "") == "told") as running:
        yield running


@pytest.fixture
def relayed(coturn: relay.Running, seeded: Path, tmp_path: Path) -> Iterator[Served]:
    with serve_copy(seeded, tmp_path / "demo", **coturn.settings) as house:
        yield house


@pytest.mark.slow
@pytest.mark.parametrize("coturn", ["told"], indirect=True)
def test_by_a_relay_nobody_learns_where_the_other_is(coturn: relay.Running, relayed: Served, visitor):
    aigerim = watched(comes_in(visitor, relayed, "Айгерім", CASE, "kk", 360))
    comes_in(visitor, relayed, "Виктор", CASE, "ru", 1280)  # each side has been in before a meeting can open
    saule = watched(mediator_opens(relayed, visitor, case_of(aigerim)))
    aigerim.add_init_script(f"({LATER.replace('RENEWS', str(RENEWS_MS))})()")
    came = {page: frames_of(page) for page in (saule, aigerim)}
    comes_by_voice(saule, "saule")
    comes_by_voice(aigerim, "aigerim")
    saule.get_by_role("button", name="Everyone to the table").click()
    both = (saule, aigerim)

    def they_hear_each_other() -> None:
        comes_to_hear(saule, list(TONES.values()), {TONES["aigerim"]})
        comes_to_hear(aigerim, list(TONES.values()), {TONES["saule"]})

    for page in both:
        expect(page.locator("#call-people li")).to_have_count(2)
        speaks(page)
    they_hear_each_other()
    for page in both:
        signals = [frame for frame in came[page] if json.loads(frame)["t"] == "signal"]
        assert any("typ relay" in frame for frame in signals)
        assert [found for frame in came[page] if (found := BEHIND.search(frame))] == []
        assert selected_pairs(page) == [["relay", "relay"]]

    # The password's time runs out: the browser has asked for the next one, and the voices went on.
    before = relay_names(aigerim)
    aigerim.evaluate("() => window.late.at(-1)()")
    aigerim.wait_for_timeout(1000)
    assert before and relay_names(aigerim) != before
    they_hear_each_other()

    # Whoever is put out has a password with most of its time left, and it opens nothing; in the next room another does.
    first = relay_passwords(aigerim)
    assert {asks(coturn, *one) for one in first} == {GRANTED}
    lets(saule, NAMES["aigerim"], "Back to wait")
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "")
    assert {asks(coturn, *one) for one in first} == {UNAUTHORISED}
    lets(saule, NAMES["aigerim"], "Everyone at the table")
    for page in both:
        expect(page.locator("#call-people li")).to_have_count(2)
        speaks(page)
    they_hear_each_other()
    assert {asks(coturn, *one) for one in first} == {UNAUTHORISED}
    assert {asks(coturn, *one) for one in relay_passwords(aigerim)} == {GRANTED}


def asks(coturn: relay.Running, name: str, password: str) -> int:
    """Return what the relay answers to a name and a password: granted, or the code of its refusal."""
    with Client(coturn.port, name, password) as one:
        return one.allocate()


@pytest.mark.slow
def test_a_relay_that_dies_is_said_and_the_voices_come_back_by_themselves(
    coturn: relay.Running, relayed: Served, visitor
):
    aigerim = comes_in(visitor, relayed, "Айгерім", CASE, "kk", 360)
    comes_in(visitor, relayed, "Виктор", CASE, "ru", 1280)
    saule = mediator_opens(relayed, visitor, case_of(aigerim))
    comes_by_voice(saule, "saule")
    comes_by_voice(aigerim, "aigerim")
    saule.get_by_role("button", name="Everyone to the table").click()
    both = (saule, aigerim)
    heard = {saule: {TONES["aigerim"]}, aigerim: {TONES["saule"]}}
    for page in both:
        expect(page.locator("#call-people li")).to_have_count(2)
        speaks(page)
    for page in both:
        comes_to_hear(page, ALL, heard[page])
        expect(page.locator("#call-down")).to_be_hidden()

    coturn.kill()
    for page in both:
        expect(page.locator("#call-down")).to_be_visible(timeout=60_000)
        expect(page.locator("#call-who")).to_be_empty()  # nobody is said to hear
        assert hears(page, ALL) == set()
    aigerim.reload()  # comes while there is no relay at all
    aigerim.locator("[data-begin=mic]").click()
    for page in both:
        expect(page.locator("#call-people li")).to_have_count(2)
        expect(page.locator("#call-down")).to_be_visible()
        expect(page.locator("#call-who")).to_be_empty()

    coturn.start()
    for page in both:
        expect(page.locator("#call-down")).to_be_hidden(timeout=within(30_000))
    speaks(aigerim)
    for page in both:
        comes_to_hear(page, ALL, heard[page])
