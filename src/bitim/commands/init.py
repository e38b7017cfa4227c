"""`bitim init`: a data folder, its keys, the first centre and the head who takes on everybody else."""

import argparse
import os
import secrets
import sys
from pathlib import Path

from bitim.commands import environment
from bitim.commands.environment import Stop, complain, say

HELP = "make a data folder, its keys, the first centre and its head"
LANGUAGES = ("kk", "ru", "en", "uz", "ky", "bg")
# (argument, question, what it is when nothing is said; None: it has to be said)
QUESTIONS: tuple[tuple[str, str, str | None], ...] = (
    ("slug", "A short name for addresses, in Latin letters", None),
    ("name", "The centre's name", None),
    ("place", "The town, as documents name it", None),
    ("address", "Its address", None),
    ("phone", "Its telephone", None),
    ("language", f"The language of what you have just typed ({', '.join(LANGUAGES)})", None),
    ("pack", "Whose law: the code of a pack (kz; xx where there is none yet)", "kz"),
    ("time_zone", "The time zone", "Asia/Almaty"),
    ("head_name", "The name of the centre's head", None),
    ("head_email", "The e-mail of the head; codes to log in go there", None),
)


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; what is missing is asked."""
    environment.data_option(parser)
    for name, question, otherwise in QUESTIONS:
        parser.add_argument(f"--{name.replace('_', '-')}", help=question, default=None if otherwise is None else "")


def run(arguments: argparse.Namespace) -> int:
    """Make all of it, or nothing where something is there already."""
    mask = os.umask(0o077)
    try:
        said = _said(arguments)
        folder = environment.prepare(arguments)
        make(folder, said)
    except Stop as stop:
        complain(str(stop))
        return 1
    finally:
        os.umask(mask)
    return 0


def _said(arguments: argparse.Namespace) -> dict[str, str]:
    asks = sys.stdin.isatty()
    said: dict[str, str] = {}
    for name, question, otherwise in QUESTIONS:
        value = getattr(arguments, name) or ""
        if not value and asks:
            value = input(f"{question}{f' [{otherwise}]' if otherwise else ''}: ").strip()
        said[name] = value or otherwise or ""
    missing = [f"--{name.replace('_', '-')}" for name, value in said.items() if not value]
    if missing:
        raise Stop(f"Still needed: {', '.join(missing)}.")
    if said["language"] not in LANGUAGES:
        raise Stop(f"The language is one of {', '.join(LANGUAGES)}.")
    return said


def make(folder: Path, said: dict[str, str]) -> None:
    """Make keys, tables, centre and head in a folder that holds none of them."""
    from django.conf import settings
    from django.core.management import call_command

    from bitim import jurisdictions
    from bitim.kernel import keystore
    from bitim.people import queries
    from bitim.people.founding import first_head, found_centre

    if said["pack"] not in jurisdictions.available():
        raise Stop(f"There is no law pack {said['pack']!r}; there are: {', '.join(jurisdictions.available())}.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.MASTER_KEY_PATH.exists():
        if settings.KEYSTORE_PATH.exists():
            raise Stop(f"There is a key store at {settings.KEYSTORE_PATH} and no master key: bring that back first.")
        keystore.make_master(settings.MASTER_KEY_PATH)
    call_command("migrate", verbosity=0)
    if queries.centre_public() is not None:
        raise Stop("There is a centre here already. Further people are taken on by its head, on the centre's page.")
    language = said["language"]
    centre = found_centre(
        said["slug"],
        pack=said["pack"],
        name={language: said["name"]},
        place={language: said["place"]},
        address={language: said["address"]},
        phone=said["phone"],
        languages=[language],
        time_zone=said["time_zone"],
    )
    first_head(centre, name=said["head_name"], email=said["head_email"], language=language)
    _next(folder)


def _next(folder: Path) -> None:
    say(f"Made {folder}: keys, tables, the centre and its head.")
    say("Next:")
    if not environment.own_secret:
        say(f"  BITIM_SECRET_KEY={secrets.token_urlsafe(50)}")
        say("    is a fresh secret; put it into the server's environment and nowhere else.")
    say("  bitim accept-template   the head reads each document's text and puts a name to it")
    say("  bitim doctor            says what is still missing")
    say("  bitim serve             starts the server")
