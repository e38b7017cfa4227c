"""The page of a bidding: for a side how it stands and its own sum; for the mediator who takes part and who has sealed,
never a sum before both can live with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from bitim.cases.facts import obstacle_words
from bitim.cases.models import Case
from bitim.cases.predicates import side_of
from bitim.compromise.actions.bidding import two_sides
from bitim.compromise.actions.offering import STEP
from bitim.compromise.models_bidding import Bidder, Bidding
from bitim.compromise.permissions_bidding import B
from bitim.compromise.sums import CURRENCIES, money
from bitim.kernel.access import Actor, NotFound, Words, decide, require_visible
from bitim.kernel.text import Text
from bitim.settlements.queries import case_seen, sides_seen
from bitim.settlements.queries.seen import People, SideSeen


@dataclass(frozen=True)
class BidderSeen:
    """How far a side is: for everybody whether it takes part; for the mediator whether its sum is sealed."""

    side: SideSeen
    agreed: bool
    sealed: bool = False


@dataclass(frozen=True)
class OwnBids:
    """The reader's own part. `bid`: its sum of the open round; `before`: of the round before; in words, or empty."""

    pays: bool
    agreed: bool
    bid: str = ""
    before: str = ""


@dataclass(frozen=True)
class SumSeen:
    """A sum that was agreed in an earlier bidding of the case."""

    id: UUID
    what: Text
    sum: str
    written: bool


@dataclass(frozen=True)
class BiddingSeen:
    """Everything on the page of a case's latest bidding, or of none. `unit`: the word of the currency; `sum`: that of
    a deal; `earlier`: those of biddings before."""

    case: Case
    people: People
    obstacles: tuple[Words, ...]
    may_offer: bool
    id: UUID | None = None
    state: str = ""
    what: Text | None = None
    unit: Words = ""
    most: int = 0
    round: int = 0
    payer: SideSeen | None = None
    receiver: SideSeen | None = None
    standing: tuple[BidderSeen, ...] = ()
    mine: OwnBids | None = None
    sum: str = ""
    written: bool = False
    earlier: tuple[SumSeen, ...] = ()


def bidding_for(actor: Actor, bidding_id: UUID) -> Bidding:
    """Return a bidding that the reader may see; NotFound otherwise."""
    found = Bidding.objects.system().select_related("case__centre").filter(pk=bidding_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, B.SEE_BIDDING, found)
    return found


def own_bidder(actor: Actor, bidding_id: UUID) -> Bidder:
    """Return the part of the reader's own side; NotFound otherwise."""
    bidding = bidding_for(actor, bidding_id)
    side = side_of(actor, bidding.case)
    rows = Bidder.objects.system().select_related("bidding__case", "side")
    own = rows.filter(bidding=bidding, side_id=side).first() if side else None
    if own is None:
        raise NotFound
    require_visible(actor, B.SEE_BIDDER, own)
    return own


def state_of_bidding(actor: Actor, case: Case) -> str:
    """Return the state of a case's latest bidding; empty where there is none to be seen. One question."""
    if not decide(actor, B.SEE_BIDDING, case):
        return ""
    rows = Bidding.objects.system().filter(case=case).order_by("-since", "-pk")
    return rows.values_list("state", flat=True).first() or ""


def bidding_page(actor: Actor, case_id: UUID) -> BiddingSeen:
    """Return the page of a case's latest bidding."""
    case = case_seen(actor, case_id)
    require_visible(actor, B.SEE_BIDDING, case)
    people = sides_seen(actor, case)
    of_case = list(Bidding.objects.system().filter(case=case).select_related("case").order_by("-since", "-pk"))
    bidding, before = (of_case[0] if of_case else None), of_case[1:]
    obstacles = tuple(obstacle_words(case, STEP))
    over = bidding is None or bidding.state not in Bidding.GOING_ON
    may_offer = over and bool(decide(actor, B.OFFER_BIDDING, case))
    may_offer = may_offer and not obstacles and len(two_sides(case)) == 2
    if bidding is None:
        return BiddingSeen(case, people, obstacles, may_offer)
    rows = list(Bidder.objects.system().filter(bidding=bidding).select_related("bidding__case", "side"))
    mine = next((one for one in rows if one.side_id == side_of(actor, case)), None)
    payer, receiver = (next((one.side_id for one in rows if one.pays == pays), None) for pays in (True, False))
    return BiddingSeen(
        case=case,
        people=people,
        obstacles=obstacles,
        may_offer=may_offer,
        id=bidding.pk,
        state=bidding.state,
        what=_what(bidding),
        unit=CURRENCIES[bidding.currency],
        most=bidding.most,
        round=bidding.round,
        payer=people.side(payer),
        receiver=people.side(receiver),
        standing=_standing(actor, people, bidding, rows),
        mine=own_bids(actor, mine) if mine else None,
        sum=_sum(bidding),
        written=bidding.written is not None,
        earlier=tuple(
            SumSeen(one.pk, _what(one), _sum(one), one.written is not None) for one in before if one.state == one.DEAL
        ),
    )


def _what(bidding: Bidding) -> Text:
    return bidding.what if isinstance(bidding.what, Mapping) else {}


def _sum(bidding: Bidding) -> str:
    return money(int(bidding.sum), bidding.currency) if bidding.sum else ""


def own_bids(actor: Actor, own: Bidder) -> OwnBids:
    """Return what a side may read of its own: its sums, as long as they are kept."""
    require_visible(actor, B.SEE_BIDDER, own)
    bidding = own.bidding
    bids = [money(int(one), bidding.currency) for one in own.bids or []]
    bid = bids[-1] if bids and own.sealed == bidding.round else ""
    before = bids[own.sealed - 1] if bids and own.sealed < bidding.round else ""
    return OwnBids(own.pays, own.agreed is not None, bid, before)


def _standing(actor: Actor, people: People, bidding: Bidding, rows: list[Bidder]) -> tuple[BidderSeen, ...]:
    by_side = {one.side_id: one for one in rows}
    staff = actor.role == "mediator" and bidding.state == Bidding.OPEN
    found = []
    for side in people.sides:
        if (own := by_side.get(side.id)) is not None:
            found.append(BidderSeen(side, own.agreed is not None, staff and own.sealed >= bidding.round))
    return tuple(found)
