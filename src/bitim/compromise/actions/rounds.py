"""A round: put by the house, answered by the sides, hidden until all have accepted the same package."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.predicates import own_side
from bitim.compromise.actions.hands import forget_calls
from bitim.compromise.actions.improving import IMPROVE
from bitim.compromise.actions.offering import STEP
from bitim.compromise.actions.telling import tell_everybody
from bitim.compromise.events import PackageAccepted, PackageOpened, Replied, RoundOver, RoundPut
from bitim.compromise.lists import Model
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.permissions import P
from bitim.engines.compromise import rounds
from bitim.engines.compromise.record import read
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.places import table_of

MOST_PACKAGES = 3


@action(P.PUT_ROUND, on=Search)
def put_round(
    search: Search, *, actor: Actor, bound: Sequence[str], packages: list[dict[str, Any]], kept: str
) -> Round | None:
    """Open a round with what was found, or say that nothing was possible. `bound`: the commitments of the lists that
    were solved; where they are no longer those of the search, nothing happens."""
    parts = Part.objects.system().filter(search=search).exclude(frozen=None)
    if search.state != Search.SOLVING or sorted(parts.values_list("commitment", flat=True)) != sorted(bound):
        return None
    number = Round.objects.system().filter(search=search).count() + 1
    now = clock.now()
    state = Round.OPEN if packages else Round.NONE
    made = Round(
        search=search,
        number=number,
        state=state,
        packages=packages[:MOST_PACKAGES],
        record=kept,
        at=now,
        closed=None if packages else now,
    )
    made.save(force_insert=True)
    parts.update(unlock=None)
    search.state, search.at = Search.PROPOSING, now
    search.save(update_fields=["state", "at"])
    case = search.case
    record(RoundPut(case.pk, table_of(case), case.pk, search.pk, number, len(packages)), actor=SYSTEM)
    tell_everybody(search, f"round-{number}")
    return made


@action(P.REPLY, on=Round)
def reply(round: Round, *, actor: Actor, number: int, says: str) -> None:
    """Say what one's side says to an open package; the first is 0. Nobody else learns it, unless every side accepts."""
    side = own_side(actor, round.search.case)
    part = Part.objects.system().select_related("search", "side").get(search=round.search, side_id=side)
    say(round, part, number, says, actor)


def say(round: Round, part: Part, number: int, says: str, actor: Actor) -> None:
    """Keep what a side says to an open package. Runs inside an action of the case."""
    search = round.search
    require_step(search.case, IMPROVE if round.improves else STEP)
    if not 0 <= number < round.opened:
        raise Refused(_("This package is not open."))
    if says not in rounds.SAYS:
        raise Refused(_("Choose one of the answers."))
    before = state_of(round)
    kept = Reply.objects.system().filter(round=round, part=part, number=number).first()
    row = kept or Reply(round=round, part=part, number=number)
    row.part, row.says = part, Reply.LETTERS[says]
    row.save(force_insert=kept is None)
    case = search.case
    record(Replied(case.pk, part.side_id, case.pk, search.pk, part.pk), actor=actor)
    _go_on(round, before.answer(str(part.pk), number, says))


def state_of(round: Round) -> rounds.Round:
    """Return where a round stands, for the engine."""
    sides = Part.objects.system().filter(search=round.search_id).order_by("side__position").values_list("pk", flat=True)
    said = Reply.objects.system().filter(round=round).select_related("part__search").order_by("number", "pk")
    answers = tuple((str(one.part_id), one.number, one.word) for one in said)
    return rounds.Round(tuple(map(str, sides)), len(round.packages), answers)


def _accepted_record(round: Round, accepted: int) -> str:
    """Return the record for everybody's eyes: with the accepted package named, without those that were never opened."""
    model = Model.of(round.search.model)
    named = [model.package_named(one["options"]) for one in round.packages]
    full = read(str(round.record))
    shown = named[: round.opened]
    others = tuple(one for one in full.others if dict(one.package) in shown)
    return replace(full, others=others, accepted=named[accepted]).text()


def _go_on(round: Round, now: rounds.Round) -> None:
    """Write down what follows from the last answer; by the house, so that nobody reads from the record whose it was."""
    search, case = round.search, round.search.case
    table = table_of(case)
    if now.accepted is not None:
        round.state, round.accepted, round.closed = Round.ACCEPTED, now.accepted, clock.now()
        if round.record:
            round.record = _accepted_record(round, now.accepted)
            round.digest = sha256(round.record.encode()).hexdigest()
        search.state, search.at, search.written = Search.FOUND, round.closed, None
        search.save(update_fields=["state", "at", "written"])
        record(PackageAccepted(case.pk, table, case.pk, search.pk, round.number, round.digest), actor=SYSTEM)
    elif now.over:
        round.state, round.closed = Round.OVER, clock.now()
        before = Round.objects.system().filter(search=search, state=Round.ACCEPTED)
        if before.exists():  # what was accepted before stands
            search.state = Search.FOUND
            search.save(update_fields=["state"])
        record(RoundOver(case.pk, table, case.pk, search.pk, round.number), actor=SYSTEM)
    elif now.opened > round.opened:
        round.opened = now.opened
        record(PackageOpened(case.pk, table, case.pk, search.pk, round.opened), actor=SYSTEM)
    else:
        return
    round.save(update_fields=["state", "accepted", "closed", "opened", "record", "digest"])
    tell_everybody(search, f"round-{round.number}-{round.opened}-{round.state}")
    if round.state != Round.OPEN:
        Reply.objects.system().filter(round=round).delete()
        forget_calls(search)
