"""The demo's calendar: what happened in the world happened on a day before today, at an hour of that place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bitim.kernel import clock

STEP = timedelta(seconds=20)


class Days:
    """A clock that is set by the story and goes on a little with every look at it; it never passes the present."""

    def __init__(self, zone: str = "Asia/Almaty") -> None:
        self.present = clock.now()
        self.zone = ZoneInfo(zone)
        self.moment = self.present

    def go(self, days_ago: int, hour: int = 10, minute: int = 0) -> None:
        """Set the clock to an hour of a day before today."""
        day = (self.present.astimezone(self.zone) - timedelta(days=days_ago)).date()
        moment = datetime.combine(day, time(hour, minute), self.zone)
        self.moment = min(moment, self.present - timedelta(minutes=30))

    def later(self, minutes: int) -> None:
        """Let some minutes pass."""
        self.moment = min(self.moment + timedelta(minutes=minutes), self.present)

    def now(self) -> datetime:
        """Return the story's moment, a little later at each look."""
        self.moment = min(self.moment + STEP, self.present)
        return self.moment.astimezone(self.present.tzinfo)

    @contextmanager
    def running(self) -> Iterator["Days"]:
        """Let the whole house live by this clock for a while."""
        clock.set_source(self.now)
        try:
            yield self
        finally:
            clock.set_source(None)
