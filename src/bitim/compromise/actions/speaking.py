"""A side without a device takes part by voice: the mediator whom it has accepted writes down what it says, and reads
out to it what lies before the sides.

What binds the side to nothing (its list) is written down wherever it is said, also by telephone. Its yes to taking
part and its word on a package are noted only where somebody of it sat before the mediator; a side at home is called,
with a second person who listens (`cases.actions.reading_back`), and its word is taken from that call.
"""

from uuid import UUID

from bitim.cases.events import ReadBackCounted
from bitim.cases.facts import obstacle_words
from bitim.cases.models_reading import ReadBack
from bitim.cases.predicates import is_not_apart
from bitim.compromise.actions.hands import speaks_here
from bitim.compromise.actions.improving import IMPROVE
from bitim.compromise.actions.offering import STEP, state_of, take_part
from bitim.compromise.actions.rounds import say
from bitim.compromise.facts_reading import AGREES, ANSWERS
from bitim.compromise.facts_voice import speaks_for_side
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.permissions import P
from bitim.compromise.rules import is_open_round
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import on


@action(P.SPEAK_FOR, on=Part)
def reply_for(part: Part, *, actor: Actor, round: UUID, number: int, says: str) -> None:
    """Note what a side without a device says, before the mediator, to an open package; the first is 0."""
    rows = Round.objects.system().filter(pk=round, search=part.search, state=Round.OPEN)
    found = rows.select_related("search__case").first()
    if found is None or part.search.state != Search.PROPOSING:
        raise Refused(is_open_round.reason)
    speaks_here(part, actor)
    say(found, part, number, says, actor)


@on(ReadBackCounted)
def take_what_was_read(happening: ReadBackCounted, actor: Actor) -> None:
    """Take a side's yes to taking part, or its word on a package, from a call that counts. What has changed since it
    was read is asked anew; a yes is a yes to what was read alone."""
    call = ReadBack.objects.system().select_related("case").get(pk=happening.read_back)
    if call.about != ReadBack.PACKAGE or not is_not_apart(actor, call.case):
        return
    rows = Part.objects.system().filter(search__case=call.case, side_id=call.side_id, search__state__in=Search.OPEN)
    part = rows.select_related("search__case", "side").first()
    asked = [(place, one["part"]) for place, one in enumerate(call.text or []) if one["part"]]
    if part is None or len(asked) != 1 or not speaks_for_side(part, call.person_id):
        return
    ((place, names),) = asked
    said = (call.answers or {}).get(str(place), {}).get("said")
    if said != call.answer:  # yes at the end and no to the question itself, or the other way round: neither is taken
        return
    what, _colon, of = names.partition(":")
    if what == AGREES and said == "yes":
        _agrees(part, of, call.person_id, actor)
    elif what == ANSWERS and said in ("yes", "no"):
        _answers(part, of, "accept" if said == "yes" else "refuse", actor)


def _agrees(part: Part, seen: str, person: UUID, actor: Actor) -> None:
    search = part.search
    if search.state == Search.ASKED and seen == state_of(search) and not obstacle_words(search.case, STEP):
        take_part(part, person, actor)


def _answers(part: Part, of: str, says: str, actor: Actor) -> None:
    pk, _colon, number = of.partition(":")
    rows = Round.objects.system().filter(pk=pk, search=part.search, state=Round.OPEN)
    round = rows.select_related("search__case").first()
    if Reply.objects.system().filter(round_id=pk, part=part, number=int(number)).exists():
        return  # what is answered already is not read out: the answer is newer than this call
    if round is None or obstacle_words(part.search.case, IMPROVE if round.improves else STEP):
        return
    say(round, part, int(number), says, actor)
