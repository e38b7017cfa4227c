"""What a person may read of rooms; every question takes the actor first and is narrowed to their own rooms."""

from bitim.room.queries.ledger import LedgerLine, Offer, ledger_for, offer_for, release_for
from bitim.room.queries.meetings import MeetingSeen, live_in, meeting_steps, meetings_for, present_in
from bitim.room.queries.people import PersonSeen, SideSeen, Table
from bitim.room.queries.spaces import (
    RoomSeen,
    hearers,
    hearers_at,
    interpreters_for,
    kept_apart,
    space_for,
    spaces_for,
    unread_for,
)
from bitim.room.queries.thread import Said, file_for, message_for, messages_in, translation_for

__all__ = [
    "LedgerLine",
    "MeetingSeen",
    "Offer",
    "PersonSeen",
    "RoomSeen",
    "Said",
    "SideSeen",
    "Table",
    "file_for",
    "hearers",
    "hearers_at",
    "interpreters_for",
    "kept_apart",
    "ledger_for",
    "live_in",
    "meeting_steps",
    "meetings_for",
    "message_for",
    "messages_in",
    "offer_for",
    "present_in",
    "release_for",
    "space_for",
    "spaces_for",
    "translation_for",
    "unread_for",
]
