"""By which way somebody takes part in a meeting, in words."""

from django.utils.translation import gettext_lazy as _

from bitim.room.models import Attendance

CHANNELS = {
    Attendance.IN_ROOM: _("in the room"),
    Attendance.BY_PHONE: _("by phone"),
    Attendance.SHARED: _("at a shared device"),
    Attendance.OWN_BROWSER: _("in their own browser"),
    Attendance.ABSENT: _("absent"),
}


def channel_word(channel: str) -> str:
    """Return the word for a channel in the reader's language."""
    return str(CHANNELS.get(channel, channel))
