"""`bitim manage ...`: Django's own commands, on the settings that the environment gives."""

import argparse
import os

HELP = "pass the rest to Django's own commands"


def run(arguments: argparse.Namespace) -> int:
    """Run one Django command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bitim.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bitim manage", *arguments.rest])
    return 0
