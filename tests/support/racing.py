"""Several people at once, each in a thread and database connection of their own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from bitim.kernel.access import NotFound, Refused


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Start all acts at the same moment; return what each gave, or the refusal it met, in the order of the acts."""
    gate = threading.Barrier(len(acts))
    answers: dict[int, Any] = {}

    def run(n: int, act: Callable[[], Any]) -> None:
        if connection.vendor == "sqlite":
            # The test's database lies in memory, where a reader would stop a writer; on a disk (WAL) it does not.
            connection.cursor().execute("PRAGMA read_uncommitted = 1")
        gate.wait()
        try:
            answers[n] = act()
        except (NotFound, Refused) as no:
            answers[n] = no
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[n] for n in range(len(acts))]
