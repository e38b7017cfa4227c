"""A box that anybody with the public key can close and only the holder of the recovery key can open.

An ephemeral X25519 key agrees with the recovery key (RFC 7748), HKDF-SHA256 (RFC 5869) over both public keys gives an
AES-256-GCM key. Layout: magic, ephemeral public key (32), nonce (12), ciphertext with tag; the magic is authenticated.
The server holds the public half alone, so whoever takes the server and its key backups still cannot open those.
"""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bitim.commands.environment import Stop

MAGIC = b"bitim-box-1\n"
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
_HEAD = len(MAGIC) + 32 + 12


def make(private: Path, public: Path) -> None:
    """Write a new pair: the private half for a safe away from the server, the public half for the server."""
    key = X25519PrivateKey.generate()
    _write(
        private,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        0o600,
    )
    pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    _write(public, pem, 0o644)


def _write(path: Path, content: bytes, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise Stop(f"{path} is already there; a recovery key is never written over.") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def read_public(path: Path) -> X25519PublicKey:
    """Return the public half from its file; of a private file only the public half is taken."""
    try:
        content = path.read_bytes()
        if b"PRIVATE" in content:
            return read_private(path).public_key()
        key = serialization.load_pem_public_key(content)
    except (OSError, ValueError):
        raise Stop(f"{path} is not a recovery key that can be read.") from None
    if not isinstance(key, X25519PublicKey):
        raise Stop(f"{path} holds another kind of key; make one with `bitim recovery-key`.")
    return key


def read_private(path: Path) -> X25519PrivateKey:
    """Return the private half from its file."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise Stop(f"{path} is not the private half of a recovery key.") from None
    if not isinstance(key, X25519PrivateKey):
        raise Stop(f"{path} holds another kind of key; make one with `bitim recovery-key`.")
    return key


def close(content: bytes, recipient: X25519PublicKey) -> bytes:
    """Return the closed box."""
    ephemeral = X25519PrivateKey.generate()
    own = ephemeral.public_key().public_bytes(*_RAW)
    key = _agreed(ephemeral.exchange(recipient), own, recipient.public_bytes(*_RAW))
    nonce = secrets.token_bytes(12)
    return MAGIC + own + nonce + AESGCM(key).encrypt(nonce, content, MAGIC)


def open_box(box: bytes, recovery: X25519PrivateKey) -> bytes:
    """Return what is inside; Stop when the box is damaged or was closed for another key."""
    if len(box) < _HEAD or not box.startswith(MAGIC):
        raise Stop("This is not a backup of keys.")
    own, nonce = box[len(MAGIC) : len(MAGIC) + 32], box[len(MAGIC) + 32 : _HEAD]
    shared = recovery.exchange(X25519PublicKey.from_public_bytes(own))
    key = _agreed(shared, own, recovery.public_key().public_bytes(*_RAW))
    try:
        return AESGCM(key).decrypt(nonce, box[_HEAD:], MAGIC)
    except InvalidTag:
        raise Stop("This recovery key does not open this backup, or the backup is damaged.") from None


def _agreed(shared: bytes, own: bytes, recipient: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=own + recipient, info=b"bitim key backup 1").derive(shared)
