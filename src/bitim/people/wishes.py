"""How it is safe to reach a person: said by them, obeyed by every notice. Pure values; no names, no words.

*how*: call, write or either. *seen_by*: who else reads this telephone or mailbox; where anybody does, no way in is
sent there. *when*: the parts of the day in which the person wants to be reached, by their own clock (their time zone,
else their centre's: `people.queries.hours`); none named means any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# What is asked once more before a call: it is outside the hours; somebody else answers or sees that telephone.
OUTSIDE, OVERHEARD = "outside", "overheard"
EITHER, CALL, WRITE = "either", "call", "write"
HOW = (EITHER, CALL, WRITE)
ME, FAMILY, OTHERS = "me", "family", "others"
SEEN_BY = (ME, FAMILY, OTHERS)
# First hour and the hour in which it is over.
PARTS = {"morning": (8, 12), "afternoon": (12, 18), "evening": (18, 21)}
DAYS = {"workdays": range(5), "weekend": range(5, 7)}
WHEN = (*PARTS, *DAYS)


@dataclass(frozen=True)
class Wishes:
    """What a person asked of whoever wants to reach them."""

    how: str = EITHER
    seen_by: str = ""
    when: tuple[str, ...] = ()

    @property
    def may_be_written_to(self) -> bool:
        """Tell whether anything may be written to this person."""
        return self.how != CALL

    @property
    def may_be_called(self) -> bool:
        """Tell whether this person may be called."""
        return self.how != WRITE

    @property
    def read_by_others(self) -> bool:
        """Tell whether somebody else reads what is sent there."""
        return self.seen_by in (FAMILY, OTHERS)

    def allows(self, moment: datetime) -> bool:
        """Tell whether a local moment lies in the hours that were named."""
        parts = [PARTS[one] for one in self.when if one in PARTS]
        days = [DAYS[one] for one in self.when if one in DAYS]
        in_part = not parts or any(first <= moment.hour < over for first, over in parts)
        return in_part and (not days or any(moment.weekday() in one for one in days))

    def asks(self, moment: datetime) -> tuple[str, ...]:
        """Return what is asked once more before this person is called at a local moment."""
        return (OUTSIDE,) * (not self.allows(moment)) + (OVERHEARD,) * self.read_by_others

    def next_allowed(self, moment: datetime) -> datetime:
        """Return the moment itself when it is allowed, else the first full hour after it that is."""
        if self.allows(moment):
            return moment
        hour = moment.replace(minute=0, second=0, microsecond=0)
        for _hour in range(24 * 8):
            hour += timedelta(hours=1)
            if self.allows(hour):
                return hour
        return moment  # cannot be: every week has each day and each part


def wishes_of(safe_contact: Mapping[str, Any] | None) -> Wishes:
    """Read what was kept; what is not known is not asked for."""
    kept = safe_contact or {}
    how, seen_by = str(kept.get("how") or EITHER), str(kept.get("seen_by") or "")
    when = kept.get("when") or ()
    named = tuple(one for one in WHEN if isinstance(when, list | tuple) and one in when)
    return Wishes(how if how in HOW else EITHER, seen_by if seen_by in SEEN_BY else "", named)
