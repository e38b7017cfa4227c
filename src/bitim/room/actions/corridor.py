"""The corridor: a room of a live meeting by voice for the representatives of the sides and the mediators, opened by the
mediator, closed by them or with the meeting. The people whom they represent are not in it, nothing of it stands on
their pages, and nothing is written in it.

Never while the sides are kept apart: representatives are people of their sides, and sides that are kept apart share no
room. Whatever ends the joint room (a consent withdrawn) ends it too: see seating.py.
"""

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case
from bitim.kernel import bus, clock, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.room.actions.calling import NOT_LIVE
from bitim.room.actions.seating import arrange
from bitim.room.events import CorridorOpened
from bitim.room.facts import may_sit_together
from bitim.room.facts_call import represent
from bitim.room.models import Meeting, Space
from bitim.room.permissions import P


@action(P.PLACE_PEOPLE, on=Meeting)
def open_corridor(meeting: Meeting, *, actor: Actor) -> None:
    """Open it; who represents somebody and who mediates may then be let in. Refused when nobody represents anybody."""
    if meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    if meeting.mode != "joint" or not may_sit_together(meeting.case):
        raise Refused(_("This meeting is held apart: the sides do not share a room."))
    _of_everybody(meeting.case, actor)
    if not represent(meeting.case_id):
        raise Refused(_("No side has a representative here."))
    space, _new = Space.objects.system().get_or_create(
        case=meeting.case, kind=Space.CORRIDOR, side=None, defaults={"made": clock.now()}
    )
    if space.open:
        return
    space.open, space.closed = True, None
    space.save(update_fields=["open", "closed"])
    arrange(meeting.case, actor=actor)
    record(CorridorOpened(chain=space.case_id, audience=space.pk, space=space.pk), actor=actor)
    bus.news(meeting.pk)


@action(P.PLACE_PEOPLE, on=Meeting)
def close_corridor(meeting: Meeting, *, actor: Actor) -> None:
    """Close it: whoever is in it waits until the mediator lets them in elsewhere."""
    _of_everybody(meeting.case, actor)
    arrange(meeting.case, actor=actor, without=Space.CORRIDOR)
    bus.news(meeting.pk)


def _of_everybody(case: Case, actor: Actor) -> None:
    """Refuse a mediator whom not every side has accepted: the room is of all of them."""
    joint = Space.objects.system().filter(case=case, kind=Space.JOINT).values_list("pk", flat=True).first()
    if joint is None or not membership.is_member(joint, actor.person):
        raise NotFound
