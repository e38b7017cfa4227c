"""Both sides are in the room: a case without an invitation, without a code, without a way in."""

import pytest
from django.test import Client

from bitim.cases import actions
from bitim.cases.actions.screening import QUESTIONS
from bitim.cases.facts import facts_of
from bitim.cases.facts_reading import answers_by_voice, has_own_way
from bitim.cases.models import Acceptance, Case, Invitation, Participant, Party, Side
from bitim.demo import cast
from bitim.kernel import membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Door, Event
from bitim.people.models import CentreRole
from bitim.room.models import Space

pytestmark = pytest.mark.django_db
TITLE = {"kk": "Су кезегі"}
SIDES = (
    {"kind": "person", "name": "Айгерім Оспанова", "language": "kk", "seen_as": "id_card"},
    {"kind": "group", "name": "Төменгі көше", "here": "Виктор Ким", "language": "ru", "seen_as": "known"},
)


@pytest.fixture
def made():
    return cast.two_sides()


def opened(made, actor=None, **changes) -> Case:
    said = {"title": TITLE, "sides": SIDES, "kind": "land_water"} | changes
    return actions.open_walk_in(made.centre, actor=actor or made.as_mediator, **said)


def kinds(case: Case) -> list[str]:
    return list(Event.objects.system().filter(chain=case.pk).order_by("chain_seq").values_list("kind", flat=True))


def test_a_mediator_opens_it_and_mediates(made):
    case = opened(made)
    assert case.stage == "contract"
    sides = list(Side.objects.system().filter(case=case))
    assert {str(side.name) for side in sides} == {"Айгерім Оспанова", "Төменгі көше"}
    assert all(side.state == Side.JOINED for side in sides)
    people = {str(p.shown_name): p for p in Participant.objects.system().filter(case=case)}
    assert people["Виктор Ким"].role == "spokesperson"
    assert people["Виктор Ким"].signs
    assert (people["Айгерім Оспанова"].seen_as, people["Айгерім Оспанова"].seen_by_id) == ("id_card", made.mediator.pk)
    assert people[str(made.mediator.name)].role == "mediator"
    assert "CaseWalkedIn" in kinds(case)


def test_nobody_is_invited_and_nobody_has_a_way_in(made):
    case = opened(made)
    assert not Invitation.objects.system().filter(case=case).exists()
    assert not Door.objects.system().filter(subject=case.pk).exists()
    assert all(answers_by_voice(side) for side in Side.objects.system().filter(case=case))


def test_a_coordinator_names_the_mediator_or_leaves_it(made):
    case = opened(made, made.as_coordinator, mediator=made.mediator.pk)
    roles = set(Participant.objects.system().filter(case=case, side=None).values_list("role", flat=True))
    assert roles == {"coordinator", "mediator"}
    later = opened(made, made.as_coordinator)
    assert not facts_of(later).mediator_appointed


def test_rooms_are_ready_and_a_coordinator_sits_in_none(made):
    case = opened(made, made.as_coordinator, mediator=made.mediator.pk, accepted=True)
    for space in Space.objects.system().filter(case=case):
        assert not membership.is_member(space.pk, made.coordinator.pk)
        if space.kind == Space.CAUCUS:
            assert membership.is_member(space.pk, made.mediator.pk)


def test_a_mediator_whom_nobody_was_asked_about_hears_nothing(made):
    case = opened(made, made.as_coordinator, mediator=made.mediator.pk)
    caucuses = Space.objects.system().filter(case=case, kind=Space.CAUCUS)
    assert not any(membership.is_member(space.pk, made.mediator.pk) for space in caucuses)


def test_what_each_side_said_of_the_mediator_is_kept_as_said_before_somebody(made):
    case = opened(made, made.as_mediator, accepted=True)
    answers = Acceptance.objects.system().filter(appointment__case=case)
    assert {(one.answer, one.how, one.recorded_by_id) for one in answers} == {("accepted", "oral", made.mediator.pk)}
    assert answers.count() == 2


@pytest.mark.parametrize("sides", [SIDES[:1], SIDES * 5, (), ({**SIDES[0], "name": " "}, SIDES[1])])
def test_two_to_eight_sides_with_names(made, sides):
    with pytest.raises(Refused):
        opened(made, sides=sides)


@pytest.mark.parametrize("change", [{"seen_as": ""}, {"seen_as": "020112345678"}, {"kind": "organisation", "here": ""}])
def test_who_is_here_and_what_was_looked_at_are_said(made, change):
    with pytest.raises(Refused):
        opened(made, sides=({**SIDES[0], **change}, SIDES[1]))


