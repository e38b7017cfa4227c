"""The lines that are typed for a room, the parts of the page that are written anew, and what is said where a browser
gives no microphone: the rules of the page, asked in a browser without a house."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

SCRIPTS = Path(__file__).resolve().parents[2] / "src" / "bitim" / "room" / "static" / "room"
WORDS = 'import { words } from "../bitim/js/words.js";'
PAGE = """
<div id="call-captions"><p id="call-captions-languages"></p><div id="call-lines"></div>
<form id="call-typist"><input id="call-line"><p id="call-unshown" hidden></p></form>
<button id="call-captions-on"><span></span></button></div>
<div id="call-agenda"><input type="hidden" name="once" value="1"><p role="status">a</p>
<button id="point-1">x</button></div>
<p id="call-refused"></p>
"""
# `types`, `shows` (the line comes back to who typed it), `at` (a place of the room), `stands`: field, notice, lines.
HELPERS = """
    const field = document.getElementById("call-line");
    const sent = [];
    let patience = [];
    window.setTimeout = (done) => patience.push(done);
    window.clearTimeout = (one) => { if (one) patience[one - 1] = () => {}; };
    const late = () => patience.forEach((done) => done());
    const captions = new Captions((frame) => sent.push(frame));
    const at = (epoch, space) => captions.take({ epoch, space, people: [{ id: "a", me: true, writes: "ru" }] });
    const types = (said) => { field.value = said; captions.write(said); return sent.at(-1).n; };
    const shows = (n, said, epoch = "1") => captions.line({ epoch, n, from: "a", lang: "ru", d: { words: said } });
    const stands = () => [field.value, !document.getElementById("call-unshown").hidden,
        [...document.querySelectorAll("#call-lines p")].map((one) => one.textContent).join()];
    at("1", "table");
"""


@pytest.fixture
def asked(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Give the value of a script that may use what a module of the room exports."""
    page = browser.new_page()
    page.set_content(PAGE)

    def ask(script: str, module: str = "captions.js", name: str = "Captions", helpers: str = HELPERS) -> Any:
        text = (SCRIPTS / module).read_text()
        assert WORDS in text
        source = base64.b64encode(text.replace(WORDS, "const words = (key) => key;").encode()).decode()
        return page.evaluate(
            f"async () => {{ const {{ {name} }} = await import('data:text/javascript;base64,{source}');"
            f"{helpers} {script} }}"
        )

    yield ask
    page.close()


def test_the_line_that_was_not_shown_comes_back_and_no_other(asked):
    found = asked('const a = types("A"), b = types("B"); shows(b, "B"); late(); return [a !== b, ...stands()]')
    assert found == [True, "A", True, "B"]


def test_a_line_that_comes_back_late_need_not_be_typed_once_more(asked):
    assert asked('const a = types("A"); late(); shows(a, "A"); return stands()') == ["", False, "A"]
    assert asked('const a = types("A"); late(); field.value = "A and"; shows(a, "A"); return stands()')[:2] == [
        "A and",
        False,
    ]


def test_several_come_back_in_their_order_and_never_over_what_is_being_typed(asked):
    script = 'types("A"); types("B"); field.value = "half"; late(); const first = stands(); captions.write("half");'
    found = asked(f"{script} const next = stands(); captions.write('A'); return [first, next, stands()]")
    assert found == [["half", True, ""], ["A", True, ""], ["B", True, ""]]


def test_a_line_on_its_way_when_somebody_comes_in_is_given_back(asked):
    found = asked('const a = types("A"); at("2", "table"); shows(a, "A"); late(); return stands()')
    assert found == ["A", True, ""]


def test_a_line_that_breaks_takes_nothing_that_was_typed(asked):
    broken = 'captions.take(undefined); at("1", "table");'
    assert asked(f'field.value = "half"; {broken} return stands()') == ["half", False, ""]
    assert asked(f'types("A"); {broken} late(); return stands()') == ["A", True, ""]


@pytest.mark.parametrize(
    "gone",
    [
        'at("2", "private");',
        "captions.take({ epoch: null });",
        "captions.end();",
        'captions.take(); at("2", "private");',
    ],
)
def test_nothing_of_one_room_stands_in_the_field_of_another_nor_after_the_meeting(asked, gone):
    assert asked(f'types("A"); types("B"); late(); field.value = "half"; {gone} late(); return stands()') == [
        "",
        False,
        "",
    ]


def test_the_last_line_is_seen_and_whoever_reads_back_is_left_where_they_are(asked):
    script = """
        const log = document.getElementById("call-lines");
        log.style.cssText = "height: 4em; width: 40em; overflow: auto";
        document.getElementById("call-captions").hidden = false;
        const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 2;
        const long = "a line of many words ".repeat(6);
        for (let n = 0; n < 3; n++) shows(types(long), long);
        await settled();
        const found = [atEnd()];
        log.style.width = "10em"; // a phone turned upright
        await settled();
        found.push(atEnd());
        log.scrollTop = 0;
        await settled();
        shows(types(long), long);
        await settled();
        return [...found, log.scrollTop];
    """
    assert asked(script) == [True, True, 0]


