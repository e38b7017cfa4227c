"""`bitim doctor`: what is wrong with this installation, and how to mend it."""

import argparse

from bitim.commands import environment
from bitim.commands.environment import Stop, complain, say

HELP = "check this installation and say what to mend"
SIGNS = {"good": "  ok  ", "note": " note ", "mend": " MEND ", "stop": " STOP "}


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    environment.data_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; 1 when something has to be mended."""
    try:
        environment.prepare(arguments)
    except Stop as stop:
        complain(str(stop))
        return 2
    from bitim.commands import books, checkup, setup, voices  # noqa: F401 - they add their checks
    from bitim.commands.findings import all_of

    wrong = 0
    for found in all_of():
        wrong += found.level in ("mend", "stop")
        say(f"{SIGNS[found.level]} {found.what}")
        if found.how:
            say(f"        {found.how}")
    say()
    say("Nothing to mend." if not wrong else f"{wrong} to mend.")
    return 1 if wrong else 0
