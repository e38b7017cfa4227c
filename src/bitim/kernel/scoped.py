"""Managers that refuse an unscoped question.

`Model.objects.system()` is the only way to a plain queryset and may stand only in queries, actions, rules, jobs and
the kernel (a contract test reads the sources). A forgotten filter raises instead of leaking; related managers
inherit the refusal.
"""

from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class Unscoped(RuntimeError):
    """Somebody asked for rows without saying for whom."""


class ScopedManager(models.Manager[M]):
    """Allows `create` and `system()`; everything else raises Unscoped."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Refuse: say for whom you ask."""
        raise Unscoped(f"{self.model.__name__}: go through queries.py or .system()")

    def system(self) -> models.QuerySet[M]:
        """Return every row (of the parent, on a related manager); the caller narrows them to the actor."""
        rows = super().get_queryset()
        narrow = getattr(self, "_apply_rel_filters", None)
        return narrow(rows) if narrow else rows

    def create(self, **kwargs: Any) -> M:
        """Make a row, related fields filled on a related manager."""
        return self.system().create(**{**self._parent(), **kwargs})

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[M]:
        """Make many rows at once."""
        return self.system().bulk_create(objs, *args, **kwargs)

    def _parent(self) -> dict[str, Any]:
        field, instance = getattr(self, "field", None), getattr(self, "instance", None)
        return {field.name: instance} if field is not None and instance is not None else {}
