"""Civil days of a centre: a line stands under the day it is at the centre, wherever the server is."""

from datetime import date
from zoneinfo import ZoneInfo

from bitim.kernel import clock


def today_at(time_zone: str) -> date:
    """Return today's date in a time zone."""
    return clock.now().astimezone(ZoneInfo(time_zone)).date()
