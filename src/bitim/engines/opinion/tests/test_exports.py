"""CSV files in and out: what is wrong is said in a sentence, what was written is read back the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.opinion import Unfit, read, write
from bitim.engines.opinion.exports import COMMENTS, LOG, SUMMARY, TABLE, Conversation
from bitim.engines.opinion.model import Statement, in_order
from bitim.engines.opinion.tests.cases import DATA, real
from bitim.engines.opinion.votes import Votes

SMALL = b"participant,group-id,n-votes,0,1\n7,0,2,1,-1\n3,,1,,0\n"


def test_a_real_folder_is_read():
    talk = real("london")
    assert (len(talk.people), len(talk.statements), len(talk.votes)) == (26, 36, 638)
    assert talk.topic.startswith("What is the best way to engage")
    assert talk.statements[0].name == "1" and talk.statements[0].text.startswith("I am between")
    assert np.bincount(np.array(talk.known) + 1).tolist() == [2, 3, 18, 3]
    assert talk.notes == ()


def test_the_log_has_the_same_votes_as_the_table():
    files = {path.name: path.read_bytes() for path in (DATA / "london").iterdir()}
    table = read(files)
    log = read({name: content for name, content in files.items() if name != TABLE})
    assert set(log.people) <= set(table.people)
    cells = []
    for talk in (table, log):
        rows = zip(talk.votes.person, talk.votes.statement, talk.votes.vote, strict=True)
        cells.append({(talk.people[who], talk.statements[what].name): vote for who, what, vote in rows})
    assert cells[0] == cells[1]


def test_rows_and_columns_in_another_order_are_the_same_conversation():
    one = read({TABLE: SMALL})
    two = read({TABLE: b"1,0,participant\n0,,3\n-1,1,7\n"})
    assert one.people == two.people == ("3", "7")
    assert [s.name for s in one.statements] == ["0", "1"]
    assert one.votes.vote.tobytes() == two.votes.vote.tobytes()
    assert one.known == (-1, 0)


def test_of_several_votes_the_last_counts():
    talk = read({LOG: b"timestamp,comment-id,voter-id,vote\n20,0,a,1\n10,0,a,-1\n20,1,b,0\n"})
    assert talk.votes.vote.tolist() == [1, 0]
    talk = read({LOG: b"comment-id,voter-id,vote\n0,a,1\n0,a,-1\n"})
    assert talk.votes.vote.tolist() == [-1]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "Neither participants-votes.csv nor votes.csv"),
        ({COMMENTS: b"comment-id\n1\n"}, "Neither"),
        ({TABLE: b""}, "participants-votes.csv is empty"),
        ({TABLE: b"person,0\n1,1\n"}, "has no column participant; it has person, 0"),
        ({TABLE: b"participant,0,0\n1,1,1\n"}, "the column 0 more than once"),
        ({TABLE: b"participant,0\n1,1,1\n"}, "line 2: 3 cells under 2 columns"),
        ({TABLE: b"participant,0\n1,2\n"}, "line 2: “2” is no vote"),
        ({TABLE: b"participant,0\n1,1\n1,0\n"}, "line 3: the person 1 is there twice"),
        ({TABLE: b"participant,0\n,1\n"}, "a person without a name"),
        ({TABLE: b"participant,0\n\xff,1\n"}, "no text in UTF-8"),
        ({TABLE: b'participant,0\n"1,1\n'}, "no CSV"),
        ({LOG: b"comment-id,vote\n1,1\n"}, "votes.csv has no column voter-id"),
        ({LOG: b"timestamp,comment-id,voter-id,vote\nnow,1,1,1\n"}, "“now” is no time"),
        ({LOG: b"comment-id,voter-id,vote\n1,,1\n"}, "a vote without a person"),
        ({TABLE: SMALL, COMMENTS: b"id\n1\n"}, "comments.csv has no column comment-id"),
        ({TABLE: SMALL, COMMENTS: b"comment-id,moderated\n0,yes\n"}, "moderated is -1, 0 or 1"),
        ({TABLE: SMALL, COMMENTS: b"comment-id\n0\n0\n"}, "the statement 0 is there twice"),
        ({TABLE: SMALL, COMMENTS: b"comment-id,group-informed-consensus\n0,much\n"}, "is no number"),
    ],
)
def test_what_cannot_be_read_is_said(files, says):
    with pytest.raises(Unfit, match=says):
        read(files)


def test_what_is_left_out_is_said():
    talk = read({TABLE: b"participant,0,mood,1\n1,1,good,0\n", COMMENTS: b"comment-id\n0\n", "photo.csv": b"x"})
    assert len(talk.statements) == 2 and len(talk.votes) == 2
    assert [note.split(":")[0].split(" is")[0] for note in talk.notes] == [
        "Left out, no file of an export",
        "comments.csv has no column moderated",
        "participants-votes.csv",
        "comments.csv does not tell of 1; they count as not rejected.",
    ]
    assert "mood" in talk.notes[2]
    assert "no words" in read({TABLE: SMALL}).notes[0]


def test_nobody_and_nothing_is_a_conversation_too():
    talk = read({TABLE: b"participant\n"})
    assert (len(talk.people), len(talk.statements), len(talk.votes)) == (0, 0, 0)


SIGNS = st.characters(exclude_categories=["Cs", "Cc"])
NAMES = st.lists(
    st.text(SIGNS, min_size=1, max_size=6).map(str.strip).filter(bool), unique=True, min_size=1, max_size=5
)
EVENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.sampled_from([-1, 0, 1])), max_size=20)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


@settings(max_examples=50, deadline=None)
@given(NAMES, EVENTS, WORDS)
def test_what_is_written_is_read_back(people, events, text):
    people = [people[at] for at in in_order(people)]
    events = [(who % len(people), what, how) for who, what, how in events]
    votes = Votes.of(*np.array(events, dtype=np.int64).reshape(-1, 3).T, len(people), 4)
    statements = tuple(Statement(str(at), text, at == 2, at == 3) for at in range(4))
    talk = Conversation(tuple(people), statements, votes, "a topic", "said, “so”\nand so")
    files = write(talk, [0] * len(people))
    assert set(files) == {TABLE, LOG, COMMENTS, SUMMARY}
    again = read(files)
    assert (again.people, again.statements) == (talk.people, talk.statements)
    assert again.votes.vote.tobytes() == votes.vote.tobytes()
    assert (again.topic, again.description, again.known) == (talk.topic, talk.description, (0,) * len(people))
    log = read({LOG: files[LOG], COMMENTS: files[COMMENTS]})
    assert log.votes.vote.tobytes() == votes.vote.tobytes()
