"""What every command does before it touches Django: say which mode and which data folder, then set Django up.

The settings are read once, from the environment; so the options of the command line are written there first.
"""

import argparse
import os
import secrets
import sys
from pathlib import Path

SECRET_LENGTH = 50
# Whether the operator gave a secret key that is long enough to be one; known after `prepare`.
own_secret = False


class Stop(Exception):
    """A command cannot go on; the message is a plain sentence for the person at the keyboard."""


def data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR`."""
    parser.add_argument("--data", metavar="DIR", help="the data folder (else the setting BITIM_DATA)")


def prepare(arguments: argparse.Namespace, mode: str = "serve") -> Path:
    """Set the environment and Django up for one command; return the data folder.

    A secret that is missing is replaced for this process alone: only the server signs anything that must last.
    """
    given = getattr(arguments, "data", None) or os.environ.get("BITIM_DATA")
    if not given:
        raise Stop("Say where the data folder is: --data DIR, or the setting BITIM_DATA.")
    folder = Path(given).resolve()
    os.environ["BITIM_DATA"] = str(folder)
    os.environ.setdefault("BITIM_MODE", mode)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bitim.web.settings")
    global own_secret
    own_secret = len(os.environ.get("BITIM_SECRET_KEY", "")) >= SECRET_LENGTH
    if not os.environ.get("BITIM_SECRET_KEY"):
        os.environ["BITIM_SECRET_KEY"] = secrets.token_urlsafe(50)
    from django.apps import apps

    if not apps.ready:
        import django

        django.setup()
    return folder


def say(words: str = "") -> None:
    """Write one line for the operator."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def complain(words: str) -> None:
    """Write one line about what stands in the way."""
    sys.stderr.write(words + "\n")
