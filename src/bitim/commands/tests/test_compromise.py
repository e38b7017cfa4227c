"""`bitim compromise solve` as an operator and as a program reads it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from bitim import cli
from bitim.commands import compromise

DATA = Path(__file__).parents[4] / "tests" / "data" / "negotiation"
ENERGY = DATA / "anac2011-energy"


@pytest.fixture
def solve(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the command in this process."""
    monkeypatch.setattr("bitim.kernel.catalogues.compile_all", lambda: None)

    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main(["compromise", "solve", *map(str, words)])
        return code, *capfd.readouterr()

    return run


def test_json_has_the_shape_that_programs_expect(solve):
    code, out, err = solve(ENERGY, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ["outcomes", "frontier", "packages", "seconds"]
    assert (answer["outcomes"], len(answer["frontier"])) == ("390625", 204)
    assert [one["rule"] for one in answer["packages"]] == ["nash", "ks", "maximin", "sum"]
    nash = answer["packages"][0]
    assert list(nash) == ["rule", "options", "utilities", "certified", "gap"]
    assert nash["utilities"] == pytest.approx(
        {"energy_consumer.xml": 0.625, "energy_distributor.xml": 0.754286}, abs=1e-6
    )
    assert len(nash["options"]) == 8
    assert (nash["certified"], nash["gap"]) == (True, 0.0)
    assert list(nash["utilities"].values()) in answer["frontier"]
    assert 0 < answer["seconds"] < 60


def test_files_and_rules_can_be_chosen(solve):
    code, out, _ = solve(*sorted(ENERGY.iterdir()), "--json", "--rule", "ks")
    assert code == 0
    assert [one["rule"] for one in json.loads(out)["packages"]] == ["ks"]


def test_interdependent_issues_print_nothing_but_the_answer(solve):
    code, out, _ = solve(DATA / "anac2014-10issues", "--json", "--rule", "maximin")
    answer = json.loads(out)
    assert (code, answer["outcomes"], len(answer["frontier"])) == (0, "10000000000", 10)
    assert answer["packages"][0]["certified"]


def test_a_person_reads_sentences(solve):
    code, out, _ = solve(DATA / "anac2014-10issues", "--rule", "sum")
    assert code == 0
    assert "pareto.xml is no scenario file and was left out." in out
    assert "2 parties, 10 issues, 10000000000 packages." in out
    assert "sum: certified" in out
    assert "No package is better for one and worse for none, by what the files say: proven." in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([DATA / "scorable-base"], "no profile was found"),
        ([DATA / "nowhere"], "cannot be read: No such file or directory"),
        ([DATA / "LICENCE.md"], "LICENCE.md is not a Genius scenario"),
        ([ENERGY / "energy_domain.xml"], "at least two parties"),
        ([ENERGY / "energy_consumer.xml"] * 2, "One file was given twice"),
    ],
)
def test_what_is_no_scenario_is_one_sentence(solve, words, said):
    code, out, err = solve(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_an_empty_folder_is_said(solve, tmp_path):
    assert "is empty" in solve(tmp_path)[2]


def test_when_nothing_is_possible_it_says_what_clashes(solve, tmp_path):
    for path in ENERGY.iterdir():
        text = path.read_text().replace("</utility_space>", '<reservation value="0.9"/></utility_space>')
        (tmp_path / path.name).write_text(re.sub(r'<reservation value="0[.0]*"', '<reservation value="0.9"', text))
    code, out, err = solve(tmp_path, "--json")
    assert (code, out) == (1, "")
    assert "energy_consumer.xml accepts nothing below its own limit; energy_distributor.xml accepts nothing" in err


def test_what_the_solver_writes_by_itself_is_kept_out(capfd):
    with compromise._quiet():
        subprocess.run(["echo", "from below"], check=True)
    assert capfd.readouterr().out == ""
