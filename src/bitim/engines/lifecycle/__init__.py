"""The one state machine of a case: stages, steps and guards as data.

Buttons shown, refusals explained, actions guarded and docs/lifecycle.md all come from `STEPS`. Guards take a frozen
record of facts, never a model. Pure Python.
"""

from bitim.engines.lifecycle.facts import CaseFacts, SideFacts
from bitim.engines.lifecycle.machine import NotNow, advance, available, obstacles, reads_of, require, steps_at
from bitim.engines.lifecycle.table import GUARDS, OUTCOMES, STAGES, STEPS, Guard, Step

__all__ = [
    "GUARDS",
    "OUTCOMES",
    "STAGES",
    "STEPS",
    "CaseFacts",
    "Guard",
    "NotNow",
    "SideFacts",
    "Step",
    "advance",
    "available",
    "obstacles",
    "reads_of",
    "require",
    "steps_at",
]
