"""The port of the media, and what its browser gets of it. Pure: no Django, no clock.

A room of voices is an *epoch*: its id is fresh whenever who is in it changes, so whatever was handed out for another
opens nothing. What a browser is given for an epoch is its *ticket*: a name that only this epoch knows, made from the
epoch and the person under a key of the house.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from bitim.room.media.book import Book

Present = Callable[[], Collection[UUID]]


@dataclass(frozen=True)
class Relay:
    """The TURN server by which voices go, so that nobody learns anybody's address: its addresses and the secret that
    it shares with the house (coturn: `use-auth-secret`). With a `book` the relay knows a secret of each epoch that is,
    made from the house's, and none of an epoch that is over."""

    urls: tuple[str, ...] = ()
    secret: str = ""
    book: Book | None = None

    def credentials(self, ticket: str, until: int, epoch: UUID) -> dict[str, Any]:
        """Return what a browser needs to use the relay until a moment (seconds since 1970): the name is the moment and
        the ticket, the password its HMAC-SHA1 (draft-uberti-behave-turn-rest-00, as coturn has it)."""
        name = f"{until}:{ticket}"
        secret = self.secret_of(epoch) if self.book else self.secret
        password = base64.b64encode(hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()).decode()
        return {"urls": list(self.urls), "username": name, "credential": password}

    def secret_of(self, epoch: UUID) -> str:
        """Return the secret of an epoch; of another nobody can make it, nor the house's from it."""
        return hmac.new(self.secret.encode(), epoch.bytes, hashlib.sha256).hexdigest()

    def keep(self, present: Present) -> None:
        """Let the relay know the epochs that are; without a book nothing is to be done: passwords end by themselves."""
        if self.book:
            self.book.keep(lambda: [self.secret_of(one) for one in present()])


class MediaBackend(Protocol):
    """Port: carry voices between the browsers of one epoch."""

    @property
    def name(self) -> str:
        """What it is called in the settings and to the browser."""
        ...

    def is_on(self) -> bool:
        """Tell whether this house carries voices at all."""
        ...

    def joins(self, ticket: str, until: int, epoch: UUID) -> Mapping[str, Any]:
        """Return what the browser of a ticket needs to join its epoch, good until a moment."""
        ...

    def keep(self, present: Present) -> None:
        """Epochs have begun or ended: let what was handed out for any but those that `present` names open nothing."""
        ...

    def fit(self, kind: str, said: Any) -> dict[str, Any] | None:
        """Return what of a frame between two browsers may pass, or None."""
        ...


class NoMedia:
    """Carries nothing: the meeting goes on in writing, by telephone or in the room."""

    name = "none"

    def is_on(self) -> bool:
        """No."""
        return False

    def joins(self, ticket: str, until: int, epoch: UUID) -> Mapping[str, Any]:
        """Nothing to join."""
        return {}

    def keep(self, present: Present) -> None:
        """Nothing was handed out."""

    def fit(self, kind: str, said: Any) -> dict[str, Any] | None:
        """Nothing passes."""
        return None


def ticket_of(key: bytes, epoch: UUID, person: UUID) -> str:
    """Return the name by which an epoch knows a person's browser: says nothing of the person, and another epoch has
    another one."""
    digest = hmac.new(key, epoch.bytes + person.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()
