"""The one write path: lock, reload, authorise, act, record, commit.

An action is a function of a domain's `actions` that takes the locked thing. Callers give an id (or a row) and the
actor. Authorising happens after the lock, on the reloaded row, so that a withdrawn consent or an ended membership is
seen. A repeated idempotency key answers what the first call answered and does nothing.
"""

import functools
import hashlib
import inspect
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
from bitim.kernel.together import Asked, foresee

R = TypeVar("R")
Foresees = Callable[[Any, Any, Actor], list[Asked]]
ACTIONS: dict[str, tuple[Permission, type[models.Model]]] = {}
REFUSALS_KEPT_PER_MINUTE = 60


def action(
    permission: Permission, *, on: type[models.Model], foresees: Foresees | None = None
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Declare an action on a kind of thing.

    `foresees` names the questions that rule and act are certain to ask, from the ids of thing and root and the actor:
    after the lock they travel together with the reload (bitim.kernel.together).

    The model may name `lock_path` (e.g. "case" or "space__case"): that root is locked first, so that all actions of
    one case queue; `notes_refusals = False` where a line with a time would tell of somebody who is to stay unknown; and
    `read_permission`: an actor who may not even read the thing gets NotFound, not a reason.
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
                    _lock_root(on, target_id, _ahead(name, key, actor, foresees))
                    thing = _reloaded(on, target_id)
                    if key and (kept := _recall(name, key, actor)) is not None:
                        return kept[0]  # type: ignore[no-any-return]
                    _authorise(actor, permission, thing)
                    result = act(thing, actor=actor, **said)
                    if key:
                        _remember(name, key, actor, result)
                    return result
            except (Refused, NotFound):
                if getattr(on, "notes_refusals", True):
                    _note_refusal(actor, permission, target_id)
                raise

        return run

    return declare


def locked(model: type[models.Model], target_id: Any) -> Any:
    """Lock the root, then the thing, and return the thing as it is now; NotFound when there is none.

    SQLite has no row locks: the write transaction itself holds every other writer off, so nothing is asked twice.
    """
    _lock_root(model, target_id, lambda thing, root: [])
    return _reloaded(model, target_id)


def _lock_root(model: type[models.Model], target_id: Any, ahead: Callable[[Any, Any], list[Asked]]) -> None:
    """Lock the root; what is certain to be asked afterwards is asked together with the reload."""
    if target_id is None:
        raise NotFound
    target_id = model._meta.pk.to_python(target_id)
    root_id = None
    if getattr(model, "lock_path", "") and connection.features.has_select_for_update:
        roots = _locking_root_of(model)(target_id)
        if not roots:
            raise NotFound
        root_id = roots[0]
    foresee((_locking(model), (target_id,)), *ahead(target_id, root_id))


def _reloaded(model: type[models.Model], target_id: Any) -> Any:
    found = _locking(model)(model._meta.pk.to_python(target_id))
    if not found:
        raise NotFound
    return found[0]


def _ahead(name: str, key: str, actor: Actor, foresees: Foresees | None) -> Callable[[Any, Any], list[Asked]]:
    """Return the questions that follow the reload, in the order in which they are asked."""

    def asked(thing: Any, root: Any) -> list[Asked]:
        again: list[Asked] = [(_answered, (key, name, actor.person or NOBODY))] if key else []
        return [*again, *(foresees(thing, root, actor) if foresees and root and actor.person else [])]

    return asked


@functools.cache
def _locking_root_of(model: Any) -> Callable[[Any], list[Any]]:
    """Return the question that locks a thing's root and answers its id. Which root a thing has never changes."""
    root: Any = model
    for step in model.lock_path.split("__"):
        root = root._meta.get_field(step).related_model

    def build(target: Any) -> Any:
        of_thing = model.objects.system().filter(pk=target).values(f"{model.lock_path}__pk")
        rows = root.objects.system().filter(pk__in=of_thing)
        return rows.select_for_update().values_list("pk", flat=True)

    return prepared(build)


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


def within(act: Callable[..., R]) -> Callable[..., R]:
    """Return what an action does, for another action that has locked the same root and has decided who may: the same
    conditions and the same record, without asking for the permission again."""
    inner: Callable[..., R] = inspect.unwrap(act)
    return inner
