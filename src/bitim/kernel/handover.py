"""What leaves the house by hand or by voice: a letter that was printed, a code that is read out.

The house gives these once, in the answer to one press, and keeps nothing. A demo has no envelopes and no telephone:
it listens here, so that its outbox can show them. In any other house nobody can listen, and nothing is passed on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings

LETTER, SIGNING, DOOR = "letter", "signing", "door"


@dataclass(frozen=True)
class Handed:
    """A thing given out. `kind`: an invitation on paper, a code to sign with, a new code to come in by; `paper` is
    the PDF of a letter."""

    kind: str
    to: str
    code: str = field(repr=False)
    paper: bytes = field(default=b"", repr=False)


_listeners: list[Callable[[Handed], None]] = []


def listen(listener: Callable[[Handed], None]) -> None:
    """Let a demo hear what is given out. Raises RuntimeError in every other house."""
    if settings.MODE != "demo":
        raise RuntimeError("only a demo may hear what is handed over")
    if listener not in _listeners:
        _listeners.append(listener)


def give(kind: str, to: str, code: str, paper: bytes = b"") -> None:
    """Say that something was given out. Called by views, when the act is done and its answer is on its way."""
    if settings.MODE != "demo":
        return
    for listener in _listeners:
        listener(Handed(kind, to, code, paper))
