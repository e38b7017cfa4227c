"""Reading that counts: before a page or a live line shows a copy, it is marked as served; afterwards the reader's
own mark moves. Kept in one place, so that no way of reading forgets it."""

from uuid import UUID

from bitim.kernel.access import Actor, NotFound
from bitim.room import actions, queries
from bitim.room.actions.releasing import unserved
from bitim.room.models import Space
from bitim.room.queries import Said


def serve(actor: Actor, space: UUID) -> None:
    """Mark as served the copies that this reader is about to see first; asks before it locks anything."""
    if actor.person is not None and unserved(space, actor.person):
        actions.serve_releases(space, actor=actor)


def latest(actor: Actor, space: Space) -> list[Said]:
    """Return the latest messages and remember that this person has read them."""
    serve(actor, space.pk)
    said = queries.messages_in(actor, space)
    if said and queries.read_up_to(actor, space) < said[-1].seq:
        actions.mark_read(space, actor=actor, seq=said[-1].seq)
    return said


def one(actor: Actor, message: UUID) -> Said | None:
    """Return one message as a reload would show it, or None when this reader's page shows nothing of it."""
    space = queries.room_of(message)
    if space is None:
        return None
    serve(actor, space)
    try:
        return queries.message_for(actor, message)[1]
    except NotFound:
        return None
