"""A consultation is written down in a minute: counted as the walk-in case counts its ten, by the keyboard alone.

The first entry of somebody for whom nothing is chosen yet, with a sentence in words, from the day's page to the next
empty form. Characters and choices are counted together: no choice is for nothing.
"""

import pytest
from playwright.sync_api import expect
from tests.support import main_job
from tests.support.office import go
from tests.support.pages import good
from tests.support.typist import A_MINUTE, CHOICES_A_MINUTE, Typist

pytestmark = pytest.mark.browser


def test_a_consultation_takes_a_minute_of_typing(story, visitor):
    house, _person = story
    desk = main_job.staff(house, visitor, "mediator Ерлан")
    hands = Typist(desk)
    go(desk, "/office/consultation/")
    hands.choices += 2  # from the day's page: the journals, and a new consultation
    before = desk.locator(".head .digits").inner_text()
    hands.choose("kind", "neighbours")
    hands.choose("asked", "dispute")
    hands.choose("language", "kk")
    hands.pick("channel", "came")
    hands.pick("outcome", "advised")
    hands.type("words", "Спрашивает, как договориться о заборе")
    good(desk)
    visitor.picture(desk, "consultation-typed")
    hands.press(desk.locator("main button.main").last)
    expect(desk.locator(".head .digits")).not_to_have_text(before)
    expect(desk.locator("ul.list li").first).to_contain_text(before)
    assert hands.choices <= CHOICES_A_MINUTE, hands.choices
    assert hands.characters + hands.choices <= A_MINUTE, (hands.characters, hands.choices)
