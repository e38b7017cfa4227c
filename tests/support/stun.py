"""A small client of TURN (RFC 8656) over UDP: it asks for a place on a relay and says what the relay answered."""

import hashlib
import hmac
import ipaddress
import secrets
import socket
import struct
from types import TracebackType

COOKIE = 0x2112A442
ALLOCATE, REFRESH, PERMISSION = 0x003, 0x004, 0x008
USERNAME, INTEGRITY, ERROR, LIFETIME, PEER, REALM, NONCE, TRANSPORT = 0x06, 0x08, 0x09, 0x0D, 0x12, 0x14, 0x15, 0x19
UDP = struct.pack("!B3x", 17)
GRANTED, UNAUTHORISED = 0, 401


class Client:
    """One browser's way to a relay, by a name and a password."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self.name, self.password = name, password
        self.realm, self.nonce = b"", b""
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(5)
        self.socket.connect(("127.0.0.1", port))

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def allocate(self) -> int:
        """Ask for a place; 0 when granted, else the code of the refusal."""
        return self._ask(ALLOCATE, {TRANSPORT: UDP})

    def refresh(self) -> int:
        """Ask to keep the place."""
        return self._ask(REFRESH, {LIFETIME: struct.pack("!I", 600)})

    def permit(self, address: str) -> int:
        """Ask to exchange packets with an address."""
        where = int(ipaddress.IPv4Address(address)) ^ COOKIE
        return self._ask(PERMISSION, {PEER: struct.pack("!BBHI", 0, 1, 9 ^ (COOKIE >> 16), where)})

    def _ask(self, kind: int, said: dict[int, bytes]) -> int:
        """Ask; once more when the relay first says its realm or a new nonce."""
        code = 401
        for _ in range(3):
            known = {USERNAME: self.name.encode(), REALM: self.realm, NONCE: self.nonce} if self.nonce else {}
            code, answered = self._once(kind, said | known)
            fresh = answered.get(NONCE, b"")
            if not code or not fresh or (fresh == self.nonce and code != 438):
                return code
            self.realm, self.nonce = answered.get(REALM, self.realm), fresh
        return code

    def _once(self, kind: int, said: dict[int, bytes]) -> tuple[int, dict[int, bytes]]:
        body = b"".join(_attribute(*one) for one in said.items())
        head = struct.pack("!I", COOKIE) + secrets.token_bytes(12)
        if self.nonce:
            words = f"{self.name}:{self.realm.decode()}:{self.password}"
            key = hashlib.md5(words.encode()).digest()
            signed = struct.pack("!HH", kind, len(body) + 24) + head + body
            body += _attribute(INTEGRITY, hmac.new(key, signed, hashlib.sha1).digest())
        self.socket.send(struct.pack("!HH", kind, len(body)) + head + body)
        answer = self.socket.recv(2048)
        found, at = {}, 20
        while at + 4 <= len(answer):
            what, length = struct.unpack("!HH", answer[at : at + 4])
            found[what] = answer[at + 4 : at + 4 + length]
            at += 4 + (length + 3) // 4 * 4
        error = found.get(ERROR)
        return (error[2] * 100 + error[3] if error else GRANTED), found


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)
