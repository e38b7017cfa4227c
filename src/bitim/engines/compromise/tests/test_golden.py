"""Scenarios with known results: enumeration of floats (reference-values.json), of fractions, and published points."""

import json
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest

from bitim.engines.compromise import answers
from bitim.engines.compromise.frontier import every, merge
from bitim.engines.compromise.tests.cases import DATA, problem_of, scenario

PUBLISHED = DATA / "anac2014-10issues" / "pareto.xml"
REFERENCE = json.loads((DATA / "reference-values.json").read_text())
TWO = ("anac2010-england-zimbabwe", "anac2010-itex-cypress", "anac2010-travel", "anac2011-amsterdam",
       "anac2011-energy", "anac2011-laptop", "anac2012-supermarket-a")  # fmt: skip
NAMES = {"nash": "nash", "ks": "ks_discrete", "maximin": "egalitarian_gain", "sum": "max_sum"}
IN_WHOLE_NUMBERS = {"anac2011-energy": (204, 204), "anac2012-supermarket-a": (39, 25)}  # see LICENCE.md beside the data


def problem_named(name):
    return scenario("itex-cypress" if name == "anac2010-itex-cypress" else name)


def objective(rule, utilities, none, best):
    gains = [u - d for u, d in zip(utilities, none, strict=True)]
    if rule == "nash":
        return prod(gains)
    if rule == "sum":
        return sum(utilities)
    if rule == "maximin":
        return min(gains)
    return min(gain / (top - d) for gain, d, top in zip(gains, none, best, strict=True))


def utilities(problem, values):
    return [float(party.utility(one)) for party, one in zip(problem.parties, values, strict=True)]


@pytest.mark.parametrize("name", [*TWO, "anac2015-tram"])
def test_the_objective_is_that_of_the_reference(name):
    problem, expected = problem_named(name), REFERENCE[name]
    listed = merge(problem).values if name != "anac2015-tram" else every(problem).values
    none = expected["reservation"]
    rows = [row for row in (utilities(problem, row) for row in listed.tolist())
            if all(u >= d - 1e-12 for u, d in zip(row, none, strict=True))]  # fmt: skip
    best = [max(column) for column in zip(*rows, strict=True)]
    for found in answers.solve(problem).packages:
        own = objective(found.rule, utilities(problem, found.values), none, best)
        # The reference has six digits; a product of nine gains moves by more than one of them does.
        theirs = objective(found.rule, expected[NAMES[found.rule]], none, best)
        better = name == "anac2012-supermarket-a" and found.rule == "ks"
        assert own == pytest.approx(theirs, abs=1e-6) or (better and own > theirs)
        assert own == pytest.approx(max(objective(found.rule, row, none, best) for row in rows), abs=1e-9)
        assert found.certificate.whole


@pytest.mark.parametrize("name", TWO)
def test_the_frontier_has_as_many_points(name):
    expected = REFERENCE[name]
    problem = problem_named(name)
    points = merge(problem).values
    accepted = [row for row in points.tolist() if all(u >= p.floor for u, p in zip(row, problem.parties, strict=True))]
    counts = expected["frontier_points"], expected["rational_frontier_points"]
    assert (len(points), len(accepted)) == IN_WHOLE_NUMBERS.get(name, counts)


@pytest.mark.parametrize("name", ["anac2010-itex-cypress", "anac2010-england-zimbabwe", "anac2012-supermarket-a"])
def test_the_frontier_is_that_of_enumeration_in_fractions(name):
    """Read from the file anew, with nothing of the reader: weight x evaluation / largest evaluation."""
    from xml.etree import ElementTree

    folder = DATA / name if name != "anac2010-itex-cypress" else DATA.parent / "itex-cypress"
    tables = []
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.fromstring(path.read_text())
        if root.tag != "utility_space":
            continue
        weights = {w.get("index"): Fraction(w.get("value")) for w in root.iter("weight")}
        rows = []
        for issue in root.iter("issue"):
            marks = [Fraction(item.get("evaluation")) for item in issue.iter("item")]
            rows.append([float(weights[issue.get("index")] * mark / max(marks)) for mark in marks])
        tables.append(rows)
    points = [{0: 0.0}, {}]
    sums = {(0.0, 0.0)}
    for one, two in zip(*tables, strict=True):
        sums = {(round(a + x, 12), round(b + y, 12)) for (a, b), (x, y) in product(sums, zip(one, two, strict=True))}
    points, best = [], -1.0
    for a, b in sorted(sums, key=lambda point: (-point[0], -point[1])):
        if b > best:
            points.append((a, b))
            best = b
    problem = problem_named(name)
    assert [pytest.approx(point, abs=1e-9) for point in points] == [
        tuple(utilities(problem, row)) for row in merge(problem).values.tolist()
    ]


