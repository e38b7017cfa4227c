"""`bitim surveillance replay` as an operator and a program see it."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from bitim import cli
from bitim.engines.surveillance.tests.worlds import stored

FIRST = date(2021, 1, 4)


@pytest.fixture
def surveillance(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the command in this process."""
    monkeypatch.setattr("bitim.kernel.catalogues.compile_all", lambda: None)

    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main(["surveillance", *map(str, words)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Twelve of the stored series as places of one kind."""
    mean, _, table = stored()
    rows = ["place,kind,week,rumours,reporters"]
    for at, series in enumerate(table[mean <= 0.3]):
        for week, number in enumerate(series.tolist()):
            rows.append(f"place {at:02},water,{FIRST + timedelta(days=7 * week)},{number},{number}")
    path = tmp_path / "counts.csv"
    path.write_text("\n".join(rows))
    return path


def test_a_person_reads_what_a_setting_would_have_raised(surveillance, file: Path):
    code, out, err = surveillance("replay", file, "--chance", "0.0022")
    assert (code, err) == (0, "")
    first = out.splitlines()[0]
    assert first.startswith("This setting would have raised ") and "in 52 weeks from 2024-12-30" in first
    assert "from 12 series" in first
    assert "usual" in out and "What could mislead: " in out and "The other method (ewma)" in out


def test_a_program_gets_the_same_as_values_and_twice_the_same(surveillance, file: Path):
    code, out, _ = surveillance("replay", file, "--json", "--budget", "0.5")
    answer = json.loads(out)
    assert code == 0
    assert answer["coordinators"][0]["rises"] == len(answer["alerts"]) <= 26
    assert answer["alerts_a_week"] == round(len(answer["alerts"]) / 52, 4)
    for one in answer["alerts"]:
        assert one["sentence"].startswith(one["place"]["name"]) and one["route"] == "rise"
    assert {"both", "shown_alone", "other_alone", "alerts"} == set(answer["other_method"])
    assert surveillance("replay", file, "--json", "--budget", "0.5")[1] == out


def test_neighbours_are_scanned(surveillance, file: Path, tmp_path: Path):
    table = np.loadtxt(file, delimiter=",", skiprows=1, usecols=3, dtype=int).reshape(12, 260)
    table[3:7, 258:] += 3
    lines = ["place,kind,week,rumours"]
    for at, series in enumerate(table):
        lines += [f"place {at:02},water,{FIRST + timedelta(days=7 * w)},{n}" for w, n in enumerate(series.tolist())]
    file.write_text("\n".join(lines))
    pairs = tmp_path / "near.csv"
    pairs.write_text("a,b\n" + "\n".join(f"place {at:02},place {at + 1:02}" for at in range(11)))
    code, out, _ = surveillance("replay", file, "--weeks", "1", "--neighbours", pairs, "--rings", "2")
    assert code == 0
    told = out.split("Over neighbouring places:")[1]
    assert "separate reports in neighbouring places" in told and "place 04" in told


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        (None, (), "cannot be read: No such file"),
        ("", (), "The file is empty"),
        ("hello", (), "There is no column place, kind, week, rumours"),
        ("place,kind,week,rumours,tribe\na,k,2026-01-05,1,x", (), "The column tribe is not known"),
        ("place,kind,week,rumours\na,k,2026-01-05,-3", (), "rumours is '-3'"),
        ("place,kind,week,rumours\na,k,2999-01-05,3", (), "lies in the future"),
        ("place,kind,week,rumours\na,k,1026-01-05,3", (), "before 1990"),
        ("place,kind,week,rumours\na,k,2026-01-05,3\na,k,2026-02-02,3", (), "No row speaks of 3 weeks"),
        ("place,kind,week,rumours\na,k,2026-01-05,3", ("--budget", "0"), "A budget is"),
        ("place,kind,week,rumours\na,k,2026-01-05,3", ("--budget", "nan"), "A budget is"),
        ("place,kind,week,rumours\na,k,2026-01-05,3", ("--chance", "7"), "A threshold is"),
        ("place,kind,week,rumours\na,k,2026-01-05,3", ("--weeks", "-1"), "There must be a week"),
        ("place,kind,week,rumours\na\x1b[2J,k,2026-01-05,x", (), "rumours is 'x'"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_1(
    surveillance, tmp_path: Path, content: str | None, more: tuple[str, ...], says: str
):
    path = tmp_path / "counts.csv"
    if content is not None:
        path.write_text(content)
    code, out, err = surveillance("replay", path, *more)
    assert (code, out) == (1, "")
    assert says in err and err.count("\n") == 1 and "Traceback" not in err and "\x1b" not in err


def test_a_folder_and_bad_neighbours_are_said(surveillance, file: Path, tmp_path: Path):
    assert "is a folder" in surveillance("replay", tmp_path)[2]
    near = tmp_path / "near.csv"
    for content, says in (("a,b\n", "no pairs"), ("a,b\nx\n", "row 2"), ("a,b\nplace 01,nowhere\n", "nowhere")):
        near.write_text(content)
        code, _, err = surveillance("replay", file, "--weeks", "1", "--neighbours", near)
        assert code == 1 and says in err
    near.write_bytes(b"\xff\xfe\0")
    assert "no CSV" in surveillance("replay", file, "--weeks", "1", "--neighbours", near)[2]
