"""One clock, few places that look past a reader's own view: found by reading the code."""

import ast
from pathlib import Path

import pytest
from tests.contracts import source

# Unscoped reads are for the places that decide who may see what, never for pages. Predicates are what rules are made
# of; facts are what the lifecycle engine decides on; live answers the open lines, narrowed by the hub to members.
MAY_SEE_ALL = {"queries", "actions", "rules", "predicates", "facts", "subscribers", "jobs", "live", "demo", "kernel"}
CLOCK = "kernel/clock.py"
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("time", "time"),
    ("time", "time_ns"),
}
CLOCK_IMPORTS = {("time", "time"), ("time", "time_ns"), ("django.utils.timezone", "now")}


def unscoped(path: Path, inside: Path = source.SOURCE) -> list[str]:
    """Return the lines that read past the reader's view where they may not."""
    parts = path.relative_to(inside).with_suffix("").parts
    if any(part == allowed or part.startswith(f"{allowed}_") for part in parts for allowed in MAY_SEE_ALL):
        return []
    return [
        f"{source.shown(path)}:{node.lineno}"
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "system"
        and getattr(node.func.value, "id", "") != "os"
    ]


def last_name(node: ast.expr) -> str:
    """Return `b` of `a.b`, `a` of `a`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def other_clocks(path: Path) -> list[str]:
    """Return the lines that ask the machine for the time."""
    found = []
    for node in ast.walk(source.tree(path)):
        asks = isinstance(node, ast.Attribute) and (last_name(node.value), node.attr) in CLOCKS
        brings = isinstance(node, ast.ImportFrom) and any(
            (node.module, one.name) in CLOCK_IMPORTS for one in node.names
        )
        if asks or brings:
            found.append(f"{source.shown(path)}:{node.lineno}")
    return found


def test_only_queries_actions_rules_and_jobs_look_past_the_reader():
    assert [line for path in source.modules() for line in unscoped(path)] == []


def test_time_comes_from_the_kernels_clock_alone():
    paths = [path for path in source.modules() if path.relative_to(source.SOURCE).as_posix() != CLOCK]
    assert [line for path in paths for line in other_clocks(path)] == []


def test_the_guard_sees_an_unscoped_read(tmp_path: Path):
    for name, seen in (("views", 1), ("queries", 0), ("actions_consent", 0)):
        path = tmp_path / f"{name}.py"
        path.write_text("Case.objects.system().all()\nos.system('true')\n")
        assert len(unscoped(path, tmp_path)) == seen, name


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "default = timezone.now",
        "time.time()",
        "from time import time",
        "from django.utils.timezone import now",
    ],
)
def test_the_guard_sees_another_clock(line: str, tmp_path: Path):
    path = tmp_path / "late.py"
    path.write_text(line + "\n")
    assert other_clocks(path)
