"""From a fresh clone to the first page: `git clone`, `./run` with an empty .venv, until `/` answers.

Load generator: this process asks `/` every 0.2 s on loopback. The packages are fetched from wherever pip or uv is set
to fetch them: the one figure that depends on a line to elsewhere. `--cold` leaves the package cache unused. No peer.
`python -m benchmarks.first_page [--cold] [--runs 1]`
"""

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support.server import free_port

from benchmarks.measure import ROOT

AIM, LIMIT = 120, 600
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")


def main() -> int:
    """Measure each run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--runs", type=int, default=1)
    asked = parser.parse_args()
    for _ in range(asked.runs):
        installed, answered, cpu = _once(asked.cold)
        kind = "without package cache" if asked.cold else "with the package cache as it was"
        print(f"{kind}: .venv after {installed:.0f} s, first page after {answered:.0f} s, cpu {cpu:.0f} s; aim {AIM} s")
    return 0


def _once(cold: bool) -> tuple[float, float, float]:
    home, port = Path(tempfile.mkdtemp(prefix="bitim-first-")), free_port()
    wanted = ("PIP_", "UV_", "http", "HTTP", "no_proxy", "NO_PROXY")
    environment = {k: v for k, v in os.environ.items() if k in PASSED_ON or k.startswith(wanted)}
    if cold:
        environment |= {"PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"}
    clone = home / "bitim"
    begun, used = time.monotonic(), _children_used()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    with (home / "log").open("wb") as log:
        command = [str(clone / "run"), "demo", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    installed = 0.0
    try:
        while time.monotonic() - begun < LIMIT:
            if process.poll() is not None:
                raise SystemExit((home / "log").read_text()[-2000:])
            if not installed and (clone / ".venv" / ".installed-requirements.lock").exists():
                installed = time.monotonic() - begun
            if _answers(port):
                return installed, time.monotonic() - begun, _children_cpu(process) - used
            time.sleep(0.2)
        raise SystemExit(f"no page after {LIMIT} s")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _children_cpu(process: subprocess.Popen[bytes]) -> float:
    """Stop the demo and return what all processes started from here have used."""
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(30)
    return _children_used()


def _children_used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
