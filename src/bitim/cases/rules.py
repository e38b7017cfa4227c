"""Who may do what with a request and a case. Stage is asked twice: here (closed or not) and by the lifecycle engine.

Coordinators see the frame of a case (people, contacts, stages), never what a side tells; mediators see what sides
tell; a side sees its own. Staff of another centre find nothing.
"""

from bitim.cases.permissions import P
from bitim.cases.predicates import (
    is_asker,
    is_coordinator,
    is_draft,
    is_front_door,
    is_interpreter,
    is_invited,
    is_mediator,
    is_not_apart,
    is_not_closed,
    is_of_a_side,
    is_of_this_side,
    is_screener,
    is_unanswered,
    is_waiting,
    was_sent,
)
from bitim.kernel.access import Rules, register

STAFF_NOW = [[is_coordinator, is_not_closed], [is_mediator, is_not_closed]]
THIS_SIDE_NOW = [is_of_this_side, is_not_closed]

RULES: Rules = {
    P.SEE_REQUEST: [[is_asker], [is_coordinator, was_sent]],
    P.WRITE_REQUEST: [[is_front_door], [is_asker, is_draft]],
    P.KEEP_REQUEST: [[is_asker, is_unanswered]],
    P.SEND_REQUEST: [[is_asker, is_draft]],
    P.WITHDRAW_REQUEST: [[is_asker, is_unanswered]],
    P.ACCEPT_REQUEST: [[is_coordinator, is_waiting]],
    P.DECLINE_REQUEST: [[is_coordinator, is_waiting]],
    P.SEE_CASE: [[is_coordinator], [is_mediator], [is_interpreter], [is_of_a_side]],
    P.SEE_SIDE: [[is_coordinator], [is_mediator], [is_interpreter], [is_of_this_side], [is_of_a_side, is_not_apart]],
    P.SEE_ACCOUNT: [[is_mediator], [is_of_this_side]],
    P.SEE_PEOPLE: [[is_coordinator], [is_mediator], [is_interpreter], [is_of_a_side]],
    P.SEE_CONTACTS: [[is_coordinator], [is_mediator]],
    P.SEE_RECORD: [[is_coordinator], [is_mediator]],
    P.ADD_SIDE: STAFF_NOW,
    P.ADD_PERSON: STAFF_NOW,
    P.APPOINT: [[is_coordinator, is_not_closed]],
    P.SCREEN: STAFF_NOW,
    P.SEE_SCREENING: [[is_mediator], [is_coordinator, is_screener]],
    P.INVITE: STAFF_NOW,
    P.SEE_INVITATION: [[is_coordinator], [is_mediator], [is_invited]],
    P.ANSWER_INVITATION: [[is_invited, is_not_closed], [is_coordinator, is_not_closed]],
    P.REISSUE_DOOR: STAFF_NOW,
    P.NAME_SIDE: [THIS_SIDE_NOW],
    P.GIVE_CONSENT: [THIS_SIDE_NOW, *STAFF_NOW],
    P.WITHDRAW_CONSENT: [THIS_SIDE_NOW, *STAFF_NOW],
    P.SWITCH_MODE: [[is_mediator, is_not_closed]],
    P.START_DRAFTING: [[is_mediator, is_not_closed]],
    P.CLOSE: STAFF_NOW,
    P.RETITLE: STAFF_NOW,
}
register(RULES)
