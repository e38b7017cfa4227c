"""What is installed is what was asked for, by hash, from wherever the machine gets its packages."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from tests.contracts import source

LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, Version]:
    """Return the names and versions that a lock fixes."""
    text = (source.ROOT / lock).read_text()
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def asked(name: str) -> list[Requirement]:
    """Return the requirements of a .in file."""
    lines = Path(source.ROOT / "requirements" / name).read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str):
    text = (source.ROOT / lock).read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (source.ROOT / lock).read_text())
    named = [block for block in blocks if "==" in block.split("\n")[0]]
    assert len(named) == len(pins(lock))
    assert [block.split("\n")[0] for block in named if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(("wanted", "lock"), [("runtime.in", LOCKS[0]), ("runtime.in", LOCKS[1]), ("dev.in", LOCKS[1])])
def test_a_lock_holds_what_was_asked_for(wanted: str, lock: str):
    locked = pins(lock)
    missing = [
        str(requirement)
        for requirement in asked(wanted)
        if (version := locked.get(canonicalize_name(requirement.name))) is None or version not in requirement.specifier
    ]
    assert missing == []


def test_the_tests_run_on_what_a_centre_runs_on():
    runtime, development = (pins(lock) for lock in LOCKS)
    assert {name: str(version) for name, version in runtime.items() if development.get(name) != version} == {}
