"""The checks of what carries the voices of live meetings: the relay."""

import re
import socket
from collections.abc import Iterator

from bitim.commands.findings import Finding, look

HOW = "See docs/voices/README.md."
RELAY = re.compile(r"turns?:(?P<host>\[[0-9a-fA-F:]+\]|[^:?\[\]]+)(?::(?P<port>\d+))?(?:\?transport=(?:udp|tcp))?")
LEAST_SECRET = 16
PATIENCE_SECONDS = 3.0


@look
def relay() -> Iterator[Finding]:
    """A relay whose password nobody guesses, that answers; or that voices go without one, which is said aloud."""
    from django.conf import settings

    if not settings.MEDIA_RELAY:
        yield from _without(settings.MEDIA_OPENLY)
        return
    if len(settings.MEDIA_RELAY_SECRET) < LEAST_SECRET:
        yield Finding(
            "mend",
            f"BITIM_TURN_SECRET is missing or under {LEAST_SECRET} characters: whoever guesses it uses the relay.",
            "The same secret as static-auth-secret of the relay. " + HOW,
        )
    for address in settings.MEDIA_RELAY:
        found = RELAY.fullmatch(address)
        if found is None:
            how = "As turn:relay.example:3478 or turns:relay.example:443; several are separated by commas."
            yield Finding("mend", f"BITIM_TURN names {address}, which is no address of a relay.", how)
        elif _answers(found["host"].strip("[]"), int(found["port"] or (5349 if address[4] == "s" else 3478))):
            yield Finding(
                "good", f"The relay {address} answers; only a call by two browsers shows that voices go by it."
            )
        else:
            yield Finding("mend", f"The relay {address} does not answer: voices would not go.", HOW)


def _without(openly: bool) -> Iterator[Finding]:
    if openly:
        yield Finding(
            "note",
            "Voices may go without a relay (BITIM_MEDIA_WITHOUT_RELAY): in a room each browser, also of the other "
            "side, learns the network address of every other.",
            "For a closed network alone. " + HOW,
            aloud=True,
        )
    else:
        yield Finding("note", "No relay is named (BITIM_TURN): this house carries no voices.", HOW)


def _answers(host: str, port: int) -> bool:
    """Tell whether something listens there by TCP, as coturn does wherever it listens by UDP."""
    try:
        with socket.create_connection((host, port), PATIENCE_SECONDS):
            return True
    except OSError:
        return False
