"""The checks of an installation on the machine: Python, folder, keys, database, backups, programs, clock."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bitim.commands.findings import Finding, look

PYTHON = (3, 11)
LITTLE_SPACE = 1 << 30
KEYS_HOW = "Run `bitim init` for a new house, or `bitim restore` to bring an old one back."


@look
def python() -> Iterator[Finding]:
    """Python 3.11 or newer."""
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < PYTHON:
        yield Finding("stop", f"Python {here} is too old.", "Install Python 3.11 or newer.")
    else:
        yield Finding("good", f"Python {here}.")


@look
def data_folder() -> Iterator[Finding]:
    """There, writable, closed to other accounts, no demo's, with room."""
    from django.conf import settings

    folder: Path = settings.DATA
    if not folder.is_dir():
        yield Finding("stop", f"The data folder {folder} is not there.", "Run `bitim init`.")
        return
    if not os.access(folder, os.W_OK):
        yield Finding("stop", f"The data folder {folder} cannot be written.", "Give it to Bitim's account.")
    if folder.stat().st_mode & 0o077:
        yield Finding("mend", f"Other accounts can look into {folder}.", f"chmod 700 {folder}")
    else:
        yield Finding("good", f"The data folder {folder} is closed to other accounts.")
    if settings.MODE == "serve" and (folder / "demo-secret").exists():
        yield Finding("stop", f"{folder} holds a demo, whose doors let anybody in.", "Serve from another folder.")
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        yield Finding("mend", f"Only {free >> 20} MB are free on the disk of {folder}.", "Make room there.")
    else:
        yield Finding("good", f"{free >> 30} GB are free on its disk.")


@look
def keys() -> Iterator[Finding]:
    """Master key and key store: there, closed to others, and fitting together."""
    from cryptography.exceptions import InvalidTag
    from django.conf import settings

    from bitim.kernel import keystore

    master, store = settings.MASTER_KEY_PATH, settings.KEYSTORE_PATH
    if not master.exists():
        yield Finding("stop", f"The master key is not at {master}: nothing sealed can be read.", KEYS_HOW)
        return
    if master.stat().st_mode & 0o077:
        yield Finding("mend", f"Other accounts can read the master key {master}.", f"chmod 600 {master}")
    if not store.exists():
        yield Finding("stop", f"The key store is not at {store}: nothing sealed can be read.", KEYS_HOW)
        return
    try:
        keystore.KeyStore(store, bytes.fromhex(master.read_text().strip())).derived("doctor")
    except (InvalidTag, ValueError):
        yield Finding(
            "stop", "The master key does not open the key store.", "Bring back the pair that belongs together."
        )
        return
    yield Finding("good", "The master key opens the key store.")
    if store.is_relative_to(settings.DATA):
        yield Finding(
            "note",
            "The keys lie in the data folder: a copy of that folder copies both.",
            "Better elsewhere: BITIM_KEYSTORE and BITIM_MASTER_KEY; back up with `bitim backup` alone.",
        )


@look
def database() -> Iterator[Finding]:
    """Reachable, whole in its structure, written through to the disk."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        connection.ensure_connection()
    except DatabaseError as trouble:
        yield Finding("stop", f"The database cannot be reached: {trouble}.", "Start it, or look at BITIM_DATABASE.")
        return
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding("mend", f"{len(missing)} changes of the tables are not made yet.", "bitim manage migrate")
    else:
        yield Finding("good", f"The database ({connection.vendor}) can be reached and is up to date.")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            written = cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
        else:
            cursor.execute("SHOW synchronous_commit")
            written = cursor.fetchone()[0] not in ("off", "local")
            cursor.execute("SHOW fsync")
            written = written and cursor.fetchone()[0] == "on"
    if written:
        yield Finding("good", "What is acknowledged is on the disk.")
    else:
        yield Finding("stop", "The database acknowledges before it has written.", "Set synchronous=FULL, fsync=on.")


@look
def clock() -> Iterator[Finding]:
    """The machine's clock against the newest line of the record: time does not run backwards."""
    from bitim.kernel import audit
    from bitim.kernel import clock as house

    newest, now = audit.newest(), house.now()
    if newest is not None and newest > now + timedelta(seconds=5):
        yield Finding(
            "mend",
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, but something was recorded at {newest:%Y-%m-%d %H:%M} UTC.",
            "Set the machine's clock (timedatectl set-ntp true).",
        )
    else:
        yield Finding("good", f"The clock says {now:%Y-%m-%d %H:%M} UTC; please compare it with your own.")


@look
def backups() -> Iterator[Finding]:
    """A backup not older than the term of key backups; the half of the recovery key."""
    from django.conf import settings

    from bitim.commands.backup import NOTE
    from bitim.kernel import clock as house

    note, days = settings.DATA / NOTE, settings.KEY_BACKUP_DAYS
    how = "bitim backup DIR, every day; see docs/operate.md"
    if not note.exists():
        yield Finding("mend", "There has never been a backup.", how)
        return
    at = datetime.fromisoformat(json.loads(note.read_text())["at"]).astimezone(UTC)
    age = house.now() - at
    if age > timedelta(days=days):
        yield Finding("mend", f"The last backup is {age.days} days old; its keys are past their term of {days}.", how)
    elif age > timedelta(days=1, hours=2):
        yield Finding("mend", f"The last backup is {age.days} days and {age.seconds // 3600} hours old.", how)
    else:
        yield Finding("good", f"The last backup was made at {at:%Y-%m-%d %H:%M} UTC.")


@look
def papers() -> Iterator[Finding]:
    """Documents can be printed: the wheel, the fonts of the house, every letter of six languages."""
    from bitim.kernel import clock as house
    from bitim.kernel.paper import model, render

    paper = model.Paper(kind="letter", title={"kk": "Әә Ққ Ўў"}, languages=("kk",), prevailing="kk", number="00000000")
    if render.render(paper, created=house.now())[:5] == b"%PDF-":
        yield Finding("good", "Documents can be printed with the house's own fonts.")
    else:
        yield Finding("stop", "Documents cannot be printed.", "Install the packages anew (requirements.lock).")
