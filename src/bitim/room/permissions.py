"""What can be asked of a space; ruled in rules.py."""

from bitim.kernel.access import Permission


class P(Permission):
    """Permissions of the room domain."""

    READ_SPACE = "room.read_space"
    POST = "room.post"
    ATTACH = "room.attach"
    WITHDRAW_MESSAGE = "room.withdraw_message"
    TRANSLATE = "room.translate"
    CHECK_TRANSLATION = "room.check_translation"
    RELEASE = "room.release"
    WITHDRAW_RELEASE = "room.withdraw_release"
    SEE_LEDGER = "room.see_ledger"
    SEE_MEETINGS = "room.see_meetings"
    PLAN_MEETING = "room.plan_meeting"
    OPEN_MEETING = "room.open_meeting"
    END_MEETING = "room.end_meeting"
    PRINT_RECORD = "room.print_record"
    JOIN_MEETING = "room.join_meeting"
    ADMIT_INTERPRETER = "room.admit_interpreter"
    NOTE_ATTENDANCE = "room.note_attendance"
    NOTE_ASIDE = "room.note_aside"
    SEE_MEETING_RECORD = "room.see_meeting_record"
    HAND_DEVICE = "room.hand_device"
    PROPOSE_TIMES = "room.propose_times"
    SEE_TIMES = "room.see_times"
    SEE_ANSWERS = "room.see_answers"
    ANSWER_TIMES = "room.answer_times"
