from hypothesis import given
from hypothesis import strategies as st

from bitim.kernel import ids

CODES = st.text("0123456789", min_size=11, max_size=11).map(lambda body: body + ids.check_digit(body))


@given(CODES, st.data())
def test_any_spacing_is_read(code, data):
    gaps = data.draw(st.lists(st.text(" \t\n-–.,\u00a0", max_size=3), min_size=13, max_size=13))
    typed = "".join(gap + digit for gap, digit in zip(gaps, [*code, ""], strict=True))
    assert ids.read_code(typed) == code


@given(CODES, st.integers(0, 11), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(code, place, step):
    wrong = str((int(code[place]) + step) % 10)
    assert ids.read_code(code[:place] + wrong + code[place + 1 :]) is None


@given(CODES, st.integers(0, 10))
def test_every_swap_of_neighbours_is_noticed(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert ids.read_code(swapped) == (code if swapped == code else None)


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(typed):
    read = ids.read_code(typed)
    assert read is None or (len(read) == 12 and read.isascii() and read.isdigit())


@given(CODES)
def test_the_numerals_of_other_scripts_are_digits_too(code):
    arabic = code.translate({ord(str(d)): chr(0x0660 + d) for d in range(10)})
    assert ids.read_code(arabic) == code
    assert ids.read_code(ids.spaced(code)) == code
