"""What is written into the books. A flow is a file."""

from bitim.journal.actions.aspect import mark_aspect
from bitim.journal.actions.consulting import correct_consultation, strike_consultation, write_consultation
from bitim.journal.actions.correcting import correct_line, strike_line
from bitim.journal.actions.exporting import export
from bitim.journal.actions.numbering import set_numbering
from bitim.journal.actions.papers import write_paper
from bitim.journal.actions.registering import enter_case, note_case

__all__ = [
    "correct_consultation",
    "correct_line",
    "enter_case",
    "export",
    "mark_aspect",
    "note_case",
    "set_numbering",
    "strike_consultation",
    "strike_line",
    "write_consultation",
    "write_paper",
]
