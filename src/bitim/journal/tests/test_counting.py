"""A report is a recount: whatever the world, rows, sums and totals agree with counting on one's fingers."""

import itertools
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.journal.counting import CASE_COLUMNS, CaseFacts, Period, TalkFacts, report

DAYS = st.dates(date(2024, 11, 1), date(2026, 2, 28))
KEYS = st.sampled_from(["", "a", "b"])


@st.composite
def cases(draw) -> CaseFacts:
    opened = draw(DAYS)
    later = st.none() | st.integers(0, 200).map(lambda days: opened + timedelta(days=days))
    closed = draw(later)
    return CaseFacts(
        opened=opened,
        place=draw(KEYS),
        kind=draw(KEYS),
        register=draw(KEYS),
        channel=draw(KEYS),
        agreed=draw(later),
        signed=draw(later),
        outcome=draw(st.sampled_from(["settled", "refused"])) if closed else "",
        closed=closed,
        aspect=draw(st.sampled_from(["", "yes", "no", "unclear"])),
    )


WORLDS = st.lists(cases(), max_size=25)
TALKS = st.lists(st.builds(TalkFacts, DAYS, KEYS, KEYS, KEYS, KEYS, KEYS, KEYS), max_size=25)
QUARTERS = [Period(2025, quarter) for quarter in (1, 2, 3, 4)]


@settings(max_examples=30, deadline=None)
@given(WORLDS, TALKS, st.sampled_from([Period(2025), *QUARTERS]))
def test_every_figure_is_a_count(world, talks, period):
    made = report(period, world, talks)
    first, last = period.first, period.last
    registered = [case for case in world if first <= case.opened <= last]
    ended = [case for case in world if case.closed and first <= case.closed <= last]
    left = [case for case in world if case.opened <= last and not (case.closed and case.closed <= last)]
    assert made.cases.total == (len(registered), len(ended), len(left))
    assert made.before + len(registered) - len(ended) == len(left)
    assert made.before == sum(case.opened < first and not (case.closed and case.closed < first) for case in world)
    assert sum(made.aspects.values()) == len(registered)
    assert made.talks.total == (sum(first <= one.day <= last for one in talks),)
    for at, column in enumerate(CASE_COLUMNS):
        columns = list(zip(*made.cases.sums[column].values(), strict=True)) or [(0,), (0,), (0,)]
        assert tuple(map(sum, columns)) == made.cases.total
        for value, counts in made.cases.sums[column].items():
            assert counts == tuple(
                map(sum, zip(*(r for k, r in made.cases.rows.items() if k[at] == value), strict=True))
            )
    kinds = {case.kind for case in registered}
    assert {kind: sum(case.kind == kind for case in registered) for kind in kinds} == {
        kind: counts[0] for kind, counts in made.cases.sums["kind"].items() if counts[0]
    }


@settings(max_examples=30, deadline=None)
@given(WORLDS, TALKS)
def test_quarters_make_the_year(world, talks):
    year, parts = report(Period(2025), world, talks), [report(quarter, world, talks) for quarter in QUARTERS]
    assert sum(one.cases.total[0] for one in parts) == year.cases.total[0]
    assert sum(one.cases.total[1] for one in parts) == year.cases.total[1]
    assert sum(one.talks.total[0] for one in parts) == year.talks.total[0]
    assert parts[-1].cases.total[2] == year.cases.total[2]
    assert [one.before for one in parts[1:]] == [one.cases.total[2] for one in parts[:-1]]
    for column in ("kind", "place", "register", "channel"):
        keys = {key for one in (year, *parts) for key in one.cases.sums[column]}
        for key in keys:
            assert (
                sum(one.cases.sums[column].get(key, (0,))[0] for one in parts)
                == year.cases.sums[column].get(key, (0,))[0]
            )


def test_quarters_follow_one_another():
    days = [(quarter.first, quarter.last) for quarter in QUARTERS]
    assert days[0][0] == date(2025, 1, 1) and days[-1][1] == date(2025, 12, 31)
    assert all(end + timedelta(days=1) == begin for (_one, end), (begin, _two) in itertools.pairwise(days))
