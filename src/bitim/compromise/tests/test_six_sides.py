"""Six sides, two of them such that nothing goes without them: the scorable game (tests/data/negotiation/LICENCE.md)."""

from functools import partial

import pytest
from tests.support.scenes import shared
from tests.support.six_seats import game, hopeless, seated

from bitim.compromise.actions import offering
from bitim.compromise.models import Round, Search
from bitim.compromise.tests import scene
from bitim.compromise.tests.test_firewall import in_another_world, party, read_by
from bitim.settlements.tests.stage import ready

pytestmark = pytest.mark.django_db


def listed():
    """Return the six sides' search with every list closed but not solved."""
    made = seated(ready("drafting"), 3)
    issues = [one.pk for one in offering.fit_issues(made.case)]
    search = offering.offer_search(made.case, actor=made.as_mediator, issues=issues)
    for position in range(1, 7):
        part = scene.part_of(search, position)
        offering.agree_to_search(part, actor=made.as_party(position), seen=offering.state_of(search))
    for position, (rows, limit) in enumerate(game().values(), start=1):
        orders = [sorted(range(len(row)), key=row.__getitem__, reverse=True) for row in rows]
        matter = sorted(range(len(rows)), key=lambda at, rows=rows: max(rows[at]) - min(rows[at]), reverse=True)
        same = [at for at, row in enumerate(rows) if len(set(row)) == 1]
        said = {"options": orders, "issues": matter}
        scene.writes(made, search, position, said, never=hopeless(rows, limit), same=same)
        scene.shut(scene.part_of(search, position), made.as_party(position))
    return made, search


@pytest.fixture
def proposing(django_capture_on_commit_callbacks):
    from bitim.compromise.jobs import look_again

    made, search = shared(listed)
    look_again()
    search, round = scene.latest(search)
    assert round.state == Round.OPEN
    return made, search, round


def test_every_package_keeps_to_what_six_sides_cannot_accept(proposing):
    _made, _search, round = proposing
    for one in round.packages:
        for rows, limit in game().values():
            assert not set(enumerate(one["options"])) & set(hopeless(rows, limit))


def test_each_side_answers_by_its_own_table_and_the_round_ends_as_it_should(proposing):
    made, search, round = proposing
    tables = list(game().values())
    for number, one in enumerate(round.packages):
        meets = [sum(row[at] for row, at in zip(rows, one["options"], strict=True)) >= limit for rows, limit in tables]
        for position, yes in enumerate(meets, start=1):
            round = scene.says(made, round, position, number, "accept" if yes else "refuse")
        if all(meets):
            assert (round.state, round.accepted) == (Round.ACCEPTED, number)
            assert scene.fresh(search).state == Search.FOUND
            return
        assert round.state == (Round.OPEN if number + 1 < len(round.packages) else Round.OVER)


@pytest.mark.parametrize("who", [1, 2, 5])
def test_one_side_that_does_not_accept_is_enough_and_is_not_named(proposing, who):
    """Whichever of the others refused: to one side everything looks the same."""
    made, search, round = proposing
    reader = party(made, 6)

    def world(refuses):
        for position in range(1, 7):
            scene.says(made, round, position, 0, "refuse" if position == refuses else "accept")

    refused = in_another_world(partial(world, who), partial(read_by, reader, made, search))
    other = in_another_world(partial(world, 3), partial(read_by, reader, made, search))
    assert refused == other
    assert in_another_world(partial(world, 0), lambda: scene.fresh(search).state) == Search.FOUND
    assert in_another_world(partial(world, who), lambda: scene.fresh(search).state) == Search.PROPOSING
