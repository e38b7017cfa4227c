"""The two archives of a backup and what may be in them.

Data: `data-<moment>.tar.gz` with the database, the sealed files, the ledger of shredded keys, and a list of digests.
Keys: `keys-<moment>.box`, closed for the recovery key, with the key store and the master key.
The ledger is written once more beside them, `shredded-<moment>.json`: it is small, and the newest one matters.
"""

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from bitim.commands.environment import Stop

SQLITE, DUMP, LEDGER, KEYS, MASTER, CONTENTS = (
    "bitim.sqlite3",
    "database.dump",
    "shredded.json",
    "keys.sqlite3",
    "master.key",
    "contents.json",
)
FILES = "files"
# Small files of the data folder that belong to the centre: what its head accepted, how far the record had come, the
# public half of the recovery key.
BESIDE = ("accepted-templates.json", "checkpoints.jsonl", "recovery.pub")
STAMP = "%Y%m%dT%H%M%SZ"
FORMAT = 1

LedgerLine = tuple[str, str, str, str | None, str]


def stamp(moment: datetime) -> str:
    """Return the moment as it stands in a file name."""
    return moment.astimezone(UTC).strftime(STAMP)


def moment_of(path: Path) -> datetime | None:
    """Return the moment in the name of an archive, or None for a file that is not ours."""
    words = path.name.split(".")[0].partition("-")[2]
    try:
        return datetime.strptime(words, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def write(target: Path | io.BytesIO, members: Iterable[tuple[str, Path | bytes]], about: dict[str, Any]) -> None:
    """Write an archive of named files, its list of digests last. What vanishes meanwhile is left out: a sealed file
    is deleted only when its key was destroyed."""
    digests: dict[str, str] = {}
    opened: dict[str, Any] = {"fileobj": target} if isinstance(target, io.BytesIO) else {"name": target}
    with tarfile.open(mode="w:gz", compresslevel=1, **opened) as archive:
        for name, content in members:
            try:
                with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
                    digests[name] = _add(archive, name, file)
            except FileNotFoundError:
                continue
        listed = json.dumps({"format": FORMAT, **about, "sha256": digests}, sort_keys=True).encode()
        _add(archive, CONTENTS, io.BytesIO(listed))


def _add(archive: tarfile.TarFile, name: str, file: BinaryIO) -> str:
    """Add a member, readable by its owner alone, and return its digest."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = file.seek(0, io.SEEK_END), 0o600
    file.seek(0)
    archive.addfile(entry, file)
    return digest


def read(source: Path | io.BytesIO, target: Path) -> dict[str, Any]:
    """Unpack an archive into an empty folder and check every digest; return what it says about itself."""
    opened: dict[str, Any] = {"fileobj": source} if isinstance(source, io.BytesIO) else {"name": source}
    found: dict[str, str] = {}
    try:
        with tarfile.open(mode="r:gz", **opened) as archive:
            for entry in archive:
                path = target / _place(entry)
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                inside = archive.extractfile(entry)
                if inside is None:
                    raise Stop("The backup holds something that Bitim does not write.")
                path.touch(mode=0o600)
                with path.open("wb") as file:
                    while part := inside.read(1 << 20):
                        file.write(part)
                with path.open("rb") as file:
                    found[entry.name] = hashlib.file_digest(file, "sha256").hexdigest()
        about: dict[str, Any] = json.loads((target / CONTENTS).read_text())
    except (OSError, tarfile.TarError, zlib.error, ValueError, EOFError):
        raise Stop("The backup is cut short or damaged; take another one.") from None
    found.pop(CONTENTS, None)
    (target / CONTENTS).unlink()
    if about.get("format") != FORMAT or about.get("sha256") != found:
        raise Stop("The backup does not hold what it says it holds; take another one.")
    return about


def _place(entry: tarfile.TarInfo) -> PurePosixPath:
    """Return where a member may go: a known name, or a plain path below `files`."""
    place = PurePosixPath(entry.name)
    known = entry.name in (SQLITE, DUMP, LEDGER, KEYS, MASTER, CONTENTS, *BESIDE)
    below = place.parts[:1] == (FILES,) and len(place.parts) > 1
    if not entry.isreg() or ".." in place.parts or place.is_absolute() or not (known or below):
        raise Stop("The backup holds something that Bitim does not write.")
    return place


def ledger_text(lines: Iterable[LedgerLine]) -> str:
    """Return the ledger as a file: ids and moments, no content."""
    return json.dumps([list(line) for line in lines])


def read_ledger(path: Path) -> list[LedgerLine]:
    """Read what `ledger_text` wrote."""
    try:
        return [(str(a), str(b), str(c), None if d is None else str(d), str(e)) for a, b, c, d, e in _lines(path)]
    except (OSError, ValueError, TypeError):
        raise Stop(f"{path} is not a ledger of shredded keys that can be read.") from None


def _lines(path: Path) -> list[list[Any]]:
    lines: list[list[Any]] = json.loads(path.read_text())
    return lines
