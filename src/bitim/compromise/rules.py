"""Who may do what in a search for packages. Nobody but a side reads its list, unless it shares it with the mediator."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_reading import OWN_WAY
from bitim.cases.predicates import (
    assists_one_side,
    is_accepted_here,
    is_confirmed,
    is_mediator,
    is_not_apart,
    is_not_closed,
    is_of_a_side,
    is_of_this_side,
)
from bitim.compromise.facts_voice import by_voice, writes_no_more
from bitim.compromise.models import Part, Round, Search
from bitim.compromise.permissions import P
from bitim.kernel.access import Actor, predicate, register


def search_of(thing: Any) -> Search:
    """Return the search that a thing belongs to."""
    found: Search = thing if isinstance(thing, Search) else thing.search
    return found


@predicate(_("Every side has answered already whether it takes part."))
def is_being_asked(actor: Actor, thing: Any) -> bool:
    """The sides are being asked; nothing is weighed yet."""
    return search_of(thing).state == Search.ASKED


@predicate(_("This search has ended."))
def is_going_on(actor: Actor, thing: Any) -> bool:
    """The search has neither ended nor found a package."""
    return search_of(thing).state in Search.OPEN


@predicate(_("Lists can be written once every side takes part, until they are closed."))
def is_listing(actor: Actor, part: Part) -> bool:
    """Every side takes part and this side's list is open."""
    return part.search.state == Search.LISTING and part.frozen is None


@predicate(_("Your list is still open: you can change it as it is."))
def is_frozen(actor: Actor, part: Part) -> bool:
    """The side's list is closed."""
    return part.frozen is not None


@predicate(_("This side has not shown its list."))
def is_shared(actor: Actor, part: Part) -> bool:
    """The side lets the mediator read its list."""
    return part.shared is not None


@predicate(OWN_WAY)
def is_heard_by_voice(actor: Actor, part: Part) -> bool:
    """Nobody of the side has, or ever had, a way in of their own; what it says is written down for it."""
    return part.side_id in by_voice(part.search.case)


@predicate(_("A colleague writes for this side."))
def is_its_hand(actor: Actor, part: Part) -> bool:
    """Nobody else writes for the side: of its list as few people know as can be."""
    return part.told_to_id in (None, actor.person) or writes_no_more(part)


@predicate(_("This round is over."))
def is_open_round(actor: Actor, thing: Round) -> bool:
    """Replies are still taken."""
    return thing.state == Round.OPEN and thing.search.state == Search.PROPOSING


@predicate(_("This can be seen once every side has accepted a package."))
def is_accepted(actor: Actor, thing: Any) -> bool:
    """Every side has accepted a package."""
    return search_of(thing).state == Search.FOUND


@predicate(_("A deal can be noted once every side has closed its list and no round is open."))
def is_between_rounds(actor: Actor, search: Search) -> bool:
    """Every list is closed, no package is being answered, and no deal was looked at yet."""
    if search.state not in (Search.PROPOSING, Search.FOUND) or search.improved is not None:
        return False
    return not Round.objects.system().filter(search=search, state=Round.OPEN).exists()


@predicate(_("A deal is noted of questions, not of things that are divided."))
def is_of_questions(actor: Actor, search: Search) -> bool:
    """Packages of answers are looked for; no things are divided."""
    return search.kind == Search.PACKAGE


SIDES = [is_not_apart, is_of_a_side, is_confirmed]
OWN = [is_not_apart, is_of_this_side, is_confirmed]
# For a side without a device: the mediator whom it has accepted, who has helped no other side in this case unless both
# said that they do not mind; and one mediator, not several. From the moment that somebody of the side has a way in of
# their own, nobody does.
VOICE = [is_not_apart, is_mediator, is_heard_by_voice, is_accepted_here, assists_one_side, is_its_hand]

RULES = {
    P.SEE_SEARCH: [[is_mediator], SIDES],
    P.OFFER_SEARCH: [[is_not_closed, is_mediator]],
    P.KEEP_OUT: [[is_not_closed, is_mediator, is_being_asked], [is_not_closed, *SIDES, is_being_asked]],
    P.SET_APART: [[is_not_closed, is_mediator, is_being_asked]],
    P.AGREE_TO_SEARCH: [[is_not_closed, *OWN, is_being_asked], [is_not_closed, *VOICE, is_being_asked]],
    P.END_SEARCH: [[is_not_closed, is_mediator, is_going_on], [is_not_closed, *SIDES, is_going_on]],
    P.SEE_PART: [[is_not_closed, *OWN], [is_not_closed, *VOICE]],
    P.SEE_LIST: [[is_not_closed, *OWN], [is_not_closed, is_mediator, is_shared], [is_not_closed, *VOICE]],
    P.WRITE_LIST: [[is_not_closed, *OWN, is_listing], [is_not_closed, *VOICE, is_listing]],
    P.CLOSE_LIST: [[is_not_closed, *OWN, is_listing], [is_not_closed, *VOICE, is_listing]],
    P.SHARE_LIST: [[is_not_closed, *OWN]],
    P.SPEAK_FOR: [[is_not_closed, *VOICE]],
    P.ASK_UNLOCK: [[is_not_closed, *OWN, is_going_on, is_frozen], [is_not_closed, *VOICE, is_going_on, is_frozen]],
    P.PUT_ROUND: [],  # only the house itself
    P.SEE_ROUND: [[is_mediator], SIDES],
    P.REPLY: [[is_not_closed, *SIDES, is_open_round]],
    P.WRITE_CLAUSES: [[is_not_closed, is_mediator, is_accepted]],
    P.NOTE_DEAL: [[is_not_closed, is_mediator, is_of_questions, is_between_rounds]],
    P.SEE_RECORD: [[is_mediator, is_accepted], [*SIDES, is_accepted]],
}
register(RULES)