AT_HOME = {**SIDES[1], "by_phone": True, "seen_as": "", "phone": "+7 701 000 00 02"}


def test_a_side_at_home_is_invited_by_telephone_and_has_not_come(made):
    case = opened(made, made.as_coordinator, sides=(SIDES[0], AT_HOME), mediator=made.mediator.pk, accepted=True)
    assert case.stage == "contract"
    at_home = Side.objects.system().get(case=case, state=Side.ASKED)
    invitation = Invitation.objects.system().select_related("person").get(case=case)
    assert (invitation.side_id, str(invitation.person.name)) == (at_home.pk, "Виктор Ким")
    assert not Participant.objects.system().filter(side=at_home).exists()
    assert set(Acceptance.objects.system().filter(appointment__case=case).values_list("side", flat=True)) == {
        Side.objects.system().get(case=case, state=Side.JOINED).pk
    }
    assert actions.begin_read_back(
        at_home,
        actor=made.as_mediator,
        person=invitation.person_id,
        about="invitation",
        witness=made.coordinator.pk,
    ).text


@pytest.mark.parametrize(
    "sides", [(AT_HOME, AT_HOME), (SIDES[0], {**AT_HOME, "phone": ""}), (SIDES[0], {**AT_HOME, "here": ""})]
)
def test_somebody_is_here_and_whoever_is_not_can_be_called(made, sides):
    with pytest.raises(Refused):
        opened(made, sides=sides)


@pytest.mark.parametrize("role", ["own", "interpreter", "elsewhere"])
def test_nobody_else_opens_one(made, role):
    away = cast.two_sides("contract", "away", "50823347")
    who = {
        "own": made.as_party(1),
        "interpreter": cast.acting(made.interpreter, "interpreter", made.centre),
        "elsewhere": away.as_coordinator,
    }[role]
    with pytest.raises((Refused, NotFound)):
        opened(made, who)


def test_what_the_papers_ask_stays_with_the_side(made):
    case = opened(made, sides=({**SIDES[0], "identifier": "870512350129", "address": "Гүл, 1"}, SIDES[1]))
    party = Party.objects.system().select_related("side").get(side__case=case, kind="person")
    assert party.details == {"identifier": "870512350129", "address": "Гүл, 1"}
    assert party.scope_of("details").klass == "side"


def test_every_other_way_in_waits_for_a_second_person(made):
    """What was said in the private room before is not for whoever comes by a code that one member of staff gave."""
    case = opened(made)
    person = Participant.objects.system().get(case=case, role="party")
    space = Space.objects.system().get(side=person.side_id)
    actions.reissue_door(person, actor=made.as_mediator, word="almaty")
    person.refresh_from_db()
    assert person.unconfirmed
    assert not Door.objects.system().filter(subject=case.pk, opened__isnull=False).exists()
    with pytest.raises(Refused):
        actions.confirm_person(person, actor=made.as_mediator, how="seen")
    actions.confirm_person(person, actor=made.as_coordinator, how="seen")
    assert membership.is_member(space.pk, person.person_id)
    assert "DoneByOne" not in kinds(case)


def test_in_a_centre_of_one_the_record_says_that_one_person_did_it(made):
    CentreRole.objects.system().filter(person=made.coordinator).delete()
    case = opened(made)
    person = Participant.objects.system().get(case=case, role="party")
    actions.reissue_door(person, actor=made.as_mediator, word="almaty")
    actions.confirm_person(person, actor=made.as_mediator, how="seen")
    assert "DoneByOne" in kinds(case)


def test_once_a_code_was_given_the_side_answers_for_itself_for_good(made):
    """A code given and taken away again does not hand the side's word back to the staff."""
    case = opened(made)
    person = Participant.objects.system().get(case=case, role="party")
    actions.reissue_door(person, actor=made.as_mediator, word="almaty")
    Door.objects.system().filter(subject=case.pk).update(closed=person.since)
    assert has_own_way(case.pk, person.person_id)
    assert not answers_by_voice(Side.objects.system().get(pk=person.side_id))


def test_the_road_goes_on_as_in_every_case(made):
    case = opened(made)
    for person in Participant.objects.system().filter(case=case, side__isnull=False).select_related("side"):
        answers = dict.fromkeys(QUESTIONS, "no")
        actions.screen_side(
            person.side, actor=made.as_mediator, person=person.person_id, answers=answers, result="joint"
        )
        actions.give_consent(person.side, actor=made.as_mediator, language="kk", how="oral", person=person.person_id)
    facts = facts_of(case)
    assert all(side.joined and side.consented and side.screened and side.met for side in facts.sides)


