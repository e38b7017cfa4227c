"""What a side's part says to the pure modules."""

from bitim.compromise.lists import Lists, Model
from bitim.compromise.models import Part


def lists_of(part: Part) -> Lists:
    """Return a side's list over what the search weighs."""
    return Lists(Model.of(part.search.model), part.lists or {})


def seed_of(part: Part) -> int:
    """Return the side's own seed: the same answers lead to the same questions, and nobody else can guess them."""
    return int(part.salt[:12], 16)


def name_of(part: Part) -> str:
    """Return how the engine calls a side: by its place, never by a name."""
    return f"side {part.side.position}"
