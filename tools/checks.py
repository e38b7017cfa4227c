"""Run every check of ./test, name and time each, go on after a failure, and close with one line of counts.

Only the standard library. The exit code is the worst of all steps; the last line counts the pytest runs alone:
`N passed, N failed, N skipped`.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST_NOTHING_FOUND = 5
PROGRAM_MISSING = 77  # tests.support.postgres: the machine has no PostgreSQL
MEMORY, ROOM_NEEDED = "/dev/shm", 4 << 30  # noqa: S108 - the folder made in it is private and goes with the run
LIMIT_SECONDS = 1500  # of one step, also on a machine that does other things
GIVES_WAY = ("nice", "-n", "5")


@dataclass
class Step:
    """One named check; `report` is the junit file of a pytest run."""

    name: str
    command: list[str]
    report: Path | None = None
    code: int = 0
    seconds: float = 0.0
    output: str = ""
    counts: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "skipped": 0})


def tool(name: str, *words: str) -> list[str]:
    """Return the command of a program that the lock file installed."""
    return [str(BIN / name), *words]


def still_steps() -> list[Step]:
    """Return the checks that read the code without running it."""
    django = [sys.executable, "-m", "django"]
    templates = [str(folder.relative_to(ROOT)) for folder in sorted(ROOT.glob("src/bitim/*/templates"))]
    return [
        Step("format", tool("ruff", "format", "--check", ".")),
        Step("style", tool("ruff", "check", ".")),
        Step("types", tool("mypy")),
        Step("layers", tool("lint-imports")),
        *[Step("templates", tool("djlint", *templates, "--lint", "--quiet")) for _ in templates[:1]],
        Step("migrations", [*django, "makemigrations", "--check", "--dry-run"]),
    ]


def pytest_steps(reports: Path, quick: bool) -> list[Step]:
    """Return the pytest runs: units over two processes, then the browser's over three beside PostgreSQL's
    over two."""

    def step(name: str, marker: str, *words: str) -> Step:
        report = reports / f"{name.replace(' ', '-')}.xml"
        command = [sys.executable, "-m", "pytest", "-m", marker, f"--junitxml={report}", "-rs", *words]
        return Step(name, command, report)

    slow = " and not slow" if quick else ""
    # A file stays in one process, and conftest.py puts the files that take longest first.
    spread = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    here = ("src", "tests/contracts")
    steps = [step("units and contracts", f"not browser and not postgres{slow}", *spread, *here)]
    if not quick:
        # A person in front of a browser waits now and then: more processes use what is left of two cores. Both begin
        # together, so that neither goes on alone for long; beside the units, which ask for time now and then, neither.
        # PostgreSQL's give way: a page that loads for half a minute says nothing of the program that it shows.
        on_postgres = step("postgresql", "postgres or any_database", *spread, *here)
        on_postgres.command = [*GIVES_WAY, sys.executable, "-m", "tests.support.postgres", *on_postgres.command]
        steps += [step("browser journeys", "browser", "-n", "3", *spread[2:], "tests/journeys"), on_postgres]
    return steps


def in_memory() -> str | None:
    """Return a folder in memory with room for all that a run leaves behind, if there is one.

    The tests write thousands of small databases, each of which would wait for the disk to say that it is safe.
    """
    with contextlib.suppress(OSError):
        if os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= ROOM_NEEDED:
            return MEMORY
    return None


def surroundings(folder: str) -> dict[str, str]:
    """Return the environment of every step: the package importable, a data folder of its own, no one's settings."""
    # Compiled once and kept: a run starts dozens of processes that load the same modules.
    foreign = ("BITIM_", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    return kept | {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "bitim.web.settings",
        "BITIM_MODE": "test",
        "BITIM_DATA": folder,
        "TMPDIR": folder,
        "PYTHONUNBUFFERED": "1",
    }


def run(step: Step, environment: dict[str, str]) -> Step:
    """Run one step to its end and keep what it said."""
    started = time.monotonic()
    try:
        done = subprocess.run(  # noqa: S603 - the commands are the fixed ones above
            step.command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
        step.code, step.output = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
        step.output = said.decode(errors="replace") if isinstance(said, bytes) else said
        step.output += f"\nStopped after {LIMIT_SECONDS} s."
        step.code = 124
    except OSError as missing:
        step.code, step.output = 127, str(missing)
    step.seconds = time.monotonic() - started
    if step.report:
        count(step)
    return step


def count(step: Step) -> None:
    """Read a junit report; a run that left none, or failed before its first test, counts as one failure."""
    if step.code == PYTEST_NOTHING_FOUND:
        step.code = 0
    if step.code == PROGRAM_MISSING and os.environ.get("E2E") != "require":
        step.code, step.counts["skipped"] = 0, 1
    if step.report and step.report.exists():
        for suite in ElementTree.parse(step.report).getroot().iter("testsuite"):  # noqa: S314 - written by our own run
            total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            step.counts["failed"] += failed
            step.counts["skipped"] += skipped
            step.counts["passed"] += max(total - failed - skipped, 0)
    if step.code and not step.counts["failed"]:
        step.counts["failed"] = 1


def tell(step: Step) -> None:
    """Print one line for a step, and all it said when it failed or left something out."""
    verdict = "failed" if step.code else "ok"
    counts = ", ".join(f"{number} {word}" for word, number in step.counts.items()) if step.report else ""
    print(f"{verdict:>6}  {step.name:<22} {step.seconds:6.1f} s  {counts}", flush=True)
    if step.code:
        print(step.output.rstrip(), flush=True)
    elif step.counts["skipped"]:
        for line in step.output.splitlines():
            if line.startswith("SKIPPED"):
                print(f"\033[31m        {line}\033[0m" if sys.stdout.isatty() else f"        {line}", flush=True)


def alongside(environment: dict[str, str], *rows: list[Step]) -> list[Step]:
    """Run rows of steps beside one another, the steps of a row one after another: no row keeps two cores busy alone."""

    def each(steps: list[Step]) -> None:
        for step in steps:
            tell(run(step, environment))

    with ThreadPoolExecutor(max_workers=len(rows)) as pool:
        for row in [pool.submit(each, steps) for steps in rows]:
            row.result()
    return [step for steps in rows for step in steps]


def main() -> int:
    """Run all steps and return the worst exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick: bool = parser.parse_args().quick
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bitim-test-", dir=in_memory()) as folder:
        environment = surroundings(folder)
        compiled = run(Step("catalogues", [sys.executable, "-m", "bitim.kernel.catalogues"]), environment)
        tell(compiled)
        units, *slower = pytest_steps(Path(folder), quick)
        done = [compiled, *alongside(environment, still_steps(), [units])]
        if slower:
            done += alongside(environment, *[[step] for step in slower])
    return close(done, quick, time.monotonic() - started)


def close(done: list[Step], quick: bool, seconds: float) -> int:
    """Print the summary; the last line is for machines as well as people."""
    failed = [step.name for step in done if step.code]
    print()
    if quick:
        print("Left out by --quick: browser journeys, PostgreSQL, slow tests.")
    print(f"{len(done)} steps in {seconds:.0f} s; failed: {', '.join(failed) or 'none'}")
    totals = {word: sum(step.counts[word] for step in done) for word in ("passed", "failed", "skipped")}
    print(", ".join(f"{number} {word}" for word, number in totals.items()), flush=True)
    return max((1 if step.code else 0 for step in done), default=0)


if __name__ == "__main__":
    sys.exit(main())
