"""Sessions in the database, of which the database file alone is worth nothing.

Django keeps the key of a session and its contents readable in the table: whoever copies the file could sit down in
open sessions and read what allauth keeps in one for some minutes (the code mailed to a colleague). Here the row
stands under an HMAC of the key in the cookie, and the contents are sealed to that row by the key store.
"""

import base64
import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from bitim.kernel import clock, keystore
from bitim.kernel.ids import keyed
from bitim.kernel.prepared import prepared

ROW_KEY = 40  # what the column holds, in hex digits: 160 bits


def row_key(session_key: str) -> str:
    """Return the name of the row of a session."""
    return keyed(keystore.store().derived("sessions"), "row", session_key).hex()[:ROW_KEY]


def row_keys(session_keys: Iterable[str]) -> dict[str, str]:
    """Return the session keys by the names of their rows; the key store is asked once for all of them."""
    key = keystore.store().derived("sessions")
    return {keyed(key, "row", one).hex()[:ROW_KEY]: one for one in session_keys}


def all_opened(rows: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return what many rows hold, given as (name, sealed contents); the key store is asked once for all of them."""
    cipher = _cipher()
    return {place: _contents(cipher, sealed, place) for place, sealed in rows}


def _contents(cipher: AESGCM, sealed: str, place: str) -> dict[str, Any]:
    try:
        envelope = base64.b64decode(sealed)
        contents: dict[str, Any] = json.loads(cipher.decrypt(envelope[:12], envelope[12:], place.encode()))
    except (InvalidTag, ValueError):
        return {}
    return contents


def _cipher() -> AESGCM:
    return AESGCM(keyed(keystore.store().derived("sessions"), "contents", ""))


@prepared
def _kept(place: str, now: datetime) -> "QuerySet[Session, tuple[str, str]]":
    rows = Session.objects.filter(session_key=place, expire_date__gt=now)
    return rows.values_list("session_key", "session_data")


class SessionStore(DatabaseStore):
    """Django's database sessions under keyed names, sealed. Only the synchronous interface."""

    def load(self) -> dict[str, Any]:
        """Return the contents, or nothing when there is no such live session or it does not open."""
        if not self.session_key:
            return {}
        for place, sealed in _kept(row_key(self.session_key), clock.now()):
            return self.opened(sealed, place)
        self._session_key = None
        return {}

    def opened(self, sealed: str, place: str) -> dict[str, Any]:
        """Return the contents of a row, or nothing when it does not open."""
        return _contents(_cipher(), sealed, place)

    def exists(self, session_key: str) -> bool:
        """Tell whether a session with this key is kept."""
        return bool(super().exists(row_key(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to save."""
        cookie_key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        place, nonce = row_key(cookie_key), secrets.token_bytes(12)
        sealed = nonce + _cipher().encrypt(nonce, json.dumps(data).encode(), place.encode())
        return self.model(
            session_key=place, session_data=base64.b64encode(sealed).decode(), expire_date=self.get_expiry_date()
        )

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless another is named."""
        wanted = session_key or self.session_key
        if wanted:
            super().delete(row_key(wanted))
