"""The English of the command."""

from dataclasses import replace
from datetime import date

import pytest

from bitim.engines.surveillance.model import Alert, Caution, Cluster, Mislead, Place, Route
from bitim.engines.surveillance.words import caution, of_cluster, often, sentence

ALERT = Alert(
    Route.RISE, Place("Korday"), "water", date(2026, 1, 5), 4, 7, 1.2, 0, 3, 0.0032, 1 / (52 * 0.0032), 5, 5, 3, 2, 2,
    False, True, (Caution(Mislead.MONITORS_CHANGED, 4, 2),),
)  # fmt: skip


def test_a_rise_is_the_sentence_that_was_asked_for():
    assert sentence(ALERT) == (
        "Korday, water: 7 separate reports in 4 weeks; usual 1.2 (0-3). So many happen here by chance about once in 6 "
        "years. 5 reporters, 3 villages, 2 verified. What could mislead: 4 active monitors, usually 2."
    )


def test_other_routes_say_what_they_are():
    severe = sentence(replace(ALERT, route=Route.SEVERE, severity=5, weeks=1, years=None, again=True))
    assert "severity 5 this week" in severe and "open already" in severe and "usual" not in severe.split(".")[0]
    assert "Too few weeks" in sentence(replace(ALERT, route=Route.COLD, weeks=2))
    alone = sentence(replace(ALERT, route=Route.SINGLE_SOURCE, reporters=1, reporters_most=1, villages=None))
    assert "All from one reporter" in alone and "1 reporter, 2 verified" in alone
    assert "2 to 5 reporters" in sentence(replace(ALERT, reporters=2))


@pytest.mark.parametrize(
    ("years", "says"),
    [(1e9, "a hundred years"), (6.01, "once in 6 years"), (1.2, "once in 14 months"), (0.05, "a month or more")],
)
def test_how_often(years: float, says: str):
    assert says in often(years)


@pytest.mark.parametrize("what", list(Mislead))
def test_everything_that_could_mislead_has_words(what: Mislead):
    assert caution(Caution(what)) and caution(Caution(what, 3, 12)) and caution(Caution(what, 1, 1))


def test_a_cluster():
    one = Cluster("water", date(2026, 1, 5), 2, (("a", 3), ("b", 4)), 7, 1.31, 9.0, 0.001, 7000.0, 2)
    assert of_cluster(one) == (
        "water: 7 separate reports in neighbouring places in 2 weeks (a 3, b 4); by their share of all reports 1.3. "
        "Looking at this kind every week, chance brings such a thing about once in 19 years. What could mislead: 2 "
        "weeks of these places without any report."
    )
