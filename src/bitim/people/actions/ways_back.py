"""The way back: a PIN chosen, a code to come back with."""

from bitim.kernel import doors
from bitim.kernel.locking import write
from bitim.kernel.models import Door

RETURN_CODE_DAYS = 365  # a case and what follows it; the centre closes the door sooner or gives a new code


def choose_pin(door: Door, pin: str, days: int = RETURN_CODE_DAYS) -> str | None:
    """Keep the PIN of a door that has none and return the code to come back with, this once; None when there was a
    PIN already."""
    with write():
        if not doors.set_pin(door, pin):
            return None
        return doors.issue(door, doors.CODE, days=days)
