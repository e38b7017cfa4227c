"""`bitim backup DIR`: copy the data and, apart and closed, the keys; let go of copies of keys past their term.

Order matters: first the database, then the files, then the keys, so that every key of a copied row is there; keys
destroyed meanwhile are meant to be gone.
"""

import argparse
import io
import json
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from bitim.commands import archives, database, environment, recovery_box
from bitim.commands.environment import Stop, complain, say

HELP = "write a backup of the data and, apart, of the keys"
PUBLIC_KEY = "recovery.pub"
NOTE = "last-backup.json"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    environment.data_option(parser)
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the backup of the data goes")
    parser.add_argument(
        "--keys-to", metavar="DIR", type=Path, help="where the backup of the keys goes (else DIR/keys); best elsewhere"
    )
    parser.add_argument(
        "--recovery-key",
        metavar="FILE",
        type=Path,
        help=f"the public half made by `bitim recovery-key` (else {PUBLIC_KEY} in the data folder)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write one backup; 0 when both archives are on the disk."""
    try:
        data = environment.prepare(arguments)
        public = arguments.recovery_key or data / PUBLIC_KEY
        if not public.exists():
            raise Stop(
                "Keys are backed up only closed. Make a recovery key on another machine (`bitim recovery-key FILE`) "
                f"and give its public half: --recovery-key FILE.pub, or put it at {data / PUBLIC_KEY}."
            )
        back_up(data, arguments.folder, arguments.keys_to or arguments.folder / "keys", public)
    except Stop as stop:
        complain(str(stop))
        return 1
    except OSError as problem:
        complain(f"The backup could not be written: {problem.strerror} ({problem.filename}). Nothing old was removed.")
        return 1
    return 0


def back_up(data: Path, folder: Path, keys_to: Path, public: Path) -> None:
    """Write both archives and the ledger, then remove what is past its term."""
    from django.conf import settings

    from bitim.kernel import clock, keystore

    recipient = recovery_box.read_public(public)
    if not settings.MASTER_KEY_PATH.exists() or not settings.KEYSTORE_PATH.exists():
        raise Stop("The key store or its master key is missing; `bitim doctor` says more. Nothing was written.")
    for each in (folder, keys_to):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    mask = os.umask(0o077)
    try:
        moment = clock.now()
        named = archives.stamp(moment)
        about = {"at": moment.isoformat(), "mode": settings.MODE, "key_backup_days": settings.KEY_BACKUP_DAYS}
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as inner:
            work = Path(inner)
            copied = database.copy_out(work)
            ledger = work / archives.LEDGER
            ledger.write_text(archives.ledger_text(keystore.store().ledger()))
            beside = [(name, data / name) for name in archives.BESIDE if (data / name).exists()]
            members = [copied, *_files(settings.FILES_PATH), *beside, (ledger.name, ledger)]
            archives.write(work / "data", members, about)
            _finish(work / "data", folder / f"data-{named}.tar.gz")
            _keys(work, keys_to / f"keys-{named}.box", recipient, about)
            ledger.write_text(archives.ledger_text(keystore.store().ledger()))
            _finish(ledger, folder / f"shredded-{named}.json")
        note = {"at": moment.isoformat(), "data": str(folder), "keys": str(keys_to)}
        (data / NOTE).write_text(json.dumps(note))
    finally:
        os.umask(mask)
    say(f"Data: {folder / f'data-{named}.tar.gz'}")
    say(f"Keys: {keys_to / f'keys-{named}.box'}; opened by the recovery key alone")
    for gone in _let_go(keys_to, timedelta(days=settings.KEY_BACKUP_DAYS)):
        say(f"Removed, past its term of {settings.KEY_BACKUP_DAYS} days: {gone}")


def _files(folder: Path) -> Iterator[tuple[str, Path | bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{archives.FILES}/{path.relative_to(folder).as_posix()}", path


def _keys(work: Path, target: Path, recipient: X25519PublicKey, about: dict[str, object]) -> None:
    """Pack store and master key in memory, close the box, write it: keys never lie open on the backup's disk."""
    from django.conf import settings

    from bitim.kernel import keystore

    packed = io.BytesIO()
    archives.write(
        packed, [(archives.KEYS, keystore.store().copied()), (archives.MASTER, settings.MASTER_KEY_PATH)], about
    )
    closed = work / "keys"
    closed.write_bytes(recovery_box.close(packed.getvalue(), recipient))
    _finish(closed, target)


def _finish(made: Path, target: Path) -> None:
    """Put a finished archive in its place so that no reader ever finds half of one."""
    if made.stat().st_dev == target.parent.stat().st_dev:
        path = made
    else:
        path = target.with_name(f".unfinished-{target.name}")
        path.write_bytes(made.read_bytes())
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(target)


def _let_go(keys_to: Path, term: timedelta) -> Iterator[Path]:
    from bitim.kernel import clock

    for path in sorted(keys_to.glob("keys-*.box")):
        moment = archives.moment_of(path)
        if moment is not None and clock.now() - moment > term:
            path.unlink()
            yield path
