"""The checks of what carries the voices of live meetings (relay, media server), and of who types what is said."""

import asyncio
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bitim.commands.findings import Finding, look

HOW = "See docs/voices/README.md."
RELAY = re.compile(r"turns?:(?P<host>\[[0-9a-fA-F:]+\]|[^:?\[\]]+)(?::(?P<port>\d+))?(?:\?transport=(?:udp|tcp))?")
LEAST_SECRET = 16
PATIENCE_SECONDS = 3.0
HERE = ("127.0.0.1", "localhost", "::1")
ADMIN_PORTS = (7088, 7188, 7889, 7989)  # where Janus opens its admin's interface unless told otherwise
ROOM = "bitim.doctor"


@look
def relay() -> Iterator[Finding]:
    """A relay whose password nobody guesses, that answers; or that voices go without one, which is said aloud."""
    from django.conf import settings

    if settings.MEDIA == "none" or (settings.MEDIA == "janus" and not settings.MEDIA_RELAY):
        return
    if not settings.MEDIA_RELAY:
        yield from _without(settings.MEDIA_OPENLY)
        return
    if len(settings.MEDIA_RELAY_SECRET) < LEAST_SECRET:
        yield Finding(
            "mend",
            f"BITIM_TURN_SECRET is missing or under {LEAST_SECRET} characters: whoever guesses it uses the relay.",
            "The same secret as static-auth-secret of the relay. " + HOW,
        )
    yield from _book(settings.MEDIA_RELAY_BOOK, settings.MEDIA_RELAY_REALM, settings.MEDIA_RELAY_BY_TIME)
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


@look
def media_server() -> Iterator[Finding]:
    """Janus, where the settings name it: on this machine, with our secret, and nothing of it open to others."""
    from django.conf import settings

    if settings.MEDIA not in ("mesh", "janus", "none"):
        yield Finding("mend", f"BITIM_MEDIA is {settings.MEDIA}: no voices go.", "mesh, janus or none. " + HOW)
    if settings.MEDIA != "janus":
        return
    address = urlsplit(settings.MEDIA_SERVER)
    if address.scheme != "ws" or address.hostname not in HERE:
        how = "BITIM_JANUS=ws://127.0.0.1:8188"
        yield Finding("mend", "BITIM_JANUS does not name this machine: secrets would travel open.", how)
        return
    if len(settings.MEDIA_SERVER_SECRET) < LEAST_SECRET:
        how = "The same secret as api_secret and admin_key of Janus. " + HOW
        yield Finding("mend", f"BITIM_JANUS_SECRET is missing or under {LEAST_SECRET} characters.", how)
        return
    wrong = asyncio.run(_looked_at(settings.MEDIA_SERVER, settings.MEDIA_SERVER_SECRET))
    wrong += [
        f"Something listens on {port}, where Janus has its admin." for port in ADMIN_PORTS if _answers(HERE[0], port)
    ]
    for what in wrong:
        yield Finding("mend", what, HOW, aloud=True)
    if not wrong:
        yield Finding("good", "Janus answers, knows our secret, and nothing else of it was found open.")


@look
def captions() -> Iterator[Finding]:
    """Who may type what is said; an engine is a port alone, and none is taken for one that types."""
    from django.conf import settings

    if settings.CAPTIONS == "human":
        yield Finding("good", "What is said in a meeting by voice may be typed by people (BITIM_CAPTIONS).")
    elif settings.CAPTIONS == "engine":
        what = "BITIM_CAPTIONS is engine: no program that types what is said comes with Bitim, so nothing is typed."
        yield Finding("mend", what, "human or none. " + HOW)
    elif settings.CAPTIONS != "none":
        yield Finding("mend", f"BITIM_CAPTIONS is {settings.CAPTIONS}: nothing is typed.", "human or none. " + HOW)


async def _looked_at(url: str, secret: str) -> list[str]:
    """Return what is wrong with a Janus."""
    from bitim.room.media.janus.line import Line, Lost, Refusal

    line = Line(url, secret)
    try:
        await line.connect()
        found = _of_info(await line.ask("info"))
        await line.begin()
        handle = await line.attach(lambda said: None)
        for key, may in (("doctor", False), (secret, True)):
            try:
                await line.say(handle, {"request": "create", "room": ROOM, "admin_key": key, "is_private": True})
                await line.say(handle, {"request": "destroy", "room": ROOM})
                found += [] if may else ["Janus makes rooms for whoever asks: admin_key is not set."]
            except Refusal:
                found += ["Janus makes no room for us: admin_key or string_ids is not as it should be."] if may else []
        return found
    except Lost:
        return [f"Janus does not answer at {url}: voices are interrupted until it does."]
    except Refusal:
        return ["Janus does not know our secret: voices do not go."]
    finally:
        await line.close()


def _of_info(info: dict[str, Any]) -> list[str]:
    wrong = [] if info.get("api_secret") else ["Janus answers whoever asks: api_secret is not set."]
    doors = sorted(set(info.get("transports", {})) - {"janus.transport.websockets"})
    more = sorted(set(info.get("plugins", {})) - {"janus.plugin.videoroom"})
    wrong += [f"Janus has doors that nobody needs: {', '.join(doors)}."] if doors else []
    return wrong + ([f"Janus has parts that nobody needs: {', '.join(more)}."] if more else [])


def _untold(openly: bool) -> Finding:
    what = "The relay is not told who may come (BITIM_TURN_BOOK): of somebody put out the password ends after a minute"
    if openly:
        return Finding("note", f"{what}, not at once (BITIM_TURN_BY_TIME).", "Beside the house it can be told. " + HOW)
    how = "Tell it; or, for a relay on a machine of its own, say BITIM_TURN_BY_TIME=openly. " + HOW
    return Finding("mend", f"{what}. This house carries no voices by it.", how, aloud=True)


def _book(path: Path | None, realm: str, by_time: bool) -> Iterator[Finding]:
    """The book of a relay on this machine: written by us, closed to everybody else."""
    from bitim.room.actions.relaying import keep_book

    if path is None:
        yield _untold(by_time)
    elif not realm:
        how = "BITIM_TURN_REALM as realm= in the relay's file. " + HOW
        yield Finding("mend", "BITIM_TURN_REALM is missing: the relay would know nobody.", how)
    elif not keep_book():
        how = "The same file as userdb= of the relay; this program has to be able to write it. " + HOW
        yield Finding("mend", f"The book of the relay, {path}, cannot be written: voices would not go.", how)
    elif path.stat().st_mode & 0o007:
        yield Finding("mend", f"Everybody on this machine may read the book of the relay, {path}.", f"chmod 660 {path}")
    else:
        yield Finding("good", "The relay is told who may come, whenever somebody comes or goes.")


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
