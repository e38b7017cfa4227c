"""Fewer journeys to a database that is another process: questions that go there together, and writes that wait.

On PostgreSQL every statement is a journey of its own; about thirty of them for one message cost more than what they
asked. Here several prepared questions travel as one text of several statements, each still with a snapshot of its
own, in their order; and what a write transaction inserts and updates waits until somebody asks something else or it
is about to commit. On SQLite, which answers inside the process, nothing here does anything.

Nothing is decided on older rows than before: `foresee` is called after the lock, each answer is given out once, and
all are forgotten with the first write and at the end.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, transaction

from bitim.kernel import prepared

Asked = tuple[Callable[..., list[Any]], tuple[Any, ...]]  # a prepared question and its values


def foresee(*asked: Asked) -> None:
    """Ask these questions in one journey; the next asking of each, with the same values, takes the answer from here.

    Who is certain to ask only one saves nothing. Whoever calls this outside a write transaction calls `forget` after.
    """
    connection = prepared.connection_now()
    if connection.vendor != "postgresql" or len(asked) < 2:
        return
    flush(connection)
    kept = prepared.kept_for(connection)
    questions = [one for one in (prepared.question_of(connection, ask, values) for ask, values in asked) if one]
    for _key, question, filled in questions:
        question.fill(filled)
    with connection.cursor() as cursor:
        _send(cursor, [(question.sql, question.params) for _key, question, _filled in questions])
        for place, (key, _question, _filled) in enumerate(questions):
            if place:
                cursor.nextset()
            kept.foreseen[key] = cursor.fetchall()


def forget() -> None:
    """Give out no foreseen answer any more."""
    prepared.kept_for(prepared.connection_now()).foreseen.clear()


@contextmanager
def gathered(outermost: bool) -> Iterator[None]:
    """Watch over a write transaction: its writes wait for each other if it is the outermost, and every write ends what
    was foreseen."""
    connection = prepared.connection_now()
    kept = prepared.kept_for(connection)
    kept.foreseen.clear()
    if _in_order in connection.execute_wrappers:
        yield
        return
    kept.waiting = [] if outermost else None
    try:
        with connection.execute_wrapper(_in_order):
            yield
            flush(connection)
    finally:
        kept.waiting = None
        kept.foreseen.clear()


def flush(connection: Any) -> None:
    """Send what waits, in one journey; DatabaseError when a row to change was not there."""
    kept = prepared.kept_for(connection)
    if not kept.waiting:
        return
    waiting, kept.waiting = kept.waiting, []
    kept.foreseen.clear()
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        _send(cursor, [(sql, values) for sql, values, _said in waiting])
        for place, (_sql, _values, said) in enumerate(waiting):
            if place:
                cursor.nextset()
            if cursor.rowcount != 1:
                raise DatabaseError(f"{said}: nothing was written")


def _send(cursor: Any, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """Execute several statements as one text, each with its values put in by the driver as it always does: it keeps
    what it has read of a statement, and would read the long text anew every time."""
    cursor.execute("; ".join(cursor.mogrify(sql, values) for sql, values in statements))


def _in_order(execute: Callable[..., Any], sql: Any, params: Sequence[Any], many: bool, context: Any) -> Any:
    """Send what waits before anything else is asked; after any other write nothing foreseen holds."""
    connection = context["connection"]
    flush(connection)
    if not str(sql).lstrip().startswith("SELECT"):
        prepared.kept_for(connection).foreseen.clear()
    return execute(sql, params, many, context)
