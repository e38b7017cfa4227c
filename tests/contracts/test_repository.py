"""The repository stands for itself: no registry's address, no path of anybody's machine, nothing compiled."""

import re

import pytest
from tests.contracts import source

# Written with brackets so that this file does not find itself.
ELSEWHERE = {
    "a package registry": re.compile(
        r"p[y]pi\.(org|python)|python[h]osted\.|registry\.n[p]mjs|n[p]m\.pkg|cra[t]es\.io|regi[s]try-1\."
    ),
    "a machine's path": re.compile(r"(?<![\w.])/(w[o]rk|ho[m]e/\w+|ro[o]t|Us[e]rs/\w+)/\w"),
}
TEXT_LIMIT = 3_000_000


def faults(text: str) -> list[str]:
    return [name for name, pattern in ELSEWHERE.items() if pattern.search(text)]


def test_the_repository_names_no_registry_and_no_machine():
    found = {}
    for path in source.kept_files():
        if path.suffix == ".lock" or path.stat().st_size > TEXT_LIMIT or "vendor" in path.parts:
            continue
        text = path.read_bytes()
        if b"\0" not in text and (named := faults(text.decode(errors="replace"))):
            found[source.shown(path)] = named
    assert found == {}


def test_nothing_compiled_is_kept():
    wrong = {".mo", ".pyc", ".sqlite3"}
    assert [source.shown(path) for path in source.kept_files() if path.suffix in wrong] == []


@pytest.mark.parametrize("text", ["see https://py" + "pi.org/x", "/wo" + "rk/main/x", "in /ho" + "me/aliya/x"])
def test_the_guard_sees_them(text: str):
    assert faults(text)