# --- the page ------------------------------------------------------------------------------------------


def desk(made, who, role) -> Client:
    from bitim.people import session_keys

    client = Client(HTTP_ACCEPT_LANGUAGE="ru")
    client.force_login(who.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[session_keys.ACTING] = [str(made.centre.pk), role]
    session.save()
    return client


TYPED = {
    "title_kk": "Су кезегі",
    "count": "2",
    "s0-kind": "person",
    "s0-name": "Айгерім Оспанова",
    "s0-language": "kk",
    "s0-seen_as": "id_card",
    "s1-kind": "person",
    "s1-name": "Виктор Ким",
    "s1-language": "ru",
    "s1-seen_as": "passport",
}


def test_one_page_and_one_press(made):
    client = desk(made, made.mediator, "mediator")
    assert client.get("/office/walk-in/").status_code == 200
    answer = client.post("/office/walk-in/", TYPED | {"once": "k1"})
    again = client.post("/office/walk-in/", TYPED | {"once": "k1"})
    assert answer.status_code == again.status_code == 303
    assert answer["Location"] == again["Location"]
    assert "/screening/" in client.get(answer["Location"]).content.decode()


def test_what_a_consultation_knows_comes_along(made):
    client = desk(made, made.coordinator, "coordinator")
    page = client.get("/office/walk-in/?kind=family&language=ru&consultation=not-an-id").content.decode()
    assert '<option value="family" selected>' in page
    assert 'name="consultation"' not in page
    assert page.index('value="ru" selected') < page.index('value="kk" selected')  # whoever was advised is side 1
    known = "4b9b3f0e-94a5-4a8c-8a3e-4d6c1d1f0d11"
    assert (
        f'name="consultation" value="{known}"' in client.get(f"/office/walk-in/?consultation={known}").content.decode()
    )


@pytest.mark.parametrize(("change", "status"), [({"s1-phone": "+7 701 000 00 02"}, 303), ({}, 422)])
def test_whoever_is_at_home_needs_a_telephone_and_no_paper(made, change, status):
    client = desk(made, made.coordinator, "coordinator")
    typed = TYPED | {"once": "k1", "s1-comes": "phone", "s1-seen_as": ""} | change
    assert client.post("/office/walk-in/", typed).status_code == status


def test_staff_see_what_was_looked_at_and_sides_do_not(made):
    from bitim.cases.queries import people_for

    case = opened(made, accepted=True)
    seen = {one.name: one.seen_as for one in people_for(made.as_mediator, case)}
    assert seen["Айгерім Оспанова"] == "id_card"
    party = Participant.objects.system().get(case=case, role="party")
    shown = people_for(cast.acting(party.person, "party"), case)
    assert shown
    assert not any(one.seen_as or one.seen_by or one.seen_at for one in shown)


def test_one_more_side_keeps_what_was_typed_and_asks_nothing_yet(made):
    client = desk(made, made.coordinator, "coordinator")
    page = client.post("/office/walk-in/", {**TYPED, "go": "add", "s1-seen_as": ""})
    words = page.content.decode()
    assert page.status_code == 200
    assert "Виктор Ким" in words
    assert 'name="s2-name"' in words
    assert not Case.objects.system().exclude(pk=made.case.pk).exists()


def test_a_further_side_left_empty_is_no_side(made):
    client = desk(made, made.coordinator, "coordinator")
    answer = client.post("/office/walk-in/", {**TYPED, "count": "3", "s2-kind": "person", "s2-language": "kk"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_kk": ""}, "title_kk"),
        ({"s0-name": ""}, "s0-name"),
        ({"s1-seen_as": ""}, "s1-seen_as"),
        ({"s0-identifier": "870512350128"}, "s0-identifier"),
        ({"s1-kind": "organisation"}, "s1-here"),
    ],
)
def test_what_is_missing_is_said_at_its_place_and_nothing_is_lost(made, change, field):
    client = desk(made, made.coordinator, "coordinator")
    page = client.post("/office/walk-in/", TYPED | change)
    words = page.content.decode()
    assert page.status_code == 422
    assert f'id="id_{field}-wrong"' in words or f"{field}-wrong" in words
    assert "Виктор Ким" in words
