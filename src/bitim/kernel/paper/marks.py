"""The mark in the foot of each printed page: which paper, which page, of how many - nothing else.

It names no person, no case and no address. The paper's id is made from its words (`render.paper_id`): the hash H of
the file cannot stand in the file itself. Capital letters, digits and slashes alone, so that the code stays coarse
enough (25 modules) for an office scanner at 100 dots an inch and a telephone's photograph.
"""

import re
from dataclasses import dataclass

MARK = re.compile(r"BITIM1/([0-9A-F]{16})/([1-9]\d{0,2})/([1-9]\d{0,2})\Z")


@dataclass(frozen=True)
class Mark:
    """`paper`: 16 lower-case hex characters; `page` from 1 to `pages`."""

    paper: str
    page: int
    pages: int


def mark_words(mark: Mark) -> str:
    """Return what the code of a page says."""
    return f"BITIM1/{mark.paper.upper()}/{mark.page}/{mark.pages}"


def mark_of(words: str) -> Mark | None:
    """Return the mark that a code says, None when it is no mark of ours."""
    said = MARK.match(words)
    if said is None:
        return None
    paper, page, pages = said[1].lower(), int(said[2]), int(said[3])
    return Mark(paper, page, pages) if page <= pages else None
