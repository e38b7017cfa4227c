"""What a side's part says to the pure modules."""

import json
from hashlib import sha256

from bitim.compromise.goods import Things
from bitim.compromise.lists import Lists, Model
from bitim.compromise.models import Part, Search


def lists_of(part: Part) -> Lists:
    """Return a side's list over what the search weighs."""
    return things_of(part) or Lists(Model.of(part.search.model), part.lists or {})


def things_of(part: Part) -> Things | None:
    """Return a side's list of things, where things are divided."""
    if part.search.kind != Search.GOODS:
        return None
    model = Model.of(part.search.model)
    return Things(model, part.lists or {}, model.options[0].index(name_of(part)))


def read_of(part: Part) -> str:
    """Return a short word for a side's list as it stands now: another one for any other order, mark or answer. It
    stands on the side's own pages, beside the list itself."""
    return sha256(json.dumps(part.lists or {}, sort_keys=True).encode()).hexdigest()[:16]


def seed_of(part: Part) -> int:
    """Return the side's own seed: the same answers lead to the same questions, and nobody else can guess them."""
    return int(part.salt[:12], 16)


def name_of(part: Part) -> str:
    """Return how the engine calls a side: by its place, never by a name."""
    return f"side {part.side.position}"
