"""Counting a ballot by which groups ratify a text: it passes only with its threshold inside every group.

A group of thousands cannot outvote one of thirty: each is counted for itself, and one that does not reach the threshold
is enough for the text not to pass. (Concurrent majorities; the house's rule, product.md: a clause passes only inside
every group.)
"""

from bitim.engines.disclosure import FLOOR
from bitim.engines.ratification.count import (
    RULES,
    TURNOUTS,
    Cast,
    Told,
    passes,
    passes_here,
    told,
    turned_out,
)

__all__ = ["FLOOR", "RULES", "TURNOUTS", "Cast", "Told", "passes", "passes_here", "told", "turned_out"]
