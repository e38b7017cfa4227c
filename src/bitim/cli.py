"""The one command: `bitim demo | serve | doctor | backup | restore | manage`.

Each command is a module `bitim.commands.<name>` with

- `HELP`: one plain sentence,
- `options(parser)`: declares its arguments (may be left out),
- `run(arguments) -> int`: does it and returns the exit code.

`run` sets the environment first and imports Django afterwards, because settings are read once.
"""

import argparse
import contextlib
import importlib
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from types import ModuleType

import bitim

COMMANDS = {
    "demo": "open a living demo on this machine",
    "init": "make a data folder, its keys, the first centre and its head",
    "serve": "run a centre's server",
    "accept-template": "put a name to the text of a country's documents",
    "doctor": "check this installation and say what to mend",
    "backup": "write a backup of data or keys",
    "restore": "bring a backup back",
    "recovery-key": "make the key that opens backups of keys",
    "verify-audit": "check the record's chain and say where it breaks",
    "compromise": "find packages that every side of a scenario would rather sign",
    "opinion": "say what a conversation's votes have in common, and how sure that is",
    "surveillance": "say what a setting would have raised from counts of reports",
    "manage": "pass the rest to Django's own commands",
}


def module_of(name: str) -> ModuleType | None:
    """Return the module of a command, or None while nobody has written it."""
    path = f"bitim.commands.{name.replace('-', '_')}"
    return importlib.import_module(path) if find_spec(path) else None


def parser() -> argparse.ArgumentParser:
    """Return the parser with every command, the unwritten ones marked."""
    top = argparse.ArgumentParser(prog="bitim", description="Bitim: online mediation, run by your own centre.")
    top.add_argument("--version", action="version", version=f"bitim {getattr(bitim, '__version__', '')}".strip())
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, sentence in COMMANDS.items():
        module = module_of(name)
        text = getattr(module, "HELP", sentence) if module else f"{sentence} (not built yet)"
        sub = commands.add_parser(name, help=text, description=text, add_help=name != "manage")
        if name == "manage":
            sub.add_argument("rest", nargs=argparse.REMAINDER)
        elif module and hasattr(module, "options"):
            module.options(sub)
        sub.set_defaults(module=module)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without a command, show the help."""
    top = parser()
    given = list(sys.argv[1:] if words is None else words)
    if given[:1] == ["manage"]:  # argparse would take the first option for its own
        arguments = argparse.Namespace(command="manage", rest=given[1:], module=module_of("manage"))
    else:
        arguments = top.parse_args(given)
    if arguments.command is None:
        top.print_help()
        return 0
    if arguments.module is None:
        sys.stderr.write(f"bitim {arguments.command} is not built yet.\n")
        return 2
    from bitim.kernel import catalogues

    with contextlib.suppress(PermissionError):  # a read-only installation ships its catalogues compiled
        catalogues.compile_all()
    return int(arguments.module.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
