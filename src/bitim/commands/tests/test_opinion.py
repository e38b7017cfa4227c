"""`bitim opinion` as an operator, a reader of the page and a program see it."""

import html
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bitim import cli
from bitim.engines.disclosure import FLOOR
from bitim.engines.opinion import write
from bitim.engines.opinion.tests.cases import DATA, real

LONDON = DATA / "london"
KEYS = [
    "participants",
    "statements",
    "votes",
    "has_groups",
    "groups",
    "labels",
    "group_aware_consensus",
    "common_ground",
    "consensus_agree",
    "seconds",
]


@pytest.fixture
def opinion(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the command in this process."""
    monkeypatch.setattr("bitim.kernel.catalogues.compile_all", lambda: None)

    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main(["opinion", *map(str, words)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def biodiversity(tmp_path: Path) -> Path:
    """A folder as an operator has it, of the packed files."""
    talk = real("biodiversity")
    for name, content in write(talk, talk.known).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_json_of_the_reference_has_the_shape_that_programs_expect(opinion, biodiversity: Path):
    code, out, err = opinion(biodiversity, "--mode", "polis", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == KEYS
    assert (answer["participants"], answer["statements"], answer["votes"]) == (536, 314, 29719)
    assert answer["has_groups"] and sum(answer["groups"]) == len(answer["labels"])
    assert answer["consensus_agree"] == [81, 23, 45, 42, 24]
    assert len(answer["group_aware_consensus"]) == 314
    assert 0 < answer["seconds"] < 60


def test_json_of_ours_says_how_sure_each_claim_is(opinion, biodiversity: Path):
    code, out, _ = opinion(biodiversity, "--json")
    answer = json.loads(out)
    assert code == 0 and answer["has_groups"] and len(answer["groups"]) == 2
    assert set(answer["labels"].values()) == {0, 1}
    first = answer["common_ground"][0]
    assert list(first) == ["statement", "low", "share", "n", "stability"]
    assert first["statement"] == 290 and 0.5 < first["low"] < first["share"] <= 1
    for one in answer["common_ground"]:
        assert one["n"] >= 7 and one["stability"] >= 0.8
        assert str(one["statement"]) in answer["group_aware_consensus"]


def test_the_answer_does_not_hang_on_the_order_of_rows(opinion, tmp_path: Path):
    shutil.copytree(LONDON, tmp_path / "a")
    table = tmp_path / "a" / "participants-votes.csv"
    head, *rows = table.read_text().splitlines()
    answers = []
    for order in (rows, rows[::-1], sorted(rows)):
        table.write_text("\n".join([head, *order]) + "\n")
        answer = json.loads(opinion(tmp_path / "a", "--json")[1])
        answers.append(json.dumps(answer | {"seconds": 0}))
    assert len(set(answers)) == 1


def test_a_restart_changes_nothing(tmp_path: Path):
    """Two processes whose hashes differ print the same."""
    program = (
        "import json, sys, pathlib\nfrom bitim.commands import opinion\n"
        "from bitim.engines.opinion import report, tell\n"
        "talk = opinion.read(pathlib.Path(sys.argv[1])); print(json.dumps(report.as_json(tell(talk), 0)))"
    )
    said = []
    for seed in ("1", "2"):
        place = {"PYTHONPATH": str(Path(cli.__file__).parents[1]), "PYTHONHASHSEED": seed}
        asked = [sys.executable, "-c", program, str(LONDON)]
        said.append(subprocess.run(asked, env=place, capture_output=True, text=True, check=True).stdout)
    assert said[0] == said[1] and json.loads(said[0])["participants"] == 26


def test_people_read_it_as_text(opinion):
    code, out, _ = opinion(LONDON)
    assert code == 0
    assert "26 people, 36 statements, 638 votes" in out
    assert "No groups" in out and "Everybody counts as one group" in out
    assert "group A" not in out
    assert "To provide incentives" in out and "of 21 agree" in out


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def test_the_page_stands_alone_and_shows_nothing_of_a_few(opinion, biodiversity: Path, tmp_path: Path):
    path = tmp_path / "page.html"
    code, out, _ = opinion(biodiversity, "--html", path)
    assert code == 0 and str(path) in out
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert {"svg", "table", "h1"} <= set(page.tags) and not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not any(name in ("src", "href") or name.startswith("on") for name, _ in page.attributes)
    circles = [int(one) for one in re.findall(r"<title>(\d+) people", text)]
    assert circles and min(circles) >= FLOOR
    assert len(text.encode()) < 80_000


@pytest.mark.parametrize("mode", ["bitim", "polis"])
def test_what_people_wrote_is_only_ever_words(opinion, tmp_path: Path, mode: str):
    bad = '<script>alert("1")</script>\x1b[2J & <img src=x onerror=y>'
    rows = "\n".join(
        f"{person}," + ",".join("1" if (person % 2) == (at % 2) else "-1" for at in range(10)) for person in range(60)
    )
    (tmp_path / "participants-votes.csv").write_text(
        "participant," + ",".join(map(str, range(10))) + "\n" + rows + "\n"
    )
    quoted = '"' + bad.replace('"', '""') + '"'
    (tmp_path / "comments.csv").write_text(
        "comment-id,comment-body,moderated\n" + "".join(f"{at},{quoted},1\n" for at in range(10))
    )
    (tmp_path / "summary.csv").write_text(f"topic,{quoted}\nconversation-description,{quoted}\n")
    path = tmp_path / "page.html"
    code, out, _ = opinion(tmp_path, "--html", path, "--mode", mode)
    text = path.read_text(encoding="utf-8")
    assert code == 0 and "\x1b" not in out
    assert "script" not in Page(text).tags and "img" not in Page(text).tags
    assert html.escape(bad.replace("\x1b", ""))[:20] in text


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("participant,0\n", "Nobody has voted yet"),
        ("participant,0\n1,1\n", "No groups"),
        ("participant,0,1\n1,0,0\n2,0,0\n3,0,0\n", "No groups"),
        ("participant,0\n" + "".join(f"{at},1\n" for at in range(40)), "Common ground: 1 statements"),
    ],
)
def test_next_to_nothing_has_a_clear_answer(opinion, tmp_path: Path, table: str, says: str):
    (tmp_path / "participants-votes.csv").write_text(table)
    for mode in ("polis", "bitim"):
        code, out, err = opinion(tmp_path, "--mode", mode, "--html", tmp_path / "page.html")
        assert (code, err) == (0, "")
    assert says in out


def test_files_that_are_no_conversation_are_said_to_be_none(opinion, tmp_path: Path):
    code, out, err = opinion(tmp_path / "nothing")
    assert (code, out) == (2, "") and "is no folder" in err
    assert "Neither participants-votes.csv" in opinion(tmp_path)[2]
    (tmp_path / "participants-votes.csv").write_text("participant,0\n1,5\n")
    assert "line 2: “5” is no vote" in opinion(tmp_path)[2]
    assert "cannot be written" in opinion(LONDON, "--html", tmp_path / "no" / "page.html")[2]
