"""How many people told a rumour by themselves, and what credibility the counted facts propose. Pure.

Heard from another reporter means: no source of one's own. A circle of people who heard it from each other is one
source; people who name the same post, picture or person outside are explained by it. Nobody can raise the count by what
they declare, and nobody can lower it by declaring something about two others: a declaration speaks only for the one
who makes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Beyond this many people with two outside sources or more, those that hang together count as one.
MOST_SEARCHED = 14


@dataclass(frozen=True)
class Teller:
    """One reporter of a rumour. `heard_from`: reporters of the same rumour (those not in it count for nothing);
    `outside`: names of posts, links, pictures or persons it came from, written one way; `direct`: saw it."""

    id: str
    heard_from: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    direct: bool = False


@dataclass(frozen=True)
class Independence:
    """`count` of independent reporters, `direct` among them: those who saw it; `chains`: the
    ids of each circle or single reporter who heard it from nobody else here, sorted."""

    count: int
    direct: int
    chains: tuple[tuple[str, ...], ...]

    @property
    def indirect(self) -> int:
        """Independent reporters, or circles, that did not see it."""
        return self.count - self.direct


def independence(tellers: Iterable[Teller]) -> Independence:
    """Return how many reporters of a rumour are independent: the circles of the graph "heard from" that hear from no
    other, of which those with named outside sources count as the fewest sources that explain them all. Several reports
    of one reporter are one, with everything they declared. A witness who heard it from no reporter is a source of his
    own, whatever post he names too; a circle has no beginning, so none of it counts as direct."""
    known: dict[str, Teller] = {}
    for one in tellers:
        old = known.get(one.id, Teller(one.id))
        known[one.id] = Teller(
            one.id, old.heard_from | one.heard_from, old.outside | one.outside, old.direct or one.direct
        )
    heard = {one.id: sorted((one.heard_from & known.keys()) - {one.id}) for one in known.values()}
    circles = [tuple(sorted(circle)) for circle in _circles(heard)]
    ends = [circle for circle in circles if all(other in circle for who in circle for other in heard[who])]
    direct = sum(1 for end in ends if len(end) == 1 and known[end[0]].direct)
    others = [end for end in ends if len(end) > 1 or not known[end[0]].direct]
    outside = [frozenset[str]().union(*(known[who].outside for who in end)) for end in others]
    silent = sum(1 for one in outside if not one)
    return Independence(direct + silent + fewest(outside), direct, tuple(sorted(ends)))


def _circles(heard: Mapping[str, Sequence[str]]) -> list[frozenset[str]]:
    """Return the strongly connected sets of a graph (Tarjan 1972), without recursion."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    found: list[frozenset[str]] = []
    for start in sorted(heard):
        if start in order:
            continue
        work = [(start, iter(heard[start]))]
        order[start] = low[start] = len(order)
        path.append(start)
        on_path.add(start)
        while work:
            here, rest = work[-1]
            following = next((one for one in rest if one not in order or one in on_path), None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == order[here]:
                    at = path.index(here)
                    found.append(frozenset(path[at:]))
                    on_path.difference_update(path[at:])
                    del path[at:]
            elif following in order:
                low[here] = min(low[here], order[following])
            else:
                order[following] = low[following] = len(order)
                path.append(following)
                on_path.add(following)
                work.append((following, iter(heard[following])))
    return found


def fewest(named: Sequence[frozenset[str]]) -> int:
    """Return the fewest outside sources such that each set holds one of them (the least hitting set).

    Exact; where more than 14 sets of several sources are left over after the plain rules, those that hang together
    count as one, which can only be lower.
    """
    sets = {one for one in named if one}
    count = 0
    while True:
        sure = {next(iter(one)) for one in sets if len(one) == 1}
        if sure:
            count += len(sure)
            sets = {one for one in sets if not one & sure}
            continue
        kept = {one for one in sets if not any(other < one for other in sets)}
        if kept == sets:
            break
        sets = kept
    if not sets:
        return count
    parts = _hanging_together(sorted(sets, key=sorted))
    return count + sum(1 if len(part) > MOST_SEARCHED else _searched(part) for part in parts)


def _hanging_together(sets: Sequence[frozenset[str]]) -> list[list[frozenset[str]]]:
    parts: list[tuple[set[str], list[frozenset[str]]]] = []
    for one in sets:
        touching = [part for part in parts if part[0] & one]
        sources = set(one).union(*(part[0] for part in touching))
        inside = [old for part in touching for old in part[1]] + [one]
        parts = [part for part in parts if part not in touching] + [(sources, inside)]
    return [inside for _sources, inside in parts]


def _searched(sets: Sequence[frozenset[str]]) -> int:
    best = len(sets)
    work = [(0, list(sets))]
    while work:
        used, left = work.pop()
        if not left:
            best = min(best, used)
        elif used + 1 < best:
            # A source counts by what it explains: two that explain the same are one choice.
            choices = {frozenset(at for at, one in enumerate(left) if source in one) for source in left[0]}
            for explained in sorted(choices, key=lambda one: (len(one), sorted(one))):
                work.append((used + 1, [one for at, one in enumerate(left) if at not in explained]))
    return best


@dataclass(frozen=True)
class Credibility:
    """A proposed mark, 1 (confirmed) to 6 (cannot be judged), of the second scale of the Admiralty code, and the facts
    it follows from, as a key: "document", "two_direct", "direct_and_indirect", "one_source", "hearsay", "one_against",
    "several_against", "nothing"."""

    mark: int
    why: str


def credibility(found: Independence, documents: int = 0, against: int = 0) -> Credibility:
    """Return the mark that counted facts propose; a person may set another, with a reason.

    1: two independent direct sources or a document, none against; 2: one direct and one indirect; 3: one source, or
    hearsay alone however often; 4 and 5: contradicted by one, by two and more independent sources; 6: nothing to judge.
    Hearsay alone is not spelt out in that rule; it is read as no more than one source. `against`: independent sources
    that deny it. Raises ValueError for negative counts.
    """
    if documents < 0 or against < 0:
        raise ValueError("counts are not negative")
    if against:
        return Credibility(5, "several_against") if against > 1 else Credibility(4, "one_against")
    if documents:
        return Credibility(1, "document")
    if found.direct >= 2:
        return Credibility(1, "two_direct")
    if found.direct and found.indirect:
        return Credibility(2, "direct_and_indirect")
    if found.count > 1:
        return Credibility(3, "hearsay")
    return Credibility(3, "one_source") if found.count else Credibility(6, "nothing")
