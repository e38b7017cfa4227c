"""How long a story waits for what was promised within a time."""

import os

BUSY = 8  # a machine that others work on too is that much slower at its worst


def within(milliseconds: int) -> int:
    """Return a promised time as it can be held to just now.

    On a machine with time to spare that is the promise itself. Where more programs want to run than there are cores,
    a late answer says nothing about the house: what is promised has to come, and may come later.
    """
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    return milliseconds * BUSY if busy else milliseconds
