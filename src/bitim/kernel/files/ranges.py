"""Which part of a file a browser asks for (RFC 9110, 14.1.2 and 14.2): one range of bytes, as Safari does for sound.

Several ranges, another unit and what cannot be read are passed over, as the standard allows: the whole file answers.
"""

import re

ONE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """The range lies outside the file."""


def asked(header: str, size: int) -> range | None:
    """Return the places asked for, None for the whole file; Unsatisfiable when none of them is in the file."""
    found = ONE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    first, last = found[1], found[2]
    if not first:  # the last so many bytes
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= end:
        raise Unsatisfiable
    return range(start, end)
