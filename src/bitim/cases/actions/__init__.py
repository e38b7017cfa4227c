"""What a person can do with a request and a case: one file per flow."""

from bitim.cases.actions.appointing import (
    answer_mediator,
    answer_proposal,
    appoint,
    end_appointment,
    propose,
    take_back_proposal,
)
from bitim.cases.actions.asking import begin_request, keep_request, send_request, withdraw_request, write_request
from bitim.cases.actions.choosing import ask_next, choose_mediator, drop_panel, put_panel
from bitim.cases.actions.closing import close_case
from bitim.cases.actions.company import add_observer, add_supporter, say_of_company
from bitim.cases.actions.confirming import OWN_SIDE, confirm_person, deny_person
from bitim.cases.actions.consenting import give_consent, withdraw_consent
from bitim.cases.actions.course import back_to_meetings, name_side, retitle, start_drafting, switch_mode
from bitim.cases.actions.inviting import answer_invitation, lapse_invitation, print_invitation, send_invitation
from bitim.cases.actions.lending_a_hand import name_hand
from bitim.cases.actions.noting_answers import note_answer, note_coming
from bitim.cases.actions.people import (
    add_person,
    add_side,
    end_participation,
    reissue_door,
)
from bitim.cases.actions.reaching import change_contacts, change_invited_contacts, note_attempt
from bitim.cases.actions.reading_back import (
    begin_read_back,
    break_off,
    change_number,
    finish_read_back,
    note_assistance,
    say_word,
    witness_read_back,
)
from bitim.cases.actions.receiving import accept_request, decline_request
from bitim.cases.actions.screening import screen_side
from bitim.cases.actions.undertaking import give_undertaking, record_undertaking
from bitim.cases.actions.walking_in import open_walk_in

__all__ = [
    "OWN_SIDE",
    "accept_request",
    "add_observer",
    "add_person",
    "add_side",
    "add_supporter",
    "answer_invitation",
    "answer_mediator",
    "answer_proposal",
    "appoint",
    "ask_next",
    "back_to_meetings",
    "begin_read_back",
    "begin_request",
    "break_off",
    "change_contacts",
    "change_invited_contacts",
    "change_number",
    "choose_mediator",
    "close_case",
    "confirm_person",
    "decline_request",
    "deny_person",
    "drop_panel",
    "end_appointment",
    "end_participation",
    "finish_read_back",
    "give_consent",
    "give_undertaking",
    "keep_request",
    "lapse_invitation",
    "name_hand",
    "name_side",
    "note_answer",
    "note_assistance",
    "note_attempt",
    "note_coming",
    "open_walk_in",
    "print_invitation",
    "propose",
    "put_panel",
    "record_undertaking",
    "reissue_door",
    "retitle",
    "say_of_company",
    "say_word",
    "screen_side",
    "send_invitation",
    "send_request",
    "start_drafting",
    "switch_mode",
    "take_back_proposal",
    "withdraw_consent",
    "withdraw_request",
    "witness_read_back",
    "write_request",
]
