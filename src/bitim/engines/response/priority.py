"""How pressing a file is: proposed from what was ticked, never from words."""

from dataclasses import dataclass

PRIORITIES = ("P1", "P2", "P3", "P4")  # danger to life, high, medium, low
DANGER = frozenset({"weapons", "threat"})
RISING = frozenset({"gather", "outsiders", "ultimatum", "leaving"})
MANY, WITHIN_DAYS = 5, 3  # reports of one thing within days: high


@dataclass(frozen=True)
class Signs:
    """What is known of a file. `severity` 1 words, 2 dispute, 3 threat, 4 violence against things, 5 against people;
    `signs`: keys of what mobilises; `framed`: it is told as one people against another; `stage`; `recent`: independent
    reports within three days; `now`: it is going on at this moment."""

    severity: int = 1
    signs: frozenset[str] = frozenset()
    framed: bool = False
    stage: str = "background"
    recent: int = 1
    now: bool = False


def priority(found: Signs) -> str:
    """Return the priority. A fight that nobody calls a fight of peoples is a fight; told as one, or with a call to
    gather, it is what came before each of the outbreaks that the research looked at."""
    if found.severity >= 5 or found.signs & DANGER or (found.now and found.severity >= 4):
        return "P1"
    if "gather" in found.signs and found.now:
        return "P1"
    incident = found.severity >= 3 or found.stage in ("incident", "mobilisation", "violence")
    if found.severity >= 4 or found.signs & RISING or (found.framed and incident) or found.recent >= MANY:
        return "P2"
    if found.framed or found.severity == 3 or found.stage in ("incident", "mobilisation") or found.signs:
        return "P3"
    return "P4"
