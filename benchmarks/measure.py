"""What the benchmarks share: a house in a folder of its own, percentiles, the processor time of a process."""

import json
import os
import platform
import secrets
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.server import free_port, surroundings

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0..1) of the values lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def middle(values: Sequence[float]) -> float:
    """Return the median; 0 for none."""
    return statistics.median(values) if values else 0.0


def cpu_of(pid: int) -> float:
    """Return the processor seconds that a process has used, with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def cpu_beside(pid: int) -> float:
    """Return the processor seconds of the processes that one has started and that still run."""
    started = [one for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]
    return sum(cpu_of(int(one)) for one in started)


def cpu_of_all() -> float:
    """Return the processor seconds that everything on this machine has used since it started."""
    user, nice, system, _idle, _waits, *hard = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:8])
    return (user + nice + system + sum(hard)) / TICK


def timed(act: Callable[[], Any]) -> float:
    """Return the milliseconds that one call takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def machine(folder: Path) -> str:
    """Return one line about where this was measured; a folder in memory makes every commit too cheap."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    kind = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False).stdout
    return (
        f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"folder on {kind.strip()}, load before the run {os.getloadavg()[0]:.1f}"
    )


@contextmanager
def house(postgres: str = "", folder: str | None = None) -> Iterator[Path]:
    """Set Django up on an empty, migrated house in a passing folder; gone afterwards."""
    data = Path(tempfile.mkdtemp(prefix="bitim-bench-", dir=folder))
    for name in [name for name in os.environ if name.startswith("BITIM_")]:
        del os.environ[name]
    os.environ |= {"BITIM_DATA": str(data), "BITIM_MODE": "demo", "BITIM_SECRET_KEY": secrets.token_urlsafe(40)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "bitim.web.settings"
    if postgres:
        os.environ["BITIM_DATABASE"] = postgres
    import django

    django.setup()
    from django.core.management import call_command

    try:
        (data / "static").mkdir()
        call_command("migrate", verbosity=0)
        yield data
    finally:
        from django.db import connections

        connections.close_all()
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def serving(application: str, data: Path) -> Iterator[tuple[int, int]]:
    """Run an ASGI application under uvicorn as `bitim serve` does; yield its port and process id."""
    from tests.support.server import Served

    port = free_port()
    command = [sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "5"]
    kept = {name: value for name, value in os.environ.items() if name.startswith("BITIM_")}
    environment = surroundings(data, kept) | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    served = Served(command, environment, f"http://127.0.0.1:{port}", data, data / f"{port}.log")
    served.start()
    try:
        yield port, served.process.pid  # type: ignore[union-attr]
    finally:
        served.stop()


def generated(plan: dict[str, Any], data: Path, by: str = "generator") -> dict[str, Any]:
    """Run a load generator (benchmarks/generator.py) in a process of its own and return what it found."""
    file = data / "plan.json"
    file.write_text(json.dumps(plan))
    command = [sys.executable, "-m", f"benchmarks.{by}", str(file)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=900)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return a table for docs/benchmarks.md."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
