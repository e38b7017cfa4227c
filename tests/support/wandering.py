"""A random walk of four people through the rooms of a meeting by voice, in browsers: whatever happens, each page hears
exactly those of its own room whose microphone is open, and on the way from one state to the next nobody who was neither
in the room before nor is in the room after.

Where everybody is, this walk knows by itself, from what was pressed; the pages are asked only what they show and hear.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import Error, Page, expect

from tests.support import listening
from tests.support.callers import ALL, NAMES, OTHER_ROOM, OWN_ROOM, TONES, lets
from tests.support.listening import Stands
from tests.support.tones import with_tone

ROOMS = {"joint": "Everyone at the table", "own": OWN_ROOM, "other": OTHER_ROOM}
MAY = {
    "saule": ("joint", "own", "other"),
    "aigerim": ("joint", "own"),
    "viktor": ("joint", "other"),
    "nodira": ("joint", "other"),  # sworn for one private room, and for no other
}
OF_SIDES = ("aigerim", "viktor")
REST, FLOOR = "rest", 0.15
SETTLES_S, AGAIN = 25.0, 2  # seconds; how often in turn all is as it should be
Heard = dict[str, frozenset[int]]


@dataclass
class State:
    """Who is where, by what was pressed. `away`: whose browser is not there; `into`: the interpreter's language."""

    where: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(NAMES))
    silent: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    into: str = ""

    def speaks(self, who: str) -> bool:
        """Tell whether somebody's voice goes out, if there is somebody."""
        return not ({who} & (self.silent | self.away) or (who == "nodira" and self.into == REST))

    def with_(self, who: str) -> list[str]:
        """Return who is in a person's room, they themselves among them; nobody waits with anybody."""
        room = self.where[who]
        return [one for one in NAMES if room and self.where[one] == room]

    def hears(self) -> Heard:
        """Return what has to come to each page that is there."""
        return {
            who: frozenset(TONES[one] for one in self.with_(who) if one != who and self.speaks(one))
            for who in NAMES
            if who not in self.away
        }

    def plays(self, who: str, choice: str) -> dict[int, float]:
        """Return what a page has to play, and how loud, whose person hears the room in this language."""
        here = {one for one in self.with_(who) if one != who and self.speaks(one)}
        interpreted = "nodira" in here and self.into
        floor = FLOOR if interpreted and choice == self.into else 1
        loud = {TONES[one]: floor for one in here - {"nodira"}}
        if "nodira" in here and (not interpreted or choice == self.into):
            loud[TONES["nodira"]] = 1
        return loud


