"""What a search asks of whom: for the pages that show a whole case."""

from bitim.cases.models import Case
from bitim.cases.predicates import side_of
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.permissions import P
from bitim.kernel.access import Actor, decide

GOODS = "goods-"
NOTHING, AGREE, WRITE, ANSWER, WAIT, ACCEPTED = "", "agree", "write", "answer", "wait", "accepted"


def package_for_side(actor: Actor, case: Case) -> str:
    """Return what the case's latest search asks of the reader's side: `AGREE`, `WRITE`, `ANSWER`, with `GOODS` before
    it where things are divided; `WAIT` while it asks nothing; `ACCEPTED`; `NOTHING` where there is none to be seen.
    Four questions at most."""
    if not decide(actor, P.SEE_SEARCH, case):
        return NOTHING
    search = Search.objects.system().filter(case=case).order_by("-since", "-pk").first()
    if search is None or search.state == Search.ENDED:
        return NOTHING
    side = side_of(actor, case)
    part = Part.objects.system().filter(search=search, side_id=side).first() if side else None
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


def package_to_write(actor: Actor, case: Case) -> bool:
    """Tell the mediator whether an accepted package waits to be put into the text. One question."""
    if not decide(actor, P.OFFER_SEARCH, case):
        return False
    return Search.objects.system().filter(case=case, state=Search.FOUND, written=None).exists()
