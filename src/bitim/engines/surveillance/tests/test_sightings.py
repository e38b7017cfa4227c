"""Many reports, few rumours: what counts as one, and who is independent of whom."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.surveillance import Place, Unfit
from bitim.engines.surveillance.sightings import Sighting, count_up, independent, monday_of

MONDAY = date(2026, 1, 5)
PLACES = (Place("a"), Place("b"))
KINDS = ("water", "rumour")


def seen(rumour: str, reporter: str, week: int = 0, **more) -> Sighting:
    where = {"place": "a", "kind": "water", **more}
    return Sighting(rumour, reporter, day=MONDAY + timedelta(days=7 * week + 2), **where)


def counted(*sightings: Sighting, weeks: int = 5, false_counts=()):
    return count_up(sightings, PLACES, KINDS, MONDAY, weeks, np.zeros((2, weeks), dtype=bool), None, false_counts)


def test_a_rumour_counts_once_when_it_was_first_heard():
    counts = counted(seen("r", "x", 2), seen("r", "y", 1), seen("r", "z", 3, place="b"), seen("q", "x", 1))
    assert counts.rumours.tolist() == [[0, 2, 0, 0, 0], [0] * 5, [0] * 5, [0] * 5]
    assert counts.reporting.tolist() == [[False, True, True, False, False], [False, False, False, True, False]]
    assert counts.reporters.sure[:, 0].tolist() == [[0, 2, 1, 0, 0], [0, 2, 2, 1, 0], [0, 2, 2, 2, 2]]


def test_whoever_heard_it_from_another_is_no_second_reporter():
    assert independent([seen("r", "x"), seen("r", "y", heard_from="x")]) == 1
    assert independent([seen("r", "x"), seen("r", "y", heard_from="z"), seen("r", "w", heard_from="z")]) == 2
    assert independent([seen("r", "x", post="p"), seen("r", "y", post="p"), seen("r", "z")]) == 2
    assert independent([]) == 0


def test_false_rumours_count_where_rumours_are_watched():
    reports = [seen("r", "x", false=True), seen("q", "y", kind="rumour", false=True)]
    assert counted(*reports, false_counts=("rumour",)).rumours.sum(axis=1).tolist() == [0, 1, 0, 0]
    assert counted(*reports).rumours.sum() == 0
    assert counted(*reports).reporting[0, 0]


def test_severity_verified_and_villages():
    counts = counted(
        seen("r", "x", severity=2, village="v", verified=True),
        seen("r", "y", 1, severity=4, village="w"),
        seen("q", "z"),
    )
    assert counts.severity[0].tolist() == [2, 4, 0, 0, 0]
    assert counts.verified[0].tolist() == [1, 0, 0, 0, 0]
    assert counts.villages.sure[2, 0].tolist() == [1, 2, 2, 2, 1]


def test_reports_of_other_places_or_weeks_are_refused():
    with pytest.raises(Unfit, match="not there: c, water"):
        counted(seen("r", "x", place="c"))
    for week in (-1, 5, 4000):
        with pytest.raises(Unfit, match="outside the weeks"):
            counted(seen("r", "x", week))
    assert monday_of(date(2026, 1, 11)) == MONDAY


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            seen,
            st.sampled_from("rstu"),
            st.sampled_from("wxyz"),
            st.integers(0, 4),
            place=st.sampled_from("ab"),
            heard_from=st.sampled_from(["", "", "w"]),
        ),
        max_size=12,
    )
)
def test_however_many_reports_a_rumour_is_one(reports: list[Sighting]):
    counts = counted(*reports)
    assert counts.rumours.sum() == len({one.rumour for one in reports})
    assert (counts.reporters.sure == counts.reporters.most).all()
    assert (counts.reporters.sure[0] >= (counts.rumours > 0)).all()
    assert (np.diff(counts.reporters.sure, axis=0) >= 0).all() or any(one.heard_from for one in reports)
