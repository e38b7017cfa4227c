"""The page of a search: for a side what it may do and the packages that are open; for the mediator where it stands,
never what a side wishes or answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from bitim.cases.facts import obstacle_words
from bitim.cases.models import Case
from bitim.cases.models_reading import ReadBack
from bitim.cases.predicates import assists_one_side, side_of
from bitim.compromise.actions.listing import MOST_ROUNDS
from bitim.compromise.actions.offering import STEP, fit_issues, state_of, weighed_in
from bitim.compromise.facts import lists_of
from bitim.compromise.facts_voice import by_voice
from bitim.compromise.lists import Lists
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.permissions import P
from bitim.compromise.queries.shares import Share, shares_of
from bitim.kernel.access import Actor, Denied, NotFound, Words, decide, require_visible
from bitim.kernel.text import Text
from bitim.settlements.facts_heard import sides_at_home
from bitim.settlements.models import Issue
from bitim.settlements.queries import case_seen, sides_seen
from bitim.settlements.queries.seen import People, SideSeen


@dataclass(frozen=True)
class Line:
    """One question of a package with the chosen answer. For a side: which place the answer has in its own order (0: it
    is all one to it), of how many, and whether it must have it."""

    title: Text
    words: Text
    place: int = 0
    count: int = 0
    must: bool = False


@dataclass(frozen=True)
class PackageSeen:
    """A package that is open. `says`: what the reader's own side answered; `points`: the numbers of the chosen
    answers, for the reader's own browser; `shares`: in their place what each side gets, where things are divided."""

    number: int
    lines: tuple[Line, ...]
    certified: bool
    gap: str
    says: str
    options: str
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class RoundSeen:
    """A round. `waits`: the reader's side has not answered the last open package; `recorded`: how it was found can be
    done again with every side's own file."""

    id: UUID
    number: int
    state: str
    packages: tuple[PackageSeen, ...]
    accepted: PackageSeen | None
    waits: bool
    improves: bool = False
    recorded: bool = False


@dataclass(frozen=True)
class Standing:
    """How far a side is: for everybody whether it takes part; for the mediator whether its list is closed, whether it
    has answered what is open, and whether it shows the mediator its list. `by_voice`: it has no device, so that the
    mediator writes for it; `speaks`: this reader may; `why_not`: not until something is done about it first,
    `ask_leave`: until both sides that they would help have said that they do not mind."""

    side: SideSeen
    agreed: bool
    closed: bool = False
    answered: bool = False
    shown: bool = False
    part: UUID | None = None
    by_voice: bool = False
    speaks: bool = False
    why_not: Words = ""
    ask_leave: bool = False


@dataclass(frozen=True)
class Mine:
    """The reader's own part: how far its list is and what it has asked for."""

    id: UUID
    agreed: bool
    answered: int
    pages: int
    closed: bool
    unlock: bool
    shared: bool
    commitment: str


@dataclass(frozen=True)
class Behalf:
    """The side for which the mediator writes on this page. `call`: whom to call where nobody of it was here: what it
    says to a package, and whether it takes part, is noted then. `last`: what came of the last call about what is asked
    now: `waits` for who listened, `no`, or `think`; empty where there was none."""

    side: SideSeen
    part: UUID
    call: UUID | None
    last: str = ""


@dataclass(frozen=True)
class Weighed:
    """A question that is weighed, with its answers."""

    id: str
    title: Text
    options: tuple[Text, ...]


@dataclass(frozen=True)
class SearchSeen:
    """Everything on the page of a case's search."""

    case: Case
    people: People
    id: UUID | None
    state: str
    seen: str
    weighed: tuple[Weighed, ...]
    apart: tuple[tuple[Line, Line, str], ...]
    standing: tuple[Standing, ...]
    mine: Mine | None
    round: RoundSeen | None
    fit: tuple[Issue, ...]
    obstacles: tuple[Words, ...]
    written: bool
    may_unlock: bool
    may_note_deal: bool = False
    deal: tuple[Line, ...] = ()
    goods: bool = False
    behalf: Behalf | None = None

    @property
    def by_voice(self) -> bool:
        """Tell whether a side has no device, so that the mediator writes its list down."""
        return any(one.by_voice for one in self.standing)


def search_for(actor: Actor, search_id: UUID) -> Search:
    """Return a search that the reader may see; NotFound otherwise."""
    found = Search.objects.system().select_related("case__centre").filter(pk=search_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_SEARCH, found)
    return found


