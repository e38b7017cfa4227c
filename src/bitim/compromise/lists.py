"""A side's list: orders without numbers, marks that bind, answers to "which would you rather sign?", what the engine
makes of it. Pure, but for the sentences.

A list is {"options": {"0": {"order", "same", "must", "never"}}, "issues": {"order", "same"}, "checks": [...]}. Numbers
are those of the search's model. "Same": it is all one to this side. Source: engines.compromise.elicit and .belief.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.engines.compromise import Apart, Issue, Package, Party, Problem
from bitim.engines.compromise.elicit import Order, circle
from bitim.kernel.access import Refused, Words

WHOLE = 1000
WRONG = _("Something is missing or stands twice in your order. Nothing was changed; please try again.")
BOTH = _("One answer cannot be both: what you must have and what you cannot accept.")
UNSAID: dict[str, Any] = {"order": [], "same": False, "must": [], "never": []}
CHOICES = ("first", "second", "equal", "unknown")


@dataclass(frozen=True)
class Model:
    """What is weighed: for each question the ids of its options, and pairs that cannot stand together."""

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[tuple[int, int], tuple[int, int]], ...]

    @classmethod
    def of(cls, model: Mapping[str, Any]) -> "Model":
        """Return the model out of the search's column."""
        return cls(
            tuple(one["id"] for one in model["issues"]),
            tuple(tuple(option["id"] for option in one["options"]) for one in model["issues"]),
            tuple(((a[0], a[1]), (b[0], b[1])) for a, b in model.get("apart", ())),
        )

    @property
    def named(self) -> tuple[Issue, ...]:
        """The questions as the engine takes them."""
        return tuple(Issue(name, options) for name, options in zip(self.issues, self.options, strict=True))

    def fits(self, package: Sequence[int]) -> bool:
        """Tell whether no pair of a package is one that cannot stand together."""
        return not any(package[a] == x and package[b] == y for (a, x), (b, y) in self.apart)

    def package_named(self, package: Sequence[int]) -> dict[str, str]:
        """Return a package as {id of the question: id of the answer}."""
        chosen = zip(self.issues, self.options, package, strict=True)
        return {issue: options[at] for issue, options, at in chosen}

    def problem(self, parties: Sequence[Party]) -> Problem:
        """Return everything that is solved."""
        return Problem(self.named, tuple(parties), tuple(Apart(one, other) for one, other in self.apart))


