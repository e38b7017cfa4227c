"""Asking the sides whether things may be divided by their lists."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Case
from bitim.compromise.actions.offering import STEP, ask_sides, going_on, sides_of
from bitim.compromise.goods import FEWEST_THINGS, MOST_THINGS
from bitim.compromise.models import Search
from bitim.compromise.permissions import P
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import new_id
from bitim.kernel.text import LANGUAGES, Text
from bitim.settlements.actions.words import clean

THING_LIMIT = 200


@action(P.OFFER_SEARCH, on=Case)
def offer_division(case: Case, *, actor: Actor, things: Mapping[str, str]) -> Search:
    """Ask the sides whether these things may be divided. `things`: in each language a text with a thing on each line,
    in the same order. It is off until the mediator does this."""
    require_step(case, STEP)
    if kept := going_on(case, Search.GOODS):
        return kept
    sides = sides_of(case)
    named = things_in(things)
    owners = [{"id": f"side {one.position}", "side": str(one.pk), "words": {}} for one in sides]
    issues = [{"id": str(new_id()), "title": dict(title), "options": owners} for title in named]
    return ask_sides(case, actor, sides, Search.GOODS, issues)


def things_in(typed: Mapping[str, str]) -> list[Text]:
    """Return the things out of lines in several languages; Refused where the lines do not belong together."""
    lines = {}
    for code in LANGUAGES:
        if found := [one for line in typed.get(code, "").splitlines() if (one := clean(line, THING_LIMIT))]:
            lines[code] = found
    if len({len(found) for found in lines.values()}) > 1:
        raise Refused(
            _("The languages have different numbers of lines. Each thing has its own line, in the same order.")
        )
    count = max(map(len, lines.values()), default=0)
    if not FEWEST_THINGS <= count <= MOST_THINGS:
        raise Refused(_("Write from 2 to 30 things, each on a line of its own."))
    if any(len(set(map(str.casefold, named))) < count for named in lines.values()):
        raise Refused(_("Two things have the same name. Tell them apart, so that everybody knows which is meant."))
    return [{code: named[at] for code, named in lines.items()} for at in range(count)]


def owner_of(search: Search, number: int) -> UUID:
    """Return the side that an option of a division stands for."""
    return UUID(search.model["issues"][0]["options"][number]["side"])