def test_a_part_whose_words_are_the_same_is_left_as_it_is_but_for_its_keys(asked):
    helpers = """
        const box = document.getElementById("call-agenda");
        let html = box.innerHTML;
        window.fetch = async () => ({ ok: true, status: 200, text: async () => html });
        const parts = watchParts("/");
        const before = box.querySelector("button");
        before.focus();
        const look = async (mark) => {
            parts.heed({ agenda: mark });
            await new Promise((done) => setTimeout(done, 50));
            const now = document.activeElement;
            return [box.querySelector("button") === before, box.querySelector("input").value, now.id, now.textContent];
        };
    """
    script = """
        html = html.replace('value="1"', 'value="2"');
        const same = await look("a");
        html = html.replace("x</button>", "y</button>").replace('value="2"', 'value="3"');
        return [same, await look("b")];
    """
    found = asked(script, "parts.js", "watchParts", helpers)
    assert found == [[True, "2", "point-1", "x"], [False, "3", "point-1", "y"]]


def test_a_press_that_hangs_is_told_and_goes_by_the_same_way_again(asked):
    helpers = """
        const box = document.getElementById("call-agenda");
        box.insertAdjacentHTML("beforeend", "<form><button>apart</button></form>");
        const html = box.innerHTML, plain = window.setTimeout;
        window.setTimeout = (act, ms) => plain(act, ms / 100);
        let pressed = 0;
        const hangs = (signal) => new Promise((_, fails) => {
            pressed += 1;
            signal?.addEventListener("abort", () => fails(new Error("given up")));
        });
        window.fetch = async (address, { method, signal } = {}) =>
            method === "POST" ? hangs(signal) : { ok: true, status: 200, text: async () => html };
        watchParts("/");
        const refused = () => document.getElementById("call-refused").textContent;
        const press = async () => {
            box.querySelector("form button").click();
            await new Promise((done) => plain(done, 400));
            return [pressed, refused()];
        };
    """
    assert asked("return [await press(), await press()]", "parts.js", "watchParts", helpers) == [
        [1, "unsent"],
        [2, "unsent"],
    ]


APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"


def test_what_is_written_anew_in_the_middle_of_a_press_waits_for_its_end_but_not_for_long(asked):
    helpers = """
        const box = document.getElementById("call-agenda");
        let status = 200, html = box.innerHTML;
        window.fetch = async () => ({ ok: status === 200, status, text: async () => html });
        const parts = watchParts("/");
        const finger = (name) => box.querySelector("button")?.dispatchEvent(new PointerEvent(name, { bubbles: true }));
        const said = async (ms = 50) => {
            await new Promise((done) => setTimeout(done, ms));
            return box.querySelector("button")?.textContent;
        };
        const anew = (words) => {
            html = `<button>${words}</button>`;
            parts.heed({ agenda: words });
        };
    """
    script = """
        const found = [];
        finger("pointerdown");
        anew("y");
        found.push(await said());
        finger("pointerup");
        found.push(await said());
        finger("pointerdown");
        anew("z");
        found.push(await said(), await said(1200));
        finger("pointerdown");
        status = 204;
        parts.heed({ agenda: "gone" });
        return [...found, (await said()) ?? ""];
    """
    assert asked(script, "parts.js", "watchParts", helpers) == ["x", "y", "y", "z", ""]


@pytest.mark.parametrize(("answer", "told"), [('<p class="notice asks">why</p>', "why"), ("<h1>429</h1>", "unsent")])
def test_a_press_that_is_refused_says_why_or_that_it_was_not_done(asked, answer: str, told: str):
    script = f"""
        const box = document.getElementById("call-agenda");
        box.innerHTML = "<form><button>x</button></form>";
        const refused = document.createElement("div");
        refused.id = "call-refused";
        document.getElementById("call-refused").replaceWith(refused);
        window.fetch = async () => ({{ ok: false, status: 429, text: async () => {answer!r} }});
        watchParts("/");
        box.querySelector("button").click();
        await new Promise((done) => setTimeout(done, 50));
        return refused.textContent;
    """
    assert asked(script, "parts.js", "watchParts", "") == told


AGENTS = {  # what browsers call themselves
    "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36": "inside",
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Instagram 300.0": "inside",
    f"{APPLE} Mobile/15E148": "inside",
    f"{APPLE} Version/17.0 Mobile/15E148 Safari/604.1": "iphone",
    "Mozilla/5.0 (Android 13; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0": "firefox",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36": "android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36": "desk",
}


@pytest.mark.parametrize(("agent", "kind"), AGENTS.items(), ids=range(len(AGENTS)))
def test_each_browser_is_told_its_own_way_to_the_microphone(asked, agent: str, kind: str):
    assert asked(f"return kindOf({agent!r})", "permission.js", "kindOf", "") == kind


def test_a_microphone_that_is_not_there_or_in_use_is_not_called_forbidden(asked):
    errors = ("NotFoundError", "NotReadableError", "NotAllowedError")
    script = f"return {list(errors)!r}.map((name) => whyNot({{ name }}))"
    found = asked(script, "permission.js", "whyNot", "")
    assert found[:2] == ["call-no-mic", "call-busy-mic"]
    assert found[2].startswith("call-closed call-mic-")
