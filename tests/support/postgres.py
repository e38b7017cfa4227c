"""Run a command against a private, throw-away PostgreSQL: `python -m tests.support.postgres COMMAND...`.

The cluster lives in a temporary folder, listens on loopback alone with a password of its own, and is gone afterwards.
Settings are read once, so the address must be in BITIM_DATABASE before pytest starts: hence a command around it.
Exit code 77 with a plain sentence when the machine has no PostgreSQL.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.server import free_port

MISSING = 77
# Speed before safety: nothing in this cluster outlives the run.
OPTIONS = "-c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -c max_connections=60"


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest version first."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: float(path.parent.parent.name), reverse=True)
    return newest[0].parent if newest else None


def _as_owner(owner: str | None, command: list[str]) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    prefix = ["runuser", "-u", owner, "--"] if owner else []
    done = subprocess.run([*prefix, *command], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def _owner() -> str | None:
    """Return the account to run as when we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def cluster(folder_of_programs: Path) -> Iterator[str]:
    """Yield the address of a running, empty cluster."""
    owner, password, port = _owner(), secrets.token_hex(16), free_port()
    home = Path(tempfile.mkdtemp(prefix="bitim-pg-", dir="/tmp"))
    (home / "password").write_text(password)
    if owner:
        for path in (home, home / "password"):
            shutil.chown(path, owner)
    data, control = str(home / "data"), [str(folder_of_programs / "pg_ctl"), "-D", str(home / "data"), "-w"]
    try:
        initdb = [str(folder_of_programs / "initdb"), "-D", data, "-U", "bitim", "--encoding=UTF8", "--locale=C.UTF-8"]
        _as_owner(owner, [*initdb, "--auth=scram-sha-256", f"--pwfile={home / 'password'}", "--no-sync"])
        options = f"-p {port} -c unix_socket_directories={home} {OPTIONS}"
        _as_owner(owner, [*control, "-l", str(home / "log"), "-o", options, "start"])
        try:
            yield f"postgresql://bitim:{password}@127.0.0.1:{port}/postgres"
        finally:
            _as_owner(owner, [*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run the command with BITIM_DATABASE set."""
    found = programs()
    if found is None:
        sys.stdout.write("SKIPPED PostgreSQL is missing. On Debian or Ubuntu: sudo apt install postgresql\n")
        return MISSING
    with cluster(found) as address:
        return subprocess.run(command, env=os.environ | {"BITIM_DATABASE": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
