"""Numbers as people write them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.compromise import Unfit
from bitim.engines.compromise.figures import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", 1500),
        (" 1 500 ", 1500),
        ("1\u00a0000\u202f000", 1_000_000),
        ("1 500,50", Fraction(3001, 2)),
        ("1500.5", Fraction(3001, 2)),
        ("1,234,567.89", Fraction(123456789, 100)),
        ("1.234.567,89", Fraction(123456789, 100)),
        ("1.234.567", 1_234_567),
        ("1,234.5", Fraction(12345, 10)),
        ("0,125", Fraction(1, 8)),
        ("1'000", 1000),
        ("-3", -3),
        ("−3", -3),
        ("٣", 3),
    ],
)
def test_what_people_write_is_read(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Price: no number was written yet"),
        (" \u00a0", "no number was written yet"),
        ("1,000", "“1,000” can mean 1000 or 1,0. Write it without “,”"),
        ("12.345", "can mean 12345 or 12.3"),
        ("about 5", "“about 5” is not a number"),
        ("5-7", "is not a number"),
        ("1,2,3", "is not a number"),
        ("1,234,56", "is not a number"),
        ("1e5", "is not a number"),
        ("½", "is not a number"),
        ("9" * 41, "is too long for a number"),
    ],
)
def test_what_is_no_number_or_two_is_said(text, words):
    with pytest.raises(Unfit) as refused:
        number(text, "Price")
    assert words in str(refused.value)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=50))
def test_anything_is_a_number_or_a_sentence(text):
    try:
        assert isinstance(number(text), Fraction)
    except Unfit as refused:
        assert str(refused)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 99))
def test_both_ways_of_parting_mean_the_same(whole, hundredths):
    value = whole + Fraction(hundredths, 100)
    english = f"{whole:,}.{hundredths:02d}"
    assert number(english) == number(english.translate(str.maketrans(",.", ".,"))) == value
