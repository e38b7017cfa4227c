"""A passkey of no device: what the house keeps after one was added, for pages that speak of passkeys."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

NAMED = b"a passkey of a demo"


def registered(site: str = "localhost") -> dict[str, Any]:
    """Return the answer of a browser that has just made a passkey; nothing can sign with it."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

    site_hash = sha256(site.encode()).digest()
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    kept = AttestedCredentialData.create(bytes(16), NAMED, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    seen = AttestationObject.create("none", AuthenticatorData.create(site_hash, flags, 1, kept), {})
    told = b'{"type":"webauthn.create","challenge":"AA","origin":"http://localhost"}'
    return {
        "id": _text(NAMED),
        "rawId": _text(NAMED),
        "type": "public-key",
        "response": {"clientDataJSON": _text(told), "attestationObject": _text(bytes(seen))},
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
