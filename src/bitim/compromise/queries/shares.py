"""A division as a card shows it: what each side gets, and to a side how it looks at the others' by its own list."""

from collections.abc import Sequence
from dataclasses import dataclass

from bitim.compromise.actions.dividing import owner_of
from bitim.compromise.facts import things_of
from bitim.compromise.models import Part, Search
from bitim.kernel.text import Text
from bitim.settlements.queries.seen import People, SideSeen


@dataclass(frozen=True)
class Thing:
    """A thing. For a side: which place it has in its own order (0: all alike), of how many, and its mark."""

    words: Text
    place: int = 0
    count: int = 0
    must: bool = False
    never: bool = False


@dataclass(frozen=True)
class Share:
    """What a side gets. `how`: for another side than the reader's, whether what the reader's own side gets is by its
    own list worth at least as much to it ("none": it envies nobody; "up to one item": once one thing is left out);
    empty where it would rather have this share, and where nothing is known."""

    side: SideSeen
    things: tuple[Thing, ...]
    how: str = ""


def shares_of(search: Search, people: People, owners: Sequence[int], mine: Part | None) -> tuple[Share, ...]:
    """Return what each side gets, in the reader's order. `mine`: the part of the reader's own side, as long as its list
    is kept: what is told of others comes from that list alone."""
    own = things_of(mine) if mine is not None and mine.lists else None
    said = own.of_issues() if own else None
    things = []
    for at, issue in enumerate(search.model["issues"]):
        if said is None:
            things.append(Thing(issue["title"]))
            continue
        never = at in said["never"]
        place = 0 if said["same"] or never else said["order"].index(at) + 1
        things.append(Thing(issue["title"], place, len(said["order"]), at in said["must"], never))
    looks = own.looks_at(mine.table, owners) if own and mine is not None and mine.table else {}
    made = []
    for number in range(len(search.model["issues"][0]["options"])):
        side_id = owner_of(search, number)
        side = people.side(side_id) or SideSeen(side_id, number + 1, "", False)
        got = tuple(thing for thing, owner in zip(things, owners, strict=True) if owner == number)
        made.append(Share(side, got, looks.get(number, "")))
    return tuple(sorted(made, key=lambda one: (not one.side.mine, one.side.mark)))
