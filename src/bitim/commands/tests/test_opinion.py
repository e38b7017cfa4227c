"""`bitim opinion` as an operator, a reader of the page and a program see it."""

import html
import json
import os
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


def put(folder: Path, table: list[str], **more: bytes) -> Path:
    (folder / "participants-votes.csv").write_text("\n".join(table) + "\n")
    for name, content in more.items():
        (folder / f"{name}.csv").write_bytes(content)
    return folder


def test_where_a_few_answered_otherwise_it_is_told_in_words(opinion, tmp_path: Path):
    """38 of 40 and 2 of 40 are figures about two people; with their interval left they could be reckoned."""
    rows = ["participant,0,1,2,3,4,5,6"]
    rows += [
        f"p{at},{-1 if at < 2 else 1},{1 if at < 2 else -1},1,1,{at % 2},1,{1 if at < 30 else -1}" for at in range(40)
    ]
    out = opinion(put(tmp_path, rows), "--html", tmp_path / "page.html")[1]
    page = (tmp_path / "page.html").read_text()
    for said in (out, page):
        assert "all or nearly all" in said
        assert "95%" not in said and "5%" not in re.sub(r"[67]5%|8[0-9]%", "", said)
    assert "75%" in out  # 30 of 40: ten did not


@pytest.mark.parametrize("mode", ["bitim", "polis"])
def test_no_few_follow_from_what_is_told_of_others(opinion, tmp_path: Path, mode: str):
    """Three camps; of the third one person answered the last statement. By A's row and by B's, each against the others
    together, that one's answer could be reckoned."""
    rows = ["participant," + ",".join(map(str, range(13)))]
    for at in range(120):
        camp = at // 40
        said = [1 if on // 4 == camp else -1 for on in range(12)]
        said[at % 12] = 0
        last = "" if camp == 2 and at != 100 else (1 if camp == 0 else -1)
        rows.append(f"p{at},{','.join(map(str, said))},{last}")
    code, out, _err = opinion(put(tmp_path, rows), "--mode", mode)
    assert code == 0 and "What sets" in out
    assert not re.search(r"^ {2}12\b", out.split("What sets", 1)[1], re.MULTILINE)


def test_a_difference_that_is_a_few_people_is_not_told(opinion, tmp_path: Path):
    rows = ["participant," + ",".join(map(str, range(10)))]
    rows += [f"p{at},{','.join(['1'] * 10)}" for at in range(38)] + [f"q{at},1{',' * 9}" for at in range(2)]
    out = opinion(put(tmp_path, rows))[1]
    assert out.startswith("40 people") and "placed" not in out.splitlines()[0]
    assert "most active people" not in out  # of forty people a hundredth is one
    rows = ["participant,0", "p1,1"]
    assert opinion(put(tmp_path, rows))[1].startswith("Fewer than 5 people")


def test_words_of_files_never_move_the_cursor(opinion, tmp_path: Path):
    evil = "\x1b[2J\x1b]0;x\x07"
    log = f"timestamp,comment-id,voter-id,vote\n1,{evil},a,1\n2,{evil},b,1\n"
    (tmp_path / "votes.csv").write_text(log)
    (tmp_path / f"odd{evil}.csv").write_text("x")
    code, out, err = opinion(tmp_path)
    assert code == 0 and "\x1b" not in out + err and "Left out" in out
    (tmp_path / "votes.csv").write_text(log.replace(",1\n2", f",{evil}\n2"))
    code, out, err = opinion(tmp_path)
    assert code == 2 and "\x1b" not in out + err and "is no vote" in err


def test_a_file_with_no_name_in_letters_is_left_out(opinion, tmp_path: Path):
    put(tmp_path, ["participant,0", "p1,1"])
    odd = os.fsencode(tmp_path) + b"/\xff.csv"
    with open(odd, "wb") as file:
        file.write(b"x")
    code, out, _err = opinion(tmp_path, "--html", tmp_path / "page.html")
    assert code == 0 and "Left out" in out
    assert (tmp_path / "page.html").read_text().endswith("</html>\n")


@pytest.mark.parametrize(("log", "group"), [("--5", "0"), ("\u00b2", "\u00b2"), ("9" * 5000, "9" * 5000), ("-", "-1")])
def test_numbers_that_are_none_end_in_a_sentence(opinion, tmp_path: Path, log: str, group: str):
    (tmp_path / "votes.csv").write_text(f"timestamp,comment-id,voter-id,vote\n{log},1,a,1\n")
    code, _out, err = opinion(tmp_path)
    assert (code, "is no time" in err) == (2, True)
    (tmp_path / "votes.csv").unlink()
    code, out, _err = opinion(put(tmp_path, ["participant,group-id,0", f"a,{group},1"]), "--json")
    assert code == 0 and json.loads(out)["participants"] == 1


def test_a_long_name_of_a_statement_is_a_name(opinion, tmp_path: Path):
    long = "1" * 5000
    out = opinion(put(tmp_path, [f"participant,{long}", "a,1"]), "--json")[1]
    assert list(json.loads(out)["group_aware_consensus"]) == [long]
