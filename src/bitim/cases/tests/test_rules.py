"""Every permission of the domain over every role of a case: what the table says is what the house does."""

import pytest

from bitim.cases import actions
from bitim.cases.models import Appointment, Invitation, Panel, Participant, Request, Screening
from bitim.cases.models_after import OwnNote
from bitim.cases.models_reading import ReadBack
from bitim.cases.permissions import P
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, VISITOR, decide

pytestmark = pytest.mark.django_db

C, M, N, A, B, V, X = "coordinator", "mediator", "interpreter", "side 1", "side 2", "invited", "another centre's"
WHO = (C, M, N, A, B, V, X, "visitor")
STAFF = {C, M}
# Permission -> (thing, who may). Things: the case, side 1, side 1's screening held by the mediator, an invitation of V.
MATRIX = {
    P.SEE_CASE: ("case", {C, M, N, A, B}),
    P.SEE_SIDE: ("side", {C, M, N, A, B}),
    P.SEE_ACCOUNT: ("side", {M, A}),
    P.SEE_PEOPLE: ("case", {C, M, N, A, B}),
    P.SEE_CONTACTS: ("case", STAFF),
    P.SEE_RECORD: ("case", STAFF),
    P.ADD_SIDE: ("case", STAFF),
    P.ADD_PERSON: ("side", STAFF),
    P.APPOINT: ("case", {C}),
    P.SEE_PROPOSAL: ("appointment", {C, M, A, B}),
    P.ANSWER_PROPOSAL: ("appointment", set()),
    P.ACCEPT_MEDIATOR: ("side", {C, M, A}),
    P.SEE_PANEL: ("panel", {C, A, B}),
    P.CHOOSE_MEDIATOR: ("side", {A}),
    P.SCREEN: ("side", STAFF),
    P.SEE_SCREENING: ("screening", {M}),
    P.INVITE: ("invitation", STAFF),
    P.NOTE_ATTEMPT: ("invitation", STAFF),
    P.CHANGE_CONTACTS: ("participant", {C, M, A}),
    P.SEE_INVITATION: ("invitation", {C, M, V}),
    P.ANSWER_INVITATION: ("invitation", {V}),
    P.NOTE_ANSWER: ("invitation", {C}),
    P.REISSUE_DOOR: ("participant", STAFF),
    P.CONFIRM_PERSON: ("participant", STAFF),
    P.NAME_SIDE: ("side", {A}),
    P.GIVE_CONSENT: ("side", {C, M, A}),
    P.WITHDRAW_CONSENT: ("side", {C, M, A}),
    P.SWITCH_MODE: ("case", {M}),
    P.START_DRAFTING: ("case", {M}),
    P.CLOSE: ("case", STAFF),
    P.RETITLE: ("case", STAFF),
    P.ADD_OBSERVER: ("case", {C}),
    P.SAY_OF_COMPANY: ("side", {M, A}),
    P.SEE_UNDERTAKING: ("participant", STAFF),
    P.RECORD_UNDERTAKING: ("participant", STAFF),
    P.GIVE_UNDERTAKING: ("participant", set()),
    P.KEEP_NOTE: ("side", {M}),
    P.SEE_NOTE: ("note", {M}),
    P.SEE_COURT: ("case", {C, M, A, B}),
    P.SET_COURT: ("case", STAFF),
    P.OPEN_CASE: ("centre", STAFF),
    P.READ_BACK: ("side", STAFF),
    P.KEEP_READ_BACK: ("call", {C}),
    P.WITNESS_READ_BACK: ("call", {M}),
    P.SEE_READ_BACK: ("call", {C, M, A}),
    P.NOTE_ASSISTANCE: ("side", STAFF),
    P.NAME_HAND: ("participant", {M}),
    P.CHANGE_NUMBER: ("case", STAFF),
    P.SEE_REQUEST: ("request", {C, V}),
    P.WRITE_REQUEST: ("request", set()),
    P.KEEP_REQUEST: ("request", {V}),
    P.SEND_REQUEST: ("request", set()),
    P.WITHDRAW_REQUEST: ("request", {V}),
    P.ACCEPT_REQUEST: ("request", {C}),
    P.DECLINE_REQUEST: ("request", {C}),
}
READING = {P.SEE_CASE, P.SEE_SIDE, P.SEE_ACCOUNT, P.SEE_PEOPLE, P.SEE_CONTACTS, P.SEE_RECORD, P.SEE_SCREENING}
READING |= {
    P.SEE_UNDERTAKING,
    P.SEE_READ_BACK,
    P.OPEN_CASE,
}  # a new case is of the centre, whatever became of another one
READING |= {P.SEE_INVITATION, P.SEE_PROPOSAL, P.SEE_PANEL, P.SEE_NOTE, P.SEE_COURT}
READING |= {P.CONFIRM_PERSON}  # who came can be confirmed after the end, for the signed text
OF_REQUESTS = {p for p, (thing, _who) in MATRIX.items() if thing == "request"}


