"""`bitim verify-audit`: check the record's chains and say where they break."""

import argparse
from pathlib import Path

from bitim.commands import environment
from bitim.commands.environment import complain, say

HELP = "check the record's chain and say where it breaks"

REASONS = {
    "gap": "the row is missing",
    "row altered": "the row says something else than what was written",
    "link altered": "the row does not follow from the row before it",
    "checkpoint differs": "the chain was rewritten: it is not the one that was signed at a checkpoint",
}


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    environment.data_option(parser)
    parser.add_argument(
        "--checkpoints",
        metavar="FILE",
        action="append",
        type=Path,
        default=[],
        help="a file of checkpoints that was kept on another machine; may be given several times",
    )


def run(arguments: argparse.Namespace) -> int:
    """Walk every chain; 0 when all are whole, 1 when one is not."""
    try:
        folder = environment.prepare(arguments)
    except environment.Stop as stop:
        complain(str(stop))
        return 2
    return check(folder, arguments.checkpoints)


def check(folder: Path, others: list[Path]) -> int:
    """Walk the chains of a prepared house against the checkpoints of its folder and of others."""
    from bitim.kernel import audit

    own = folder / audit.FILE
    files = [*([own] if own.exists() else []), *others]
    chains = rows = broken = 0
    for found in audit.walk(files):
        if isinstance(found, audit.Doubtful):
            broken += 1
            say(f"Not signed by this house, or altered: {found.where}.")
            continue
        chains, rows = chains + 1, rows + found.report.checked
        if not found.report.ok:
            broken += 1
            why = REASONS[found.report.why or "gap"]
            say(f"Chain {found.chain} breaks at row {found.report.broken_at}: {why}.")
    if broken:
        say(f"{rows} rows of {chains} chains are as they were written; {broken} places are not.")
        return 1
    kept = "compared with checkpoints kept elsewhere" if others else "no checkpoint from another machine was given"
    say(f"{rows} rows of {chains} chains are as they were written ({kept}).")
    return 0
