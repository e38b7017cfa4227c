"""Things to be divided, as a side's list: one order of the things by how much it wants them, marks, checks.

A list is {"issues": {"order", "same", "must", "never"}, "checks": [...]}: of each thing only whether this side gets it
counts, whoever else does. So the checks are made of two answers for each thing, `OWN` and `OTHER`, whatever the number
of sides. A thing that the side does not want is worth nothing to it, and it never gets it; every other is worth at
least one point. Source: engines.compromise.goods (whole things among several, the Nash rule).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.compromise.lists import UNSAID, Lists, cleaned, whole_order, without_checks
from bitim.engines.compromise import Apart, Issue, Package
from bitim.engines.compromise.elicit import Order
from bitim.engines.compromise.goods import NONE, UP_TO_ONE, envies
from bitim.kernel.access import Words

OWN, OTHER = 0, 1
FEWEST_THINGS, MOST_THINGS = 2, 30
BOTH = _("One thing cannot be both: what you must have and what you do not want.")


@dataclass(frozen=True)
class Things(Lists):
    """A side's list of things. `me`: the side's own number among the owners."""

    me: int

    @property
    def pages(self) -> int:
        """One page: everything stands on it."""
        return 1

    def of_issue(self, at: int) -> dict[str, Any]:
        """Return what the list says of one thing, as of a question whose answers are the owners."""
        said = self.of_issues()
        others = [owner for owner in range(len(self.model.options[at])) if owner != self.me]
        marks = {mark: [self.me] if at in said[mark] else [] for mark in ("must", "never")}
        return {"order": [self.me, *others], "same": False, **marks}

    def of_issues(self) -> dict[str, Any]:
        """Return in which order the side wants the things, and its marks."""
        said = {**UNSAID, **self.said.get("issues", {})}
        return {**said, "order": whole_order(said["order"], len(self.model.issues))}

    def is_done(self, at: int) -> bool:
        """Tell whether the page was answered."""
        return "issues" in self.said

    def written(self, at: int, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the list as a form says it; Refused where that contradicts itself."""
        now = {**self.said, "issues": cleaned(said, len(self.model.issues), marks=True, both=BOTH)}
        return without_checks(now) if now != self.said else now

    def orders(self) -> tuple[Order, tuple[Order, ...]]:
        """Return the order of the things, those that the side does not want last, and of each one its own before
        anybody else's."""
        said = self.of_issues()
        unwanted = tuple(at for at in said["order"] if at in said["never"])
        wanted = tuple(at for at in said["order"] if at not in said["never"])
        first = (wanted,) if said["same"] else tuple((at,) for at in wanted)
        return (*first, unwanted), tuple(((OWN,), (OTHER,)) for _thing in self.model.issues)

    @property
    def asked(self) -> tuple[Issue, ...]:
        """Each thing with two answers: one's own, or somebody else's."""
        return tuple(Issue(name, ("own", "other")) for name in self.model.issues)

    @property
    def never_asked(self) -> tuple[Apart, ...]:
        """Any thing can go with any other."""
        return ()

    def suited(self, one: Package, other: Package) -> tuple[Package, Package] | None:
        """Return two divisions as a check may show them: with what the side must have and without what it does not
        want, each giving it something that the other does not. None where that cannot be."""
        said = self.of_issues()
        marked = {**dict.fromkeys(said["must"], OWN), **dict.fromkeys(said["never"], OTHER)}
        pair = tuple(tuple(marked.get(at, option) for at, option in enumerate(package)) for package in (one, other))
        gets = [{at for at, option in enumerate(package) if option == OWN} for package in pair]
        return (pair[0], pair[1]) if gets[0] - gets[1] and gets[1] - gets[0] else None

    def settled(self, points: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return the side's whole table: points of a thing where it gets it, none where another does."""
        never, made = self.of_issues()["never"], []
        for at, (row, owners) in enumerate(zip(points, self.model.options, strict=True)):
            worth = 0 if at in never else max(1, row[OWN])
            made.append([worth if owner == self.me else 0 for owner in range(len(owners))])
        return made

    def obstacle(self) -> Words:
        """Return in words what keeps the list from being closed."""
        if self.first_open is not None:
            return _("Your list is not written yet.")
        if len(self.of_issues()["never"]) == len(self.model.issues):
            return _("You want none of the things. Leave at least one of them open, or end the division.")
        return ""

    def looks_at(self, table: Sequence[Sequence[int]], owners: Sequence[int]) -> dict[int, str]:
        """Return for each other side how this one, by its own table alone, looks at what that side gets: `NONE`,
        `UP_TO_ONE`; left out where it would rather have that."""
        count = len(self.model.options[0])
        values = [[row[self.me] if side == self.me else 0 for row in table] for side in range(count)]
        found = envies(values, owners)
        seen = {other: found[self.me, other] for other in range(count) if other != self.me}
        return {other: how for other, how in seen.items() if how in (NONE, UP_TO_ONE)}
