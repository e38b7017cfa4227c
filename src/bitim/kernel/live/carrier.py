"""What of the house itself takes part in a group of the channel: a media server, which browsers reach only by it.

A browser that is ready in a group has a *seat*. The seat ends with the group, the place or the socket; nothing is told
by it afterwards.
"""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

HOUSE = "house"  # the name by which frames go to it and come from it; no browser is ever called so


class Seat:
    """One browser that is ready in a group. Lives in the event loop's thread alone."""

    def __init__(self, group: UUID, me: str, tell: Callable[[dict[str, Any]], None]) -> None:
        self.group, self.me, self._tell = group, me, tell
        self.left = False

    def tell(self, said: dict[str, Any]) -> None:
        """Say something to the browser, unless it has left."""
        if not self.left:
            self._tell({"t": "signal", "epoch": str(self.group), "from": HOUSE, "d": said})

    def shows(self, line: dict[str, Any]) -> None:
        """Show a caption that a program of the house typed, unless the browser has left."""
        if not self.left:
            self._tell({"t": "caption", "epoch": str(self.group), "from": HOUSE, **line})


class Carrier(Protocol):
    """Port: the house in a group. All but `stop` return at once; called in the event loop's thread."""

    def came(self, seat: Seat) -> None:
        """Take a browser in."""
        ...

    def went(self, seat: Seat) -> None:
        """Cut a browser off: it may hear nothing more."""
        ...

    def said(self, seat: Seat, said: Any) -> None:
        """Take what a browser says to the house."""
        ...

    async def stop(self) -> None:
        """End, with everything that is open."""
        ...


class Captioner(Protocol):
    """Port: what of the house types what is said in a group. Both return at once; called in the event loop's
    thread."""

    def came(self, seat: Seat) -> None:
        """A browser is there."""
        ...

    def went(self, seat: Seat) -> None:
        """A browser is there no more: it may read nothing more."""
        ...


class NoCarrier:
    """Nothing: browsers speak with each other, and nothing of the house types it."""

    def came(self, seat: Seat) -> None:
        """Do nothing."""

    def went(self, seat: Seat) -> None:
        """Do nothing."""

    def said(self, seat: Seat, said: Any) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""
