"""Numbers of persons and bodies: what can exist is accepted, what cannot is not."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bitim.jurisdictions import valid_bin, valid_iin
from bitim.jurisdictions.identifiers import control_digit


def control(first):
    """The rule written out again, so that the two can disagree."""
    rest = sum((i + 1) * int(first[i]) for i in range(11)) % 11
    if rest == 10:
        rest = sum((3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)[i] * int(first[i]) for i in range(11)) % 11
    return None if rest == 10 else rest


SERIAL = st.integers(0, 9999).map("{:04d}".format)


@st.composite
def persons(draw):
    born = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    first = f"{born:%y%m%d}" + draw(st.sampled_from("34" if born.year < 2000 else "56")) + draw(SERIAL)
    assume(control(first) is not None)
    return first + str(control(first))


@st.composite
def bodies(draw):
    year, month = draw(st.integers(0, 99)), draw(st.integers(1, 12))
    kind, part = draw(st.sampled_from("456")), draw(st.sampled_from("0123"))
    first = f"{year:02d}{month:02d}{kind}{part}{draw(st.integers(0, 99999)):05d}"
    assume(control(first) is not None)
    return first + str(control(first))


@given(persons())
def test_a_person_s_number_is_accepted_and_is_not_a_body_s(number):
    assert valid_iin(number)
    assert not valid_bin(number) or number[4] in "456"


@given(bodies())
def test_a_body_s_number_is_accepted_and_is_never_a_person_s(number):
    assert valid_bin(number)
    assert not valid_iin(number)


@given(persons() | bodies(), st.integers(0, 9))
def test_only_one_control_digit_is_right(number, digit):
    changed = number[:-1] + str(digit)
    right = changed == number
    assert (valid_iin(changed) or valid_bin(changed)) is right


@given(st.text("0123456789", min_size=11, max_size=11))
def test_control_digit_follows_the_rule_also_where_the_second_weights_speak(first):
    assert control_digit(first) == control(first)


def test_second_weights_and_the_number_that_is_never_issued_both_occur():
    firsts = [f"900101300{serial:02d}" for serial in range(100)] + [f"9001013{serial:04d}" for serial in range(2000)]
    by_first_weights = {f: sum((i + 1) * int(f[i]) for i in range(11)) % 11 for f in firsts}
    assert any(by_first_weights[f] == 10 and control_digit(f) is not None for f in firsts)
    never = next(f for f in firsts if control_digit(f) is None)
    assert not any(valid_iin(never + str(digit)) for digit in range(10))


@pytest.mark.parametrize("first", ["90133130001", "90023030001", "01022970001", "90010190001", "90130130001"])
def test_a_day_or_century_that_does_not_exist(first):
    assert control(first) is not None
    assert not valid_iin(first + str(control(first)))


@pytest.mark.parametrize("first", ["05134000000", "05003400000", "05063000000", "05064400000"])
def test_a_body_with_no_such_month_kind_or_part(first):
    assert control(first) is None or not valid_bin(first + str(control(first)))


@given(st.text(max_size=14))
def test_anything_else_is_simply_not_a_number(text):
    assume(not (len(text) == 12 and text.isascii() and text.isdigit()))
    assert not valid_iin(text)
    assert not valid_bin(text)


def test_digits_of_other_scripts_are_not_digits():
    assert not valid_iin("٠" * 12)
