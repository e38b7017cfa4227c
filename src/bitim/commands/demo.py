"""`bitim demo`: a living demo on this machine, with a world of invented people; nothing leaves the machine."""

import argparse
import ipaddress
import os
import secrets
import shutil
import signal
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bitim.commands import environment, server
from bitim.commands.environment import Stop, complain, say

if TYPE_CHECKING:
    from bitim.demo.doorways import Doorway

HELP = "open a living demo on this machine"
SECRET, BEGUN = "demo-secret", "demo-begun"
OURS = ("bitim.sqlite3", "jobs.sqlite3")  # with their journals
FOLDERS = ("keys", "files", "static")
# What an operator may have set for a real centre must not reach the demo, nor the demo it.
NOT_HERE = ("BITIM_DATABASE", "BITIM_KEYSTORE", "BITIM_MASTER_KEY", "BITIM_SMTP_HOST", "BITIM_HOSTS", "BITIM_ORIGINS")


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, default=8000, help="the port (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="an address of this machine itself (127.0.0.1)")
    parser.add_argument("--data", metavar="DIR", help="keep the demo there (else it is forgotten when it stops)")


def run(arguments: argparse.Namespace) -> int:
    """Seed the world when it is not there yet, print the doors, and serve until stopped."""
    passing = None if arguments.data else tempfile.mkdtemp(prefix="bitim-demo-")
    folder = Path(arguments.data or passing or "").resolve()
    signal.signal(signal.SIGTERM, server.told_to_stop)
    try:
        only_here(arguments.host)
        _free(arguments.host, arguments.port)
        _surroundings(folder, arguments.port)
        doors = world_of(folder)
        return server.run(arguments.host, arguments.port, lambda: _print(doors, arguments.port))
    except Stop as stop:
        complain(str(stop))
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        if passing:
            shutil.rmtree(passing, ignore_errors=True)


def only_here(host: str) -> None:
    """Refuse every address that another machine could reach: the demo's doors let anybody in."""
    try:
        inside = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise Stop(f"The demo lets anybody in, so it is open to this machine alone: {host} is not 127.0.0.1 or ::1.")


def _free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Stop(f"Something on this machine already uses port {port}. Try: --port {port + 1}") from None


def _surroundings(folder: Path, port: int) -> None:
    """Point the settings at the demo's own folder, whatever the environment says."""
    for name in NOT_HERE:
        os.environ.pop(name, None)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (folder / "bitim.sqlite3").exists() and not (folder / SECRET).exists():
        raise Stop(f"{folder} holds a centre's data. A demo needs a folder of its own.")
    secret = folder / SECRET
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(50))
    os.environ |= {
        "BITIM_MODE": "demo",
        "BITIM_DATA": str(folder),
        "BITIM_SECRET_KEY": secret.read_text(),
        "BITIM_PUBLIC_URL": f"http://localhost:{port}",
    }


def world_of(folder: Path) -> list["Doorway"]:
    """Return the doors of the demo in this folder, seeding it first when it is new or was left half-made."""
    if (folder / BEGUN).exists():
        _clear(folder)
    environment.prepare(argparse.Namespace(data=str(folder)), mode="demo")
    from django.core.management import call_command

    from bitim.demo import doorways

    fresh = not (folder / doorways.FILE).exists()
    if fresh:
        say("Making the demo's world. This takes a few seconds.")
        (folder / BEGUN).touch()
    call_command("migrate", verbosity=0)
    (folder / "static").mkdir(exist_ok=True)  # the static middleware warns when it is not there
    if fresh:
        from bitim.demo import world

        doorways.keep(world.seed(), folder)
        (folder / BEGUN).unlink()
    return list(doorways.kept(folder))


def _clear(folder: Path) -> None:
    """Begin again where a seeding was cut off: the demo's own files alone."""
    for name in FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in OURS:
        for path in folder.glob(f"{name}*"):
            path.unlink()


def _print(doors: list["Doorway"], port: int) -> None:
    say()
    say("The people of the demo. Each link is a person; open several side by side.")
    say()
    for door in doors:
        say(door.line(port))
    say()
    say(f"First page: http://localhost:{port}/")
    say(f"What would have been sent: http://localhost:{port}/outbox/")
    say("Stop with Ctrl+C.")
