"""Questions asked thousands of times: Django writes their SQL once per connection, afterwards only values change.

Building a query costs ten times what SQLite needs to answer it; on the way of a message from the form to the other
people's pages that was more than half of the work. Nothing is remembered here but SQL: every call reads the tables
as they are now, so that an ended membership counts at once.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction
from django.db.models.signals import post_save, pre_save

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
Form = Callable[[Any], Any]
STEP = 32


def prepared(build: Callable[P, "models.QuerySet[Any, T]"]) -> Callable[P, list[T]]:
    """Turn a function that builds a queryset of its positional values into one that answers with the list of rows.

    Values: UUID, str, bytes, int, an aware datetime, or a list of one of these, which must stand in an `__in` that all
    rows have to meet (an empty list answers nothing). Each value must reach the SQL as it is. TypeError for anything
    else, None and bool among them: they change the SQL, so they belong into the function. No prefetch_related.
    """

    @functools.wraps(build)
    def ask(*values: P.args, **named: P.kwargs) -> list[T]:
        if named:
            raise TypeError(f"{build.__name__}: values are given by place")
        connection = connection_now()
        found = question_of(connection, ask, values)
        if found is None:
            return []
        key, question, filled = found
        return question.rows(filled, kept_for(connection).foreseen.pop(key, None))

    ask.build = build  # type: ignore[attr-defined]
    return ask


def question_of(connection: Any, ask: Any, values: Sequence[Any]) -> "tuple[Any, _Question, tuple[Any, ...]] | None":
    """Return a question with the key of its answer and its values; None when an empty list can find nothing."""
    filled = tuple(map(_filled, values))
    shape = tuple(map(_shape, filled))
    if any(isinstance(value, list) and not value for value in filled):
        return None
    known = kept_for(connection).questions
    question = known.get((ask, shape))
    if question is None:
        question = known[ask, shape] = _Question(ask.build, shape, connection)
    return (ask, *(tuple(value) if isinstance(value, list) else value for value in filled)), question, filled


def insert(row: M) -> M:
    """Add a new row as `row.save(force_insert=True)` does. An automatic number stays unknown in `row`; for models
    whose saving others listen to, it is the ordinary saving."""
    model, connection = type(row), connection_now()
    known = kept_for(connection).inserts
    if model not in known:
        known[model] = _insert_sql(model, connection)
    if known[model] is None:
        row.save(force_insert=True)
        return row
    sql, fields = known[model]
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    row._state.adding, row._state.db = False, connection.alias
    _write(connection, sql, values, model.__name__)
    return row


def _write(connection: Any, sql: str, values: list[Any], said: str) -> None:
    """Write now, or with what else waits (bitim.kernel.together); inside a savepoint always now."""
    waiting = kept_for(connection).waiting
    if waiting is not None and not connection.savepoint_ids:
        waiting.append((sql, values, said))
        return
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"{said}: nothing was written")


def update(row: models.Model, *names: str) -> None:
    """Write some columns of a row as `row.save(update_fields=names)` does; it must be there."""
    model, connection = type(row), connection_now()
    known = kept_for(connection).updates
    if (model, names) not in known:
        known[model, names] = _update_sql(model, names, connection)
    if known[model, names] is None:
        row.save(update_fields=names)
        return
    sql, fields = known[model, names]
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
    _write(connection, sql, values, model.__name__)


def _update_sql(model: type[models.Model], names: tuple[str, ...], connection: Any) -> tuple[str, list[Any]] | None:
    if not _is_plain(model):
        return None
    quote, key = connection.ops.quote_name, model._meta.pk
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {quote(key.column)} = %s"  # noqa: S608
    return sql, [*fields, key]


def _is_plain(model: type[models.Model]) -> bool:
    listened = any(signal.has_listeners(model) for signal in (pre_save, post_save))
    return not model._meta.parents and not listened and model.save is models.Model.save


def _insert_sql(model: type[models.Model], connection: Any) -> tuple[str, list[Any]] | None:
    if not _is_plain(model):
        return None
    fields: list[Any] = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})", fields  # noqa: S608


class _Question:
    """One question on one connection, compiled with stand-in values whose places in the SQL are then known."""

    def __init__(self, build: Callable[..., Any], shape: tuple[Any, ...], connection: Any) -> None:
        stand_ins = [_stand_in(kind) for kind in shape]
        self.rows_of: Any = build(*stand_ins)
        query = self.rows_of.query
        compiler = query.get_compiler(connection.alias)
        self.sql, params = compiler.as_sql()
        known = _known(stand_ins, connection)
        self.places = [_place(param, known) for param in params]
        reached = {place[0] for place in self.places if isinstance(place, tuple)}
        if len(reached) != sum(len(kept) if isinstance(kept, list) else 1 for kept in stand_ins):
            raise TypeError(f"{build.__name__}: a value does not reach the SQL as it was given")
        self.params: tuple[Any, ...] = ()
        compiler.as_sql = lambda *_, **__: (self.sql, self.params)
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _: converters
        query.get_compiler = lambda *_, **__: compiler

        self.ask = compiler.execute_sql
        self.answer: list[Any] | None = None
        compiler.execute_sql = lambda *said, **more: self.ask(*said, **more) if self.answer is None else [self.answer]

    def rows(self, values: Sequence[Any], foreseen: list[Any] | None = None) -> list[Any]:
        """Ask with these values, or read what the database has answered to them already."""
        self.fill(values)
        self.answer = foreseen
        try:
            return list(self.rows_of._iterable_class(self.rows_of))
        finally:
            self.answer = None

    def fill(self, values: Sequence[Any]) -> None:
        """Put the values in their places."""
        given: dict[Any, Any] = {}
        for at, value in enumerate(values):
            if isinstance(value, list):
                given.update({(at, n): one for n, one in enumerate(value)})
            else:
                given[at] = value
        self.params = tuple(
            place[1](given[place[0]]) if isinstance(place, tuple) else place.value for place in self.places
        )


class _Constant:
    """A value that stands in the question itself."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _filled(value: Any) -> Any:
    """Fill a long list up with its last value, so that lists of nearly the same length share one SQL."""
    if not isinstance(value, list | tuple):
        return value
    return [*value, *value[-1:] * (-len(value) % STEP)] if len(value) > STEP else [*value]


