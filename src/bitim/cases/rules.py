"""Who may do what with a request and a case. Stage is asked twice: here (closed or not) and by the lifecycle engine.

Coordinators see the frame of a case (people, contacts, stages), never what a side tells; mediators see what sides
tell; a side sees its own. Staff of another centre find nothing. Whoever came by a new code, or was added to a side that
has people, reads nothing earlier and binds nobody until a second person has confirmed who came.
"""

from bitim.cases.permissions import P
from bitim.cases.predicates import (
    assists_one_side,
    is_accepted_here,
    is_asker,
    is_author,
    is_awaited,
    is_beside,
    is_beside_this_side,
    is_confirmed,
    is_coordinator,
    is_draft,
    is_front_door,
    is_interpreter,
    is_invited,
    is_mediator,
    is_mediator_here,
    is_not_apart,
    is_not_closed,
    is_of_a_side,
    is_of_another,
    is_of_this_side,
    is_own_part,
    is_proposed,
    is_reader,
    is_screener,
    is_second_person,
    is_somebody_else,
    is_theirs,
    is_unanswered,
    is_waiting,
    is_witness,
    may_reach,
    was_sent,
)
from bitim.kernel.access import Rules, register
from bitim.people.rules import DOUBTS

STAFF_NOW = [[is_coordinator, is_not_closed], [is_mediator, is_not_closed]]
REACH_NOW = [[is_coordinator, is_not_closed], [is_mediator, may_reach, is_not_closed]]
THIS_SIDE_NOW = [is_of_this_side, is_not_closed, is_confirmed]

RULES: Rules = {
    P.SEE_REQUEST: [[is_asker, is_confirmed], [is_coordinator, was_sent]],
    P.WRITE_REQUEST: [[is_front_door], [is_asker, is_draft, is_confirmed]],
    P.KEEP_REQUEST: [[is_asker, is_unanswered, is_confirmed]],
    P.SEND_REQUEST: [[is_asker, is_draft, is_confirmed]],
    P.WITHDRAW_REQUEST: [[is_asker, is_unanswered, is_confirmed]],
    P.ACCEPT_REQUEST: [[is_coordinator, is_waiting]],
    P.DECLINE_REQUEST: [[is_coordinator, is_waiting]],
    P.OPEN_CASE: [[is_coordinator], [is_mediator_here]],
    P.SEE_CASE: [[is_coordinator], [is_mediator], [is_interpreter], [is_of_a_side], [is_beside]],
    P.SEE_SIDE: [
        [is_coordinator],
        [is_mediator],
        [is_interpreter],
        [is_of_this_side],
        [is_of_a_side, is_not_apart],
        [is_beside_this_side],
        [is_beside, is_not_apart],
    ],
    P.SEE_ACCOUNT: [[is_mediator, is_accepted_here], [is_of_this_side, is_confirmed]],
    P.SEE_PEOPLE: [[is_coordinator], [is_mediator], [is_interpreter], [is_of_a_side], [is_beside]],
    # Before a side has accepted a mediator they know names and organisations, by which ties are found, and no more.
    P.SEE_CONTACTS: [[is_coordinator], [is_mediator, may_reach]],
    P.SEE_RECORD: [[is_coordinator], [is_mediator]],
    P.ADD_SIDE: STAFF_NOW,
    P.ADD_PERSON: STAFF_NOW,
    P.APPOINT: [[is_coordinator, is_not_closed]],
    P.SCREEN: STAFF_NOW,
    P.SEE_SCREENING: [[is_mediator, is_accepted_here], [is_mediator, is_screener], [is_coordinator, is_screener]],
    P.SEE_PROPOSAL: [[is_proposed], [is_coordinator], [is_mediator], [is_of_a_side, is_confirmed]],
    P.ANSWER_PROPOSAL: [[is_proposed, is_not_closed]],
    P.ACCEPT_MEDIATOR: [THIS_SIDE_NOW, *STAFF_NOW],
    P.SEE_PANEL: [[is_coordinator], [is_of_a_side, is_confirmed]],
    P.CHOOSE_MEDIATOR: [THIS_SIDE_NOW],
    P.INVITE: REACH_NOW,
    P.NOTE_ATTEMPT: REACH_NOW,
    P.CHANGE_CONTACTS: [[is_theirs, is_not_closed, is_confirmed], *REACH_NOW],
    P.SEE_INVITATION: [[is_coordinator], [is_mediator], [is_invited, is_confirmed]],
    P.ANSWER_INVITATION: [[is_invited, is_not_closed, is_confirmed]],
    P.NOTE_ANSWER: [[is_coordinator, is_not_closed]],
    P.REISSUE_DOOR: STAFF_NOW,
    P.CONFIRM_PERSON: [
        [is_coordinator, is_second_person],
        [is_mediator, is_second_person],
        [is_of_this_side, is_somebody_else, is_confirmed],
    ],
    P.NAME_SIDE: [THIS_SIDE_NOW],
    P.GIVE_CONSENT: [THIS_SIDE_NOW, *STAFF_NOW],
    P.WITHDRAW_CONSENT: [THIS_SIDE_NOW, *STAFF_NOW],
    P.SWITCH_MODE: [[is_mediator, is_not_closed]],
    P.START_DRAFTING: [[is_mediator, is_not_closed]],
    P.CLOSE: STAFF_NOW,
    P.RETITLE: STAFF_NOW,
    P.ADD_OBSERVER: [[is_coordinator, is_not_closed]],
    # A coordinator never says for a side that somebody may hear it: they could come in as that somebody. A mediator
    # writes down what a side without a way in says before them, once that side has accepted them.
    P.SAY_OF_COMPANY: [THIS_SIDE_NOW, [is_mediator, is_accepted_here, is_not_closed]],
    P.SEE_UNDERTAKING: [[is_coordinator], [is_mediator], [is_own_part]],
    P.RECORD_UNDERTAKING: [[is_coordinator, is_not_closed, is_of_another], [is_mediator, is_not_closed, is_of_another]],
    P.GIVE_UNDERTAKING: [[is_own_part, is_not_closed, is_confirmed]],
    P.KEEP_NOTE: [[is_mediator, is_not_closed]],
    P.SEE_NOTE: [[is_author, is_mediator]],
    P.SEE_COURT: [[is_coordinator], [is_mediator], [is_of_a_side, is_confirmed]],
    P.SET_COURT: STAFF_NOW,
    P.READ_BACK: [
        [is_coordinator, is_not_closed, assists_one_side],
        [is_mediator, is_not_closed, assists_one_side],
    ],
    P.KEEP_READ_BACK: [[is_not_closed, is_reader]],
    P.WITNESS_READ_BACK: [[is_not_closed, is_witness]],
    P.SEE_READ_BACK: [[is_mediator, is_accepted_here], [is_reader], [is_witness], [is_of_this_side, is_confirmed]],
    P.NOTE_ASSISTANCE: STAFF_NOW,
    P.NAME_HAND: [[is_mediator, is_not_closed]],
    P.CHANGE_NUMBER: STAFF_NOW,
}
register(RULES)
DOUBTS.append(is_awaited)
