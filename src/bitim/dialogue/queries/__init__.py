"""What can be read of community dialogues; a reader is a file."""

from bitim.dialogue.models import Conversation, Statement, Voice
from bitim.dialogue.queries.staff import Card, Desk, Line, desk_of, dialogues, log_of, queue, statement_for, talk_for
from bitim.dialogue.queries.voices import (
    Ask,
    Given,
    Mine,
    Own,
    Stand,
    actor_as,
    any_listed,
    ask,
    asked_in,
    listed,
    mine,
    near,
    public,
    stand,
    state_of,
    voice_of,
)

REASONS = Statement.REASONS

__all__ = [
    "REASONS",
    "Ask",
    "Card",
    "Conversation",
    "Desk",
    "Given",
    "Line",
    "Mine",
    "Own",
    "Stand",
    "Voice",
    "actor_as",
    "any_listed",
    "ask",
    "asked_in",
    "desk_of",
    "dialogues",
    "listed",
    "log_of",
    "mine",
    "near",
    "public",
    "queue",
    "stand",
    "state_of",
    "statement_for",
    "talk_for",
    "voice_of",
]
