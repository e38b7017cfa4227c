"""A deal that the sides came to at the table, and one look whether every side could gain: offered once, a day later.

Of 1,005 human agreements a third could have been better for both, and those people were as content as the others
(docs/benchmarks.md). The deal is the floor and stands unless every side accepts the other package; where nobody or not
everybody could gain enough, nothing is said at all. Source: Raiffa, Post-Settlement Settlements, 1985.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import obstacle_words, require_step
from bitim.compromise.actions.telling import tell_everybody
from bitim.compromise.events import DealNoted, RoundPut
from bitim.compromise.lists import Model
from bitim.compromise.models import Part, Round, Search
from bitim.compromise.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.places import table_of

IMPROVE = "improve_deal"
AFTER = timedelta(days=1)


@action(P.NOTE_DEAL, on=Search)
def note_deal(search: Search, *, actor: Actor, options: Sequence[int]) -> None:
    """Note which answer to each question the deal at the table has; noted again, the day begins anew."""
    case = search.case
    require_step(case, IMPROVE)
    counts = [len(one) for one in Model.of(search.model).options]
    if len(options) != len(counts) or not all(0 <= at < count for at, count in zip(options, counts, strict=True)):
        raise Refused(_("Say for each question which answer the deal has."))
    search.deal, search.deal_at = list(options), clock.now()
    search.save(update_fields=["deal", "deal_at"])
    record(DealNoted(case.pk, case.pk, case.pk, search.pk), actor=actor)


@action(P.PUT_ROUND, on=Search)
def put_improvement(
    search: Search,
    *,
    actor: Actor,
    bound: Sequence[str],
    deal: Sequence[int],
    package: dict[str, Any] | None,
    kept: str = "",
) -> Round | None:
    """Note that it was looked, and put the better package before the sides where there is one, with the record of how
    it was found (`kept`), for after everybody has accepted. Nothing happens where
    lists or deal are no longer those that were looked at."""
    parts = Part.objects.system().filter(search=search).exclude(frozen=None)
    same = sorted(parts.values_list("commitment", flat=True)) == sorted(bound) and search.deal == list(deal)
    if not same or search.improved or search.state not in (Search.PROPOSING, Search.FOUND):
        return None
    if obstacle_words(search.case, IMPROVE):
        return None
    later = Search.objects.system().filter(case=search.case_id).exclude(pk=search.pk)
    others = later.filter(Q(state__in=Search.OPEN) | Q(since__gt=search.since))
    if Round.objects.system().filter(search=search, state=Round.OPEN).exists():
        return None
    now, case = clock.now(), search.case
    search.improved = now
    search.save(update_fields=["improved"])
    if package is None or others.exists():
        return None
    number = Round.objects.system().filter(search=search).count() + 1
    made = Round(search=search, number=number, packages=[package], record=kept, at=now, improves=True)
    made.save(force_insert=True)
    search.state, search.at = Search.PROPOSING, now
    search.save(update_fields=["state", "at"])
    record(RoundPut(case.pk, table_of(case), case.pk, search.pk, number, 1), actor=SYSTEM)
    tell_everybody(search, f"round-{number}")
    return made
