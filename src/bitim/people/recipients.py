"""Tells the sending of notices where and in which language a person is written to. Set when the applications are
ready; the address is unsealed for the moment of sending only."""

from uuid import UUID

from bitim.kernel import clock, delivery
from bitim.people.queries import hours
from bitim.people.queries.names import mailbox_of


def recipient(person: UUID, about: UUID | None) -> delivery.Recipient | None:
    """Return where and when a person is written to; None for who has no mailbox or asked to be called only. The hours
    they named are those of their own time zone, else of the centre behind what the notice is about."""
    found = mailbox_of(person)
    if found is None:
        return None
    address, language, wishes, own_zone = found
    if not wishes.when:
        return delivery.Recipient(address, language, None, not wishes.read_by_others)
    now = clock.now().astimezone(hours.zone_of(own_zone, hours.home_of(person, about)))
    later = wishes.next_allowed(now)
    return delivery.Recipient(address, language, later if later > now else None, not wishes.read_by_others)


delivery.recipient_of.append(recipient)
