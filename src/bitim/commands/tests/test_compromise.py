"""`bitim compromise solve` and `replay` as an operator, an auditor and a program read them."""

import json
import re
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from bitim import cli
from bitim.commands import compromise
from bitim.engines.compromise import Issue, Party, Problem, record
from bitim.engines.compromise.proposals import propose

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


@pytest.fixture
def replay(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the other command in this process."""
    monkeypatch.setattr("bitim.kernel.catalogues.compile_all", lambda: None)

    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main(["compromise", "replay", *map(str, words)])
        return code, *capfd.readouterr()

    return run


@pytest.fixture
def kept(tmp_path: Path) -> list[Path]:
    """The files of a round that Aigul and Marat accepted: the record, and each side's opened table."""
    issues = (Issue("House", ("sold", "kept", "shared")), Issue("Car", ("hers", "his")), Issue("Debt", ("hers", "his")))
    parties = (
        Party("Aigul", ((0, 60, 50), (30, 0), (0, 10))),
        Party("Marat", ((60, 0, 50), (0, 10), (30, 0))),
    )
    problem, salts = Problem(issues, parties), [b"a" * 16, b"m" * 16]
    shown = propose(problem, seed="s", tolerance=Fraction(1, 2))
    made = record.recorded_round(problem, salts, shown, seed="s", accepted=0, tolerance=Fraction(1, 2))
    files = [tmp_path / name for name in ("record.json", "aigul.json", "marat.json")]
    texts = [made.text(), *(record.opened(party, salt) for party, salt in zip(parties, salts, strict=True))]
    for path, text in zip(files, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return files


def test_an_auditor_reads_that_all_is_as_recorded(replay, kept):
    code, out, err = replay(kept[0], kept[2], kept[1])
    assert (code, err) == (0, "")
    assert "The table of Aigul is the one that was bound before solving." in out
    assert "By the rule “nash” no package is better, by what everybody stated." in out
    assert "leaves everybody at least 50% of their gain in it; nobody could better it without another's loss." in out
    assert "The accepted package is " in out
    assert out.endswith("Everything is as recorded.\n")


def test_an_auditor_reads_what_is_not(replay, kept):
    kept[1].write_text(kept[1].read_text(encoding="utf-8").replace("[0,60,50]", "[0,60,51]"), encoding="utf-8")
    code, out, _ = replay(*kept)
    assert code == 1
    assert "The table of Aigul is not the one that was bound before solving.\n" in out
    assert out.endswith("Not everything is as recorded.\n")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([0, 1], "The table of Marat is missing"),
        ([0, 1, 1, 2], "The table of Aigul was given twice"),
        ([1, 0, 2], "This is not a record"),
        ([0, 1, 0], "This is not an opened table"),
        ([0, 1, 9], "cannot be read"),
    ],
)
def test_what_cannot_be_replayed_is_one_sentence(replay, kept, files, said):
    code, out, err = replay(*(kept[at] if at < 3 else kept[0].parent / "nowhere.json" for at in files))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_stranger_to_the_record_is_named(replay, kept):
    other = kept[0].parent / "other.json"
    other.write_text(kept[1].read_text(encoding="utf-8").replace("Aigul", "Dana"), encoding="utf-8")
    assert "Dana is no side of this record." in replay(*kept, other)[2]
    kept[1].write_bytes(b"\xff\xfe")
    assert "is no text" in replay(*kept)[2]
