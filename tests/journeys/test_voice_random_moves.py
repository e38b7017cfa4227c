"""Random moves of a meeting by voice, by each adapter, in browsers: people are let in and put back, brought to the
table and apart, their pages begin anew, break down, are closed and opened twice, fall silent and speak, interpret and
choose a language. After each move who hears whom is exactly who is in the same room; and of nobody who was neither
there before nor is there after did anything come on the way.

`MOVES` and `SEED` choose another walk; `MOVES=200` is the long one, by both adapters, told of in docs/benchmarks.md.
"""

import os

import pytest
from playwright.sync_api import Page, expect
from tests.support import sfu
from tests.support.callers import (
    ALL,
    NAMES,
    OTHER_ROOM,
    admits,
    at_the_same_time,
    case_of,
    everybody_comes,
    interpreter_comes,
    lets,
)
from tests.support.carrying import ADAPTERS
from tests.support.listening import with_ears
from tests.support.server import Served
from tests.support.wandering import Wandering

pytestmark = pytest.mark.whole_browser

MOVES, SEED = int(os.environ.get("MOVES", "12")), int(os.environ.get("SEED", "20261128"))
# The short walk goes by one adapter: by both, who hears whom is in test_voice_rooms.py.
BY = ADAPTERS if "MOVES" in os.environ else ADAPTERS[sfu.installed() :][:1]


def with_open_ears(who: str, page: Page) -> None:
    with_ears(page, ALL)


@pytest.mark.slow
@pytest.mark.parametrize("carried", BY, indirect=True)
def test_after_each_random_move_everybody_hears_exactly_their_room(carried: Served, visitor):
    saule, aigerim, viktor = everybody_comes(carried, visitor, with_open_ears)
    nodira = interpreter_comes(carried, visitor, case_of(aigerim), with_open_ears)
    admits(saule)
    people = {"saule": saule, "aigerim": aigerim, "viktor": viktor, "nodira": nodira}
    walk = Wandering(people, f"/room/meeting/{case_of(aigerim)}/voice/", SEED)
    # In both rooms where the interpreter may sit she speaks at the same time as the others.
    lets(saule, NAMES["nodira"], OTHER_ROOM)
    at_the_same_time(saule, OTHER_ROOM)
    saule.get_by_role("button", name="Everyone to the table").click()
    expect(saule.locator("#call-people li")).to_have_count(4)
    at_the_same_time(saule, "Everyone at the table")
    walk.begins_at("joint")
    for _ in range(MOVES):
        print(walk.step(), flush=True)
    print(walk.said())
