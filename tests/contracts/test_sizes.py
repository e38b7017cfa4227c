"""No file over 500 lines, no function over 60: what does not fit on a screen or in a head is split."""

import ast
from pathlib import Path

from tests.contracts import source

FILE_LINES = 500
FUNCTION_LINES = 60


def too_long(path: Path) -> list[str]:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    found = [f"{source.shown(path)}: {lines} lines"] if lines > FILE_LINES else []
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{source.shown(path)}: {node.name} has {length} lines")
    return found


def test_files_and_functions_are_short():
    paths = [*source.modules(tests=True), *(source.ROOT / "tools").glob("*.py"), *(source.ROOT / "tests").rglob("*.py")]
    assert [fault for path in paths for fault in too_long(path)] == []


def test_styles_scripts_and_templates_are_short():
    paths = [path for path in source.SOURCE.rglob("*") if path.suffix in {".css", ".js", ".html"}]
    own = [path for path in paths if "vendor" not in path.parts]
    lengths = {source.shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in own}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_the_guard_sees_what_is_too_long(tmp_path: Path):
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * FILE_LINES)
    assert len(too_long(path)) == 2