def _shape(value: Any) -> Any:
    if isinstance(value, list):
        return _shape(value[0]) if value else None, len(value)
    for kind in (UUID, str, bytes, datetime):
        if isinstance(value, kind):
            return kind
    if isinstance(value, int) and not isinstance(value, bool):
        return int
    raise TypeError(f"a prepared question takes no {type(value).__name__}")


def _stand_in(kind: Any) -> Any:
    if isinstance(kind, tuple):
        return [_stand_in(kind[0]) for _ in range(kind[1])]
    made = uuid4()
    if kind is UUID:
        return made
    if kind is int:
        return made.int >> 99 | 1 << 29
    if kind is str:
        return made.hex[:20]
    if kind is bytes:
        return made.bytes
    return datetime.fromtimestamp((made.int >> 96) % 4_000_000_000 + 0.25, tz=UTC)


def _forms(connection: Any) -> tuple[Form, ...]:
    """Return the ways in which a database takes a value."""
    return (lambda value: value, lambda value: value.hex, connection.ops.adapt_datetimefield_value)


def _known(stand_ins: Sequence[Any], connection: Any) -> dict[Any, tuple[Any, Form, type]]:
    """Return, by each form that a stand-in may take on its way: which value it stands for, that form, its type."""
    found: dict[Any, tuple[Any, Form, type]] = {}
    for at, kept in enumerate(stand_ins):
        for n, one in enumerate(kept) if isinstance(kept, list) else [(None, kept)]:
            for form in _forms(connection):
                if (made := _formed(form, one)) is not None:
                    found.setdefault(made, (at if n is None else (at, n), form, type(made)))
    return found


def _place(param: Any, known: Mapping[Any, tuple[Any, Form, type]]) -> Any:
    """Return (which value, its form for this database) for a stand-in, the parameter itself for a constant."""
    try:
        # drivers wrap bytes (memoryview, psycopg.Binary) and keep them as they came
        at, form, kind = known[getattr(param, "obj", param)]
    except (KeyError, TypeError):
        return _Constant(param)
    return (at, form if type(param) is kind else _typed(param, form))


def _typed(param: Any, form: Form) -> Form:
    """Return the form that also bears the type in which a driver wants it: numbers by the width of their column,
    bytes."""
    return lambda value: type(param)(form(value))


def _formed(form: Form, stand_in: Any) -> Any:
    try:
        return form(stand_in)
    except (AttributeError, TypeError, ValueError):
        return None


class _Kept:
    """What one connection (of one thread) knows to ask and to write; it holds SQL, no rows."""

    def __init__(self) -> None:
        self.questions: dict[Any, _Question] = {}
        self.inserts: dict[type[models.Model], Any] = {}
        self.updates: dict[tuple[type[models.Model], tuple[str, ...]], Any] = {}
        # Of one moment, not kept: see bitim.kernel.together.
        self.foreseen: dict[Any, list[Any]] = {}
        self.waiting: list[tuple[str, list[Any], str]] | None = None


def connection_now() -> Any:
    """Return this thread's connection."""
    return connections[DEFAULT_DB_ALIAS]


def kept_for(connection: Any) -> _Kept:
    """Return what belongs to a connection."""
    kept: _Kept | None = connection.__dict__.get("_prepared")
    if kept is None:
        kept = connection.__dict__["_prepared"] = _Kept()
    return kept
