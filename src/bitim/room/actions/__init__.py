"""What a person can do in a room; one file per flow."""

from bitim.room.actions.interpreting import admit_interpreter, check_translation, release_interpreter, translate
from bitim.room.actions.meetings import (
    call_off_meeting,
    end_meeting,
    join_meeting,
    leave_meeting,
    open_meeting,
    plan_meeting,
)
from bitim.room.actions.releasing import release, serve_releases, withdraw_release
from bitim.room.actions.seating import arrange
from bitim.room.actions.talk import mark_read, post, post_file, post_voice, withdraw_message

__all__ = [
    "admit_interpreter",
    "arrange",
    "call_off_meeting",
    "check_translation",
    "end_meeting",
    "join_meeting",
    "leave_meeting",
    "mark_read",
    "open_meeting",
    "plan_meeting",
    "post",
    "post_file",
    "post_voice",
    "release",
    "release_interpreter",
    "serve_releases",
    "translate",
    "withdraw_message",
    "withdraw_release",
]
