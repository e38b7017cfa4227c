"""What in a free text gives a person away, and the text with a neutral sign in its place. Pure.

Kazakh (both alphabets), Russian, Kyrgyz, Uzbek, Bulgarian and English. Every rule looks a bounded number of letters to
each side of an anchor (a digit, an @, a word for "street", a title), so the time is linear in the length of the text.
Too much is rather masked than too little, except for sums of money, dates and streets without a number of a house.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bitim.engines.rumours.addresses import addresses
from bitim.engines.rumours.digits import numbers
from bitim.engines.rumours.internet import handles, links, mails
from bitim.engines.rumours.letters import hidden
from bitim.engines.rumours.persons import persons

# The first that finds a place keeps it where two overlap.
KINDS = ("mail", "link", "card", "id", "phone", "handle", "address", "name")
MARK = "▒▒▒"
MOST_ACCENTS = 4
_ZEROS = frozenset("оОoO")


@dataclass(frozen=True, order=True)
class Span:
    """Letters `start` to `end` (not with it) of a text, as Python counts them, and what they are, one of `KINDS`."""

    start: int
    end: int
    kind: str


def traces(text: str) -> list[Span]:
    """Return what gives a person away, in order, without overlaps.

    Signs that show nothing and other forms of digits and letters (full width, Arabic, accents written apart) hide
    nothing. Of persons' names only a part is found: see `persons`.
    """
    plain, begins, ends = _plain(text)
    found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in KINDS}
    found["mail"] += mails(plain)
    found["link"] += links(plain)
    for kind, start, end in numbers(plain):
        found[kind].append((start, end))
    found["handle"] += handles(plain)
    found["address"] += addresses(plain)
    found["name"] += persons(plain)
    taken = bytearray(len(plain))
    spans = []
    for kind in KINDS:
        for start, end in sorted(found[kind]):
            spans += [Span(begins[a], ends[b - 1], kind) for a, b in _free(taken, start, end)]
            taken[start:end] = b"\1" * (end - start)
    return sorted(spans)


def masked(text: str, kinds: Iterable[str] = KINDS, mark: str = MARK) -> str:
    """Return a text with a neutral sign for what gives a person away; what stands side by side gets one sign."""
    wanted = frozenset(kinds)
    parts: list[str] = []
    at = 0
    for span in traces(text):
        if span.kind not in wanted:
            continue
        between = text[at : span.start]
        if not parts or between.strip():
            parts += [between, mark]
        at = span.end
    return "".join([*parts, text[at:]])


def _free(taken: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    """Return the runs of `start` to `end` that nobody has taken."""
    runs, at = [], start
    while at < end:
        if taken[at]:
            at += 1
            continue
        stop = taken.find(1, at, end)
        stop = end if stop < 0 else stop
        runs.append((at, stop))
        at = stop
    return runs


def _plain(text: str) -> tuple[str, list[int], list[int]]:
    """Return a text in composed letters with plain digits, and where each letter begins and ends in the original."""
    letters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        start, first = at, text[at]
        at += 1
        if hidden(first):
            continue
        while at < len(text) and (unicodedata.combining(text[at]) or hidden(text[at])):
            at += 1
        if first < "\u0300" and at == start + 1 and first != "\u00a0":
            shown = first
        else:
            accents = [one for one in text[start + 1 : at] if not hidden(one)][:MOST_ACCENTS]
            shown = unicodedata.normalize("NFKC", first + "".join(accents)) or first
        for one in shown:
            digit = unicodedata.decimal(one, None)
            letters.append(one if digit is None else str(digit))
            begins.append(start)
            ends.append(at)
    for here in range(1, len(letters) - 1):
        after = letters[here + 1]
        if after in " -" and here + 2 < len(letters):
            after = letters[here + 2]
        if letters[here] in _ZEROS and letters[here - 1].isdigit() and (after.isdigit() or after in _ZEROS):
            letters[here] = "0"
    return "".join(letters), begins, ends
