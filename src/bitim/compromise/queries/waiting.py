"""What a search asks of whom: for the pages that show a whole case."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bitim.cases.models import Case, Participant
from bitim.cases.predicates import side_of
from bitim.compromise.facts_voice import by_voice
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.models_bidding import Bidder, Bidding
from bitim.compromise.permissions import P
from bitim.kernel.access import Actor, decide
from bitim.kernel.models import Door

GOODS = "goods-"
NOTHING, AGREE, WRITE, ANSWER, WAIT, ACCEPTED = "", "agree", "write", "answer", "wait", "accepted"
ASKS = (AGREE, WRITE, ANSWER)
VOICE = "voice"
BIDDING = "bidding-"
"""What a bidding on a sum asks begins with this, and leads to that page."""


def package_for_side(actor: Actor, case: Case) -> str:
    """Return what the case's latest search asks of the reader's side: `AGREE`, `WRITE`, `ANSWER`, with `GOODS` before
    it where things are divided; `WAIT` while it asks nothing; `ACCEPTED`; `NOTHING` where there is none to be seen.
    Where it asks nothing, what the latest bidding on a sum asks: `AGREE`, `WRITE` (a sum), `WAIT` or `ACCEPTED` behind
    `BIDDING`. Five questions at most."""
    if not decide(actor, P.SEE_SEARCH, case):
        return NOTHING
    side = side_of(actor, case)
    of_search = _of_search(case, side) if side else NOTHING
    if side is None or of_search.removeprefix(GOODS) in ASKS:
        return of_search
    of_bidding = _of_bidding(case, side)
    if of_bidding in ASKS or not of_search:
        return BIDDING + of_bidding if of_bidding else NOTHING
    return of_search


def _of_bidding(case: Case, side: UUID) -> str:
    rows = Bidder.objects.system().filter(bidding__case=case, side_id=side).select_related("bidding")
    own = rows.order_by("-bidding__since", "-bidding__pk").first()
    if own is None or own.bidding.state == Bidding.ENDED:
        return NOTHING
    if own.bidding.state == Bidding.ASKED:
        return WAIT if own.agreed else AGREE
    if own.bidding.state == Bidding.OPEN:
        return WAIT if own.sealed >= own.bidding.round else WRITE
    return ACCEPTED if own.bidding.state == Bidding.DEAL else WAIT


def _of_search(case: Case, side: UUID) -> str:
    search = Search.objects.system().filter(case=case).order_by("-since", "-pk").first()
    if search is None or search.state == Search.ENDED:
        return NOTHING
    part = Part.objects.system().filter(search=search, side_id=side).first()
    if part is None:
        return NOTHING
    if search.state == Search.FOUND:
        return ACCEPTED
    kind = GOODS if search.kind == Search.GOODS else ""
    if search.state == Search.ASKED:
        return WAIT if part.agreed else kind + AGREE
    if search.state == Search.LISTING:
        return WAIT if part.frozen else kind + WRITE
    last = Round.objects.system().filter(search=search, state=Round.OPEN).first()
    if last is None:
        return WAIT
    said = Reply.objects.system().filter(round=last, part=part, number=last.opened - 1).exists()
    return WAIT if said else kind + ANSWER


def package_to_write(actor: Actor, case: Case) -> str:
    """Tell the mediator what waits to be put into the text: `ACCEPTED`, a package; `BIDDING`, an agreed sum; `VOICE`
    where a search asks something of a side without a device, for which the mediator writes; or `NOTHING`. Two
    questions where every side has a device."""
    if not decide(actor, P.OFFER_SEARCH, case):
        return NOTHING
    parts = Part.objects.system().filter(search__case=case).annotate(online=Exists(_ways_in(case)))
    going = parts.filter(Q(search__state__in=Search.OPEN) | Q(search__state=Search.FOUND, search__written=None))
    found = list(going.values_list("search__state", "side", "online"))
    if any(state == Search.FOUND for state, _side, _online in found):
        return ACCEPTED
    if Bidding.objects.system().filter(case=case, state=Bidding.DEAL, written=None).exists():
        return BIDDING
    if all(online for _state, _side, online in found):
        return NOTHING
    voices = Part.objects.system().filter(search__case=case, search__state__in=Search.OPEN, side__in=by_voice(case))
    heard = [part for part in voices.select_related("search__case", "side") if decide(actor, P.SPEAK_FOR, part)]
    return VOICE if any(_of_search(case, one.side_id).removeprefix(GOODS) in ASKS for one in heard) else NOTHING


def _ways_in(case: Case) -> QuerySet[Participant]:
    doors = Door.objects.system().filter(person=OuterRef("person"), subject=case.pk)
    people = Participant.objects.system().filter(side=OuterRef("side"), role__in=Participant.SIDE_ROLES)
    return people.filter(Exists(doors))
