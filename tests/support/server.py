"""The house as a separate process: the bare application, or the demo a person would start."""

import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import forking

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@dataclass
class Served:
    """A running house. `url` ends without a slash; `data` is its folder; all it says goes to `log`."""

    command: list[str]
    environment: dict[str, str]
    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes] | forking.Started | None = None
    forks: bool = False  # begins where the libraries are loaded already: the same command, a second less

    def start(self) -> None:
        """Start the process and wait until it answers."""
        self.process = self._forked() if self.forks else self._begun()
        last = time.monotonic() + START_SECONDS
        while time.monotonic() < last:
            if self.process.poll() is not None:
                raise AssertionError(
                    f"The house did not start (code {self.process.returncode}):\n{self.said()[-3000:]}"
                )
            if self._answers():
                return
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"No answer after {START_SECONDS} s:\n{self.said()[-3000:]}")

    def _begun(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )

    def _forked(self) -> forking.Started:
        return forking.nursery().start(self.command[1:], self.environment, ROOT, self.log)

    def stop(self, hard: bool = False) -> None:
        """End the process and its children; `hard` is what a power cut does (SIGKILL)."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGKILL if hard else signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(15)

    def said(self) -> str:
        """Return all the process has written so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def doors(self) -> dict[str, str]:
        """Return the printed login links by the words before them, in lower case."""
        found = re.findall(r"^(.*?)\s*(https?://\S+)", self.said(), re.MULTILINE)
        return {words.strip(" :\t").lower(): address for words, address in found}

    def door(self, word: str) -> str:
        """Return the first printed link whose line names `word`."""
        for words, address in self.doors().items():
            if word.lower() in words:
                return address
        raise AssertionError(f"No door named {word!r} in:\n{self.said()}")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(data: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without anybody's own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BITIM_")}
    fresh = {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "bitim.web.settings",
        "BITIM_DATA": str(data),
    }
    return kept | fresh | dict(more)


@contextmanager
def serve_application(data: Path, migrated: Path, **more: str) -> Iterator[Served]:
    """Run `bitim.web.asgi:application` on a folder with a copy of a migrated, empty database; `more` are further
    settings."""
    port = free_port()
    settings = {"BITIM_MODE": "demo", "BITIM_SECRET_KEY": secrets.token_urlsafe(40)}
    environment = surroundings(data, settings | {"BITIM_PUBLIC_URL": f"http://localhost:{port}"} | more)
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(migrated, data / "bitim.sqlite3")
    command = [sys.executable, "-m", "uvicorn", "bitim.web.asgi:application", "--host", "127.0.0.1"]
    yield from _running(
        Served([*command, "--port", str(port)], environment, f"http://localhost:{port}", data, data / "log")
    )


@contextmanager
def serve_demo(data: Path, *, forks: bool = False, **more: str) -> Iterator[Served]:
    """Run `bitim demo --port N --data DIR` as a person would."""
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "bitim.cli", "demo", "--port", str(port), "--data", str(data)]
    log = data.parent / f"{data.name}.log"
    house = Served(command, surroundings(data, more), f"http://localhost:{port}", data, log, forks=forks)
    yield from _running(house)


def seeded_once(folder: Path) -> Path:
    """Return the data folder of a demo that has been started and stopped, by the first process of the run that asks."""
    home = folder / "seeded"
    with (folder / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            with serve_demo(folder / "seeding"):
                pass
            (folder / "seeding").rename(home)
    return home


@contextmanager
def serve_copy(seeded: Path, data: Path, **more: str) -> Iterator[Served]:
    """Run `bitim demo` on a copy of a world that is there already, as a person does who starts theirs again."""
    shutil.copytree(seeded, data)
    with serve_demo(data, forks=True, **more) as running:
        yield running


def _running(house: Served) -> Iterator[Served]:
    house.start()
    try:
        yield house
    finally:
        house.stop()
