"""What carries the voices of a story: each adapter that a house may choose, run for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import sfu

ADAPTERS = ("mesh", "janus")


@contextmanager
def carrying(adapter: str, folder: Path) -> Iterator[dict[str, str]]:
    """Run what an adapter needs; give the settings of a house that uses it."""
    if adapter == "mesh":
        yield {}
        return
    with sfu.running(folder / "janus") as server:
        yield server.settings
