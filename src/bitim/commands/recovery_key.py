"""`bitim recovery-key FILE`: make the pair of keys that backups of keys are closed for."""

import argparse
from pathlib import Path

from bitim.commands import recovery_box
from bitim.commands.environment import Stop, complain, say

HELP = "make the recovery key that opens backups of keys; keep it away from the server"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="where the recovery key is written; FILE.pub beside it")


def run(arguments: argparse.Namespace) -> int:
    """Write both halves; never over others."""
    private: Path = arguments.file
    public = private.with_name(private.name + ".pub")
    try:
        recovery_box.make(private, public)
    except Stop as stop:
        complain(str(stop))
        return 1
    say(f"{private}: the recovery key. Keep it in a safe, in two places, never on the server.")
    say(f"{public}: give this half to the server: bitim backup --recovery-key {public} DIR")
    return 0
