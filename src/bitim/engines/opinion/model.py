"""What is known of a conversation besides its votes, and why a set of votes cannot be taken. No arrays here."""

from collections.abc import Sequence
from dataclasses import dataclass

AGREE, PASS, DISAGREE = 1, 0, -1


class Unfit(Exception):
    """The votes or files cannot be taken as they are; the sentence says which and why."""


@dataclass(frozen=True)
class Statement:
    """A sentence that people vote on. `rejected` by a moderator, or `meta`: about the person, not about the question;
    both are asked no further for what everybody shares."""

    name: str
    text: str = ""
    rejected: bool = False
    meta: bool = False

    @property
    def out(self) -> bool:
        """Whether it is left out of the map and of all lists."""
        return self.rejected or self.meta


def in_order(names: Sequence[str]) -> list[int]:
    """Return the numbers of names in the one order that is used everywhere: whole numbers by size, then the rest."""

    def key(at: int) -> tuple[int, int, str]:
        name = names[at]
        whole = name.isascii() and name.isdigit() and len(name) <= 18
        return (0, int(name), name) if whole else (1, 0, name)

    return sorted(range(len(names)), key=key)
