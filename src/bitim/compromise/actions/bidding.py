"""Blind bidding on one sum: asked, agreed to, bid in at most three rounds, ended, put into the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.facts_reading import GONE
from bitim.cases.models import Case, Side
from bitim.compromise.actions.offering import STEP
from bitim.compromise.actions.telling import tell_bidders
from bitim.compromise.events_bidding import (
    BiddingAgreed,
    BiddingEnded,
    BiddingOffered,
    BiddingOpened,
    BiddingOver,
    BidSealed,
    SumAgreed,
    SumWritten,
)
from bitim.compromise.models_bidding import Bidder, Bidding
from bitim.compromise.permissions_bidding import B
from bitim.compromise.sums import CURRENCIES, money
from bitim.engines.compromise import bidding as engine
from bitim.engines.compromise.model import Unfit
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action, within
from bitim.kernel.record import record
from bitim.kernel.text import in_language
from bitim.settlements.actions.clauses import propose_clause, start_settlement
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.words import clean_texts
from bitim.settlements.models import Document

LONGEST_WHAT = 300


@dataclass(frozen=True)
class Terms:
    """What is bid on: `what` the sum is for, in languages; `pays`: the side that pays; `rounds`: how many at most."""

    what: Mapping[str, str]
    currency: str
    pays: UUID | None
    rounds: int


@action(B.OFFER_BIDDING, on=Case)
def offer_bidding(case: Case, *, actor: Actor, terms: Terms) -> Bidding:
    """Ask both sides whether they want to agree on a sum without naming it. It is off until the mediator does this."""
    require_step(case, STEP)
    kept = Bidding.objects.system().filter(case=case, state__in=Bidding.GOING_ON).first()
    if kept:
        return kept
    sides = two_sides(case)
    if len(sides) != 2:
        raise Refused(_("Bidding unseen is for exactly two sides."))
    if terms.pays not in {one.pk for one in sides}:
        raise Refused(_("Choose which side would pay."))
    if terms.currency not in CURRENCIES:
        raise Refused(_("Choose in which money the sum is named."))
    if not 1 <= terms.rounds <= engine.MOST_ROUNDS:
        raise Refused(_("There can be one, two or three rounds."))
    what, now = clean_texts(terms.what, LONGEST_WHAT), clock.now()
    bidding = Bidding.objects.create(
        case=case,
        by_id=actor.who,
        what=what,
        currency=terms.currency,
        most=terms.rounds,
        seed=token_hex(16),
        since=now,
        at=now,
    )
    for side in sides:
        Bidder(bidding=bidding, side=side, pays=side.pk == terms.pays, bids=[]).save(force_insert=True)
    record(BiddingOffered(case.pk, table_of(case), case.pk, bidding.pk), actor=actor)
    tell_bidders(bidding, "asked")
    return bidding


def two_sides(case: Case) -> list[Side]:
    """Return the sides that are still there; bidding needs exactly two."""
    return list(Side.objects.system().filter(case=case).exclude(state__in=GONE).order_by("position"))


@action(B.AGREE_TO_BIDDING, on=Bidder)
def agree_to_bidding(bidder: Bidder, *, actor: Actor) -> None:
    """Take part, having read how it goes and what cannot be hidden. With both sides' yes the first round opens."""
    bidding = bidder.bidding
    require_step(bidding.case, STEP)
    if bidder.agreed:
        return
    bidder.agreed, bidder.agreed_by_id = clock.now(), actor.who
    bidder.save(update_fields=["agreed", "agreed_by"])
    case = bidding.case
    record(BiddingAgreed(case.pk, table_of(case), case.pk, bidding.pk, bidder.side_id), actor=actor)
    if not Bidder.objects.system().filter(bidding=bidding, agreed=None).exists():
        _open(bidding, 1)


def _open(bidding: Bidding, number: int) -> None:
    bidding.state, bidding.round, bidding.at = Bidding.OPEN, number, clock.now()
    bidding.save(update_fields=["state", "round", "at"])
    case = bidding.case
    record(BiddingOpened(case.pk, table_of(case), case.pk, bidding.pk, number), actor=SYSTEM)
    tell_bidders(bidding, f"round-{number}")


@action(B.SEAL_BID, on=Bidder)
def seal_bid(bidder: Bidder, *, actor: Actor, round: int, units: int) -> None:
    """Seal the side's sum of a round: the most it pays or the least it takes. Nobody else ever reads it. The round
    closes when both are there; what follows is recorded by the house."""
    bidding = bidder.bidding
    require_step(bidding.case, STEP)
    check_bid(bidder, round, units)
    case = bidding.case
    now = crossing_of(bidding)
    try:
        after = now.bid(engine.PAYS if bidder.pays else engine.RECEIVES, units)
    except Unfit:
        raise Refused(_("This sum cannot be taken.")) from None
    bidder.bids, bidder.sealed = [*(bidder.bids or []), f"{units:016d}"], round
    bidder.save(update_fields=["bids", "sealed"])
    record(BidSealed(case.pk, bidder.side_id, case.pk, bidding.pk, bidder.pk), actor=actor)
    if len(after.rounds) > len(now.rounds):
        _go_on(bidding, after)


