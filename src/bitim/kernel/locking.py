"""One writer at a time inside a process on SQLite; row locks on PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from bitim.kernel import together

_writer = threading.RLock()


@contextmanager
def write(durable: bool = False) -> Iterator[None]:
    """Open the write transaction. On SQLite the in-process lock is taken first, so that threads queue fairly
    instead of spinning on the database's busy timeout. With `durable` it must be the outermost one: what it writes
    cannot be undone by a rollback around it."""
    if connection.vendor == "sqlite":
        with _writer, transaction.atomic(durable=durable):
            yield
    else:
        outermost = not connection.in_atomic_block
        with transaction.atomic(durable=durable), together.gathered(outermost):
            yield


@contextmanager
def look() -> Iterator[None]:
    """Read several things of one moment, whatever is written meanwhile, and hold no writer off: to begin as writers do
    would take their lock on SQLite, and on PostgreSQL each question would have a moment of its own. Inside a
    transaction it is that transaction, with what it gives. Nothing may be written in it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
