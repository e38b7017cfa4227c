"""./run and ./test: plain sentences when something is missing, honest counts, the worst exit code."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.contracts.source import ROOT
from tools import checks

from bitim import cli

SHELL = shutil.which("dash") or "/bin/sh"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A clone on a machine with a shell and nothing else; tests add programs to bin/."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "bin").mkdir()
    for name in ("run", "tools/environment.sh"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "requirements.lock").write_text("")
    for name in ("dirname", "cksum", "cat", "rm", "mkdir", "touch"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def program(bare: Path, name: str, text: str) -> None:
    path = bare / "bin" / name
    path.write_text(f"#!{SHELL}\n{text}\n")
    path.chmod(0o755)


def run(bare: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(bare / "bin")}
    return subprocess.run(
        [SHELL, str(bare / "run"), *words], env=environment, capture_output=True, text=True, check=False
    )


def test_no_python_is_said_with_the_command_that_helps(bare: Path):
    done = run(bare)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert "sudo apt install python3 python3-venv" in done.stderr


def test_an_old_python_is_said(bare: Path):
    program(bare, "python3", "exit 1")
    assert "Python 3.11 or newer" in run(bare).stderr


def test_a_missing_venv_module_is_said(bare: Path):
    program(bare, "python3", 'case "$*" in *ensurepip*) exit 1;; esac; exit 0')
    assert "sudo apt install python3-venv" in run(bare).stderr
    assert not (bare / ".venv").exists()


VENV = """
case "$*" in
"-m venv "*) mkdir -p "$3/bin"; cat "$0" > "$3/bin/python"; /bin/chmod +x "$3/bin/python";;
"-m pip "*) echo pip >> "$CALLS"; [ -z "$BROKEN" ];;
"-m bitim.cli"*) shift 2; echo "bitim $* $PYTHONPATH";;
esac
"""


def test_packages_are_fetched_once_and_again_when_the_lock_changes(bare: Path):
    calls = bare / "calls"
    program(bare, "python3", f"CALLS={calls}\n{VENV}")
    assert run(bare).stdout.strip() == f"bitim demo {bare}/src"
    assert run(bare, "doctor", "--all").stdout.strip() == f"bitim doctor --all {bare}/src"
    assert calls.read_text() == "pip\n"
    (bare / "requirements.lock").write_text("# changed\n")
    run(bare)
    assert calls.read_text() == "pip\npip\n"


def test_a_failed_fetch_is_said_and_tried_again(bare: Path):
    program(bare, "python3", f"CALLS={bare / 'calls'}\nBROKEN=yes\n{VENV}")
    for _ in range(2):
        done = run(bare)
        assert done.returncode == 1
        assert "could not be fetched" in done.stderr
        assert done.stdout == ""


UV = """
echo "$1 $2" >> "$CLONE/calls"
[ "$1" = venv ] || exit 0
mkdir -p "$CLONE/.venv/bin"
cat "$CLONE/python" > "$CLONE/.venv/bin/python"
/bin/chmod +x "$CLONE/.venv/bin/python"
"""


def test_uv_is_used_when_present(bare: Path):
    program(bare, "uv", f"CLONE={bare}\n{UV}")
    (bare / "python").write_text(f"#!{SHELL}\n{VENV}")
    assert run(bare, "x").stdout.startswith("bitim x")
    assert (bare / "calls").read_text() == "venv --quiet\npip install\n"


@pytest.mark.parametrize("script", ["run", "test", "tools/environment.sh"])
def test_scripts_are_plain_shell(script: str):
    assert subprocess.run([SHELL, "-n", str(ROOT / script)], check=False).returncode == 0
    assert script == "tools/environment.sh" or os.access(ROOT / script, os.X_OK)


def report(path: Path, **counts: int) -> Path:
    words = " ".join(f'{name}="{number}"' for name, number in counts.items())
    path.write_text(f"<testsuites><testsuite {words}></testsuite></testsuites>")
    return path


def test_counts_come_from_the_reports(tmp_path: Path):
    path = report(tmp_path / "r.xml", tests=10, failures=1, errors=1, skipped=3)
    step = checks.Step("x", [], path, code=1)
    checks.count(step)
    assert step.counts == {"passed": 5, "failed": 2, "skipped": 3}


def test_a_run_that_died_counts_as_failed(tmp_path: Path):
    step = checks.Step("x", [], tmp_path / "none.xml", code=2)
    checks.count(step)
    assert step.counts["failed"] == 1


@pytest.mark.parametrize(("required", "code", "failed", "skipped"), [("", 0, 0, 1), ("require", 77, 1, 0)])
def test_a_missing_program_is_a_skip_unless_required(
    required: str, code: int, failed: int, skipped: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("E2E", required)
    step = checks.Step("x", [], tmp_path / "none.xml", code=checks.PROGRAM_MISSING)
    checks.count(step)
    assert (step.code, step.counts["failed"], step.counts["skipped"]) == (code, failed, skipped)


def test_the_last_line_and_the_exit_code_tell_the_worst(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    good = checks.run(checks.Step("good", [sys.executable, "-c", "pass"]), dict(os.environ))
    bad = checks.run(checks.Step("bad", [sys.executable, "-c", "raise SystemExit(3)"]), dict(os.environ))
    absent = checks.run(checks.Step("absent", [str(tmp_path / "absent")]), dict(os.environ))
    good.counts["passed"] = 4
    assert checks.close([good], False, 1) == 0
    assert checks.close([good, bad, absent], False, 1) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "4 passed, 0 failed, 0 skipped"
    assert "failed: bad, absent" in said[-2]


def test_a_command_nobody_has_written_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cli, "module_of", lambda name: None)
    assert cli.main(["backup"]) == 2
    assert "not built yet" in capsys.readouterr().err