@dataclass(frozen=True)
class Lists:
    """A side's list over a model."""

    model: Model
    said: Mapping[str, Any]

    def of_issue(self, at: int) -> dict[str, Any]:
        """Return what was said of one question; an order of all its options, in the table's own order until it is
        changed."""
        said = {**UNSAID, **self.said.get("options", {}).get(str(at), {})}
        return {**said, "order": whole_order(said["order"], len(self.model.options[at]))}

    def of_issues(self) -> dict[str, Any]:
        """Return in which order the questions matter."""
        said = {"order": [], "same": False, **self.said.get("issues", {})}
        return {**said, "order": whole_order(said["order"], len(self.model.issues))}

    def is_done(self, at: int) -> bool:
        """Tell whether a question was answered; `at` one past the last: whether the questions were put in order."""
        if at == len(self.model.issues):
            return "issues" in self.said
        return str(at) in self.said.get("options", {})

    @property
    def pages(self) -> int:
        """How many pages the list has: one for each question, then the order of the questions."""
        return len(self.model.issues) + 1

    @property
    def first_open(self) -> int | None:
        """The first page that was not answered; None when all were."""
        return next((at for at in range(self.pages) if not self.is_done(at)), None)

    def written(self, at: int, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the list with one page as a form says it; Refused where that contradicts itself. Whatever changes
        takes the answers to the checks away: they were about another order."""
        marks, now = at < len(self.model.issues), dict(self.said)
        kept = cleaned(said, len(self.model.options[at]) if marks else len(self.model.issues), marks=marks)
        if marks:
            now["options"] = {**now.get("options", {}), str(at): kept}
        else:
            now["issues"] = kept
        return without_checks(now) if now != self.said else now

    @property
    def checks(self) -> list[tuple[Package, Package, str]]:
        """The answers to "which would you rather sign?"."""
        return [(tuple(one), tuple(other), says) for one, other, says in self.said.get("checks", ())]

    def orders(self) -> tuple[Order, tuple[Order, ...]]:
        """Return the order of the questions and of each one's options, as groups of equals."""
        each = tuple(groups(self.of_issue(at)) for at in range(len(self.model.issues)))
        return groups(self.of_issues()), each

    @property
    def asked(self) -> tuple[Issue, ...]:
        """What the packages of the checks are made of."""
        return self.model.named

    @property
    def never_asked(self) -> tuple[Apart, ...]:
        """Pairs that stand in no package of a check."""
        return tuple(Apart(one, other) for one, other in self.model.apart)

    def suited(self, one: Package, other: Package) -> tuple[Package, Package] | None:
        """Return two packages as a check may show them: both keep to the side's own marks, and they differ where it
        matters to the side (what is all one to it is no question). None where that cannot be."""
        pairs = enumerate(zip(one, other, strict=True))
        differ = sum(a != b and not self.of_issue(at)["same"] for at, (a, b) in pairs)
        return (one, other) if differ > 1 and self.meets(one) and self.meets(other) else None

    def settled(self, points: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return the side's whole table from points of what was asked."""
        return [list(row) for row in points]

    def meets(self, package: Sequence[int]) -> bool:
        """Tell whether a package keeps to the side's own marks and to the pairs."""
        if not self.model.fits(package):
            return False
        for at, option in enumerate(package):
            said = self.of_issue(at)
            if option in said["never"] or (said["must"] and option not in said["must"]):
                return False
        return True

    def marks(self) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
        """Return what the side must have and what it cannot accept."""
        count = range(len(self.model.issues))
        needs = frozenset((at, option) for at in count for option in self.of_issue(at)["must"])
        refuses = frozenset((at, option) for at in count for option in self.of_issue(at)["never"])
        return needs, refuses

    def in_circle(self) -> bool:
        """Tell whether the answers to the checks go in a circle."""
        picked = [
            (str(one), str(other)) if says == "first" else (str(other), str(one))
            for one, other, says in self.checks
            if says in ("first", "second")
        ]
        return bool(circle(picked))

    def obstacle(self) -> Words:
        """Return in words what keeps the list from being closed; empty when nothing does. Of this side's own words
        alone."""
        if self.first_open is not None:
            return _("Some questions of your list are not answered yet.")
        for at, options in enumerate(self.model.options):
            said = self.of_issue(at)
            if len(said["never"]) == len(options):
                return _("To one question you cannot accept any of the answers. Leave at least one of them open.")
        needs, refuses = self.marks()
        left = []
        for at, options in enumerate(self.model.options):
            needed = {option for issue, option in needs if issue == at} or set(range(len(options)))
            left.append({option for option in needed if (at, option) not in refuses})
        for (a, x), (b, y) in self.model.apart:
            if left[a] == {x} and left[b] == {y}:
                return _("By your marks only answers are left that cannot stand together. Take back one of the marks.")
        return ""

    def party(self, name: str, points: Sequence[Sequence[int]]) -> Party:
        """Return the side as the engine takes it."""
        needs, refuses = self.marks()
        table = tuple(tuple(int(one) for one in row) for row in points)
        return Party(name, table, scale=WHOLE, needs=needs, refuses=refuses)


def without_checks(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a list without its answers to the checks."""
    return {key: value for key, value in said.items() if key != "checks"}


def whole_order(order: Sequence[int], count: int) -> list[int]:
    """Return an order in which every number stands once: what was said first, the rest as it lies."""
    kept = [at for place, at in enumerate(order) if 0 <= at < count and at not in order[:place]]
    return kept + [at for at in range(count) if at not in kept]


def groups(said: Mapping[str, Any]) -> Order:
    """Return an order as groups of equals."""
    return (tuple(said["order"]),) if said["same"] else tuple((at,) for at in said["order"])


def cleaned(said: Mapping[str, Any], count: int, *, marks: bool, both: Words = BOTH) -> dict[str, Any]:
    """Return what a form says of one question; Refused where it contradicts itself."""
    order = [int(at) for at in said.get("order", ())]
    if sorted(order) != list(range(count)):
        raise Refused(WRONG)
    kept: dict[str, Any] = {"order": order, "same": bool(said.get("same"))}
    if marks:
        must, never = (sorted({int(at) for at in said.get(key, ())}) for key in ("must", "never"))
        if set(must) & set(never):
            raise Refused(both)
        if any(not 0 <= at < count for at in (*must, *never)):
            raise Refused(WRONG)
        kept |= {"must": must, "never": never}
    return kept
