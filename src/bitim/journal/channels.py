"""How the sides of a case took part, as one key for the journal: came, phone, written, online, or mixed.

`SOURCES` are asked in turn and all that they say is put together; whoever knows more (the attendance of meetings)
adds a source when its app is ready: `channels.SOURCES.append(channels_of_attendance)`.
"""

from collections.abc import Callable, Iterable

from bitim.cases.models import Case
from bitim.journal.facts import channels_of_consents

CAME, PHONE, WRITTEN, ONLINE, MIXED = "came", "phone", "written", "online", "mixed"
SOURCES: list[Callable[[Case], Iterable[str]]] = [channels_of_consents]


def channel_of(case: Case) -> str:
    """Return the one channel of a case, `mixed` when there were several, nothing when nobody knows."""
    return together(key for source in SOURCES for key in source(case))


def together(keys: Iterable[str]) -> str:
    """Put channels together into one."""
    found = {key for key in keys if key in (CAME, PHONE, WRITTEN, ONLINE, MIXED)}
    return next(iter(found)) if len(found) == 1 else MIXED if found else ""
