"""Times that suit: moments at which everybody can come, their inconvenience spread evenly over the sides.

Pure Python: people, their time zones and what they said come in, moments with reasons come out. A forbidden hour is
never proposed; swapping the sides changes nothing.
"""

from bitim.engines.scheduling.slots import Felt, Guest, Search, Slot, Suggestion, Window, felt_at, suggest

__all__ = ["Felt", "Guest", "Search", "Slot", "Suggestion", "Window", "felt_at", "suggest"]
