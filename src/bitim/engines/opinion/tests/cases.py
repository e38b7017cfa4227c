"""Conversations for tests and benchmarks: real ones from the tests' data, and drawn ones with groups that are known."""

import gzip
from functools import cache
from pathlib import Path

import numpy as np

from bitim.engines.opinion import exports
from bitim.engines.opinion.votes import Votes

DATA = Path(__file__).parents[5] / "tests" / "data" / "polis"


@cache
def real(name: str) -> exports.Conversation:
    """Return a conversation of the tests' data."""
    contents = {}
    for path in sorted((DATA / name).iterdir()):
        packed = path.suffix == ".gz"
        contents[path.stem if packed else path.name] = (
            gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
        )
    return exports.read(contents)


def planted(
    people: int, statements: int, each: float, groups: int = 2, seed: int = 0, apart: float = 0.5, shared: float = 0.2
) -> tuple[Votes, np.ndarray]:
    """Return drawn votes and each person's true group; see `drawn`."""
    return drawn(people, statements, each, groups, seed, apart, shared)[:2]


def drawn(
    people: int, statements: int, each: float, groups: int, seed: int, apart: float, shared: float = 0.2
) -> tuple[Votes, np.ndarray, np.ndarray]:
    """Return drawn votes, each person's true group and the chance of an agree (groups x statements).

    A person votes on about `each` statements (half as many to half as many again). `shared` of the statements are
    agreed to in every group; on the others a group's chance to agree lies within `apart` of a half. One vote in ten
    passes."""
    chance = np.random.default_rng(seed)
    label = np.sort(chance.integers(groups, size=people))
    label = label[chance.permutation(people)]
    agree = 0.5 + chance.uniform(-apart, apart, size=(groups, statements)) * 0.9
    agree[:, : int(shared * statements)] = chance.uniform(0.75, 0.95, size=int(shared * statements))
    count = np.clip(chance.uniform(0.5, 1.5, size=people) * each, 1, statements).astype(int)
    who = np.repeat(np.arange(people, dtype=np.int32), count)
    what = chance.integers(statements, size=len(who)).astype(np.int32)
    cell = np.unique(who.astype(np.int64) * statements + what)
    who, what = cell // statements, cell % statements
    passes = chance.random(len(who)) < 0.1
    said = np.where(chance.random(len(who)) < agree[label[who], what], 1, -1)
    return Votes.of(who, what, np.where(passes, 0, said), people, statements), label, 0.9 * agree


def shuffled(votes: Votes, seed: int) -> Votes:
    """Return votes dealt anew among those who voted on the same statement: no structure is left."""
    chance = np.random.default_rng(seed)
    order = np.argsort(votes.statement, kind="stable")
    mixed = np.lexsort((chance.random(len(votes)), votes.statement))
    vote = np.empty_like(votes.vote)
    vote[order] = votes.vote[mixed]
    return votes.with_answers(vote)
