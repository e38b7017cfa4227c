"""Reckoning in a process of its own, so that a large conversation holds up neither pages nor mail.

`python -m bitim.dialogue.apart` reads conversations from its input, one after the other: a line of JSON, {"people",
"numbers", "votes"}, then the votes as three columns (int32 person, int32 place of the statement, int8 answer); and
prints a line of JSON with what came out of each. It knows no database, no names and no words: statements go by their
numbers.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from bitim.engines.opinion.report import Apart, Report, Share

GIVES_WAY = 10
MOST = 0.8  # of the people who answered: from here on "nearly all"


def packed(people: int, numbers: Sequence[int], columns: tuple[bytes, bytes, bytes]) -> bytes:
    """Return a conversation as `read` takes it; `columns` are person, statement and answer."""
    head = {"people": people, "numbers": list(numbers), "votes": len(columns[2])}
    return json.dumps(head).encode() + b"\n" + b"".join(columns)


def reckoned(source: BinaryIO) -> dict[str, Any] | None:
    """Return {"told": what may be published, "groups": the group of each person by place, -1 for none}; None when
    there is no conversation any more."""
    import numpy as np

    from bitim.engines import opinion
    from bitim.engines.opinion.exports import Conversation
    from bitim.engines.opinion.votes import Votes

    line = source.readline()
    if not line:
        return None
    head = json.loads(line)
    votes, numbers = int(head["votes"]), [int(one) for one in head["numbers"]]
    person = np.frombuffer(source.read(4 * votes), dtype="<i4")
    statement = np.frombuffer(source.read(4 * votes), dtype="<i4")
    answer = np.frombuffer(source.read(votes), dtype=np.int8)
    people = tuple(str(at) for at in range(int(head["people"])))
    named = tuple(opinion.Statement(str(one)) for one in numbers)
    talk = Conversation(people, named, Votes.of(person, statement, answer, len(people), len(named)))
    report = opinion.tell(talk)
    return {"told": told(report), "groups": [report.labels.get(one, -1) for one in people]}


def told(report: "Report") -> dict[str, Any]:
    """Return a report in plain values: statements by number; no figure of fewer people than the floor."""
    from bitim.engines.disclosure import FLOOR

    return {
        "voices": report.people if report.people >= FLOOR else 0,
        "placed": report.placed if report.placed >= FLOOR else 0,
        "votes": report.votes if report.people >= FLOOR else 0,
        "sizes": [one if one >= FLOOR else 0 for one in report.sizes],
        "common": [
            {"number": int(one.name), "least": _share(one.weakest), "stays": round(one.stability, 2)}
            for one in report.common
        ],
        "waiting": [{"number": int(one.name), "ask": list(one.ask)} for one in report.waiting],
        "waiting_more": report.waiting_more,
        "apart": [[_apart(one) for one in listed] for listed in report.apart],
        "slate": [int(name) for name, _words in report.slate],
        "bent": asdict(report.bent) if report.bent and report.people >= FLOOR else None,
        "spots": [[round(s.x, 3), round(s.y, 3), s.people, -1 if s.group is None else s.group] for s in report.spots],
    }


def _apart(one: "Apart") -> dict[str, Any]:
    return {"number": int(one.name), "own": _share(one.own), "others": _share(one.others)}


def _share(one: "Share") -> dict[str, Any]:
    """Whole percents where they may be told; else "most": nearly all, few, or None, too few people to say."""
    value: dict[str, Any] = {"group": -1 if one.group is None else one.group, "n": one.n}
    if not one.is_plain:
        return value | {"most": True if one.share >= MOST else False if one.share <= 1 - MOST else None}
    return value | {"share": round(100 * one.share), "low": round(100 * one.low), "high": round(100 * one.high)}


def main() -> int:
    """Read, reckon, print, until nothing comes any more."""
    os.nice(GIVES_WAY)
    while (answer := reckoned(sys.stdin.buffer)) is not None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
