"""What can be taken home: the record of an accepted package, and a side's own opened list."""

from uuid import UUID

from bitim.compromise.facts import lists_of, name_of
from bitim.compromise.models import Part
from bitim.compromise.permissions import P
from bitim.compromise.queries.seen import round_for
from bitim.kernel.access import Actor, NotFound, require_visible


def record_of(actor: Actor, round_id: UUID) -> str:
    """Return the record of a round whose package every side accepted, as text."""
    found = round_for(actor, round_id)
    require_visible(actor, P.SEE_RECORD, found)
    if found.state != found.ACCEPTED or not found.record:
        raise NotFound
    return str(found.record)


def table_of_own(actor: Actor, part: Part) -> str:
    """Return the side's own closed list as text, with its salt: what its commitment binds; empty while it is open."""
    from bitim.engines.compromise.record import opened

    require_visible(actor, P.SEE_PART, part)
    if part.frozen is None or not part.table:
        return ""
    return opened(lists_of(part).party(name_of(part), part.table), bytes.fromhex(part.salt))
