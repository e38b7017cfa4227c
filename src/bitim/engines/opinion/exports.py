"""Conversations as CSV files in the form that Polis exports, read and written.

`participants-votes.csv` is one row a person and one column a statement (1 agree, -1 disagree, 0 pass, empty: never
asked); `votes.csv` is the log of votes, of which the last of a person on a statement counts; one of the two is needed,
the first goes before. `comments.csv` has the statements' words and what moderators decided, `summary.csv` the topic.
What is not understood is refused in a sentence; what can be left out is, and is said in `notes`.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.model import Statement, Unfit, in_order
from bitim.engines.opinion.votes import Votes

TABLE, LOG, COMMENTS, SUMMARY = "participants-votes.csv", "votes.csv", "comments.csv", "summary.csv"
FILES = (TABLE, LOG, COMMENTS, SUMMARY)
ABOUT = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
READ_AS = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1, "+1": 1, "-0": 0}
MOST_PEOPLE, MOST_STATEMENTS = 1_000_000, 10_000
WHOLE = re.compile(r"-?[0-9]{1,17}")
NAMED = 5  # of things left out, the rest is counted


@dataclass(frozen=True)
class Conversation:
    """People by name, statements, their votes; `known` is each person's group in the files (-1: none) and `aware` each
    statement's group-aware consensus in them, when they tell."""

    people: tuple[str, ...]
    statements: tuple[Statement, ...]
    votes: Votes
    topic: str = ""
    description: str = ""
    known: tuple[int, ...] = ()
    aware: tuple[float | None, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def out(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which statements are left out of the map and the lists."""
        return np.array([one.out for one in self.statements], dtype=bool)


def read(contents: Mapping[str, bytes]) -> Conversation:
    """Return the conversation of files given by name; raises Unfit."""
    notes = []
    strange = sorted(set(contents) - set(FILES))
    if strange:
        notes.append(f"Left out, no file of an export: {_some(strange)}.")
    told, aware = _comments(contents[COMMENTS], notes) if COMMENTS in contents else ({}, {})
    if TABLE in contents:
        people, names, cells, known = _table(contents[TABLE], told, notes)
    elif LOG in contents:
        people, names, cells = _log(contents[LOG])
        known = {}
    else:
        raise Unfit(f"Neither {TABLE} nor {LOG} is there: without one of them there are no votes.")
    if COMMENTS not in contents:
        notes.append(f"{COMMENTS} is missing: statements have no words, and none counts as rejected.")
    elif unknown := [one for one in names if one not in told]:
        notes.append(f"{COMMENTS} does not tell of {_some(unknown)}; they count as not rejected.")
    voted = set(names)
    names += [one for one in told if one not in voted and not told[one].out]  # rejected before anybody saw it: no part
    if len(people) > MOST_PEOPLE or len(names) > MOST_STATEMENTS:
        raise Unfit(f"At most {MOST_PEOPLE} people and {MOST_STATEMENTS} statements are read.")
    order, order_of_people = in_order(names), in_order(people)
    place, place_of_person = _places(order), _places(order_of_people)
    who, what, how, when = cells
    votes = Votes.of(place_of_person[who], place[what], how, len(people), len(names), when)
    summary = _summary(contents.get(SUMMARY, b""))
    return Conversation(
        people=tuple(people[at] for at in order_of_people),
        statements=tuple(told.get(names[at], Statement(names[at])) for at in order),
        votes=votes,
        topic=summary.get("topic", ""),
        description=summary.get("conversation-description", ""),
        known=tuple(known.get(people[at], -1) for at in order_of_people) if known else (),
        aware=tuple(aware.get(names[at]) for at in order) if aware else (),
        notes=tuple(notes),
    )


Column = np.ndarray[tuple[int], np.dtype[np.int64]]
Cells = tuple[Column, Column, Column, Column]


def _places(order: Sequence[int]) -> Column:
    found = np.empty(len(order), dtype=np.int64)
    found[np.array(order, dtype=np.int64)] = np.arange(len(order))
    return found


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(one[:60] for one in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"


def _rows(content: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its line; empty ones are skipped."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit(f"{file} is no text in UTF-8.") from None
    csv.field_size_limit(10_000_000)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in rows:
            if row:
                yield rows.line_num, row
    except csv.Error as fault:
        raise Unfit(f"{file}, line {rows.line_num}: no CSV ({fault}).") from None


def _headed(rows: Iterator[tuple[int, list[str]]], file: str, needed: Sequence[str]) -> list[str]:
    _, header = next(rows, (0, []))
    header = [one.strip() for one in header]
    if not header:
        raise Unfit(f"{file} is empty: it needs at least a line with the columns’ names.")
    if missing := [one for one in needed if one not in header]:
        raise Unfit(f"{file} has no column {_some(missing)}; it has {_some(header)}.")
    if doubled := [one for one, times in Counter(header).items() if one and times > 1]:
        raise Unfit(f"{file} has the column {_some(doubled)} more than once.")
    return header


def _table(
    content: bytes, told: Mapping[str, Statement], notes: list[str]
) -> tuple[list[str], list[str], Cells, dict[str, int]]:
    rows = _rows(content, TABLE)
    header = _headed(rows, TABLE, ["participant"])
    columns = [at for at, one in enumerate(header) if one not in ABOUT and (one.isdigit() or one in told)]
    if len(columns) > MOST_STATEMENTS:
        raise Unfit(f"At most {MOST_STATEMENTS} statements are read.")
    taken = set(columns)
    strange = [one for at, one in enumerate(header) if one not in ABOUT and at not in taken]
    if strange:
        notes.append(f"{TABLE}: left out, no statement: column {_some([one or '(no name)' for one in strange])}.")
    place = header.index("participant")
    group_at = header.index("group-id") if "group-id" in header else None
    people: dict[str, int] = {}
    known: dict[str, int] = {}
    who: list[int] = []
    what: list[int] = []
    how: list[int] = []
    for line, row in rows:
        if len(row) != len(header):
            raise Unfit(f"{TABLE}, line {line}: {len(row)} cells under {len(header)} columns.")
        name = row[place].strip()
        if not name:
            raise Unfit(f"{TABLE}, line {line}: a person without a name.")
        if name in people:
            raise Unfit(f"{TABLE}, line {line}: the person {name[:60]} is there twice.")
        number = people[name] = len(people)
        if group_at is not None and WHOLE.fullmatch(row[group_at].strip()) and "-" not in row[group_at]:
            known[name] = int(row[group_at])
        for at, column in enumerate(columns):
            if cell := row[column]:
                who.append(number)
                what.append(at)
                how.append(_vote(cell, TABLE, line))
    cells = _cells(who, what, how, [0] * len(who))
    return list(people), [header[at] for at in columns], cells, known


def _log(content: bytes) -> tuple[list[str], list[str], Cells]:
    rows = _rows(content, LOG)
    header = _headed(rows, LOG, ["comment-id", "voter-id", "vote"])
    by, on, vote = (header.index(one) for one in ("voter-id", "comment-id", "vote"))
    at_time = header.index("timestamp") if "timestamp" in header else None
    people: dict[str, int] = {}
    names: dict[str, int] = {}
    who, what, how, when = [], [], [], []
    for number, (line, row) in enumerate(rows):
        if len(row) != len(header):
            raise Unfit(f"{LOG}, line {line}: {len(row)} cells under {len(header)} columns.")
        person, statement = row[by].strip(), row[on].strip()
        if not person or not statement:
            raise Unfit(f"{LOG}, line {line}: a vote without a person or without a statement.")
        who.append(people.setdefault(person, len(people)))
        what.append(names.setdefault(statement, len(names)))
        how.append(_vote(row[vote], LOG, line))
        when.append(number if at_time is None else _time(row[at_time], line))
    return list(people), list(names), _cells(who, what, how, when)


def _cells(who: list[int], what: list[int], how: list[int], when: list[int]) -> Cells:
    columns = [np.array(one, dtype=np.int64) for one in (who, what, how, when)]
    return columns[0], columns[1], columns[2], columns[3]


def _vote(cell: str, file: str, line: int) -> int:
    found = READ_AS.get(cell.strip())
    if found is None:
        raise Unfit(f"{file}, line {line}: “{cell[:20]}” is no vote; a vote is 1, 0 or -1.")
    return found


def _time(cell: str, line: int) -> int:
    text = cell.strip()
    if not WHOLE.fullmatch(text):
        raise Unfit(f"{LOG}, line {line}: “{cell[:20]}” is no time; the column timestamp is a whole number.")
    return int(text)


def _comments(content: bytes, notes: list[str]) -> tuple[dict[str, Statement], dict[str, float]]:
    rows = _rows(content, COMMENTS)
    header = _headed(rows, COMMENTS, ["comment-id"])
    if "moderated" not in header:
        notes.append(f"{COMMENTS} has no column moderated: no statement counts as rejected.")
    found: dict[str, Statement] = {}
    aware: dict[str, float] = {}
    for line, row in rows:
        if len(row) != len(header):
            raise Unfit(f"{COMMENTS}, line {line}: {len(row)} cells under {len(header)} columns.")
        told = dict(zip(header, row, strict=True))
        name = told["comment-id"].strip()
        if not name or name in found:
            raise Unfit(f"{COMMENTS}, line {line}: the statement {name[:60] or 'without a number'} is there twice.")
        moderated = told.get("moderated", "0").strip()
        if moderated not in ("-1", "0", "1", ""):
            raise Unfit(f"{COMMENTS}, line {line}: moderated is -1, 0 or 1, not “{moderated[:20]}”.")
        meta = told.get("is-meta", "").strip().lower() in ("true", "t", "1")
        found[name] = Statement(name, told.get("comment-body", ""), moderated == "-1", meta)
        if told.get("group-informed-consensus", "").strip():
            try:
                aware[name] = float(told["group-informed-consensus"])
            except ValueError:
                raise Unfit(f"{COMMENTS}, line {line}: group-informed-consensus is no number.") from None
    return found, aware


def _summary(content: bytes) -> dict[str, str]:
    return {row[0].strip(): row[1] for _, row in _rows(content, SUMMARY) if len(row) > 1}


def _written(rows: Iterator[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def write(talk: Conversation, labels: Sequence[int] = ()) -> dict[str, bytes]:
    """Return the four files of a conversation; `labels` fill the column group-id (-1: empty). The log has no times,
    since the last votes alone are kept: it counts from zero."""
    votes, names = talk.votes, [one.name for one in talk.statements]
    agree = np.bincount(votes.statement, weights=votes.vote > 0, minlength=votes.statements).astype(int)
    disagree = np.bincount(votes.statement, weights=votes.vote < 0, minlength=votes.statements).astype(int)

    def table() -> Iterator[Sequence[object]]:
        yield ["participant", "group-id", "n-votes", "n-agree", "n-disagree", *names]
        for at, person in enumerate(talk.people):
            mine = slice(int(votes.first[at]), int(votes.first[at + 1]))
            said = votes.vote[mine]
            row: list[object] = [""] * len(names)
            for on, vote in zip(votes.statement[mine].tolist(), said.tolist(), strict=True):
                row[on] = vote
            group = labels[at] if labels and labels[at] >= 0 else ""
            yield [person, group, len(said), int((said > 0).sum()), int((said < 0).sum()), *row]

    def log() -> Iterator[Sequence[object]]:
        yield ["timestamp", "comment-id", "voter-id", "vote"]
        rows = zip(votes.statement.tolist(), votes.person.tolist(), votes.vote.tolist(), strict=True)
        for number, (on, by, vote) in enumerate(rows):
            yield [number, names[on], talk.people[by], vote]

    def comments() -> Iterator[Sequence[object]]:
        yield ["comment-id", "agrees", "disagrees", "moderated", "is-meta", "comment-body"]
        for at, one in enumerate(talk.statements):
            meta = "true" if one.meta else "false"
            yield [one.name, agree[at], disagree[at], -1 if one.rejected else 1, meta, one.text]

    def summary() -> Iterator[Sequence[object]]:
        yield ["topic", talk.topic]
        yield ["voters", len(talk.people)]
        yield ["comments", len(names)]
        yield ["conversation-description", talk.description]

    files = {TABLE: table(), LOG: log(), COMMENTS: comments(), SUMMARY: summary()}
    return {name: _written(rows) for name, rows in files.items()}
