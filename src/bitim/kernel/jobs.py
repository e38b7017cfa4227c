"""Work outside requests: a queue that only wakes workers, and clockwork. Payloads are ids.

huey over its own SQLite file beside the data (one machine; with PostgreSQL as the store the queue stays local to the
machine that runs the web process). In tests everything runs at once, in the caller.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

CLOCKWORK: dict[str, tuple[int, Callable[[], Any]]] = {}
JOBS: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True)
class _Queue:
    """The queue with the one task that runs jobs by name."""

    huey: SqliteHuey
    run: Callable[..., Any]


@functools.cache
def _queue() -> _Queue:
    """Return the process's queue, with every declared job and clock on it; call it when the apps are ready."""
    immediate = settings.MODE == "test"
    path: Path = settings.DATA / "jobs.sqlite3"
    made = SqliteHuey(name="bitim", filename=str(path), immediate=immediate, fsync=True)
    for name, (minutes, _work) in CLOCKWORK.items():
        _clock(made, name, minutes)
    return _Queue(made, made.task(name="run")(_run))


def _clock(huey: SqliteHuey, name: str, minutes: int) -> None:
    def tick() -> None:
        _run(name)

    huey.periodic_task(_every(minutes), name=f"clock-{name}")(tick)


def _every(minutes: int) -> Any:
    if minutes >= 60:
        return crontab(minute="7", hour=f"*/{minutes // 60}" if minutes < 1440 else "3")
    return crontab(minute=f"*/{minutes}")


def _run(name: str, *ids: str) -> None:
    work = JOBS.get(name) or CLOCKWORK[name][1]
    if settings.MODE == "test":
        work(*ids)
        return
    close_old_connections()
    try:
        work(*ids)
    finally:
        close_old_connections()


def job(work: Callable[..., Any]) -> Callable[..., None]:
    """Declare a job. Calling it queues the work, after the commit, with ids as text."""
    name = f"{work.__module__}.{work.__qualname__}"
    JOBS[name] = work

    @functools.wraps(work)
    def later(*ids: object) -> None:
        said = [str(value) for value in ids]
        transaction.on_commit(lambda: _queue().run(name, *said))

    return later


def clockwork(*, minutes: int) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Declare work done every so many minutes (from an hour on: every so many hours, a day at most). It has to be
    safe to repeat and to interrupt."""

    def declare(work: Callable[[], Any]) -> Callable[[], Any]:
        CLOCKWORK[f"{work.__module__}.{work.__qualname__}"] = (minutes, work)
        return work

    return declare


class _Quiet(Consumer):  # type: ignore[misc]
    """A consumer that leaves signals to the web server."""

    def _set_signal_handlers(self) -> None:
        """Set none."""


def start() -> Callable[[], None]:
    """Start workers and clockwork in this process; return what stops them."""
    consumer = _Quiet(_queue().huey, workers=1, periodic=True, worker_type="thread", initial_delay=0.2, max_delay=1.0)
    consumer.start()
    return lambda: consumer.stop(graceful=True)
