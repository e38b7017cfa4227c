"""A TURN relay of a test's own: coturn on loopback, with the very file that operators are given (docs/voices)."""

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bitim.room.media.backend import Relay
from bitim.room.media.book import Book
from tests.support.needs import needed
from tests.support.server import ROOT, free_port
from tests.support.stun import Client

PROGRAM = "turnserver"
GIVEN = ROOT / "docs" / "voices" / "turnserver.conf"
START_SECONDS = 15
REALM = "relay.example"  # as in the file
SHARED = "static-auth-secret="  # a relay that is told has none
# Of the file, what cannot be so on a test's machine: its ports, its address, a certificate.
NOT_HERE = ("listening-port=", "tls-listening-port=", "listening-ip=", "relay-ip=", "cert=", "pkey=", "log-file=")


@dataclass
class Running:
    """A relay that runs; `config` is how the house is told of it. `told`: it looks up who may come in its book."""

    port: int
    secret: str
    log: Path
    file: Path
    told: bool = False
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Begin, also once more after `kill`."""
        with self.log.open("ab") as log:
            command = [PROGRAM, "-c", str(self.file)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.file.parent, env=dict(os.environ))
        _wait(self)

    def kill(self) -> None:
        """Stop at once, as a machine does that loses its power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(15)

    @property
    def config(self) -> Relay:
        """Return it as the settings would have it."""
        return Relay((f"turn:127.0.0.1:{self.port}?transport=udp",), self.secret, self.book if self.told else None)

    @property
    def book(self) -> Book:
        """Return where it looks up whom it knows."""
        return Book(self.file.parent / "relay.db", REALM)

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of a house that uses it."""
        given = {"BITIM_TURN": self.config.urls[0], "BITIM_TURN_SECRET": self.secret}
        book = {"BITIM_TURN_BOOK": str(self.book.path), "BITIM_TURN_REALM": self.book.realm}
        return given | book if self.told else given


def installed() -> bool:
    """Tell whether this machine has coturn."""
    return shutil.which(PROGRAM) is not None


def lines(port: int, secret: str, *more: str) -> list[str]:
    """Return the operators' file for a relay on loopback, which it would otherwise refuse as a peer."""
    given = GIVEN.read_text(encoding="utf-8").replace("RELAY-ADDRESS", "127.0.0.1").replace("SECRET", secret)
    kept = [line for line in given.splitlines() if line and not line.startswith(("#", *NOT_HERE))]
    here = [f"listening-port={port}", "listening-ip=127.0.0.1", "relay-ip=127.0.0.1", "no-tls", "no-dtls"]
    return [*kept, *here, "allow-loopback-peers", "log-file=stdout", "simple-log", *more]


@contextmanager
def running(folder: Path, *more: str, told: bool = False) -> Iterator[Running]:
    """Run a relay until the end of the block; skip loudly where coturn is missing. `told`: as operators are told to
    set it up on the house's own machine."""
    if not installed():
        needed("coturn, a TURN relay,", "sudo apt install coturn")
    relay = Running(free_port(), secrets.token_hex(16), folder / "relay.log", folder / "turnserver.conf", told)
    wanted = [f"pidfile={folder / 'relay.pid'}", f"userdb={relay.book.path}", *more]
    given = [line for line in lines(relay.port, relay.secret) if not (told and line.startswith(SHARED))]
    relay.file.write_text("\n".join([*given, *wanted]) + "\n")
    try:
        relay.start()
        yield relay
    finally:
        relay.kill()


def _wait(relay: Running) -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and relay.process and relay.process.poll() is None:
        try:
            with Client(relay.port, "", "") as nobody:  # by UDP: the port of TCP is open before
                nobody.allocate()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"The relay did not start:\n{relay.log.read_text(errors='replace')[-2000:]}")
