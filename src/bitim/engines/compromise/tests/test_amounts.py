"""Sums as people type them: what can be read in one way is read, everything else is asked back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.compromise import Unfit
from bitim.engines.compromise.amounts import CURRENCIES, amount, plain


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("1 250 000", 125_000_000),
        ("1 250 000,50", 125_000_050),
        ("1,250,000.50", 125_000_050),
        ("1.250.000,50", 125_000_050),
        ("1.250.000", 125_000_000),
        ("1250000", 125_000_000),
        ("12,5", 1250),
        ("12.05", 1205),
        ("0", 0),
        ("0,01", 1),
        (" 1\u00a0250\u202f000\u2009₸ ", 125_000_000),
        ("1'250'000", 125_000_000),
        ("1 250 000 тг", 125_000_000),
        ("1 250 000 тг.", 125_000_000),
        ("1250000тенге", 125_000_000),
        ("1 250 000 теңге", 125_000_000),
        ("500 сом", 50_000),
        ("500 soʻm", 50_000),
        ("500 so'm", 50_000),
        ("500 СУМ", 50_000),
        ("120,50 лв", 12_050),
        ("120,50 лв.", 12_050),
        ("€ 99,90", 9_990),
        ("99.90 €", 9_990),
        ("$1,250.50", 125_050),
        ("300 USD", 30_000),
        ("300 руб.", 30_000),
        ("١٢٥٠", 125_000),
        ("١٬٢٥٠٬٠٠٠٫٥", 125_000_050),
        ("۱۲۵۰ €", 125_000),
        ("+5", 500),
    ],
)
def test_what_people_type_is_read(words, units):
    assert amount(words) == units


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "no number was written yet"),
        ("₸", "“₸” is not a number"),
        ("1,250", "can mean 1250 or 1,2"),
        ("1.250 €", "can mean 1250 or 1.2"),
        ("12 50", "not clear"),
        ("1 2 3", "not clear"),
        ("1250 000", "not clear"),
        ("1 250 000 5", "not clear"),
        ("12,34,567", "is not a number"),
        ("5-7", "is not a number"),
        ("about 500", "is not a number"),
        ("500 apples", "is not a number"),
        ("1,5 млн", "is not a number"),
        ("500 ₸ ₸", "is not a number"),
        ("-5", "less than nothing"),
        ("−5 ₸", "less than nothing"),
        ("12,5555", "finer than the smallest unit, 0,01"),
        ("9" * 16, "more than can be entered"),
        ("9" * 50, "too long"),
        ("1e5", "is not a number"),
    ],
)
def test_what_is_not_clear_is_asked_back(words, said):
    with pytest.raises(Unfit) as refused:
        amount(words, what="Your offer")
    assert said in str(refused.value)
    assert str(refused.value).startswith("Your offer: ")


def test_a_currency_without_parts_takes_whole_sums():
    assert amount("1 250 сум", 0) == 1250
    with pytest.raises(Unfit, match="smallest unit, 1"):
        amount("12,5", 0)
    assert amount("12,5555", 4) == 125_555
    with pytest.raises(Unfit, match="0 to 4 decimals"):
        amount("1", 5)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_anything_is_a_sum_or_a_sentence(words):
    try:
        assert 0 <= amount(words) <= 10**15
    except Unfit as refused:
        assert str(refused)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 10**14),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "'", "’"]),
    st.sampled_from([",", "."]),
    st.sampled_from(["", " ", "\u00a0"]),
    st.sampled_from(["", *CURRENCIES]),
)
def test_a_sum_that_was_written_in_groups_is_the_same_sum(units, blank, sign, before, currency):
    whole, rest = divmod(units, 100)
    words = f"{whole:,}".replace(",", blank) + f"{sign}{rest:02d}{before}{currency}"
    assert amount(words) == units
    assert amount(plain(units)) == units
