"""A side's list, page by page, for that side; and for the mediator where the side has shown it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bitim.cases.predicates import side_of
from bitim.compromise.asking import MOST_QUESTIONS, next_pair
from bitim.compromise.facts import lists_of, seed_of
from bitim.compromise.goods import OWN
from bitim.compromise.models import Part, Search
from bitim.compromise.permissions import P
from bitim.compromise.queries.seen import Line, line_of, search_for, spoken_part
from bitim.engines.compromise import Package
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.text import Text


@dataclass(frozen=True)
class Choice:
    """One answer, or one question, in a side's order."""

    number: int
    words: Text
    must: bool = False
    never: bool = False


@dataclass(frozen=True)
class ListPage:
    """One page of a list. `at` one past the last question: the order of the questions themselves."""

    part: Part
    at: int
    pages: int
    title: Text
    choices: tuple[Choice, ...]
    same: bool
    done: bool
    goods: bool = False

    @property
    def is_last(self) -> bool:
        """Tell whether this page orders the questions."""
        return self.at == self.pages - 1

    @property
    def order(self) -> str:
        """Return the order as the form carries it."""
        return ",".join(str(one.number) for one in self.choices)


@dataclass(frozen=True)
class Half:
    """One of two made-up divisions: of the things in which the two differ, those that the side gets, and the rest."""

    gets: tuple[Text, ...]
    leaves: tuple[Text, ...]


@dataclass(frozen=True)
class Pair:
    """Two packages to choose between: only where they differ. `halves`: in their place, where things are divided."""

    place: int
    most: int
    first: tuple[Line, ...]
    second: tuple[Line, ...]
    halves: tuple[Half, ...] = ()


def part_of(actor: Actor, search_id: UUID, spoken: UUID | None) -> Part:
    """Return the part of the reader's own side; `spoken`: that of the side for which this mediator writes. NotFound for
    anybody else."""
    if spoken is None:
        return own_part(actor, search_id)
    part = spoken_part(actor, spoken)
    if part.search_id != search_id:
        raise NotFound
    return part


def own_part(actor: Actor, search_id: UUID) -> Part:
    """Return the part of the reader's own side; NotFound otherwise."""
    search = search_for(actor, search_id)
    side = side_of(actor, search.case)
    rows = Part.objects.system().select_related("search__case", "side")
    part = rows.filter(search=search, side_id=side).first() if side else None
    if part is None:
        raise NotFound
    require_visible(actor, P.SEE_PART, part)
    return part


def part_shown(actor: Actor, part_id: UUID) -> Part:
    """Return a part whose list the reader may read: of the own side, or shown to the mediator; NotFound otherwise."""
    part = Part.objects.system().select_related("search__case__centre", "side").filter(pk=part_id).first()
    if part is None:
        raise NotFound
    require_visible(actor, P.SEE_LIST, part)
    return part


def list_page(actor: Actor, part: Part, at: int) -> ListPage:
    """Return one page of a list; NotFound past the last."""
    require_visible(actor, P.SEE_LIST, part)
    lists, model = lists_of(part), part.search.model
    pages = lists.pages
    if not 0 <= at < pages:
        raise NotFound
    if part.search.kind == Search.GOODS:
        said = lists.of_issues()
        choices = tuple(
            Choice(n, model["issues"][n]["title"], n in said["must"], n in said["never"]) for n in said["order"]
        )
        return ListPage(part, at, pages, {}, choices, said["same"], lists.is_done(at), goods=True)
    if at == pages - 1:
        said = lists.of_issues()
        choices = tuple(Choice(n, model["issues"][n]["title"]) for n in said["order"])
        return ListPage(part, at, pages, {}, choices, said["same"], lists.is_done(at))
    said = lists.of_issue(at)
    issue = model["issues"][at]
    choices = tuple(
        Choice(n, issue["options"][n]["words"], n in said["must"], n in said["never"]) for n in said["order"]
    )
    return ListPage(part, at, pages, issue["title"], choices, said["same"], lists.is_done(at))


def pair_to_show(actor: Actor, part: Part) -> Pair | None:
    """Return the two packages to show next; None when no more needs to be asked."""
    require_visible(actor, P.SEE_PART, part)
    lists = lists_of(part)
    if lists.obstacle():
        return None
    pair = next_pair(lists, seed_of(part))
    if pair is None:
        return None
    differ = [at for at, (a, b) in enumerate(zip(*pair, strict=True)) if a != b]
    if part.search.kind == Search.GOODS:
        halves = tuple(_half(part.search, differ, package) for package in pair)
        return Pair(len(lists.checks), MOST_QUESTIONS, (), (), halves)
    first, second = (tuple(line_of(part.search.model, at, package[at]) for at in differ) for package in pair)
    return Pair(len(lists.checks), MOST_QUESTIONS, first, second)


def _half(search: Search, differ: Sequence[int], package: Package) -> Half:
    titles = [(search.model["issues"][at]["title"], package[at]) for at in differ]
    return Half(
        tuple(title for title, owner in titles if owner == OWN),
        tuple(title for title, owner in titles if owner != OWN),
    )
