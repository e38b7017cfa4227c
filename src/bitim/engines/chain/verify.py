"""Walk a chain from its start and say where it first stops being true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Literal

from bitim.engines.chain.links import DIGEST_BYTES, GENESIS, link

Why = Literal["gap", "row altered", "link altered", "checkpoint differs"]


@dataclass(frozen=True)
class Link:
    """One row as the chain sees it; rows are numbered 1, 2, 3 ... without gaps.

    ``recomputed`` is the mac worked out anew from the row's content, or None when the key of that content was
    destroyed on purpose: then the stored mac is trusted, and altering it still breaks the link.
    """

    seq: int
    mac: bytes
    digest: bytes
    recomputed: bytes | None


@dataclass(frozen=True)
class Report:
    """What a walk found. ``broken_at`` is the number of the first row that is missing or untrue; ``checked`` counts the
    rows that were found true before it."""

    ok: bool
    broken_at: int | None
    why: Why | None
    checked: int


def verify(
    rows: Iterable[Link],
    checkpoints: Iterable[tuple[int, bytes]] = (),
    *,
    after: tuple[int, bytes] = (0, GENESIS),
) -> Report:
    """Check rows in order; report the first place where they are not what was written.

    - ``gap``: the next number is not there (dropped, out of order, or the tail is cut before a known checkpoint);
    - ``row altered``: the content no longer gives the stored mac;
    - ``link altered``: mac or digest do not follow from the row before;
    - ``checkpoint differs``: the chain agrees with itself but is not the chain that was signed: it was rewritten.

    ``checkpoints`` are (number, digest) pairs whose signatures the caller has checked, in any order. ``after`` starts
    the walk behind a row already known to be true. One pass, constant memory in the number of rows.
    """
    known: defaultdict[int, set[bytes]] = defaultdict(set)
    for seq, digest in checkpoints:
        known[seq].add(digest)
    last, previous = after
    start = last
    if known.pop(start, {previous}) != {previous}:
        return Report(False, start, "checkpoint differs", 0)
    promised = max(known, default=0)
    for row in rows:
        why = _untrue(row, last + 1, previous, known.get(row.seq))
        if why is not None:
            return Report(False, last + 1, why, last - start)
        last, previous = row.seq, row.digest
    if last < promised:
        return Report(False, last + 1, "gap", last - start)
    return Report(True, None, None, last - start)


def _untrue(row: Link, expected: int, previous: bytes, signed: set[bytes] | None) -> Why | None:
    if row.seq != expected:
        return "gap"
    if row.recomputed is not None and not compare_digest(row.recomputed, row.mac):
        return "row altered"
    if len(row.mac) != DIGEST_BYTES or not compare_digest(link(previous, row.mac), row.digest):
        return "link altered"
    if signed is not None and signed != {row.digest}:
        return "checkpoint differs"
    return None
