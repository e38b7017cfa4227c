"""A shared device - the centre's computer, one telephone of a family - in the hands of one person of a side.

Whoever has a PIN of their own uses it. Whoever has no door gets one for the length of the meeting, whose PIN they
choose themselves before the mediator. By such a door one reads and speaks; what binds a side (showing, consenting,
signing) waits for a way in that a second person has confirmed, because the mediator alone stood beside it.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Participant
from bitim.kernel import clock, doors, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.models import Door
from bitim.kernel.record import record
from bitim.room.actions.attending import current
from bitim.room.actions.recording import DEVICE
from bitim.room.events import DeviceHanded
from bitim.room.models import Attendance, Message, Space
from bitim.room.permissions import P
from bitim.room.rules import person_of


@action(P.HAND_DEVICE, on=Participant)
def hand_device(participant: Participant, *, actor: Actor) -> Door:
    """Return the door by which this person uses the shared device during the live meeting."""
    if participant.role not in Participant.SIDE_ROLES or participant.ended or participant.side_id is None:
        raise NotFound
    meeting = current(participant.case)
    if meeting is None:
        raise Refused(_("No meeting is open now."))
    noted = Attendance.objects.system().filter(meeting=meeting, participant=participant, gone=None)
    if not noted.filter(channel=Attendance.SHARED).exists():
        raise Refused(_("Note first that this person takes part at a shared device."))
    caucus = Space.objects.system().get(side=participant.side_id)
    own = Door.objects.system().filter(person=participant.person_id, subject=participant.case_id, closed=None)
    door = own.exclude(pin=None).first() or _for_the_meeting(participant, meeting.pk, caucus, actor)
    record(
        DeviceHanded(chain=participant.case_id, audience=caucus.pk, meeting=meeting.pk, participant=participant.pk),
        actor=actor,
    )
    return door


def _said_before(space: Space, mediator: UUID) -> bool:
    heard = membership.intervals(space.pk, mediator)
    return bool(Message.objects.system().filter(space=space).exclude(heard).exists())


def _for_the_meeting(participant: Participant, meeting: UUID, caucus: Space, actor: Actor) -> Door:
    """Return the person's door for this meeting. Not by a mediator who came later than words in this person's rooms: by
    this door they would read what was said before them."""
    rooms = Space.objects.system().filter(case=participant.case_id, kind=Space.JOINT)
    if any(_said_before(space, person_of(actor)) for space in (caucus, *rooms)):
        raise Refused(
            _("In this person's rooms something was said before you came."),
            _("A person with a way in and a PIN of their own can use the device; the centre gives one."),
        )
    door = doors.make_door(participant.person_id, meeting, DEVICE)
    if door.opened is None:
        door.opened = clock.now()
        door.save(update_fields=["opened"])
    return door
