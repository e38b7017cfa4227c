"""No figure that is published, and none that can be worked out of those that are, tells of fewer than five.

The adversary knows every published figure and adds and subtracts them as they like: a group of cells can be worked
out when its indicator lies in the span of the published ones (linear algebra over the rationals).
"""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.disclosure import FLOOR, publish

Vector = tuple[int, ...]


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return rows in echelon form, empty ones left out."""
    done: list[list[Fraction]] = []
    rows = [list(row) for row in rows]
    for column in range(len(rows[0]) if rows else 0):
        lead = next((row for row in rows if row[column]), None)
        if lead is None:
            continue
        rows.remove(lead)
        lead = [value / lead[column] for value in lead]
        rows = [[a - row[column] * b for a, b in zip(row, lead, strict=True)] for row in rows]
        done.append(lead)
    return done


def worked_out(told: list[Vector]) -> list[Vector]:
    """Return every group of cells whose number follows from the published figures."""
    basis = reduced([[Fraction(x) for x in one] for one in told])
    found = []
    for group in product((0, 1), repeat=len(told[0]) if told else 0):
        left = [Fraction(x) for x in group]
        for row in basis:
            lead = next(at for at, value in enumerate(row) if value)
            left = [a - left[lead] * b for a, b in zip(left, row, strict=True)]
        if any(group) and not any(left):
            found.append(group)
    return found


def figures_of(counts: dict[str, tuple[int, int]]) -> list[Vector]:
    """Return what is published, each figure as the cells (region, result) that it adds up."""
    made, cells = publish(counts), [(region, part) for region in counts for part in (0, 1)]
    told = [tuple(int(region in atom.cells) for region, _part in cells) for atom in made.atoms]
    for atom in made.atoms:
        if atom.parts:
            told += [tuple(int(region in atom.cells and part == one) for region, part in cells) for one in (0, 1)]
    return [*told, (1,) * len(cells)] if made.total is not None else told


def numbers(counts: dict[str, tuple[int, int]], group: Vector) -> int:
    return sum(
        value for value, inside in zip((v for pair in counts.values() for v in pair), group, strict=True) if inside
    )


REGIONS = st.integers(1, 4).flatmap(
    lambda n: st.tuples(*[st.tuples(st.integers(0, 9), st.integers(0, 9))] * n).map(
        lambda pairs: {f"r{at}": pair for at, pair in enumerate(pairs)}
    )
)


@settings(max_examples=40, deadline=None)
@given(REGIONS)
def test_nothing_under_the_floor_can_be_worked_out(counts):
    told = figures_of(counts)
    assert [group for group in worked_out(told) if numbers(counts, group) < FLOOR] == []


@settings(max_examples=40, deadline=None)
@given(REGIONS)
def test_what_is_told_is_true_and_nothing_large_is_kept_back_for_nothing(counts):
    made = publish(counts)
    for atom in made.atoms:
        assert atom.total == sum(sum(counts[cell]) for cell in atom.cells) >= FLOOR
    total = sum(map(sum, counts.values()))
    assert made.total == (total if total >= FLOOR else None)
    if all(sum(pair) >= FLOOR for pair in counts.values()):
        assert all(made.alone(region) for region in counts)


def test_hiding_the_small_cell_alone_would_be_found():
    """The check sees what it is for: one small region, its total published beside the others."""
    counts = {"a": (20, 10), "b": (2, 1)}
    naive = [(1, 1, 0, 0), (1, 1, 1, 1)]
    assert any(numbers(counts, group) < FLOOR for group in worked_out(naive))


@pytest.mark.parametrize("counts", [{"a": (3, 1)}, {"a": (0, 0), "b": (2, 2)}, {}])
def test_a_small_year_is_not_told_at_all(counts):
    assert publish(counts).atoms == ()
    assert publish(counts).total is None


def test_small_regions_are_told_together_with_one_that_is_not():
    made = publish({"a": (20, 10), "b": (6, 6), "c": (1, 0)})
    assert made.alone("a") and not made.alone("b") and not made.alone("c")
    assert made.together and made.together.cells == {"b", "c"} and made.together.total == 13
    assert made.alone("a").parts == (20, 10)
