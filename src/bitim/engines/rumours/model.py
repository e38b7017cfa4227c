"""Reports as the engine takes them, and what it suggests about them. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Report:
    """What one person said. `place`: a code; `at`: when it was heard, all with or all without a zone; `marks`: links
    and hashes of pictures, written one way by the caller."""

    id: str
    text: str
    language: str
    place: str
    at: datetime
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reasons:
    """Why the reports `one` and `two` may tell one rumour. `words`: pairs of words as they were typed, of one
    stem or meaning; `marks`: links or pictures of both; `same_place`; `hours` apart; `languages`: told in two
    languages; `score`: log odds, for order only."""

    one: str
    two: str
    words: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    same_place: bool
    hours: int
    languages: bool
    score: float


@dataclass(frozen=True)
class Suggestion:
    """Reports that may tell one rumour, the earliest first, and the reasons of each pair that speaks for itself, the
    strongest first, sixty at most; a pair that is not there is held together by the others."""

    ids: tuple[str, ...]
    why: tuple[Reasons, ...]

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """All pairs that confirming this suggestion would put together, smaller id first."""
        return frozenset((one, two) for one in self.ids for two in self.ids if one < two)
