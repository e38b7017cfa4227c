"""Tells the sending of notices where and in which language a person is written to. Set when the applications are
ready; the address is unsealed for the moment of sending only."""

from uuid import UUID

from django.utils import timezone

from bitim.kernel import clock, delivery
from bitim.people.queries.names import mailbox_of


def recipient(person: UUID) -> delivery.Recipient | None:
    """Return where and when a person is written to; None for who has no mailbox or asked to be called only."""
    found = mailbox_of(person)
    if found is None:
        return None
    address, language, wishes = found
    now = timezone.localtime(clock.now())
    later = wishes.next_allowed(now)
    return delivery.Recipient(address, language, later if later > now else None, not wishes.read_by_others)


delivery.recipient_of.append(recipient)
