"""A side's own list: written one question at a time, checked, closed, shown to the mediator or not, opened again."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.compromise.actions.hands import note_hand
from bitim.compromise.actions.offering import STEP, open_lists
from bitim.compromise.asking import next_pair, points_of
from bitim.compromise.events import ListClosed, ListRead, ListShown, LookingBegan, UnlockAsked
from bitim.compromise.facts import lists_of, name_of, read_of, seed_of
from bitim.compromise.jobs import look_for_packages
from bitim.compromise.lists import CHOICES, without_checks
from bitim.compromise.models import Part, Round, Search
from bitim.compromise.permissions import P
from bitim.engines.compromise.record import committed
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.places import table_of

MOST_ROUNDS = 4


@action(P.WRITE_LIST, on=Part)
def write_list(part: Part, *, actor: Actor, at: int, said: Mapping[str, Any]) -> Part:
    """Keep what a side says of one question, or, one past the last, in which order the questions matter to it; of
    things, everything at once. Whatever changes takes the answers to the checks away."""
    require_step(part.search.case, STEP)
    lists = lists_of(part)
    if not 0 <= at < lists.pages:
        raise Refused(_("There is no such question in this list."))
    written = lists.written(at, said)
    note_hand(part, actor)
    if written != (part.lists or {}):
        part.lists = written
        part.save(update_fields=["lists"])
    return part


@action(P.WRITE_LIST, on=Part)
def answer_check(part: Part, *, actor: Actor, place: int, says: str) -> Part:
    """Keep which of the two packages that were shown the side would rather sign. `place`: how many were answered."""
    require_step(part.search.case, STEP)
    lists = lists_of(part)
    if says not in CHOICES:
        raise Refused(_("Choose one of the answers."))
    note_hand(part, actor)
    if lists.obstacle() or place != len(lists.checks):
        return part
    pair = next_pair(lists, seed_of(part))
    if pair is not None:
        said = [*(part.lists or {}).get("checks", []), [list(pair[0]), list(pair[1]), says]]
        part.lists = {**(part.lists or {}), "checks": said}
        part.save(update_fields=["lists"])
    return part


@action(P.WRITE_LIST, on=Part)
def forget_checks(part: Part, *, actor: Actor) -> Part:
    """Take all answers to the checks back: the side wants to be asked again."""
    note_hand(part, actor)
    part.lists = without_checks(part.lists or {})
    part.save(update_fields=["lists"])
    return part


@action(P.CLOSE_LIST, on=Part)
def close_list(part: Part, *, actor: Actor, seen: str) -> Part:
    """Close the list: it is bound by a hash and stays as it is until every side wants the lists opened again. Once all
    are closed, packages are looked for. `seen`: the state of the list that was read (`read_of`); where somebody else of
    the side has changed it since, it is read again."""
    search = part.search
    require_step(search.case, STEP)
    if seen != read_of(part):
        raise Refused(_("The list has changed since you read it. Please read it again."))
    lists = lists_of(part)
    if obstacle := lists.obstacle():
        raise Refused(obstacle)
    note_hand(part, actor)
    part.table = points_of(lists, seed_of(part))
    party = lists.party(name_of(part), part.table)
    part.commitment = committed(party, bytes.fromhex(part.salt))
    part.frozen = clock.now()
    part.save(update_fields=["table", "commitment", "frozen"])
    case = search.case
    record(ListClosed(case.pk, part.side_id, case.pk, search.pk, part.pk, part.commitment), actor=actor)
    if not Part.objects.system().filter(search=search, frozen=None).exists():
        search.state, search.at = Search.SOLVING, clock.now()
        search.save(update_fields=["state", "at"])
        record(LookingBegan(case.pk, table_of(case), case.pk, search.pk), actor=SYSTEM)
        look_for_packages(search.pk)
    return part


@action(P.SHARE_LIST, on=Part)
def share_list(part: Part, *, actor: Actor, yes: bool) -> None:
    """Let the mediator read this side's list, or no longer. Nobody else reads it in either case."""
    if yes == (part.shared is not None):
        return
    if yes and part.search.state not in Search.OPEN:
        raise Refused(_("This search has ended."))
    part.shared = clock.now() if yes else None
    part.save(update_fields=["shared"])
    case = part.search.case
    record(ListShown(case.pk, case.pk, case.pk, part.search_id, part.side_id, yes), actor=actor)


@action(P.SEE_LIST, on=Part)
def note_reading(part: Part, *, actor: Actor) -> None:
    """Leave a line, for the side alone, that the mediator opened its list."""
    if actor.role == "mediator":
        case = part.search.case
        record(ListRead(case.pk, part.side_id, case.pk, part.search_id, part.side_id), actor=actor)


@action(P.ASK_UNLOCK, on=Part)
def ask_unlock(part: Part, *, actor: Actor, yes: bool) -> None:
    """Say that the side would open the lists again, or no longer. They open when every side has said so, and only
    between rounds."""
    search = part.search
    last = Round.objects.system().filter(search=search).order_by("-number").first()
    if search.state != Search.PROPOSING or last is None or last.state == Round.OPEN:
        raise Refused(_("The lists stay closed while packages are being looked for or answered."))
    if last is not None and (last.improves or last.number >= MOST_ROUNDS):
        raise Refused(_("There were enough rounds. What remains open is talked about at the table."))
    note_hand(part, actor)
    if yes == (part.unlock is not None):
        return
    part.unlock = clock.now() if yes else None
    part.save(update_fields=["unlock"])
    case = search.case
    record(UnlockAsked(case.pk, part.side_id, case.pk, search.pk, part.pk, yes), actor=actor)
    if not Part.objects.system().filter(search=search, unlock=None).exists():
        open_lists(search)
