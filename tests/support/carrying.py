"""What carries the voices of a story: each adapter that a house may choose, run for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import sfu

ADAPTERS = ("mesh", "janus")


@contextmanager
def carrying(adapter: str, folder: Path, address: str = "127.0.0.1") -> Iterator[dict[str, str]]:
    """Run what an adapter needs; give the settings of a house that uses it. `address`: where its voices come and go."""
    if adapter == "mesh":
        yield {}
        return
    with sfu.running(folder / "janus", address) as server:
        yield server.settings