def round_for(actor: Actor, round_id: UUID) -> Round:
    """Return a round that the reader may see; NotFound otherwise."""
    found = Round.objects.system().select_related("search__case__centre").filter(pk=round_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_ROUND, found)
    return found


def spoken_part(actor: Actor, part_id: UUID) -> Part:
    """Return the part of a side without a device for which this mediator may write; NotFound otherwise."""
    part = Part.objects.system().select_related("search__case__centre", "side__case").filter(pk=part_id).first()
    if part is None:
        raise NotFound
    require_visible(actor, P.SPEAK_FOR, part)
    return part


def search_page(actor: Actor, case_id: UUID, spoken: UUID | None = None) -> SearchSeen:
    """Return the page of a case's latest search, or of none. `spoken`: the part of the side for which the mediator
    writes, who then sees what that side would see."""
    case = case_seen(actor, case_id)
    require_visible(actor, P.SEE_SEARCH, case)
    people = sides_seen(actor, case)
    search = Search.objects.system().filter(case=case).order_by("-since", "-pk").first()
    obstacles = tuple(obstacle_words(case, STEP))
    staff = bool(decide(actor, P.OFFER_SEARCH, case))
    again = search is None or search.state not in Search.OPEN
    fit = tuple(fit_issues(case)) if staff and again and not obstacles else ()
    nothing = SearchSeen(case, people, None, "", "", (), (), (), None, None, fit, obstacles, False, False)
    if search is None:
        return nothing
    if not isinstance(search.model, dict):  # the case is long closed, and its words are destroyed
        return replace(nothing, state=Search.ENDED)
    search.case = case
    parts = list(Part.objects.system().filter(search=search).select_related("side", "search__case"))
    own = side_of(actor, case) if case.stage != "closed" else None  # with the closing every list is destroyed
    if spoken is not None:
        own = _spoken_side(actor, spoken, search)
    mine = next((one for one in parts if one.side_id == own), None)
    rounds = Round.objects.system().filter(search=search).select_related("search__case").order_by("-number")
    last = (rounds.filter(state=Round.ACCEPTED) if search.state == Search.FOUND else rounds).first()
    model, goods = weighed_in(search), search.kind == Search.GOODS
    return SearchSeen(
        case=case,
        people=people,
        id=search.pk,
        state=search.state,
        seen=state_of(search),
        weighed=tuple(
            Weighed(one["id"], one["title"], () if goods else tuple(option["words"] for option in one["options"]))
            for one in model["issues"]
        ),
        apart=tuple(_pair(model, pair) for pair in model.get("apart", ())),
        standing=_standing(actor, people, parts, last),
        mine=_mine(mine) if mine else None,
        round=_round(last, mine, people) if last else None,
        fit=fit,
        obstacles=obstacles,
        written=search.written is not None,
        may_unlock=_may_unlock(search, last),
        may_note_deal=bool(decide(actor, P.NOTE_DEAL, search)),
        deal=tuple(line_of(model, at, option) for at, option in enumerate(search.deal or ())) if staff else (),
        goods=goods,
        behalf=_behalf(mine, people) if spoken is not None and mine is not None else None,
    )


def _spoken_side(actor: Actor, spoken: UUID, search: Search) -> UUID:
    part = spoken_part(actor, spoken)
    if part.search_id != search.pk:
        raise NotFound
    return part.side_id


def _behalf(part: Part, people: People) -> Behalf | None:
    side = people.side(part.side_id)
    at_home = {one.pk: who for one, who in sides_at_home(part.search.case)}
    return Behalf(side, part.pk, at_home.get(part.side_id), _last_call(part)) if side is not None else None


def _last_call(part: Part) -> str:
    rows = ReadBack.objects.system().filter(case=part.search.case_id, side=part.side_id, about=ReadBack.PACKAGE)
    last = rows.filter(thing=part.search_id, ended__gte=part.search.at).order_by("-ended").first()
    if last is None or last.state not in (ReadBack.READ, ReadBack.COUNTED):
        return ""
    if last.state == ReadBack.READ:
        return "waits"
    return str(last.answer) if last.answer in ("no", "think") else ""


