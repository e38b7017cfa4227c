"""Groups from scores of pairs: average linkage over a sparse table. Pure.

Two groups join while the mean score over all pairs between them is at least a limit; a pair without a score counts with
the floor. One strong pair therefore does not chain two rumours into one, and a report in the other language joins a
group if enough of its members speak for it.
"""

import heapq
from collections.abc import Iterable, Mapping

FLOOR = -4.0


def grown(
    number: int, scores: Mapping[tuple[int, int], float], fixed: Iterable[tuple[int, int]], limit: float
) -> list[list[int]]:
    """Return the groups of two or more among 0 .. number - 1, each sorted, by their first member. Pairs in `fixed` are
    together whatever their score; a score of minus infinity keeps two groups apart."""
    linked = _Links(number, scores)
    for one, two in fixed:
        linked.join(linked.root(one), linked.root(two))
    heap = [entry for one in range(number) for entry in linked.entries(one) if linked.inside[one]]
    heapq.heapify(heap)
    while heap:
        score, one, two, size = heapq.heappop(heap)
        if -score < limit:
            break
        if linked.sizes(one, two) != size:
            continue
        for entry in linked.entries(linked.join(one, two)):
            heapq.heappush(heap, entry)
    return sorted(sorted(group) for group in linked.inside if len(group) > 1)


class _Links:
    """Groups as they grow: members by the group's number, sums of scores above the floor between groups."""

    def __init__(self, number: int, scores: Mapping[tuple[int, int], float]) -> None:
        self.inside: list[list[int]] = [[one] for one in range(number)]
        self.over: list[dict[int, float]] = [{} for _one in range(number)]
        self.where = list(range(number))
        for (one, two), score in scores.items():
            self.over[one][two] = self.over[two][one] = score - FLOOR

    def root(self, one: int) -> int:
        """Return the number of the group a member is in."""
        return self.where[one]

    def sizes(self, one: int, two: int) -> tuple[int, int]:
        """Return both groups' sizes; they only grow, so an old entry of the heap is known by them."""
        return len(self.inside[one]), len(self.inside[two])

    def entries(self, one: int) -> list[tuple[float, int, int, tuple[int, int]]]:
        """Return a heap's entries of a group with each other one: minus the mean score, both numbers, both sizes."""
        found = []
        for two, total in self.over[one].items():
            left, right = (one, two) if one < two else (two, one)
            sizes = self.sizes(left, right)
            found.append((-(FLOOR + total / (sizes[0] * sizes[1])), left, right, sizes))
        return found

    def join(self, one: int, two: int) -> int:
        """Put the smaller group into the larger and return that one's number."""
        if one == two:
            return one
        if len(self.inside[one]) < len(self.inside[two]):
            one, two = two, one
        for member in self.inside[two]:
            self.where[member] = one
        self.inside[one] += self.inside[two]
        self.inside[two] = []
        self.over[one].pop(two, None)
        for other, total in self.over[two].items():
            self.over[other].pop(two, None)
            if other != one:
                self.over[one][other] = self.over[other][one] = self.over[one].get(other, 0.0) + total
        self.over[two] = {}
        return one
