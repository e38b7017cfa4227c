"""A media server of a test's own: Janus on loopback, with the files that operators are given (docs/voices/janus)."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.needs import needed
from tests.support.server import ROOT, free_port

PROGRAM = "janus"
GIVEN = ROOT / "docs" / "voices" / "janus"
START_SECONDS = 20


@dataclass
class Running:
    """A media server that can be killed and started again."""

    folder: Path
    port: int
    secret: str
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"ws://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of a house that uses it."""
        return {"BITIM_MEDIA": "janus", "BITIM_JANUS": self.url, "BITIM_JANUS_SECRET": self.secret}

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "janus.log").open("ab") as log:
            command = [PROGRAM, "-F", str(self.folder)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=dict(os.environ))
        last = time.monotonic() + START_SECONDS
        while time.monotonic() < last and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"Janus did not start:\n{self.said()[-3000:]}")

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(15)

    def said(self) -> str:
        """Return what it has written."""
        return (self.folder / "janus.log").read_text(errors="replace")


def installed() -> bool:
    """Tell whether this machine has Janus."""
    return shutil.which(PROGRAM) is not None


@contextmanager
def running(folder: Path, address: str = "127.0.0.1") -> Iterator[Running]:
    """Run a media server until the end of the block; skip loudly where Janus is missing. `address`: of its voices."""
    if not installed():
        needed("Janus, a media server,", "sudo apt install janus")
    folder.mkdir(parents=True, exist_ok=True)
    one = Running(folder, free_port(), secrets.token_hex(16))
    for path in sorted(GIVEN.glob("*.jcfg")):
        given = path.read_text(encoding="utf-8").replace("A-THIRD-SECRET", secrets.token_hex(16))
        here = given.replace('"SECRET"', f'"{one.secret}"').replace('"ADDRESS"', f'"{address}"')
        (folder / path.name).write_text(here.replace("ws_port = 8188", f"ws_port = {one.port}"))
    try:
        one.start()
        yield one
    finally:
        one.kill()
