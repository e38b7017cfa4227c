"""Votes as three columns of whole numbers, in one order whatever the order they came in.

A vote is (person, statement, -1 | 0 | 1): disagree, pass, agree; who was never asked has no row. 9 bytes a vote. Rows
are ordered by person, then statement, so every sum that follows is made in the same order and gives the same bytes.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix

from bitim.engines.opinion.model import Unfit

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Votes:
    """The last vote of each person on each statement; `first[i]:first[i + 1]` are the rows of person i."""

    people: int
    statements: int
    person: NDArray[np.int32]
    statement: NDArray[np.int32]
    vote: NDArray[np.int8]
    first: Whole

    @classmethod
    def of(
        cls,
        person: ArrayLike,
        statement: ArrayLike,
        vote: ArrayLike,
        people: int,
        statements: int,
        times: ArrayLike | None = None,
    ) -> "Votes":
        """Take votes in any order. Of several votes of one person on one statement the latest counts: by `times` (any
        numbers; of two at one moment the larger vote), without them by place. Raises Unfit."""
        who, what, how = np.asarray(person), np.asarray(statement), np.asarray(vote)
        if not who.shape == what.shape == how.shape or who.ndim != 1:
            raise Unfit("Persons, statements and votes must be three columns of one length.")
        if len(who) and (who.min() < 0 or who.max() >= people or what.min() < 0 or what.max() >= statements):
            raise Unfit("A vote is by a person or on a statement that is not there.")
        if len(how) and (how.min() < -1 or how.max() > 1 or (how != how.astype(np.int8)).any()):
            raise Unfit("A vote is -1, 0 or 1: disagree, pass or agree.")
        who, what = who.astype(np.int64), what.astype(np.int64)
        if times is not None:
            order = np.lexsort((how, np.asarray(times)))
            who, what, how = who[order], what[order], how[order]
        cell = who * statements + what
        if len(cell) and not (np.diff(cell) > 0).all():
            order = np.argsort(cell, kind="stable")
            cell = cell[order]
            order = order[np.append(cell[1:] != cell[:-1], True)]
            who, what, how = who[order], what[order], how[order]
        first = np.zeros(people + 1, dtype=np.int64)
        np.cumsum(np.bincount(who, minlength=people), out=first[1:])
        return cls(people, statements, who.astype(np.int32), what.astype(np.int32), how.astype(np.int8), first)

    def __len__(self) -> int:
        return len(self.vote)

    @property
    def given(self) -> Whole:
        """How many statements each person voted on, passes included."""
        return np.diff(self.first)

    @cached_property
    def asked(self) -> Any:
        """People x statements, sparse: 1 where there is a vote. Sums by it are made in the order of the rows, as
        `bincount` makes them, and sooner; 8 bytes a vote, kept for the resamples."""
        return self.table(np.ones(len(self)))

    @cached_property
    def said(self) -> Any:
        """People x statements, sparse: the votes."""
        return self.table(self.vote.astype(np.float64))

    def table(self, entries: Real) -> Any:
        """Return people x statements, sparse: one entry for each vote."""
        return csr_matrix((entries, self.statement, self.first), shape=(self.people, self.statements), copy=False)

    def with_answers(self, vote: NDArray[np.int8]) -> "Votes":
        """Return the same people asked the same, with other answers."""
        return Votes(self.people, self.statements, self.person, self.statement, vote, self.first)

    def of_people(self, chosen: Flags) -> "Votes":
        """Return the votes of some people alone, who keep their order and are numbered anew."""
        kept = chosen[self.person]
        anew = np.cumsum(chosen) - 1
        return Votes.of(
            anew[self.person[kept]], self.statement[kept], self.vote[kept], int(chosen.sum()), self.statements
        )
