"""Who may do what in a community dialogue. Nobody of the centre can see how a voice voted."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.dialogue.models import Conversation, Voice
from bitim.dialogue.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Rules, predicate, register
from bitim.people.models import CentreRole
from bitim.people.rules import has_centre_role, is_coordinator_here, is_head_here

VOICE = "voice"


def conversation_of(thing: Any) -> Conversation:
    """Return the conversation that a thing belongs to."""
    found: Conversation = thing if isinstance(thing, Conversation) else thing.conversation
    return found


def open_now(talk: Conversation) -> bool:
    """Tell whether people vote in it now."""
    over = talk.closed is not None or (talk.closes is not None and talk.closes <= clock.now())
    return talk.opened is not None and not over


def is_over(talk: Conversation) -> bool:
    """Tell whether it was open and is no more."""
    return talk.opened is not None and not open_now(talk)


@predicate(_("Only the staff of the centre that asks can do this."))
def is_at_its_centre(actor: Actor, thing: Any) -> bool:
    """A coordinator or head of the conversation's centre."""
    centre = conversation_of(thing).centre_id
    return any(has_centre_role(actor, centre, role) for role in (CentreRole.COORDINATOR, CentreRole.HEAD))


@predicate(_("Only the staff of the centre that asks can do this."))
def is_mediator_there(actor: Actor, thing: Any) -> bool:
    """A mediator of the conversation's centre, acting as one."""
    return has_centre_role(actor, conversation_of(thing).centre_id, CentreRole.MEDIATOR)


@predicate(_("There is no such dialogue here."))
def is_begun(actor: Actor, thing: Any) -> bool:
    """It was opened once: from then on it is public."""
    return conversation_of(thing).opened is not None


@predicate(_("This dialogue is not open now. Nobody can vote or write in it."))
def is_open(actor: Actor, thing: Any) -> bool:
    """People vote now."""
    return open_now(conversation_of(thing))


@predicate(_("What came out is shown when the dialogue is over."))
def is_no_secret(actor: Actor, thing: Any) -> bool:
    """Nothing is kept back until the end, or the end has come."""
    talk = conversation_of(thing)
    return not talk.embargo or is_over(talk)


@predicate(_("The votes can be taken out when the dialogue is over."))
def is_finished(actor: Actor, thing: Any) -> bool:
    """Nobody votes any more: two files from two moments would show who came between them."""
    return is_over(conversation_of(thing))


@predicate(_("This was said by somebody else."))
def is_this_voice(actor: Actor, thing: Voice) -> bool:
    """The browser that holds this voice's secret."""
    return actor.role == VOICE and actor.door is not None and actor.door == thing.pk


RULES: Rules = {
    P.START_CONVERSATION: [[is_coordinator_here], [is_head_here]],
    P.SEE_CONVERSATION: [[is_begun], [is_at_its_centre], [is_mediator_there]],
    P.TAKE_PART: [[is_begun, is_open]],
    P.RUN_CONVERSATION: [[is_at_its_centre]],
    P.SEE_QUEUE: [[is_at_its_centre], [is_mediator_there]],
    P.MODERATE: [[is_at_its_centre], [is_mediator_there]],
    P.SEE_RESULTS: [[is_begun, is_no_secret]],
    P.EXPORT_VOTES: [[is_at_its_centre, is_finished]],
    P.BE_VOICE: [[is_this_voice]],
    P.VOTE: [[is_this_voice, is_open]],
    P.SAY: [[is_this_voice, is_open]],
}
register(RULES)
