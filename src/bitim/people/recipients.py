"""Tells the sending of notices where and in which language a person is written to. Set when the applications are
ready; the address is unsealed for the moment of sending only."""

from uuid import UUID

from bitim.kernel import delivery
from bitim.people.queries.names import mailbox_of


def recipient(person: UUID) -> delivery.Recipient | None:
    """Return where a person is written to; None for who has no mailbox or asked to be called only."""
    found = mailbox_of(person)
    return delivery.Recipient(*found) if found else None


delivery.recipient_of.append(recipient)
