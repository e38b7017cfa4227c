"""What in a sentence gives somebody away, and which sentences nearly say the same."""

import pytest

from bitim.dialogue import words


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Маған 8 701 123 45 67 нөміріне соғыңыз", ["phone"]),
        ("Звоните +7 (727) 250-11-22", ["phone"]),
        ("Мой ИИН 800101 400 123", ["number"]),
        ("Пишите на aigul.s@example.kz", ["mail"]),
        ("a@b.kz, 870112345678, 87011234567", ["mail", "number", "phone"]),
        ("2026 жылы 15 рет су болмады, 300 адам шөлдеді", []),
        ("Су 12.04.2026 мен 15.04.2026 аралығында болмады", []),
        ("Бәріне бірдей болсын", []),
    ],
)
def test_what_gives_somebody_away_is_pointed_out(said, found):
    assert words.traces(said) == found


def test_signs_that_show_nothing_are_left_out():
    assert words.sentence("Су\u202e  кезекпен\x00\n\tболсын ") == "Су кезекпен болсын"


def test_sentences_that_nearly_say_the_same_are_found_whatever_the_case_and_the_marks():
    known = [(1, "Арықты бәрі бірге тазалайық."), (2, "Су түнде төменгі көшеге жіберілсін.")]
    assert words.like("арықты бәріміз бірге тазалайық!", known) == [1]
    assert words.like("Құдық қазайық", known) == []
    assert words.likeness("", "") == 1.0
