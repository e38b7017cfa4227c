"""The palette: readable in both themes, no side brighter than another, both lists of tokens the same."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[1] / "static" / "bitim" / "bitim.css"
GROUNDS = ("paper", "card", "sunk", "action-soft", "asks-soft", "harm-soft", "caucus-paper")
SIDES = [f"side-{n}" for n in range(1, 9)]
PAIRS = [
    ("action-ink", "action"),
    ("harm-ink", "harm"),
    ("asks", "asks-soft"),
    ("harm", "harm-soft"),
    ("harm", "card"),
    ("harm", "paper"),
    ("asks", "paper"),
    ("room-joint-ink", "room-joint"),
    ("room-caucus-ink", "room-caucus"),
    ("room-team-ink", "room-team"),
    *(("action", ground) for ground in ("paper", "card", "sunk", "action-soft", "caucus-paper")),
    *(("muted", ground) for ground in GROUNDS),
]


def tokens() -> dict[str, tuple[str, str]]:
    both = re.findall(r"--([\w-]+): light-dark\((#\w{6})\w*, (#\w{6})\w*\);", SHEET.read_text("utf-8"))
    return {name: (light, dark) for name, light, dark in both}


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """CIE L*."""
    return 116 * luminance(colour) ** (1 / 3) - 16


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_reach_aa(ink, ground, theme):
    assert contrast(tokens()[ink][theme], tokens()[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_body_text_reaches_aaa(ground, theme):
    assert contrast(tokens()["ink"][theme], tokens()[ground][theme]) >= 7


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "sunk", "caucus-paper"])
def test_edges_of_fields_can_be_seen(ground, theme):
    assert contrast(tokens()["edge"][theme], tokens()[ground][theme]) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_no_side_is_brighter_than_another(theme):
    levels = [lightness(tokens()[side][theme]) for side in SIDES]
    assert max(levels) - min(levels) < 5


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_no_side_is_red(side, theme):
    """Red is kept for danger, and red against green would be lost on many eyes: no tone is mainly red."""
    red, green, blue = (int(tokens()[side][theme][i : i + 2], 16) for i in (1, 3, 5))
    assert not (red > 1.8 * green and red > 1.8 * blue)


def test_the_plain_list_equals_the_light_half():
    text = SHEET.read_text("utf-8")
    plain = dict(re.findall(r"^ {4}--([\w-]+): (#\w+);$", text, re.M))
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", text))
    assert plain == light