def _may_unlock(search: Search, last: Round | None) -> bool:
    if search.state == Search.LISTING:
        return True
    return (
        search.state == Search.PROPOSING
        and last is not None
        and last.closed is not None
        and last.number < MOST_ROUNDS
        and not last.improves
    )


def line_of(model: Mapping[str, Any], at: int, option: int, lists: Lists | None = None) -> Line:
    """Return a question with an answer in words, and what it is to a side."""
    issue = model["issues"][at]
    words = issue["options"][option]["words"]
    if lists is None:
        return Line(issue["title"], words)
    said = lists.of_issue(at)
    place = 0 if said["same"] else said["order"].index(option) + 1
    return Line(issue["title"], words, place, len(said["order"]), option in said["must"])


def _pair(model: Mapping[str, Any], pair: Sequence[Sequence[int]]) -> tuple[Line, Line, str]:
    (a, x), (b, y) = pair
    return line_of(model, a, x), line_of(model, b, y), f"{a}-{x}-{b}-{y}"


def _standing(actor: Actor, people: People, parts: list[Part], last: Round | None) -> tuple[Standing, ...]:
    by_side = {one.side_id: one for one in parts}
    staff = actor.role == "mediator"
    search = parts[0].search if parts else None
    told = search is not None and (staff or search.state == Search.ASKED)  # a side reads it before it takes part
    heard = by_voice(search.case) if search is not None and told else frozenset()
    answered: set[UUID] = set()
    if staff and last is not None and last.state == Round.OPEN:
        rows = Reply.objects.system().filter(round=last, number=last.opened - 1)
        answered = set(rows.values_list("part_id", flat=True))
    found = []
    for side in people.sides:
        part = by_side.get(side.id)
        if part is None:
            continue
        agreed = part.agreed is not None
        if staff:
            shown, voice = part.shared is not None, part.side_id in heard
            may = decide(actor, P.SPEAK_FOR, part) if voice else None
            why_not = may.reason if isinstance(may, Denied) else ""
            leave = bool(why_not) and why_not == assists_one_side.reason
            closed = part.frozen is not None
            found.append(
                Standing(side, agreed, closed, part.pk in answered, shown, part.pk, voice, bool(may), why_not, leave)
            )
        else:
            found.append(Standing(side, agreed, by_voice=part.side_id in heard))
    return tuple(found)


def _mine(part: Part) -> Mine:
    lists = lists_of(part)
    pages = lists.pages
    return Mine(
        id=part.pk,
        agreed=part.agreed is not None,
        answered=sum(lists.is_done(at) for at in range(pages)),
        pages=pages,
        closed=part.frozen is not None,
        unlock=part.unlock is not None,
        shared=part.shared is not None,
        commitment=part.commitment,
    )


def _round(row: Round, mine: Part | None, people: People) -> RoundSeen:
    """Return a round as the reader may see it: a side the packages that are open; the mediator none until one is
    accepted."""
    said: dict[int, str] = {}
    if mine is not None and row.state == Round.OPEN:
        rows = Reply.objects.system().filter(round=row, part=mine).select_related("part__search")
        said = {one.number: one.word for one in rows}
    packages = row.packages or []
    shown = range(row.opened) if mine is not None and row.state == Round.OPEN else range(0)
    accepted = None
    if row.state == Round.ACCEPTED and row.accepted is not None:
        accepted = _package(row.search, packages[row.accepted], row.accepted, mine, people, "")
    return RoundSeen(
        id=row.pk,
        number=row.number,
        state=row.state,
        packages=tuple(_package(row.search, packages[n], n, mine, people, said.get(n, "")) for n in shown),
        accepted=accepted,
        waits=mine is not None and row.state == Round.OPEN and row.opened - 1 not in said,
        improves=row.improves,
        recorded=row.state == Round.ACCEPTED and bool(row.record),
    )


def _package(
    search: Search, kept: Mapping[str, Any], number: int, mine: Part | None, people: People, says: str
) -> PackageSeen:
    options = kept["options"]
    lines: tuple[Line, ...] = ()
    shares: tuple[Share, ...] = ()
    if search.kind == Search.GOODS:
        shares = shares_of(search, people, options, mine)
    else:
        model, own = weighed_in(search), lists_of(mine) if mine is not None and mine.lists else None
        lines = tuple(line_of(model, at, option, own) for at, option in enumerate(options))
    return PackageSeen(number, lines, kept["certified"], kept["gap"], says, ",".join(map(str, options)), shares)
