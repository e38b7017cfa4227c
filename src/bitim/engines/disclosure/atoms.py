"""Regions of one year put together into groups that are large enough to be told."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

FLOOR = 5
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Atom(Generic[K]):
    """Cells that are told together: one alone, or several of which nobody learns the shares. `parts` splits the total
    by result, in the order of the names given, only where every part reaches the floor itself."""

    cells: frozenset[K]
    total: int
    parts: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Published(Generic[K]):
    """What may be told of one year. Without atoms nothing is told, not even the total."""

    atoms: tuple[Atom[K], ...] = ()

    @property
    def total(self) -> int | None:
        """The total of the year, when it may be told."""
        return sum(atom.total for atom in self.atoms) if self.atoms else None

    def alone(self, cell: K) -> Atom[K] | None:
        """Return a cell that is told by itself."""
        return next((atom for atom in self.atoms if atom.cells == {cell}), None)

    @property
    def together(self) -> Atom[K] | None:
        """The cells that are told together only."""
        return next((atom for atom in self.atoms if len(atom.cells) > 1), None)


def publish(counts: Mapping[K, tuple[int, ...]], floor: int = FLOOR) -> Published[K]:
    """Return what may be told of one year. `counts`: for each region its numbers by result (one number or more).

    Small regions are put together, with the smallest of the others where they are too few even so. Ties are broken by
    the order of the mapping. The parts of an atom are told when each is large enough; a year whose total is small is
    not told at all.
    """
    totals = {cell: sum(parts) for cell, parts in counts.items()}
    small = [cell for cell, total in totals.items() if total < floor]
    large = sorted((cell for cell in totals if totals[cell] >= floor), key=lambda cell: totals[cell])
    while small and large and sum(totals[cell] for cell in small) < floor:
        small.append(large.pop(0))
    groups = [[cell] for cell in counts if cell in large]
    if small:
        groups.append(small)
    atoms = tuple(_atom(group, counts, floor) for group in groups)
    return Published(atoms if all(atom.total >= floor for atom in atoms) else ())


def _atom(group: list[K], counts: Mapping[K, tuple[int, ...]], floor: int) -> Atom[K]:
    parts = tuple(sum(column) for column in zip(*(counts[cell] for cell in group), strict=True))
    told = parts if len(parts) > 1 and all(part >= floor for part in parts) else None
    return Atom(frozenset(group), sum(parts), told)
