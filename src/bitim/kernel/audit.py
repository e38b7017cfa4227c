"""Walking the record: is every chain still what was written, and where did it break?

The proof reaches as far as the last checkpoint that left the machine: whoever holds machine and keys can rewrite what
came after it. That is why checkpoints are also written to `DATA/checkpoints.jsonl`, for another machine to fetch, and
mailed where a centre gave an address for them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import CharField, Max, QuerySet
from django.db.models.functions import Cast

from bitim.engines import chain as links
from bitim.kernel import clock, keystore
from bitim.kernel.locking import write
from bitim.kernel.models import ChainHead, Checkpoint, Event
from bitim.kernel.record import chain_key, row_of

FILE = "checkpoints.jsonl"
CHUNK = 500
UNREADABLE = bytes(links.DIGEST_BYTES)
Signed = tuple[int, bytes]


@dataclass(frozen=True)
class Walked:
    """What the walk along one chain found; `broken_at` is the number of the first missing or untrue row."""

    chain: UUID
    report: links.Report


@dataclass(frozen=True)
class Doubtful:
    """A checkpoint line that was not signed by this house, or was altered since."""

    where: str


def checkpoint_key() -> bytes:
    """Return the key under which checkpoints are signed."""
    return keystore.store().derived("checkpoint")


# --- signing -------------------------------------------------------------------------------------------


def sign_checkpoints() -> list[links.Checkpoint]:
    """Sign where every chain stands now, for the chains that grew since their last checkpoint."""
    made: list[links.Checkpoint] = []
    with write():
        last: dict[UUID, int] = dict(Checkpoint.objects.system().order_by("seq").values_list("chain", "seq"))
        for head in ChainHead.objects.system().order_by("pk"):
            if head.seq <= last.get(head.pk, 0):
                continue
            one = links.checkpoint(head.pk, head.seq, bytes(head.digest), clock.now(), checkpoint_key())
            Checkpoint.objects.create(chain=head.pk, seq=one.seq, digest=one.digest, at=one.at, signature=one.signature)
            made.append(one)
    return made


def export(checkpoints: Iterable[links.Checkpoint], folder: Path) -> str:
    """Append checkpoints to the file of the data folder, one JSON line each, and return the lines."""
    lines = "".join(json.dumps(one.as_record(), sort_keys=True) + "\n" for one in checkpoints)
    if lines:
        with (folder / FILE).open("a", encoding="utf-8") as file:
            file.write(lines)
    return lines


# --- walking -------------------------------------------------------------------------------------------


def walk(files: Iterable[Path] = ()) -> Iterator[Walked | Doubtful]:
    """Walk every chain there is or should be, against its head, the kept checkpoints and those in the files."""
    known: defaultdict[UUID, list[Signed]] = defaultdict(list)
    for where, one in _checkpoints(files):
        if one is None or not links.check_checkpoint(one, checkpoint_key()):
            yield Doubtful(where)
        else:
            known[UUID(one.chain_id)].append((one.seq, one.digest))
    for head in ChainHead.objects.system():
        known[head.pk].append((head.seq, bytes(head.digest)))
    unread = _unreadable_chains(known)
    if unread:
        yield Doubtful(f"{unread} rows of the record that name no chain")
    for chain in sorted(known):
        yield Walked(chain, links.verify(_rows(chain), [signed for signed in known[chain] if signed[0]]))


def _unreadable_chains(known: dict[UUID, list[Signed]]) -> int:
    """Add the chains that the rows name; count the rows that name something else. Read as text: a damaged id must
    not stop the walk."""
    unread = 0
    for named in Event.objects.system().values_list(Cast("chain", CharField()), flat=True):
        try:
            known[UUID(named)]
        except ValueError:
            unread += 1
    return unread


def _rows(chain: UUID) -> Iterator[links.Link]:
    key = chain_key()
    rows = Event.objects.system().filter(chain=chain).order_by("chain_seq", "pk")
    bare = list(rows.values_list("chain_seq", "mac", "digest"))
    for start in range(0, len(bare), CHUNK):
        part = bare[start : start + CHUNK]
        macs = _recomputed(rows, start, len(part), key)
        for (seq, mac, digest), recomputed in zip(part, macs, strict=True):
            yield links.Link(seq, bytes(mac), bytes(digest), recomputed)


def _recomputed(rows: QuerySet[Event], start: int, count: int, key: bytes) -> list[bytes]:
    """Return the macs of rows worked out anew; a row too damaged to be read gets one that cannot be right."""
    try:
        return [links.row_mac(key, row_of(event)) for event in rows[start : start + count]]
    except (ValueError, TypeError, AttributeError):
        if count == 1:
            return [UNREADABLE]
        return [mac for at in range(start, start + count) for mac in _recomputed(rows, at, 1, key)]


def _checkpoints(files: Iterable[Path]) -> Iterator[tuple[str, links.Checkpoint | None]]:
    for row in Checkpoint.objects.system().order_by("at", "pk"):
        one = links.Checkpoint(str(row.chain), row.seq, bytes(row.digest), row.at, bytes(row.signature))
        yield f"the checkpoint of {row.at:%Y-%m-%d} in the database", one
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"line {number} of {path.name}", _read(line)


def _read(line: str) -> links.Checkpoint | None:
    try:
        one = links.Checkpoint.from_record(json.loads(line))
        UUID(one.chain_id)
    except (ValueError, KeyError, TypeError):
        return None
    return one


def newest() -> datetime | None:
    """Return when the last thing was recorded."""
    last: datetime | None = Event.objects.system().aggregate(last=Max("at"))["last"]
    return last
