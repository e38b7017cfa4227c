"""What a paper says of its own template: which head accepted the very text, and when; or that it is a sample."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bitim.kernel.dates import day_words
from bitim.kernel.paper.words import word


@dataclass(frozen=True)
class Acceptance:
    """Who accepted the present text of a template for a centre, by the name that is printed, and on which day."""

    by: str
    on: date


def approval_words(approved: Acceptance | None, languages: Iterable[str]) -> dict[str, str]:
    """Return what a paper says of its own template in each of its languages: who approved it and when, or that it is
    a sample. Said of the moment of printing: a paper that is final keeps its words whatever is accepted later."""
    if approved is None:
        return {code: word("not_approved", code) for code in languages}
    return {
        code: word("approved", code).format(name=approved.by, day=day_words(approved.on, code)) for code in languages
    }
