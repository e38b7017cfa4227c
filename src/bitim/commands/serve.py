"""`bitim serve`: a centre's server in one process, behind a proxy that speaks TLS.

It refuses to start while anything is open that would break a promise to people: see `findings`.
"""

import argparse
import os

from bitim.commands import environment, server
from bitim.commands.environment import Stop, complain, say

HELP = "run a centre's server"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    environment.data_option(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the address that the proxy calls (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="its port (8000)")
    parser.add_argument(
        "--behind-plain-proxy",
        action="store_true",
        help="inside a closed network only: readers come by plain http, cookies are sent without TLS",
    )
    parser.add_argument(
        "--texts-later",
        action="store_true",
        help="start though no head has accepted a text yet: it is done on a page; until then no document is made",
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, bring the tables up to date, collect the static files, serve."""
    os.environ["BITIM_MODE"] = "serve"
    if arguments.behind_plain_proxy:
        os.environ["BITIM_PLAIN_PROXY"] = "1"
    if arguments.texts_later:
        os.environ["BITIM_TEXTS_LATER"] = "1"
    mask = os.umask(0o077)
    try:
        environment.prepare(arguments)
        from django.core.management import call_command

        _refuse()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        return server.run(arguments.host, arguments.port, lambda: _ready(arguments), behind_proxy=True)
    except Stop as stop:
        complain(str(stop))
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        os.umask(mask)


def _refuse() -> None:
    from bitim.commands import checkup, setup, voices  # noqa: F401 - they add their checks
    from bitim.commands.findings import all_of

    looked = list(all_of())
    for found in (one for one in looked if one.aloud and one.level != "stop"):
        complain(f"{found.what}\n    {found.how}")
    stops = [found for found in looked if found.level == "stop"]
    for found in stops:
        complain(f"{found.what}\n    {found.how}")
    if stops:
        raise Stop("The server was not started. `bitim doctor` shows everything that was looked at.")


def _ready(arguments: argparse.Namespace) -> None:
    from django.conf import settings

    from bitim.web import pilot

    say(f"Serving {settings.PUBLIC_URL} from {arguments.host}:{arguments.port}.")
    if pilot.unchecked():
        say(f"Every page says `pilot`: unchecked are {', '.join(pilot.unchecked())}.")
