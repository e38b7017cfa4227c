"""Sealed columns: words of people are ciphertext in every table, index, log and backup.

Envelope: version byte, key id (16), nonce (12), AES-256-GCM ciphertext. Associated data: table, column, row id and
key id; the key id stands for (class, owner, case, version) in the key store. A row or column swapped by hand does
not open. Reading after shredding gives `GONE`, never an exception in a page.
"""

import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.utils.translation import gettext_lazy as _

from bitim.kernel import ids, keystore
from bitim.kernel.keystore import Scope

VERSION = b"\x01"
GONE_WORDS = _("destroyed")


class Gone(str):
    """What a reader gets for words whose key was destroyed."""

    def __bool__(self) -> bool:
        return False


GONE = Gone("")


class Tampered(Exception):
    """A sealed value does not open: it was altered, moved or cut."""


def seal(plain: bytes, scope: Scope, place: str) -> bytes:
    """Encrypt bytes for a scope, bound to a place (`table|column|row`)."""
    key_id, key = keystore.store().active(scope)
    nonce = secrets.token_bytes(12)
    return VERSION + key_id.bytes + nonce + AESGCM(key).encrypt(nonce, plain, _aad(place, key_id))


def unseal(envelope: bytes, place: str) -> bytes:
    """Decrypt an envelope; raise Shredded when its key is gone, Tampered when it does not belong here."""
    if len(envelope) < 45 or envelope[:1] != VERSION:
        raise Tampered(place)
    key_id = UUID(bytes=envelope[1:17])
    key = keystore.store().key(key_id)
    try:
        return AESGCM(key).decrypt(envelope[17:29], envelope[29:], _aad(place, key_id))
    except InvalidTag:
        raise Tampered(place) from None


def _aad(place: str, key_id: UUID) -> bytes:
    return f"bitim|{place}|{key_id}".encode()


class _Opener:
    """Descriptor: keeps the envelope as it came from the database and opens it when somebody reads."""

    def __init__(self, field: "Sealed") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        if isinstance(value, _Envelope):
            value = row.__dict__[self.field.attname] = self.field.opened(row, value)
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class _Envelope(bytes):
    """Ciphertext as read from the database."""


class Sealed(models.BinaryField):  # type: ignore[type-arg]
    """A text column sealed under the scope that the row names: `row.scope_of(column) -> Scope`.

    `klass` is the class of data (key store); "owner" means the class of the place the row is in (a room, a file).
    """

    def __init__(self, *args: Any, klass: str = "joint", **kwargs: Any) -> None:
        self.klass = klass
        kwargs.setdefault("blank", True)
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Say how the migration writes this field."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["klass"] = self.klass
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Put the opener in the place of the attribute."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Keep the envelope closed until it is read."""
        return None if value is None else _Envelope(value)

    def get_default(self) -> Any:
        """Start empty."""
        return None

    def place(self, row: models.Model) -> str:
        """Return the place bound into the envelope."""
        return f"{row._meta.db_table}|{self.column}|{row.pk}"

    def opened(self, row: models.Model, envelope: bytes) -> Any:
        """Decrypt for a reader; GONE after shredding."""
        try:
            return self.read(unseal(bytes(envelope), self.place(row)))
        except keystore.Shredded:
            return GONE

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what was assigned; leave an envelope that nobody opened as it is."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, _Envelope):
            return value
        if isinstance(value, Gone):
            raise keystore.Shredded("a destroyed value cannot be saved again")
        scope: Scope = model_instance.scope_of(self.attname)  # type: ignore[attr-defined]
        if self.klass not in ("owner", scope.klass):
            raise ValueError(f"{self.place(model_instance)}: scope {scope.klass}, column {self.klass}")
        return seal(self.write(value), scope, self.place(model_instance))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Let only envelopes through: `.update(column="words")` raises instead of storing clear text."""
        if value is not None and (not isinstance(value, bytes | memoryview) or bytes(value[:1]) != VERSION):
            raise TypeError(f"{self.model.__name__}.{self.name}: sealed columns are written by saving the row")
        return super().get_db_prep_value(value, connection, prepared)

    def read(self, plain: bytes) -> Any:
        """Turn opened bytes into the value."""
        return plain.decode()

    def write(self, value: Any) -> bytes:
        """Turn the value into bytes to seal."""
        return str(value).encode()


class SealedJSON(Sealed):
    """Sealed JSON: texts in several languages, lists, small records."""

    def read(self, plain: bytes) -> Any:
        """Parse."""
        return json.loads(plain)

    def write(self, value: Any) -> bytes:
        """Serialise with stable order."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


class PaddedJSON(SealedJSON):
    """Sealed JSON whose length tells no more than how many blocks it fills: for what a side says by marking more or
    less."""

    BLOCK = 2048

    def write(self, value: Any) -> bytes:
        """Serialise, and fill the last block with spaces, which a parser leaves out."""
        plain = super().write(value)
        return plain.ljust(-(-len(plain) // self.BLOCK) * self.BLOCK)


def blind(purpose: str, words: str) -> bytes:
    """Return the keyed blind index of words that must be found again (names, phones, addresses).

    Leakage, written down: equal words give equal bytes to whoever holds the database.
    """
    return ids.keyed(keystore.store().derived("blind-index"), purpose, normalised(words))


def blind_exact(purpose: str, words: str) -> bytes:
    """Return the keyed blind index of words that were folded already, letter for letter; leaks as `blind` does."""
    return ids.keyed(keystore.store().derived("blind-index"), purpose, words)


_LOOKALIKE = str.maketrans("ёәғқңөұүһіўҳ", "еагкноуухиух")


def normalised(words: str) -> str:
    """Fold case, spaces and letters that people type one for another (ә/а, қ/к, ё/е ...)."""
    return "".join(words.casefold().translate(_LOOKALIKE).split())
