"""What somebody in a meeting by voice asks for: a word with the mediator, or to be visited. The mediators see it, and
nobody else."""

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Participant
from bitim.kernel import bus, clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.room.actions.calling import NOT_LIVE
from bitim.room.models import Meeting, Space, VoicePlace
from bitim.room.permissions import P


@action(P.ASK_BY_VOICE, on=VoicePlace)
def knock(place: VoicePlace, *, actor: Actor, what: str) -> None:
    """Ask for a word with the mediator while one waits, or to be visited in the room of one's side; nothing: it is not
    needed any more. Asking twice changes nothing: who asked first stays first."""
    if place.meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    if what and what not in VoicePlace.KNOCKS:
        raise NotFound
    if what and place.participant.role in Participant.MEDIATOR_ROLES:
        raise NotFound
    if what and place.space is not None and place.space.kind == Space.JOINT:
        raise Refused(_("At the table everybody hears you, the mediator too."), _("Say that you want to speak."))
    if bool(what) == bool(place.knock):
        return
    place.knock, place.knocked = what, clock.now() if what else None
    place.save(update_fields=["knock", "knocked"])
    bus.news(place.meeting_id)
