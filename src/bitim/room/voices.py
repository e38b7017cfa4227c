"""Who carries the voices of this house, and what the channel asks of the rooms: put in place when the house starts."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from bitim.kernel import clock
from bitim.kernel.live import channel
from bitim.kernel.live.channel import Placed
from bitim.room import ports
from bitim.room.captions import Typed
from bitim.room.media.backend import MediaBackend, NoMedia, Relay
from bitim.room.media.book import Book
from bitim.room.media.janus.adapter import Janus
from bitim.room.media.janus.house import House
from bitim.room.media.mesh import Mesh
from bitim.room.queries import calling

# Of a relay's password: a browser asks for the next one before it ends. A relay that was told who may come (its book)
# refuses it as soon as its epoch is over; another one when its time is: the clocks of both machines have to agree.
LASTS = timedelta(minutes=1)


def fresh(placed: Placed) -> dict[str, Any]:
    """Return what a browser needs now to join the epoch in which it is; nothing for whoever waits."""
    if placed.group is None:
        return {}
    joins = ports.media.joins(placed.me, int((clock.now() + LASTS).timestamp()), placed.group)
    # A length, not a moment: the clock of a browser may be wrong.
    return {"media": {**joins, "lasts": LASTS.seconds}}


def fit(kind: str, said: Any) -> Any:
    """Return what of a frame may pass from one browser to another."""
    if kind == "caption":
        return ports.captions.fit(said)
    return ports.media.fit(kind, said)


def chosen() -> MediaBackend:
    """Return the adapter that the settings name."""
    book = Book(settings.MEDIA_RELAY_BOOK, settings.MEDIA_RELAY_REALM) if settings.MEDIA_RELAY_BOOK else None
    if settings.MEDIA_RELAY and book is None and not settings.MEDIA_RELAY_BY_TIME:
        return NoMedia()  # a relay that opens to whoever was put out, for as long as their password lasts
    relay = Relay(settings.MEDIA_RELAY, settings.MEDIA_RELAY_SECRET, book)
    if settings.MEDIA == "janus":
        return Janus(settings.MEDIA_SERVER, settings.MEDIA_SERVER_SECRET, relay)
    return Mesh(relay, settings.MEDIA_OPENLY) if settings.MEDIA == "mesh" else NoMedia()


ports.media = chosen()
if settings.CAPTIONS == "human":  # no engine comes with Bitim: naming one here is not enough
    ports.captions = Typed()
channel.captioner = ports.captions
if isinstance(ports.media, Janus):
    channel.carrier = House(ports.media.url, ports.media.secret)
channel.placed, channel.fresh, channel.fit = calling.placed, fresh, fit
