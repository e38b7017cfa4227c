"""Files of strangers: what is no scenario is said in one sentence, and nothing declared in a file is carried out."""

import subprocess
import sys

import pytest

from bitim.engines.compromise import Unfit, read
from bitim.engines.compromise.tests.cases import DATA, scenario

DOMAIN = b"""<negotiation_template><utility_space><objective>
<issue index="1" name="Price" vtype="discrete">
<item index="1" value="low"/><item index="2" value="high"/></issue>
</objective></utility_space></negotiation_template>"""


def profile(*marks, weight="1", name="Price", more="", values=("low", "high")):
    items = "".join(f'<item value="{v}" evaluation="{m}"/>' for v, m in zip(values, marks, strict=True))
    return (
        f'<utility_space><objective><issue index="1" name="{name}" vtype="discrete">{items}</issue>'
        f'<weight index="1" value="{weight}"/></objective>{more}</utility_space>'
    ).encode()


def test_weights_evaluations_and_reservations_are_read_exactly():
    limit = '<reservation value="0.3"/>'
    problem = read({"d": DOMAIN, "a": profile(1, 3, weight="0.1", more=limit), "b": profile(5, 0)}).problem
    one, two = problem.parties
    assert [[str(one.utility(v)) for v in row] for row in one.points] == [["1/30", "1/10"]]
    assert (str(one.utility(one.disagreement)), str(one.utility(one.reservation))) == ("3/10", "3/10")
    assert (two.points, two.disagreement, problem.exact) == (((1, 0),), 0, True)


def test_another_order_of_issues_and_options_is_the_same_scenario():
    both = (
        '<utility_space><objective><issue index="{a}" name="Rent">{rent}</issue><issue index="{b}" name="Dog">'
        '<item value="x" evaluation="2"/></issue><weight index="{a}" value=".75"/><weight index="{b}" value=".25"/>'
        "</objective></utility_space>"
    )
    low, high = '<item value="low" evaluation="1"/>', '<item value="high" evaluation="4"/>'
    one = both.format(a=1, b=2, rent=low + high).encode()
    other = both.format(a=2, b=1, rent=high + low).encode()
    swapped = other.replace(b"Rent", b"Cat").replace(b"Dog", b"Rent").replace(b"Cat", b"Dog")
    assert (
        read({"a": one, "b": other}).problem.parties[1].points == read({"a": one, "b": one}).problem.parties[0].points
    )
    with pytest.raises(Unfit, match="“Rent” has other options"):
        read({"a": one, "b": swapped})


def test_hyper_rectangles_follow_another_order_of_issues():
    issue = '<issue index="{}" name="{}" vtype="integer" lowerbound="0" upperbound="2"/>'
    box = '<ufun><hyperRectangle utility="4"><INCLUDES index="{}" min="1" max="2"/></hyperRectangle></ufun>'
    whole = '<utility_space><objective>{}<utility maxutility="4">{}</utility></objective></utility_space>'
    one = whole.format(issue.format(1, "x") + issue.format(2, "y"), box.format(1)).encode()
    other = whole.format(issue.format(1, "y") + issue.format(2, "x"), box.format(2)).encode()
    problem = read({"a": one, "b": other}).problem
    assert problem.parties[0].bonds == problem.parties[1].bonds
    assert [problem.values(package) for package in ((0, 2), (1, 0), (2, 2))] == [(0, 0), (1, 1), (1, 1)]


def test_a_domain_may_call_itself_a_profile():
    domain = DOMAIN.replace(b"negotiation_template><utility_space", b"utility_space><objective")
    domain = domain.replace(b"</utility_space></negotiation_template", b"</objective></utility_space")
    assert len(read({"d": domain, "a": profile(1, 2), "b": profile(2, 1)}).problem.parties) == 2


def test_whole_number_issues_run_along_their_line_from_the_lower_bound():
    problem = scenario("anac2016-agenthp2")
    consumer = problem.parties[0]
    assert problem.issues[0].options == ("8", "9", "10", "11", "12", "13", "14")
    marks = [float(consumer.utility(one)) / 0.083 for one in consumer.points[0]]
    assert marks == pytest.approx([1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1])


def test_a_folder_leaves_out_what_is_no_scenario_and_says_so():
    folder = DATA / "anac2014-10issues"
    found = read({one.name: one.read_bytes() for one in sorted(folder.iterdir())}, strict=False)
    assert found.left_out == ("pareto.xml",)
    assert [len(party.bonds) for party in found.problem.parties] == [20, 20]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><utility_space>&b;</utility_space>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><utility_space>&a;</utility_space>'


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": BOMB, "b": profile(1, 2)}, "a declares a document type or entities"),
        ({"a": b"<!DOCTYPE utility_space>" + profile(1, 2), "b": profile(1, 2)}, "a declares a document type"),
        ({"a": OUTSIDE, "b": profile(1, 2)}, "a declares a document type or entities"),
        ({"a": b"1, 2, 3", "b": profile(1, 2)}, "a is not a Genius scenario: it is no whole XML file"),
        ({"a": b"", "b": profile(1, 2)}, "a is not a Genius scenario"),
        ({"a": b"\xff\xfe\x00", "b": profile(1, 2)}, "a is not a Genius scenario"),
        ({"a": b"<html/>", "b": profile(1, 2)}, "a is not a Genius scenario: it begins with <html>"),
        ({"a": profile(1, 2)}, "at least two parties; a is one profile"),
        ({"d": DOMAIN}, "no profile was found and the domain file"),
        ({"d": DOMAIN, "e": DOMAIN}, "two domain files, d and e"),
        ({"a": profile(1, 2), "b": profile(1, 2, name="Rent")}, "b and a do not belong together: they name different"),
        ({"a": profile(1, 2), "b": profile(1, 2, values=("low", "top"))}, "“Price” has other options"),
        ({"a": profile("1,5", 2), "b": profile(1, 2)}, "evaluation of <item> “1,5” is not a number written like 0.25"),
        ({"a": profile("1e999999999", 2), "b": profile(1, 2)}, "“1e999999999” is not a number"),
        ({"a": profile("1/0", 2), "b": profile(1, 2)}, "“1/0” is not a number"),
        ({"a": profile("nan", 2), "b": profile(1, 2)}, "“nan” is not a number"),
        ({"a": profile(-1, -2), "b": profile(1, 2)}, "all evaluations of “Price” are below nothing"),
        ({"a": profile(1, 2, values=("low", "low")), "b": profile(1, 2)}, "“Price” has the option “low” twice"),
        ({"a": b"<utility_space/>", "b": profile(1, 2)}, "a names no issue"),
        ({"a": profile(1, 2).replace(b"weight index", b"weight at"), "b": profile(1, 2)}, "gives no weight to “Price”"),
        ({"a": profile(1, 2).replace(b'vtype="discrete"', b'vtype="real"'), "b": profile(1, 2)}, "kind “real”"),
        ({"a": b"<a>" * 100, "b": profile(1, 2)}, "more, or deeper, elements"),
        ({f"p{n}": profile(1, 2) for n in range(11)}, "11 parties: there have to be 2 to 10"),
    ],
)
def test_what_is_no_scenario_is_said(files, said):
    with pytest.raises(Unfit) as refused:
        read(files)
    assert said in str(refused.value)


def test_a_file_out_of_bounds_is_not_read():
    with pytest.raises(Unfit, match="larger than 10 MB"):
        read({"a": b" " * 10_000_001})


def test_importing_the_engine_loads_no_array_library():
    code = "import sys, bitim.engines.compromise as c; sys.exit(bool({'numpy', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
