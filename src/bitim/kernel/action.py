"""The one write path: lock, reload, authorise, act, record, commit.

An action is a function of a domain's `actions` that takes the locked thing. Callers give an id (or a row) and the
actor. Authorising happens after the lock, on the reloaded row, so that a withdrawn consent or an ended membership is
seen. A repeated idempotency key answers what the first call answered and does nothing.
"""

import functools
import hashlib
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from bitim.kernel import clock
from bitim.kernel.access import Actor, Denied, NotFound, Permission, Refused, decide
from bitim.kernel.locking import write
from bitim.kernel.models import NOBODY, IdempotencyKey, RefusalLine
from bitim.kernel.prepared import insert, prepared

R = TypeVar("R")
ACTIONS: dict[str, tuple[Permission, type[models.Model]]] = {}
REFUSALS_KEPT_PER_MINUTE = 60


def action(permission: Permission, *, on: type[models.Model]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Declare an action on a kind of thing.

    The model may name `lock_path` (e.g. "case" or "space__case"): that root is locked first, so that all actions of
    one case queue; and `read_permission`: an actor who may not even read the thing gets NotFound, not a reason.
    """

    def declare(act: Callable[..., R]) -> Callable[..., R]:
        name = f"{act.__module__.removeprefix('bitim.').replace('.actions', '')}.{act.__name__}"
        ACTIONS[name] = (permission, on)

        @functools.wraps(act)
        def run(target: Any, *, actor: Actor, key: str = "", **said: Any) -> R:
            target_id = target.pk if isinstance(target, models.Model) else target
            actor = actor.fresh()
            # Bound to the thing: a key that comes with another thing is another press. Any length fits the column.
            key = key and hashlib.sha256(f"{target_id}|{key}".encode(errors="replace")).hexdigest()
            try:
                with write():
                    thing = locked(on, target_id)
                    if key and (kept := _recall(name, key, actor)) is not None:
                        return kept[0]  # type: ignore[no-any-return]
                    _authorise(actor, permission, thing)
                    result = act(thing, actor=actor, **said)
                    if key:
                        _remember(name, key, actor, result)
                    return result
            except (Refused, NotFound):
                _note_refusal(actor, permission, target_id)
                raise

        return run

    return declare


def locked(model: type[models.Model], target_id: Any) -> Any:
    """Lock the root, then the thing, and return the thing as it is now; NotFound when there is none.

    SQLite has no row locks: the write transaction itself holds every other writer off, so nothing is asked twice.
    """
    if target_id is None:
        raise NotFound
    target_id = model._meta.pk.to_python(target_id)
    path: str = getattr(model, "lock_path", "")
    if path and connection.features.has_select_for_update:
        root_ids = _root_id_of(model)(target_id)
        if not root_ids:
            raise NotFound
        root: Any = model
        for step in path.split("__"):
            root = root._meta.get_field(step).related_model
        _locking(root)(root_ids[0])
    found = _locking(model)(target_id)
    if not found:
        raise NotFound
    return found[0]


@functools.cache
def _root_id_of(model: Any) -> Callable[[Any], list[Any]]:
    """Return the question for the id of a thing's root."""
    return prepared(
        lambda target: model.objects.system().filter(pk=target).values_list(f"{model.lock_path}__pk", flat=True)
    )


@functools.cache
def _locking(model: Any) -> Callable[[Any], list[Any]]:
    """Return the question for a thing with its root, under a lock where the database has such."""

    def build(target: Any) -> Any:
        rows = model.objects.system().filter(pk=target)
        if path := getattr(model, "lock_path", ""):
            rows = rows.select_related(path)
        of_self = {"of": ("self",)} if connection.features.has_select_for_update_of else {}
        return rows.select_for_update(**of_self)

    return prepared(build)


def _authorise(actor: Actor, permission: Permission, thing: Any) -> None:
    decision = decide(actor, permission, thing)
    if isinstance(decision, Denied):
        readable: Permission | None = getattr(thing, "read_permission", None)
        if readable is not None and not decide(actor, readable, thing):
            raise NotFound
        raise Refused(decision.reason)


def _recall(name: str, key: str, actor: Actor) -> tuple[Any] | None:
    for label, result_id in _answered(key, name, actor.person or NOBODY):
        if not label:
            return (None,)
        model: Any = apps.get_model(label)
        return (model.objects.system().filter(pk=result_id).first(),)
    return None


@prepared
def _answered(key: str, action: str, actor: UUID) -> "models.QuerySet[IdempotencyKey, tuple[str, str]]":
    rows = IdempotencyKey.objects.system().filter(key=key, action=action, actor=actor)
    return rows.values_list("result_model", "result_id")


def _remember(name: str, key: str, actor: Actor, result: Any) -> None:
    made = isinstance(result, models.Model)
    insert(
        IdempotencyKey(
            key=key,
            action=name,
            actor=actor.person or NOBODY,
            result_model=result._meta.label if made else "",
            result_id=str(result.pk) if made else "",
            at=clock.now(),
        )
    )


def _note_refusal(actor: Actor, permission: Permission, target_id: Any) -> None:
    """Keep a line of the refused attempt after the rollback; floods are cut."""
    if connection.in_atomic_block:
        return
    since = clock.now().replace(second=0, microsecond=0)
    if RefusalLine.objects.system().filter(at__gte=since).count() < REFUSALS_KEPT_PER_MINUTE:
        target = target_id if isinstance(target_id, UUID) else None
        with write():
            RefusalLine.objects.create(at=clock.now(), person=actor.person, permission=permission, target=target)
