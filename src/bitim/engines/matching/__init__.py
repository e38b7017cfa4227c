"""Who mediates: spellings of names, the panel of a case, the sides' blind choice. Pure Python."""

from bitim.engines.matching.ballot import Ballot, Chosen, choose, most_strikes, wrong
from bitim.engines.matching.panel import Candidate, Needs, Panel, Seat, draw, hinders, panel
from bitim.engines.matching.spelling import (
    bones,
    marks_of_body,
    marks_of_mail,
    marks_of_name,
    marks_of_number,
    together,
)

__all__ = [
    "Ballot",
    "Candidate",
    "Chosen",
    "Needs",
    "Panel",
    "Seat",
    "bones",
    "choose",
    "draw",
    "hinders",
    "marks_of_body",
    "marks_of_mail",
    "marks_of_name",
    "marks_of_number",
    "most_strikes",
    "panel",
    "together",
    "wrong",
]
