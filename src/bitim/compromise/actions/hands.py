"""Who writes for a side without a device, and before whom it spoke."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models_reading import Assistance, ReadBack
from bitim.compromise.models import Part, Search
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.settlements.actions.saying import speaker_of
from bitim.settlements.facts_heard import sat_before_the_mediator

AT_HOME = _("Nobody of this side was here. Read it out to them by telephone, with a colleague who listens.")


def note_hand(part: Part, actor: Actor) -> None:
    """Keep who wrote for a side; whoever did helps no other side without the leave of both. Runs inside an action."""
    if actor.role != "mediator":
        return
    Assistance.objects.system().get_or_create(
        side=part.side,
        by_id=actor.who,
        kind=Assistance.READ,
        defaults={"case_id": part.search.case_id, "noted_by_id": actor.who, "at": clock.now()},
    )
    if part.told_to_id != actor.who:
        part.told_to_id = actor.who
        part.save(update_fields=["told_to"])


def speaks_here(part: Part, actor: Actor) -> UUID:
    """Return who of a side speaks before this mediator; Refused where nobody of it was there."""
    if part.side_id not in sat_before_the_mediator([part.side_id]):
        raise Refused(AT_HOME)
    note_hand(part, actor)
    return speaker_of(part.search.case, part.side_id, actor).person_id


def forget_calls(search: Search) -> None:
    """Forget what was read out of a search and what was answered, once its round is over or it has ended: that a call
    was made stays. A call that nobody has confirmed yet counts no more."""
    calls = ReadBack.objects.system().filter(case=search.case_id, about=ReadBack.PACKAGE, thing=search.pk)
    waiting = calls.filter(state__in=(ReadBack.OPEN, ReadBack.READ))
    waiting.update(state=ReadBack.BROKEN, ended=clock.now())
    calls.update(text=None, answers=None, answer=None)