def check_bid(bidder: Bidder, round: int, units: int) -> None:
    """Refuse a sum that cannot be sealed now: of another round, a second one, or farther away than the side's own last
    one. Of this side's own words alone."""
    if bidder.bidding.state != Bidding.OPEN:
        raise Refused(_("Sums can be sealed once both sides take part, until the bidding is over."))
    if round != bidder.bidding.round:
        raise Refused(_("This round is over. Please look how it stands now."))
    if bidder.sealed >= round:
        raise Refused(_("Your sum of this round is sealed already. It stays as it is."))
    if not 0 < units <= engine.LARGEST:
        raise Refused(_("This sum cannot be taken."))
    before = int(bidder.bids[-1]) if bidder.bids else None
    if before is None or (units >= before if bidder.pays else units <= before):
        return
    last = money(before, bidder.bidding.currency)
    if bidder.pays:
        raise Refused(_("Your last sum was %(sum)s. Now it can stay or be higher, not lower.") % {"sum": last})
    raise Refused(_("Your last sum was %(sum)s. Now it can stay or be lower, not higher.") % {"sum": last})


def crossing_of(bidding: Bidding) -> engine.Crossing:
    """Return where a bidding stands, for the engine."""
    rows = Bidder.objects.system().filter(bidding=bidding).select_related("bidding")
    sums = {one.pays: [int(bid) for bid in one.bids or []] for one in rows}
    whole = min(map(len, sums.values()))
    sealed = tuple(
        (engine.PAYS if pays else engine.RECEIVES, bids[whole]) for pays, bids in sums.items() if len(bids) > whole
    )
    finished = tuple(zip(sums[True][:whole], sums[False][:whole], strict=True))
    return engine.Crossing(str(bidding.seed), bidding.most, finished, sealed)


def _go_on(bidding: Bidding, now: engine.Crossing) -> None:
    """Write down what follows from the last bid; by the house, so that nobody reads from the record whose it was."""
    case = bidding.case
    if now.state == engine.OPEN:
        _open(bidding, len(now.rounds) + 1)
        return
    bidding.closed = bidding.at = clock.now()
    bidding.state = Bidding.DEAL if now.sum is not None else Bidding.NONE
    bidding.sum = None if now.sum is None else str(now.sum)
    bidding.save(update_fields=["state", "closed", "at", "sum"])
    _delete_bids(bidding)
    over = SumAgreed if now.sum is not None else BiddingOver
    record(over(case.pk, table_of(case), case.pk, bidding.pk), actor=SYSTEM)
    tell_bidders(bidding, bidding.state)


def _delete_bids(bidding: Bidding) -> None:
    Bidder.objects.system().filter(bidding=bidding).update(bids=None, sealed=0)


@action(B.END_BIDDING, on=Bidding)
def end_bidding(bidding: Bidding, *, actor: Actor) -> None:
    """End the bidding; every bid is deleted. Nobody is told who did it: recorded by the house whoever it was, since of
    two sides a record of the mediator's own ends would leave one name for all the others."""
    _end(bidding)


def _end(bidding: Bidding) -> None:
    if bidding.state not in Bidding.GOING_ON:
        return
    bidding.state, bidding.closed = Bidding.ENDED, clock.now()
    bidding.save(update_fields=["state", "closed"])
    _delete_bids(bidding)
    case = bidding.case
    record(BiddingEnded(case.pk, table_of(case), case.pk, bidding.pk), actor=SYSTEM)


def end_biddings_of(case: UUID) -> None:
    """End whatever bidding is open in a case: its ground is gone. Runs inside another action of the case."""
    for bidding in Bidding.objects.system().filter(case_id=case, state__in=Bidding.GOING_ON).select_related("case"):
        _end(bidding)


@action(B.WRITE_SUM, on=Bidding)
def write_sum(bidding: Bidding, *, actor: Actor) -> Document:
    """Put one clause at the end of the text: what the sum is for, and the sum. It is a draft as any other. Done once.

    No sentence is made of it: "X pays Y" would have to be bent in each language by names that nobody can bend."""
    case = bidding.case
    require_step(case, "draft")
    document = within(start_settlement)(case, actor=actor)
    if document.state != Document.DRAFT:
        raise Refused(_("The text is final. Open it again first, or come back to the table."))
    if bidding.written:
        return document
    said = {code: words for code in document.languages if (words := bidding.what.get(code))}
    said = said or {document.languages[0]: in_language(bidding.what, document.languages[0])}
    units = int(bidding.sum)
    texts = {code: f"{words.rstrip(' .:;')}: {money(units, bidding.currency, code)}" for code, words in said.items()}
    within(propose_clause)(document, actor=actor, texts=texts)
    bidding.written = clock.now()
    bidding.save(update_fields=["written"])
    record(SumWritten(case.pk, table_of(case), case.pk, bidding.pk, document.pk), actor=actor)
    return document
