"""The fast form of who takes part: a line per person, one press each, keyboard first."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.kernel.access import Refused
from bitim.room.actions import Way
from bitim.room.models import Attendance
from bitim.room.wording_channels import CHANNELS as CHANNELS
from bitim.room.wording_channels import channel_word as channel_word


def ways_in(posted: Mapping[str, str]) -> dict[UUID, Way]:
    """Read `way-<participant>` and `behind-<participant>`; a line without a mark says nothing of that person."""
    found = {}
    try:
        for name, channel in posted.items():
            if name.startswith("way-") and channel:
                who = UUID(name.removeprefix("way-"))
                behind = posted.get(f"behind-{who}", "") if channel == Attendance.SHARED else ""
                found[who] = Way(channel, UUID(behind) if behind else None)
    except ValueError:
        raise Refused(_("Choose by which way this person takes part.")) from None
    return found
