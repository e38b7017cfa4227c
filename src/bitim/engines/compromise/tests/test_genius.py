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
