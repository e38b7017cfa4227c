"""What a person can do in a room; one file per flow."""

from bitim.room.actions.asking import knock, raise_hand, tell_spoken
from bitim.room.actions.attending import Way, note_aside, note_attendance
from bitim.room.actions.calling import (
    come_by_voice,
    everybody_to_own_side,
    everybody_to_the_table,
    leave_voice,
    let_in,
)
from bitim.room.actions.console import (
    answer_knock,
    correct_name,
    give_word,
    interpret_together,
    lock_room,
    measure,
    say_to_waiting,
    set_timer,
    speak_about,
    take_word_back,
)
from bitim.room.actions.corridor import close_corridor, open_corridor
from bitim.room.actions.devices import hand_device
from bitim.room.actions.interpreting import admit_interpreter, check_translation, release_interpreter, translate
from bitim.room.actions.interpreting_voice import ask_slowly, interpret_into
from bitim.room.actions.meetings import (
    call_off_meeting,
    end_meeting,
    everyone_apart,
    join_meeting,
    leave_meeting,
    open_meeting,
    plan_meeting,
)
from bitim.room.actions.releasing import release, serve_releases, withdraw_release
from bitim.room.actions.scheduling import answer_times, keep_constraint, move_meeting, pick_time, propose_times
from bitim.room.actions.seating import arrange
from bitim.room.actions.talk import mark_read, post, post_file, post_voice, withdraw_message
from bitim.room.actions.writing_down import let_write, write_down

__all__ = [
    "Way",
    "admit_interpreter",
    "answer_knock",
    "answer_times",
    "arrange",
    "ask_slowly",
    "call_off_meeting",
    "check_translation",
    "close_corridor",
    "come_by_voice",
    "correct_name",
    "end_meeting",
    "everybody_to_own_side",
    "everybody_to_the_table",
    "everyone_apart",
    "give_word",
    "hand_device",
    "interpret_into",
    "interpret_together",
    "join_meeting",
    "keep_constraint",
    "knock",
    "leave_meeting",
    "leave_voice",
    "let_in",
    "let_write",
    "lock_room",
    "mark_read",
    "measure",
    "move_meeting",
    "note_aside",
    "note_attendance",
    "open_corridor",
    "open_meeting",
    "pick_time",
    "plan_meeting",
    "post",
    "post_file",
    "post_voice",
    "propose_times",
    "raise_hand",
    "release",
    "release_interpreter",
    "say_to_waiting",
    "serve_releases",
    "set_timer",
    "speak_about",
    "take_word_back",
    "tell_spoken",
    "translate",
    "withdraw_message",
    "withdraw_release",
    "write_down",
]
