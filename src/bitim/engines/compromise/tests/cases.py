"""Small random problems, ties wanted; problems of the data; and the yardstick: every package one by one."""

from pathlib import Path
from random import Random

from bitim.engines.compromise import Apart, Bond, Budget, Issue, Party, Problem, read

DATA = Path(__file__).parents[5] / "tests" / "data" / "negotiation"


def scenario(folder: str) -> Problem:
    """Return a scenario of the data."""
    place = DATA / folder if folder != "itex-cypress" else DATA.parent / folder
    return read({one.name: one.read_bytes() for one in sorted(place.iterdir())}, strict=False).problem


def problem_of(tables: list[list[list[int]]], **more: object) -> Problem:
    """Return a problem from `tables[party][issue][option]`."""
    issues = tuple(Issue(f"i{n}", tuple(f"o{at}" for at in range(len(row)))) for n, row in enumerate(tables[0]))
    parties = tuple(Party(f"p{n}", tuple(tuple(row) for row in table)) for n, table in enumerate(tables))
    return Problem(issues, parties, **more)  # type: ignore[arg-type]


def drawn(chance: Random, parties: int = 2, *, bound: bool = False, most: int = 4) -> Problem:
    """Return a random problem of at most `most` issues and options, points 0-6, so that ties are everywhere."""
    issues = [chance.randint(1, most) for _ in range(chance.randint(1, most))]
    high = chance.choice((2, 6, 40))
    made = []
    for number in range(parties):
        rows = tuple(tuple(chance.randint(-1, high) for _ in range(size)) for size in issues)
        refuses = frozenset(place(chance, issues) for _ in range(chance.choice((0, 0, 1)) if bound else 0))
        needs = frozenset(place(chance, issues) for _ in range(chance.choice((0, 0, 0, 1)) if bound else 0))
        none = chance.randint(-2, high)
        limit = chance.choice((None, none + chance.randint(-2, 3)))
        bonds = ()
        if bound and chance.random() < 0.4:
            wanted = (place(chance, issues), place(chance, issues))
            where = {at: frozenset({option}) for at, option in wanted}
            bonds = (Bond(chance.randint(-5, 8), tuple(where.items())),)
        made.append(
            Party(
                f"p{number}", rows, none, limit, refuses, needs, chance.choice((1, 1, 2)), chance.choice((1, 3)), bonds
            )
        )
    apart, budgets = [], []
    if bound:
        for _ in range(chance.randint(0, 3)):
            one, other = place(chance, issues), place(chance, issues)
            if one[0] != other[0]:
                apart.append(Apart(one, other))
        if chance.random() < 0.4:
            costs = tuple(tuple(chance.randint(0, 5) for _ in range(size)) for size in issues)
            budgets.append(Budget("money", costs, chance.randint(0, 5 * len(issues))))
    names = tuple(Issue(f"i{n}", tuple(f"o{at}" for at in range(size))) for n, size in enumerate(issues))
    return Problem(names, tuple(made), tuple(apart), tuple(budgets))


def place(chance: Random, issues: list[int]) -> tuple[int, int]:
    """Return an issue and one of its options."""
    issue = chance.randrange(len(issues))
    return issue, chance.randrange(issues[issue])


def edge(points: set[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """Return the points that no other point equals or betters for everybody, by comparing all with all."""

    def beaten(one: tuple[int, ...]) -> bool:
        return any(other != one and all(b >= a for a, b in zip(one, other, strict=True)) for other in points)

    return {one for one in points if not beaten(one)}
