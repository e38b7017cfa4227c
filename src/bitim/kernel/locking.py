"""One writer at a time inside a process on SQLite; row locks on PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_writer = threading.RLock()


@contextmanager
def write() -> Iterator[None]:
    """Open the write transaction. On SQLite the in-process lock is taken first, so that threads queue fairly
    instead of spinning on the database's busy timeout."""
    if connection.vendor == "sqlite":
        with _writer, transaction.atomic():
            yield
    else:
        with transaction.atomic():
            yield
