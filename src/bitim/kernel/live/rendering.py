"""How an event looks in the page of one reader."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bitim.kernel.models import Event
from bitim.kernel.record import Happening


@dataclass(frozen=True)
class Reader:
    """Who reads a line: the person, the one role of this session, the language of the page.

    `audiences` narrows the line to what this session may read (a door opens one case); None means all audiences in
    which the person is a member. `centre`: where a member of staff acts now; they read nothing of another meanwhile.
    `guest`: they came by a door made for one meeting before its mediator alone (bitim.room.actions.devices).
    """

    person: UUID
    role: str
    language: str
    audiences: frozenset[UUID] | None = None
    centre: UUID | None = None
    guest: bool = False


# (event, reader, cache) -> HTML for the page, or None when this reader's page shows nothing of it. `cache` is shared
# by all readers of one batch: load and unseal once, render once per variant. The reader's language is active.
Renderer = Callable[[Event, Reader, dict[Any, Any]], str | None]
renderers: dict[str, Renderer] = {}


def renderer(*kinds: type[Happening]) -> Callable[[Renderer], Renderer]:
    """Register how events of these kinds look. A kind without a renderer sends not one byte."""

    def register(render: Renderer) -> Renderer:
        for kind in kinds:
            if renderers.get(kind.__name__, render) is not render:
                raise ValueError(f"rendered twice: {kind.__name__}")
            renderers[kind.__name__] = render
        return render

    return register
