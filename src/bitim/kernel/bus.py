"""Waking those who listen, after the commit, with ids only.

`LocalBus` serves one process. A `PostgresBus` (LISTEN/NOTIFY) can take its place for several.
"""

import threading
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from django.db import transaction


class Bus(Protocol):
    """Port: tell listeners that an audience has news or that its members changed."""

    def publish(self, audience: UUID, change: bool) -> None:
        """Wake listeners; `change` says that memberships changed."""
        ...


class LocalBus:
    """Listeners of this process."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[UUID, bool], None]] = []
        self._lock = threading.Lock()

    def listen(self, listener: Callable[[UUID, bool], None]) -> None:
        """Add a listener; it is called in the writer's thread and must return at once."""
        with self._lock:
            self._listeners.append(listener)

    def publish(self, audience: UUID, change: bool) -> None:
        """Wake every listener."""
        for listener in list(self._listeners):
            listener(audience, change)


local = LocalBus()
current: Bus = local


def news(audience: UUID) -> None:
    """Say, once the transaction is committed, that an audience has a new event."""
    transaction.on_commit(lambda: current.publish(audience, False))


def changed(audience: UUID) -> None:
    """Say, once the transaction is committed, that an audience's members changed."""
    transaction.on_commit(lambda: current.publish(audience, True))
