"""How far a reader has read, as a token that only this house can read and only this person can use.

A number that others could compare would tell how much happens in rooms they are not in; so the token is encrypted,
bound to the person, and as long as the number of the reader's own audiences makes it, in steps of four.
"""

import base64
import secrets
from collections.abc import Iterable, Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import QuerySet

from bitim.kernel import ids, keystore
from bitim.kernel.models import Audience
from bitim.kernel.prepared import prepared

STEPS = (4, 16, 64, 256)  # places in a token; a line follows at most the last of them
NAME, NUMBER = 8, 6  # bytes: the first half of an audience's id (random, so unique enough), and a sequence number
NONCE = 12


def box() -> AESGCM:
    """Return the cipher of this house's cursors."""
    return AESGCM(keystore.store().derived("cursor"))


def short(audience: UUID) -> bytes:
    """Return the name of an audience inside a token."""
    return audience.bytes[:NAME]


def write(person: UUID, positions: Mapping[UUID, int], cipher: AESGCM | None = None) -> str:
    """Return the token of a person who has read up to these numbers."""
    kept = list(positions.items())[: STEPS[-1]]
    places = next(step for step in STEPS if step >= len(kept))
    plain = b"".join(short(audience) + seq.to_bytes(NUMBER, "big") for audience, seq in kept)
    plain = plain.ljust(places * (NAME + NUMBER), b"\0")
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + (cipher or box()).encrypt(nonce, plain, _bound_to(person))
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read(person: UUID, token: str, cipher: AESGCM | None = None) -> dict[bytes, int]:
    """Return numbers by short name; nothing for a token that is damaged, foreign or another person's."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = (cipher or box()).decrypt(sealed[:NONCE], sealed[NONCE:], _bound_to(person))
    except (ValueError, InvalidTag):
        return {}
    size = NAME + NUMBER
    places = (plain[at : at + size] for at in range(0, len(plain), size))
    return {place[:NAME]: int.from_bytes(place[NAME:], "big") for place in places if any(place[:NAME])}


def heads(audiences: Iterable[UUID]) -> dict[UUID, int]:
    """Return the last number of each audience; 0 where nothing has happened."""
    wanted = list(audiences)
    known = dict(_heads(wanted))
    return {audience: known.get(audience, 0) for audience in wanted}


@prepared
def _heads(audiences: list[UUID]) -> "QuerySet[Audience, tuple[UUID, int]]":
    return Audience.objects.system().filter(pk__in=audiences).values_list("pk", "head")


def cursor_for(person: UUID, audiences: Iterable[UUID]) -> str:
    """Return the token for a page that shows these audiences as they are now. Take it before reading their rows."""
    return write(person, heads(audiences))


def embed(person: UUID, audiences: Iterable[UUID]) -> dict[str, str]:
    """Return what a page carries: `url` of the line, `from` (cursor), `name` of the channel that the person's tabs
    share. The name is keyed, so a page left open by one person hears nothing meant for the next on a shared device."""
    name = ids.keyed(keystore.store().derived("live-name"), "channel", str(person)).hex()[:16]
    return {"url": "/live/", "from": cursor_for(person, audiences), "name": name}


def _bound_to(person: UUID) -> bytes:
    return b"bitim-cursor|" + person.bytes
