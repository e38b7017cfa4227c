"""What many people's votes on sentences have in common, and how sure that is.

`read` and `write` take and give a conversation as the CSV files that Polis exports; `tell` answers it. The mode `bitim`
says whether there are groups at all, what every group shares, with intervals, and where votes are missing; the mode
`polis` says what the reference system would. `draw` chooses the next statement for a person.

Importing this package loads no array library: the modules that reckon come with the first conversation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bitim.engines.opinion.model import Statement, Unfit
from bitim.engines.opinion.routing import Asked, draw

if TYPE_CHECKING:
    from bitim.engines.opinion.exports import Conversation
    from bitim.engines.opinion.report import Report

__all__ = ["FILES", "MODES", "Asked", "Statement", "Unfit", "draw", "read", "tell", "write"]

MODES = ("bitim", "polis")
FILES = ("participants-votes.csv", "votes.csv", "comments.csv", "summary.csv")


def read(contents: Mapping[str, bytes]) -> Conversation:
    """Return the conversation of CSV files given by name; raises Unfit with a sentence."""
    from bitim.engines.opinion import exports

    return exports.read(contents)


def write(talk: Conversation, labels: Sequence[int] = ()) -> dict[str, bytes]:
    """Return a conversation's CSV files by name; see `exports.write`."""
    from bitim.engines.opinion import exports

    return exports.write(talk, labels)


def tell(talk: Conversation, mode: str = "bitim") -> Report:
    """Return everything that is told of a conversation; see `report.Report`."""
    from bitim.engines.opinion import report

    return report.of_polis(talk) if mode == "polis" else report.of_bitim(talk)
