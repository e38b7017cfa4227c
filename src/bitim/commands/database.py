"""Copying the whole database out and in: SQLite by its own means, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bitim.commands import archives
from bitim.commands.environment import Stop


def settings_of() -> dict[str, Any]:
    """Return the database's settings."""
    from django.conf import settings

    found: dict[str, Any] = settings.DATABASES["default"]
    return found


def is_sqlite() -> bool:
    """Tell whether the database is the file in the data folder."""
    return str(settings_of()["ENGINE"]).endswith("sqlite3")


def copy_out(folder: Path) -> tuple[str, Path]:
    """Write a consistent copy into a folder while the house goes on; return its name in the archive and its path."""
    if is_sqlite():
        path, source = folder / archives.SQLITE, Path(settings_of()["NAME"])
        if not source.exists():
            raise Stop(f"There is no database at {source}.")
        connection = sqlite3.connect(source, timeout=60)
        try:
            connection.execute("VACUUM INTO ?", (str(path),))
        finally:
            connection.close()
        return archives.SQLITE, path
    path = folder / archives.DUMP
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={path}")
    return archives.DUMP, path


def is_empty() -> bool:
    """Tell whether there is nothing in the database that a restore would write over."""
    if is_sqlite():
        return not Path(settings_of()["NAME"]).exists()
    from django.db import connection

    return not connection.introspection.table_names()


def copy_in(folder: Path) -> None:
    """Bring a copy back from an unpacked archive into the empty database."""
    name = archives.SQLITE if is_sqlite() else archives.DUMP
    if not (folder / name).exists():
        raise Stop("The backup is of another kind of database than the settings name (SQLite or PostgreSQL).")
    if is_sqlite():
        shutil.move(folder / name, settings_of()["NAME"])
        return
    from django.db import connection

    connection.close()
    _postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(folder / name), into=True)


def _postgres(program: str, *words: str, into: bool = False) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, never by the command line."""
    found = shutil.which(program)
    if found is None:
        raise Stop(f"{program} is not on this machine. On Debian or Ubuntu: sudo apt install postgresql-client")
    done = subprocess.run(  # noqa: S603
        [found, *words, *(["--dbname", settings_of()["NAME"]] if into else [])],
        env={**os.environ, **_address(settings_of())},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"{program} could not do it: {done.stderr.strip()[-300:]}")


def _address(database: Mapping[str, Any]) -> dict[str, str]:
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {name: str(database[key]) for name, key in names.items() if database[key]}
