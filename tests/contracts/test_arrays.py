"""Array libraries cost a third of a second and 60 MB: only what solves loads them, when it solves."""

import ast
from pathlib import Path

from tests.contracts import source

ARRAYS = {"numpy", "scipy"}
SOLVING = ("compromise", "opinion", "rumours", "surveillance")  # of the engines


def loads(path: Path) -> set[str]:
    """Return what a module imports as it is loaded; what stands in functions or under TYPE_CHECKING is not."""
    found: set[str] = set()
    for node in source.tree(path).body:
        if isinstance(node, ast.Import):
            found.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{one.name}" for one in node.names)
    return found


def folder(name: str) -> Path:
    return source.SOURCE / "engines" / name


def heavy() -> set[str]:
    """Return the engines' modules that load an array library, themselves or by others of theirs."""
    imports = {
        f"bitim.engines.{name}.{path.stem}": loads(path)
        for name in SOLVING
        for path in folder(name).glob("*.py")
        if path.stem != "__init__"
    }
    found = {name for name, inside in imports.items() if any(one.split(".")[0] in ARRAYS for one in inside)}
    while more := {name for name, inside in imports.items() if inside & found} - found:
        found |= more
    return found


def faults(path: Path, costly: set[str]) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if not any(word in text for word in (*ARRAYS, *SOLVING)):
        return []  # nothing to parse for
    return sorted(one for one in loads(path) if one.split(".")[0] in ARRAYS or one in costly)


def test_nobody_outside_loads_arrays_with_a_page():
    costly = heavy()
    arrays = ("compromise.frontier", "compromise.answers", "opinion.votes", "surveillance.weekly")
    assert {f"bitim.engines.{one}" for one in arrays} <= costly
    assert not {f"bitim.engines.{one}.model" for one in SOLVING} & costly
    engines = [folder(name) for name in SOLVING]
    paths = [path for path in source.modules() if path.parent not in engines]
    paths += [engine / "__init__.py" for engine in engines]
    assert {source.shown(path): found for path in paths if (found := faults(path, costly))} == {}


def test_the_guard_sees_them(tmp_path: Path):
    path = tmp_path / "page.py"
    answers = "bitim.engines.compromise.answers"
    path.write_text("from bitim.engines.compromise import answers\nimport numpy as np\n\ndef f():\n    import scipy\n")
    assert faults(path, {answers}) == [answers, "numpy"]