class Wandering:
    """The walk of those whose pages these are; `address` is the meeting's."""

    def __init__(self, pages: dict[str, Page], address: str, seed: int) -> None:
        self.pages, self.address, self.chance = pages, address, random.Random(seed)
        self.contexts = {who: page.context for who, page in pages.items()}
        self.state, self.doubled = State(), dict[str, Page]()
        self.done: Counter[str] = Counter()
        self.cells = self.samples = 0  # of the matrix, held against what was heard; tones that came on the way
        self.lasted: list[float] = []  # seconds from the press until what was left was heard no more

    def moves(self) -> dict[str, tuple[float, Callable[[], str | None]]]:
        """Return each move and how often it is made; one that cannot be made now returns None."""
        return {
            "let": (6, self.let),
            "back to wait": (1.5, self.waits),
            "to the table": (4, self.table),
            "apart": (2, self.apart),
            "page anew": (2, self.reloads),
            "line breaks": (1.5, self.breaks),
            "browser dies": (1.5, self.dies),
            "comes again": (3, self.comes_again),
            "second window": (2, self.doubles),
            "silent or not": (3, self.turns),
            "interprets": (4, self.interprets),
            "chooses": (3, self.chooses),
        }

    def begins_at(self, room: str) -> None:
        """Everybody has been brought into one room; whatever was heard on the way there counts for nothing."""
        self.state.where = dict.fromkeys(NAMES, room)
        self._settles("begin")
        for page in self.pages.values():
            listening.kept(page)

    def said(self) -> str:
        """Return what was done and found, in one line."""
        made = ", ".join(f"{name} {count}" for name, count in sorted(self.done.items()))
        lasted = sorted(self.lasted) or [0.0]
        return (
            f"{sum(self.done.values())} moves ({made}); {self.cells} cells of the matrix, {self.samples} tones on the "
            f"way; what was left went on for {lasted[len(lasted) // 2]:.2f} s (median), {lasted[-1]:.2f} s (longest)"
        )

    def step(self) -> str:
        """Make one move, wait until all is settled, and look; return what it was."""
        before, began = self.state.hears(), time.time()
        name, what = self._move()
        trail = f"{name} {what}"
        self.done[name] += 1
        self._settles(trail)
        self._never_else(trail, before, began)
        return trail

    def _move(self) -> tuple[str, str]:
        """Make a move that can be made now; each kind once, before any comes a second time."""
        moves = self.moves()
        new = [name for name in moves if not self.done[name]]
        self.chance.shuffle(new)
        for name in new:
            if what := moves[name][1]():
                return name, what
        while True:
            name = self.chance.choices(list(moves), [often for often, _ in moves.values()])[0]
            if what := moves[name][1]():
                return name, what

    # --- moves -------------------------------------------------------------------------------------------

    def let(self) -> str | None:
        who = self.chance.choice(list(NAMES))
        room = self.chance.choice(MAY[who])
        if "saule" in self.state.away or self.state.where[who] == room:
            return None
        self._at_the_desk(lambda desk: lets(desk, NAMES[who], ROOMS[room]))
        self._goes(who, room)
        return f"{who} {room}"

    def waits(self) -> str | None:
        who = self.chance.choice([one for one in NAMES if self.state.where[one]] or [""])
        if "saule" in self.state.away or not who:
            return None
        self._at_the_desk(lambda desk: lets(desk, NAMES[who], "Back to wait"))
        self._goes(who, None)
        return who

    def table(self) -> str | None:
        return self._all("Everyone to the table", dict.fromkeys(NAMES, "joint"))

    def apart(self) -> str | None:
        to = {"saule": None, "nodira": None, "aigerim": "own", "viktor": "other"}
        return self._all("Everyone to their own side, now", to)

    def _all(self, button: str, to: dict[str, str | None]) -> str | None:
        if "saule" in self.state.away or self.state.where == to:
            return None
        self._at_the_desk(lambda desk: desk.get_by_role("button", name=button).click())
        for who, room in to.items():
            self._goes(who, room)
        return "all"

    def reloads(self) -> str | None:
        who = self._there()
        self.pages[who].reload()
        self._begins(self.pages[who])
        return who

    def breaks(self) -> str | None:
        who = self._there()
        listening.breaks(self.pages[who])
        return who

    def dies(self) -> str | None:
        """A browser breaks down in the middle of it, or its window is closed."""
        who = self.chance.choice(["saule", "saule", *OF_SIDES])
        if who in self.state.away:
            return None
        page, how = self.pages.pop(who), self.chance.choice(["breaks", "closes"])
        if how == "breaks":
            with suppress(Error):
                page.goto("chrome://crash")
            if who in self.doubled:  # it may have lived in the same process
                self.doubled.pop(who).close()
        page.close()
        self.state.away.add(who)
        return f"{who} {how}"

    def comes_again(self) -> str | None:
        if not self.state.away:
            return None
        who = self.chance.choice(sorted(self.state.away))
        self.pages[who] = self._opens(who)
        self.state.away.discard(who)
        return who

    def doubles(self) -> str | None:
        """A second window of the same person: the first falls silent and stays so, open beside it."""
        who = self._there()
        if who in self.doubled:
            self.doubled.pop(who).close()
        self.doubled[who], self.pages[who] = self.pages[who], self._opens(who)
        return who

    def turns(self) -> str | None:
        """Somebody falls silent, or speaks again; most of them speak."""
        who = self._there()
        if self.state.silent - {who}:
            who = min(self.state.silent - {who})
            if who in self.state.away:
                return None
        self.state.silent ^= {who}
        if self.state.where[who]:
            listening.presses(self.pages[who])
        return f"{who} {'silent' if who in self.state.silent else 'speaks'}"

    def interprets(self) -> str | None:
        if "nodira" in self.state.away or not self.state.where["nodira"]:
            return None
        ways = self.pages["nodira"].locator("#call-interpreter button[name=language]")
        offered = [one.get_attribute("value") for one in ways.all()]
        if not offered:
            return None
        into = self.chance.choice(offered) or ""
        button = self.pages["nodira"].locator(f"#into-{into or 'all'}")
        button.click()
        expect(button).to_have_count(0)
        self.state.into = into
        return into or "to all"

    def chooses(self) -> str | None:
        """Somebody chooses in which language they hear the room."""
        who = self._there()
        offered = self.pages[who].locator("#call-hear:not([hidden]) [data-language][aria-pressed=false]")
        if who == "nodira" or not offered.count():
            return None
        offered.nth(self.chance.randrange(offered.count())).click()
        return who

    def _there(self) -> str:
        return self.chance.choice(sorted(set(NAMES) - self.state.away))

    def _goes(self, who: str, room: str | None) -> None:
        if who == "nodira" and self.state.where[who] != room:
            self.state.into = ""
        self.state.where[who] = room

    def _at_the_desk(self, press: Callable[[Page], None]) -> None:
        """Press something at the mediator's desk, and let the desk be written anew: each form is sent once."""
        desk = self.pages["saule"]
        with desk.expect_response(lambda one: "part=desk" in one.url):
            press(desk)

    def _opens(self, who: str) -> Page:
        page = listening.with_ears(with_tone(self.contexts[who].new_page(), TONES[who]), ALL)
        page.goto(self.address)
        self._begins(page)
        return page

    def _begins(self, page: Page) -> None:
        page.locator("[data-begin=mic]").click()
        expect(page.locator("#call-tools")).to_be_visible()

    # --- what has to be true after each ------------------------------------------------------------------

    def _settles(self, trail: str) -> None:
        """Wait until every page hears, plays and shows what it has to, several times in turn; whoever had their
        microphone open opens it again in the next room."""
        last, good, wrong = time.monotonic() + SETTLES_S, 0, [""]
        while good < AGAIN:
            if time.monotonic() > last:
                raise AssertionError(f"after {sum(self.done.values())} moves ({trail}): {'; '.join(wrong)}")
            due, wrong = self.state.hears(), []
            for who, page in self.pages.items():
                now = listening.stands(page)
                wrong += [f"{who}: {one}" for one in self._wrong(who, now, due[who])]
                if now.room and now.open == (who in self.state.silent):
                    listening.presses(page)
                    wrong.append(f"{who}: the microphone")
            good = 0 if wrong else good + 1
            next(iter(self.pages.values())).wait_for_timeout(120)
        self.cells += len(self.pages) * len(NAMES)

    def _wrong(self, who: str, now: Stands, due: frozenset[int]) -> list[str]:
        room, names = self.state.where[who], sorted(NAMES[one] for one in self.state.with_(who))
        linked = sorted(NAMES[one] for one in self.state.with_(who) if one not in self.state.away)
        plays = self.state.plays(who, now.choice)
        found = [
            now.out and "is out",
            now.room != ({"joint": "joint", None: ""}.get(room, "caucus")) and f"says {now.room!r}, not {room}",
            list(now.people) != names and f"names {now.people}, not {names}",
            list(now.linked) != linked and f"says that {now.linked} are there, not {linked}",
            now.heard != due and f"hears {now.heard and sorted(now.heard)}, not {sorted(due)}",
            now.played != plays and f"plays {now.played}, not {plays}",
        ]
        return [one for one in found if one]

    def _never_else(self, trail: str, before: Heard, began: float) -> None:
        """Hold every tone that came since the move before against the room of before and the room of after."""
        after, leaks = self.state.hears(), []
        none: frozenset[int] = frozenset()
        windows = [(who, page, before.get(who, none), after[who]) for who, page in self.pages.items()]
        fresh = trail.startswith("second window")
        windows += [
            (f"{who}, first window", page, before[who] if fresh and f" {who}" in trail else none, none)
            for who, page in self.doubled.items()
        ]
        for who, page, was, is_now in windows:
            came, looks = listening.kept(page)
            assert looks, f"{who} was never listened to"
            self.samples += len(came)
            may = {True: was | is_now, False: was}  # before the press nobody of the next room
            leaks += [
                f"{who} heard {tone} after {at - began:.2f} s" for at, tone in came if tone not in may[at >= began]
            ]
            self.lasted += [max([at - began for at, tone in came if tone == one] + [0.0]) for one in was - is_now]
        assert not leaks, f"after {sum(self.done.values())} moves ({trail}): {'; '.join(leaks[:8])}"
