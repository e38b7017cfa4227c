"""What the rooms ask of the outside: a first draft of a translation, who carries voices, who types what is said
(all off unless a house sets them up), and what lies on the table (`agenda`, given by the domain above).

A draft is put before the interpreter, who sends it or not; it is never asked for in a private room.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from bitim.kernel.access import Actor
from bitim.room.captions import Captions
from bitim.room.media.backend import MediaBackend, NoMedia


class Translator(Protocol):
    """Port: draft a translation. Called outside any transaction."""

    def draft(self, words: str, source: str, target: str) -> str | None:
        """Return a draft in the target language, or None when there is none."""
        ...


class NoTranslator:
    """The adapter in use until a centre names its own: drafts nothing and sends nothing anywhere."""

    def draft(self, words: str, source: str, target: str) -> str | None:
        """Draft nothing."""
        return None


translator: Translator = NoTranslator()
media: MediaBackend = NoMedia()
captions: Captions = Captions()


@dataclass(frozen=True)
class Point:
    """One thing that the sides may speak about: a question on which all have agreed that it is one (`issue`), or a
    clause of the text that they work on (`clause`), in words that the reader may read, in that language."""

    id: UUID
    kind: str
    number: int
    words: str
    language: str


def nothing_on_the_table(actor: Actor, case: UUID) -> Sequence[Point]:
    """Know of nothing, until a domain says what there is."""
    return ()


agenda: Callable[[Actor, UUID], Sequence[Point]] = nothing_on_the_table
