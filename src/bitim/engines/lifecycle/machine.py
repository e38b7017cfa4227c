"""Asking the table."""

from collections.abc import Iterable

from bitim.engines.lifecycle.facts import CaseFacts
from bitim.engines.lifecycle.table import STEPS, Step

_BY_NAME = {step.name: step for step in STEPS}
WRONG_STAGE = "wrong_stage"


class NotNow(Exception):
    """A step that may not happen now; `obstacles` are guard keys, the stage first."""

    def __init__(self, step: str, obstacles: list[str]) -> None:
        super().__init__(step, obstacles)
        self.step, self.obstacles = step, obstacles


def reads_of(steps: Iterable[str]) -> frozenset[str]:
    """Return the facts that the guards of these steps look at. Unknown name: KeyError."""
    return frozenset().union(*(guard.reads for name in steps for guard in _BY_NAME[name].guards))


def steps_at(stage: str, role: str) -> list[str]:
    """Return the names of the steps that a role may take at a stage if no guard stands in the way."""
    return [step.name for step in STEPS if stage in step.stages and role in step.by]


def obstacles(facts: CaseFacts, name: str) -> list[str]:
    """Return the keys of what stands in the way of a step; empty when it may happen. Unknown name: KeyError."""
    step = _BY_NAME[name]
    found = [] if facts.stage in step.stages else [WRONG_STAGE]
    return found + [guard.key for guard in step.guards if not guard.holds(facts)]


def available(facts: CaseFacts) -> list[Step]:
    """Return the steps that may happen now, in the table's order."""
    return [step for step in STEPS if not obstacles(facts, step.name)]


def require(facts: CaseFacts, name: str) -> Step:
    """Return the step, or raise NotNow."""
    found = obstacles(facts, name)
    if found:
        raise NotNow(name, found)
    return _BY_NAME[name]


def advance(facts: CaseFacts, name: str) -> str:
    """Return the stage after a step; raise NotNow when it may not happen."""
    return require(facts, name).to or facts.stage
