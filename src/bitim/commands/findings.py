"""What is looked at in an installation, one function each. `serve` refuses what `doctor` calls STOP."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["good", "note", "mend", "stop"]
KINDS: list[Callable[[], Iterator["Finding"]]] = []


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `stop` keeps `serve` from starting, `mend` makes `doctor` end with 1, `note` is said.
    `aloud`: `serve` says it too at each start."""

    level: Level
    what: str
    how: str = ""
    aloud: bool = False


def look(check: Callable[[], Iterator[Finding]]) -> Callable[[], Iterator[Finding]]:
    """Add a check; they are asked in the order of the file."""
    KINDS.append(check)
    return check


def all_of() -> Iterator[Finding]:
    """Look at everything. A check that breaks off is itself something to mend, never the end of the others."""
    for check in KINDS:
        try:
            yield from check()
        except Exception as trouble:  # noqa: BLE001 - the doctor goes on to the next
            name = check.__name__.replace("_", " ")
            yield Finding("mend", f"Looking at {name} broke off ({type(trouble).__name__}).", "See the lines above.")
