"""`bitim restore`: bring data and keys back into an empty place; what was shredded stays shredded.

Every ledger that is found (in the data archive, in the key store, beside the archives, given by hand) is applied to
the restored keys. Keys older than the term of key backups (BITIM_KEY_BACKUP_DAYS) are refused: certificates of
destruction name a date after which nothing comes back, and this is where that promise is kept.
"""

import argparse
import io
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bitim.commands import archives, database, environment, recovery_box
from bitim.commands.environment import Stop, complain, say

HELP = "bring a backup back into an empty data folder"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    environment.data_option(parser)
    parser.add_argument("archive", metavar="DATA", type=Path, help="the data archive, data-....tar.gz")
    parser.add_argument("--keys", metavar="FILE", type=Path, required=True, help="the key archive, keys-....box")
    parser.add_argument(
        "--recovery-key", metavar="FILE", type=Path, required=True, help="the recovery key itself (the private half)"
    )
    parser.add_argument(
        "--ledger",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a ledger of shredded keys, shredded-....json; those beside the archives are found by themselves",
    )


def run(arguments: argparse.Namespace) -> int:
    """Restore; 0 when the house can be started again."""
    mask = os.umask(0o077)
    try:
        data = environment.prepare(arguments)
        restore(data, arguments.archive, arguments.keys, arguments.recovery_key, arguments.ledger)
    except Stop as stop:
        complain(str(stop))
        return 1
    except OSError as problem:
        complain(f"The backup could not be brought back: {problem.strerror} ({problem.filename}).")
        return 1
    finally:
        os.umask(mask)
    return 0


def restore(data: Path, archive: Path, keys: Path, recovery: Path, given: list[Path]) -> None:
    """Unpack and check everything first, then put it in place, keys last."""
    from django.conf import settings

    beside = [data / name for name in archives.BESIDE]
    _refuse_to_write_over(settings.FILES_PATH, settings.KEYSTORE_PATH, settings.MASTER_KEY_PATH, *beside)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as inner:
        of_data, of_keys = Path(inner) / "data", Path(inner) / "keys"
        of_data.mkdir()
        of_keys.mkdir()
        box = recovery_box.open_box(keys.read_bytes(), recovery_box.read_private(recovery))
        about = archives.read(io.BytesIO(box), of_keys)
        _within_term(datetime.fromisoformat(about["at"]), settings.KEY_BACKUP_DAYS)
        archives.read(archive, of_data)
        if not (of_keys / archives.KEYS).exists() or not (of_keys / archives.MASTER).exists():
            raise Stop("The key archive holds no keys; take another one.")
        beside = [path for folder in {archive.parent, keys.parent} for path in folder.glob("shredded-*.json")]
        ledgers = [of_data / archives.LEDGER, *sorted(beside), *given]
        lines = [line for path in ledgers for line in archives.read_ledger(path)]
        gone = _shred_again(of_keys, lines)
        database.copy_in(of_data)
        if (of_data / archives.FILES).exists():
            shutil.move(of_data / archives.FILES, settings.FILES_PATH)
        for name in archives.BESIDE:
            if (of_data / name).exists():
                shutil.move(of_data / name, data / name)
        for name, place in ((archives.KEYS, settings.KEYSTORE_PATH), (archives.MASTER, settings.MASTER_KEY_PATH)):
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(of_keys / name, place)
    _end_sessions()
    say(f"Restored into {data}. {gone} keys that were destroyed after the backup were destroyed again.")
    say("All sessions are ended. Now run `bitim verify-audit` and `bitim doctor`, then start the server.")


def _refuse_to_write_over(*places: Path) -> None:
    there = [str(place) for place in places if place.exists()]
    if there or not database.is_empty():
        what = ", ".join(there) or "the database"
        raise Stop(f"There is something here already ({what}). A backup is brought back into an empty place only.")


def _within_term(moment: datetime, days: int) -> None:
    from bitim.kernel import clock

    if clock.now() - moment.astimezone(UTC) > timedelta(days=days):
        raise Stop(
            f"These keys were copied on {moment:%Y-%m-%d}, more than {days} days ago. What was destroyed since then "
            "was promised to stay destroyed, so keys past that term are not brought back. The term is the setting "
            "BITIM_KEY_BACKUP_DAYS."
        )


def _shred_again(folder: Path, lines: list[archives.LedgerLine]) -> int:
    """Apply the ledgers while the keys still lie in the closed working folder."""
    from bitim.kernel.keystore import KeyStore

    master = bytes.fromhex((folder / archives.MASTER).read_text().strip())
    store = KeyStore(folder / archives.KEYS, master)
    try:
        return store.apply_ledger(lines)
    finally:
        store.close()


def _end_sessions() -> None:
    """A copy of a session is not the person: everybody comes in anew."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()