@pytest.fixture
def scene():
    made = cast.two_sides()
    cast._member(made, made.interpreter, Participant.INTERPRETER)
    elsewhere = cast.centre("elsewhere")
    stranger = cast.staff(elsewhere, "Z", "coordinator", "ru", "z@example.kz")
    invited = cast.person("Invited")
    screening = actions.screen_side(
        made.sides[0],
        actor=made.as_mediator,
        person=made.parties[0].pk,
        answers=stories.ANSWERS,
        result=Screening.JOINT,
    )
    now = clock.now()
    things = {
        "centre": made.centre,
        "case": made.case,
        "call": ReadBack.objects.create(
            case=made.case,
            side=made.sides[0],
            person=made.parties[0],
            by=made.coordinator,
            witness=made.mediator,
            about=ReadBack.CONSENT,
            language="kk",
            number=b"0",
            dialled=now,
        ),
        "side": made.sides[0],
        "screening": screening,
        "appointment": Appointment.objects.system().get(case=made.case),
        "panel": Panel.objects.create(case=made.case, members=[], seed="0", made=now),
        "participant": Participant.objects.system().select_related("case").get(person=made.parties[0]),
        "note": OwnNote.objects.create(side=made.sides[0], author=made.mediator, words="x", at=now),
        "invitation": Invitation.objects.create(case=made.case, side=made.sides[0], person=invited),
        "request": Request.objects.create(
            centre=made.centre, person=invited, words={}, state=Request.SENT, made=now, sent=now
        ),
    }
    actors = {
        C: made.as_coordinator,
        M: made.as_mediator,
        N: cast.acting(made.interpreter, "interpreter", made.centre),
        A: made.as_party(1),
        B: made.as_party(2),
        V: cast.acting(invited, "party"),
        X: cast.acting(stranger, "coordinator", elsewhere),
        "visitor": VISITOR,
    }
    return made, things, actors


def test_every_permission_stands_in_the_matrix():
    assert set(MATRIX) == set(P)


@pytest.mark.parametrize("permission", list(MATRIX))
def test_cells(scene, permission):
    _made, things, actors = scene
    thing, may = MATRIX[permission]
    found = {who for who in WHO if decide(actors[who].fresh(), permission, things[thing])}
    assert found == may
    assert decide(SYSTEM, permission, things[thing])


@pytest.mark.parametrize("permission", sorted(set(MATRIX) - OF_REQUESTS))
def test_after_closing_only_reading_is_left(scene, permission):
    made, things, actors = scene
    made.case.stage = "closed"
    made.case.save()
    name, may = MATRIX[permission]
    thing = stories.reread(things[name])
    found = {who for who in WHO if decide(actors[who].fresh(), permission, thing)}
    assert found == (may if permission in READING else set())


def test_held_apart_the_other_side_is_not_there(scene):
    made, things, actors = scene
    made.case.mode = "shuttle"
    made.case.save()
    side = stories.reread(things["side"])
    assert decide(actors[A].fresh(), P.SEE_SIDE, side)
    assert not decide(actors[B].fresh(), P.SEE_SIDE, side)


def test_a_person_acts_in_one_role_at_a_time(scene):
    made, things, _actors = scene
    as_party = cast.acting(made.mediator, "party")
    assert not decide(as_party, P.SEE_CASE, things["case"])
    as_coordinator = cast.acting(made.mediator, "coordinator", made.centre)
    assert not decide(as_coordinator, P.SEE_CASE, things["case"])
