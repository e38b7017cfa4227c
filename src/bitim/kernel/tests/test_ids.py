"""Codes that people dictate: one wrong digit and every swap of neighbours is found."""

from hypothesis import given
from hypothesis import strategies as st

from bitim.kernel.ids import check_digit, new_code, read_code, spaced

bodies = st.text("0123456789", min_size=11, max_size=11)


@given(bodies, st.sampled_from([" ", "-", "", "  "]))
def test_any_spacing_is_read(body, gap):
    code = body + check_digit(body)
    assert read_code(gap.join(code)) == code
    assert read_code(spaced(code)) == code


@given(bodies, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_found(body, at, by):
    code = body + check_digit(body)
    wrong = code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
    assert read_code(wrong) is None


@given(bodies, st.integers(0, 10))
def test_a_swap_of_neighbours_is_found(body, at):
    code = body + check_digit(body)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert (read_code(swapped) is None) == (code[at] != code[at + 1])


@given(st.text())
def test_other_text_is_not_a_code(typed):
    assert read_code(typed) is None or len([c for c in typed if c.isdecimal()]) == 12


def test_new_codes_are_whole():
    assert all(read_code(new_code()) for _ in range(200))
