"""What the rooms ask of the outside: a first draft of a translation, and who carries voices. Off unless a house sets
them up.

A draft is put before the interpreter, who sends it or not; it is never asked for in a private room.
"""

from typing import Protocol

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
