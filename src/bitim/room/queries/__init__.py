"""What a person may read of rooms; every question takes the actor first and is narrowed to their own rooms."""

from bitim.room.queries.ledger import LedgerLine, Offer, ledger_for, offer_for, release_for
from bitim.room.queries.meetings import MeetingDesk, MeetingSeen, live_in, meeting_desk, meetings_for, present_in
from bitim.room.queries.people import PersonSeen, SideSeen, Table, doubted_in, role_word, waits_here
from bitim.room.queries.spaces import (
    RoomSeen,
    hearers,
    hearers_at,
    interpreters_for,
    kept_apart,
    read_up_to,
    space_for,
    spaces_for,
    unread_for,
)
from bitim.room.queries.thread import PAGE, Said, file_for, message_for, messages_in, room_of, translation_for

__all__ = [
    "PAGE",
    "LedgerLine",
    "MeetingDesk",
    "MeetingSeen",
    "Offer",
    "PersonSeen",
    "RoomSeen",
    "Said",
    "SideSeen",
    "Table",
    "doubted_in",
    "file_for",
    "hearers",
    "hearers_at",
    "interpreters_for",
    "kept_apart",
    "ledger_for",
    "live_in",
    "meeting_desk",
    "meetings_for",
    "message_for",
    "messages_in",
    "offer_for",
    "present_in",
    "read_up_to",
    "release_for",
    "role_word",
    "room_of",
    "space_for",
    "spaces_for",
    "translation_for",
    "unread_for",
    "waits_here",
]