def profiles(name):
    """Utilities and reservations straight from the files, with nothing of the reader: for each profile the reservation
    and for each issue {option: weight x evaluation / largest evaluation}."""
    from xml.etree import ElementTree

    folder = DATA / name if name != "anac2010-itex-cypress" else DATA.parent / "itex-cypress"
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.fromstring(path.read_text())
        if root.tag != "utility_space":
            continue
        weights = {w.get("index"): float(w.get("value")) for w in root.iter("weight")}
        issues = {}
        for issue in root.iter("issue"):
            marks = {item.get("value"): float(item.get("evaluation")) for item in issue.iter("item")}
            largest = max(marks.values())
            issues[issue.get("index")] = {at: weights[issue.get("index")] * one / largest for at, one in marks.items()}
        yield float(next((r.get("value") for r in root.iter("reservation")), 0)), issues


@pytest.mark.parametrize("name", [*TWO, "anac2015-tram"])
def test_the_objective_is_that_of_enumeration_read_anew_to_a_billionth(name):
    read = list(profiles(name))
    none = np.array([reservation for reservation, _ in read])
    order = [(index, list(options)) for index, options in read[0][1].items()]
    columns = []
    for _, issues in read:
        total = np.zeros(1)
        for index, options in order:
            total = (total[:, None] + np.array([issues[index][one] for one in options])).ravel()
        columns.append(total)
    rows = np.stack(columns, axis=1)
    rows = rows[(rows >= none - 1e-12).all(axis=1)]
    gains, ideal = rows - none, rows.max(axis=0) - none
    expected = {
        "nash": gains.prod(axis=1).max(),
        "ks": (gains / ideal).min(axis=1).max(),
        "maximin": gains.min(axis=1).max(),
        "sum": rows.sum(axis=1).max(),
    }
    problem = problem_named(name)
    best = (ideal + none).tolist()
    for found in answers.solve(problem).packages:
        own = objective(found.rule, utilities(problem, found.values), none.tolist(), best)
        assert own == pytest.approx(expected[found.rule], abs=1e-9)
        reference = objective(found.rule, REFERENCE[name][NAMES[found.rule]], none.tolist(), best)
        better = name == "anac2012-supermarket-a" and found.rule == "ks"  # the reference enumerated floats
        assert own == pytest.approx(reference, abs=1e-6) or (better and own > reference)


def test_interdependent_issues_are_solved_to_the_published_points():
    """10^10 packages, values of hyper-rectangles: the published frontier (pareto.xml) holds what each rule chooses."""
    published = [tuple(map(float, line.split(","))) for line in PUBLISHED.read_text().splitlines() if line]
    answer = answers.solve(scenario("anac2014-10issues"), ("nash", "ks", "sum"))
    assert answer.way == answers.SEARCHED
    expected = {"nash": max(published, key=prod), "ks": max(published, key=min), "sum": max(published, key=sum)}
    edge = [utilities(scenario("anac2014-10issues"), row) for row in answer.frontier.tolist()]
    assert sorted(edge) == [pytest.approx(point, abs=1e-6) for point in sorted(published)]
    for found in answer.packages:
        own = utilities(scenario("anac2014-10issues"), found.values)
        assert own == pytest.approx(expected[found.rule], abs=1e-6)
        assert found.certificate.whole


def game(folder):
    """The scorable game: a file for each party, a line for each issue, the last line is what it accepts at least."""
    tables, limits = {}, {}
    for path in sorted((DATA / folder).glob("*.txt")):
        lines = [[int(one) for one in line.split(",")] for line in path.read_text().splitlines() if line.strip()]
        tables[path.stem], limits[path.stem] = lines[:-1], lines[-1][0]
    return tables, limits


@pytest.mark.parametrize("folder", ["scorable-base", "scorable-base_7players"])
def test_the_scorable_game_has_the_deals_that_were_counted(folder):
    tables, limits = game(folder)
    expected = REFERENCE[folder]
    listing = every(problem_of(list(tables.values()))).values
    meets = [[value >= limit for value, limit in zip(row, limits.values(), strict=True)] for row in listing.tolist()]
    names = list(limits)
    veto = [names.index("SportCo"), names.index("DoT")]
    assert sum(map(all, meets)) == expected["deals_all_parties_meet_threshold"]
    most = sum(all(row[v] for v in veto) and sum(row) >= len(row) - 1 for row in meets)
    assert most == expected["deals_both_veto_parties_and_all_but_one_meet"]
    found = {one.rule: one for one in answers.solve(_with_limits(tables, limits), ("nash", "sum")).packages}
    assert found["nash"].values == tuple(expected["nash_over_thresholds"])
    assert sum(found["sum"].values) == sum(expected["max_sum_unanimous"])


def _with_limits(tables, limits):
    from dataclasses import replace

    problem = problem_of(list(tables.values()))
    parties = [replace(p, disagreement=d) for p, d in zip(problem.parties, limits.values(), strict=True)]
    return replace(problem, parties=tuple(parties))
