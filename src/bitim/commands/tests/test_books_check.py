"""The doctor says when the office's books are not whole, and when they are."""

import pytest

from bitim.commands.books import SAID, books
from bitim.demo import cast as people
from bitim.journal.actions import enter_case
from bitim.journal.queries.checking import troubles

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_whole_book_is_good_and_a_missing_number_is_to_mend():
    cast = people.two_sides()
    (found,) = books()
    assert found.level == "mend" and cast.case.number in found.what
    enter_case(cast.case, actor=cast.as_coordinator)
    assert [one.level for one in books()] == ["good"]
    assert list(troubles()) == []


def test_every_trouble_has_its_sentence():
    import inspect
    import re

    from bitim.journal.queries import checking

    named = set(re.findall(r'"([a-z]+_[a-z_]+)"', inspect.getsource(checking))) | {"gap"}
    assert {key for key in named if key.startswith(("line_", "case_", "gap")) or key.endswith("_differs")} <= set(SAID)
