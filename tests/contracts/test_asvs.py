"""docs/asvs.md names only tests that exist; every row proves something or says how it stands."""

import ast
import re

import pytest
from tests.contracts import source

PAGE = source.ROOT / "docs" / "asvs.md"
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \|.*$", re.MULTILINE)


def missing(text: str) -> list[str]:
    """Return the named tests that no file defines."""
    lost = []
    for path, name in NAMED.findall(text):
        file = source.ROOT / path
        defined = (
            {node.name for node in ast.walk(source.tree(file)) if isinstance(node, ast.FunctionDef)}
            if file.exists()
            else set()
        )
        if name not in defined or not name.startswith("test_"):
            lost.append(f"{path}::{name}")
    return lost


def test_every_named_test_exists():
    assert missing(PAGE.read_text(encoding="utf-8")) == []


def test_every_row_names_a_test_and_stands_once():
    text = PAGE.read_text(encoding="utf-8")
    rows = list(ROW.finditer(text))
    assert [row[1] for row in rows if not NAMED.search(row[0])] == []
    ids = [row[1] for row in rows]
    assert len(ids) == len(set(ids))
    assert f"in part: {len(ids)} of 345" in text


@pytest.mark.parametrize("name", ["tests/contracts/test_asvs.py::test_nothing", "tests/contracts/none.py::test_x"])
def test_the_guard_sees_a_test_that_is_not_there(name: str):
    assert missing(f"| 1.1.1 | 1 | x | y | `{name}` | |") == [name]
