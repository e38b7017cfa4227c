"""Somebody at a keyboard who counts: a promise of minutes is held by what has to be typed and chosen, not by a clock.

Thirty words a minute, a word of five characters, is what somebody types who does not do it every day.
"""

from playwright.sync_api import Locator, Page

A_MINUTE = 30 * 5
"""Characters."""
CHOICES_A_MINUTE = 15
"""Presses of an arrow, a box or a button."""


class Typist:
    """One person at one keyboard, who counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.characters, self.choices = page, 0, 0

    def at(self) -> str:
        return str(self.page.evaluate("() => document.activeElement.name || document.activeElement.textContent"))

    def tab_to(self, name: str) -> None:
        """Reach a field by the keyboard alone."""
        for _step in range(60):
            if self.at() == name:
                return
            self.page.keyboard.press("Tab")  # passing a field by is no typing
        raise AssertionError(f"{name} is not reached by the keyboard from {self.page.url}")

    def type(self, name: str, words: str) -> None:
        self.tab_to(name)
        self.page.keyboard.type(words)
        self.characters += len(words)

    def choose(self, name: str, value: str) -> None:
        """Choose in a list by the keyboard."""
        self.tab_to(name)
        box = self.page.locator(f"select[name='{name}']")
        if box.input_value() != value:
            self.page.keyboard.press("Home")
            self.choices += 1
        for _step in range(12):
            if box.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
            self.choices += 1
        raise AssertionError(f"{value} is not in {name}")

    def pick(self, name: str, value: str) -> None:
        """Choose among radio buttons by the keyboard."""
        self.tab_to(name)
        wanted = self.page.locator(f"input[name='{name}'][value='{value}']")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
            self.choices += 1
        for _step in range(12):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
            self.choices += 1
        raise AssertionError(f"{value} is not in {name}")

    def tick(self, box: Locator) -> None:
        box.check()
        self.choices += 1

    def put(self, box: Locator, words: str) -> None:
        box.fill(words)
        self.characters += len(words)

    def press(self, button: Locator) -> None:
        with self.page.expect_navigation():
            button.click()
        self.choices += 1
