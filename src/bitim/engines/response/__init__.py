"""The clocks of a sign of tension: how pressing it is, until when what has to happen, who hears if nothing does.

Every early-warning system that failed had the warning and no action. Therefore every deadline is fixed by the moment of
receipt and only ever comes nearer: nothing that anybody writes later moves it away. Source of the table: the project's
research on prevention, section 4.1.
"""

from bitim.engines.response.clocks import (
    CLOCKS,
    Clock,
    Deadlines,
    Level,
    deadlines,
    escalations,
    level,
    sooner,
)
from bitim.engines.response.priority import PRIORITIES, Signs, priority

__all__ = [
    "CLOCKS",
    "PRIORITIES",
    "Clock",
    "Deadlines",
    "Level",
    "Signs",
    "deadlines",
    "escalations",
    "level",
    "priority",
    "sooner",
]
