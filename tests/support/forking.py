"""Commands in processes of their own that begin where the libraries are already loaded.

Two thirds of what `bitim doctor` costs is the loading of libraries. A nursery has loaded them once and does nothing
else: it has read no setting and none of our modules. For each command it forks; the child gets its own environment,
words, working folder and files to write to, loads the house and runs the command as `python -m bitim.cli` would.
"""

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

LIBRARIES = (
    "asyncio", "email.message", "http.client", "logging.config", "smtplib", "sqlite3", "ssl", "tarfile", "zoneinfo",
    "cryptography.hazmat.primitives.asymmetric.rsa", "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.ciphers.aead", "cryptography.hazmat.primitives.kdf.hkdf", "cryptography.x509",
    "django.contrib.auth.hashers", "django.core.files.uploadedfile", "django.core.handlers.wsgi", "django.core.mail",
    "django.core.management.commands.migrate", "django.db.backends.sqlite3.base", "django.db.migrations.executor",
    "django.db.models.sql.compiler", "django.forms", "django.template.defaultfilters", "django.template.loader_tags",
    "django.utils.translation.trans_real", "django.views.generic",
    "PIL.Image", "a2wsgi", "huey.storage", "pikepdf", "psycopg", "qrcode", "typst", "uvicorn.server",
    "whitenoise.middleware",
)  # fmt: skip
LIMIT_SECONDS = 300


class Nursery:
    """One process that forks; it ends with the process that asked for it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.forking"],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        atexit.register(self.close)

    def close(self) -> None:
        """End it: it stops when nobody can ask any more."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(LIMIT_SECONDS)
        self._process.stdout.close()

    def run(self, words: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run what stands behind `python`: `-m MODULE WORDS...` or `-c SCRIPT`; return what `subprocess.run` would."""
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            code = int(self._ask(_asked(words, environment, Path.cwd(), out, err)))
            return subprocess.CompletedProcess(list(words), code, out.read_text(), err.read_text())

    def start(self, words: Sequence[str], environment: Mapping[str, str], cwd: Path, log: Path) -> "Started":
        """Start the same in a session of its own and go on; what it says is added to a file."""
        return Started(self, int(self._ask({**_asked(words, environment, cwd, log, log), "stays": True})))

    def ended(self, pid: int) -> int | None:
        """Return the exit code of something started, None while it runs."""
        code = self._ask({"ended": pid})
        return int(code) if code else None

    def _ask(self, asked: Mapping[str, object]) -> str:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().decode().strip()


class Started:
    """A process that goes on: of `subprocess.Popen` what a house needs."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery, self.pid = nursery, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = self._nursery.ended(self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Wait for its end."""
        last = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > last:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return self.returncode or 0


def _asked(words: Sequence[str], environment: Mapping[str, str], cwd: Path, out: Path, err: Path) -> dict[str, object]:
    said = {"words": list(words), "environment": dict(environment)}
    return {**said, "cwd": str(cwd), "out": str(out), "err": str(err)}


_kept: dict[int, Nursery] = {}


def nursery() -> Nursery:
    """Return the nursery of this process, which is made when first asked."""
    if os.getpid() not in _kept:
        _kept[os.getpid()] = Nursery()
    return _kept[os.getpid()]


def run(words: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run in the nursery of this process."""
    return nursery().run(words, environment)


def _born(asked: dict[str, object]) -> int:
    """In the child: become what was asked for; return the exit code."""
    stays = asked.get("stays")
    if stays:
        os.setsid()  # so that the whole of it can be ended, as by a power cut
    for path, number in ((asked["out"], 1), (asked["err"], 2)):
        how = os.O_APPEND if stays else os.O_TRUNC
        os.dup2(os.open(str(path), os.O_WRONLY | os.O_CREAT | how, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(asked["environment"])  # type: ignore[call-overload]
    os.chdir(str(asked["cwd"]))
    more = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:] = [*more, *(path for path in sys.path if path not in more)]
    flag, what, *rest = asked["words"]  # type: ignore[misc]
    sys.argv = [what if flag == "-m" else flag, *rest]
    try:
        if flag == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        else:
            exec(compile(what, "<asked>", "exec"), {"__name__": "__main__"})
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - told as the end of any program tells it
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    """Load the libraries, then fork for everybody who asks."""
    for name in LIBRARIES:
        import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    gc.freeze()
    while line := sys.stdin.readline():
        asked = json.loads(line)
        if "ended" in asked:
            gone, status = os.waitpid(asked["ended"], os.WNOHANG)
            answer = str(os.waitstatus_to_exitcode(status)) if gone else ""
        else:
            child = os.fork()
            if child == 0:
                sys.exit(_born(asked))  # not `_exit`: what is open is closed as at the end of any program
            answer = str(child if asked.get("stays") else os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        answers.write(f"{answer}\n")
        answers.flush()


if __name__ == "__main__":
    main()
