"""What the staff of a centre must not get by the powers they have."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.support.house import House, house
from tests.support.matrix import ASKED_OF
from tests.support.watching import Watch, crawl

from bitim.cases import actions
from bitim.cases.models import Invitation, Participant, Party, Side
from bitim.demo.cast import acting
from bitim.engines.lifecycle import STAGES
from bitim.kernel.access import RULES, NotFound, Refused, decide
from bitim.kernel.action import ACTIONS
from bitim.people.models import CentreRole
from bitim.room import actions as room
from bitim.room.models import Space

pytestmark = pytest.mark.django_db
WORD = "almaty"
RULES_BY_NAME = {str(permission.value): permission for permission in RULES}


def come_in(scene: House, code: str) -> Client:
    """Come in by a code and the word that goes with it, and choose a PIN."""
    client = Client()
    client.post("/code/", {"code": code, "answer": WORD})
    client.post("/code/pin/", {"pin": "5937", "again": "5937"})
    return client


def given_out(scene: House) -> tuple[Participant, Client]:
    """Let the coordinator give out a new code of side 1 with a word of their own, and come in by it."""
    participant = Participant.objects.system().get(case=scene.main.case, person=scene.main.parties[0], ended=None)
    code = actions.reissue_door(participant, actor=scene.main.as_coordinator, word=WORD)
    return participant, come_in(scene, code)


def test_a_coordinator_cannot_read_a_private_room_by_giving_out_a_new_code():
    scene = house()
    caucus = Space.objects.system().get(side=scene.main.sides[0])
    page = given_out(scene)[1].get(f"/room/{caucus.pk}/").content.decode()
    assert str(scene.things["said"].body) not in page


def test_nothing_that_stands_behind_the_new_code_tells_what_was_said_before():
    """Every page that can be reached from the case, and every page of a thing of it, by address."""
    scene = house()
    side, things = scene.main.sides[0], scene.things
    side.account = "АЙТҚАНЫМ"
    side.save()
    client = given_out(scene)[1]
    case = scene.main.case.pk
    starts = [f"/case/{case}/", f"/room/{case}/ledger/", f"/issues/{case}/", f"/text/{things['document'].pk}/"]
    starts += [f"/room/{space.pk}/" for space in Space.objects.system().filter(case=case)]
    starts += [f"/files/{things['file'].pk}/"]
    watch = Watch()
    seen = crawl(watch, client, "whoever came", starts)
    assert f"/case/{case}/people/" in seen or len(seen) > len(starts)
    for phrase in ("АЙТҚАНЫМ", *(str(things[name].body) for name in ("said", "said jointly"))):
        assert [trace.where for trace in watch.found(phrase)] == []


# All that a person may do who came by a new code, at any stage, before somebody has confirmed who came.
WHILE_UNCONFIRMED = {
    "cases.see_case",
    "cases.see_side",
    "cases.see_people",
    "dialogue.see_conversation",  # a dialogue is everybody's
    "dialogue.take_part",
    "dialogue.see_results",
    "dialogue.cast_ballot",  # by whoever holds the paper
    "cases.write_request",  # anybody begins a request at a centre's door
    "room.read_space",
    "room.post",
    "room.attach",
    "room.see_meetings",
    "room.join_meeting",
    "room.leave_voice",
    "desk.ask_call_back",
}


def test_until_then_nothing_binds_and_nothing_earlier_is_read():
    scene = house()
    given_out(scene)
    place = scene.things.pop("place")
    assert not type(place).objects.system().filter(pk=place.pk)  # by voice they are nowhere; the rules are asked too
    rules = {str(permission.value): permission for permission in RULES}
    may = set()
    for stage in STAGES:
        scene.at(stage)
        for permission, asked_of in ASKED_OF.items():
            for thing in asked_of:
                asked = place if thing == "place" else scene.things[thing]
                if decide(scene.actors["own"].fresh(), rules[permission], asked):
                    may.add(permission)
                    assert "said" not in thing, (permission, thing, stage)
    assert may == WHILE_UNCONFIRMED


def test_a_second_person_opens_it_again():
    scene = house()
    caucus = Space.objects.system().get(side=scene.main.sides[0])
    participant, client = given_out(scene)
    actions.confirm_person(participant, actor=scene.main.as_mediator, how="called")
    assert str(scene.things["said"].body) in client.get(f"/room/{caucus.pk}/").content.decode()


def test_the_door_of_this_test_does_open():
    """Otherwise the test above would wait for nothing."""
    scene = house()
    assert given_out(scene)[1].get(f"/case/{scene.main.case.pk}/").status_code == 200


def test_a_coordinator_sits_in_no_room():
    scene = house()
    client = scene.client("coordinator")
    for space in Space.objects.system().filter(case=scene.main.case):
        assert client.get(f"/room/{space.pk}/").status_code == 404


# --- every path by which one member of staff could come to hear a private room ---------------------------

# What staff may do at all, and what each act opens. A new one fails until somebody has said what it opens.
ACTS_OF_STAFF = {
    "opens no way in": (
        "cases.appointing.end_appointment cases.appointing.take_back_proposal cases.beside.set_court "
        "cases.choosing.ask_next cases.choosing.drop_panel cases.choosing.put_panel "
        "cases.closing.close_case cases.confirming.deny_person cases.consenting.give_consent "
        "cases.consenting.withdraw_consent cases.course.retitle cases.inviting.lapse_invitation "
        "cases.people.end_participation cases.reaching.note_attempt cases.reading_back.begin_read_back "
        "cases.reading_back.change_number cases.reading_back.note_assistance "
        "dialogue.bringing.bring_in dialogue.moderating.judge dialogue.moderating.reword dialogue.moderating.seed "
        "dialogue.moderating.translate dialogue.running.change_conversation dialogue.running.close_conversation "
        "dialogue.running.make_slips dialogue.running.open_conversation dialogue.running.start_conversation "
        "dialogue.running.take_out "
        "cases.receiving.decline_request cases.screening.screen_side cases.undertaking.record_undertaking "
        "journal.aspect.mark_aspect "
        "journal.consulting.correct_consultation journal.consulting.strike_consultation "
        "journal.consulting.write_consultation journal.correcting.correct_line "
        "journal.correcting.strike_line journal.exporting.export journal.numbering.set_numbering "
        "journal.papers.write_paper journal.registering.enter_case journal.registering.note_case "
        "people.importing.begin_import people.importing.choose_columns people.importing.enter_import "
        "people.importing.leave_import people.keeping.add_point people.keeping.close_point "
        "people.keeping.declare_interest people.keeping.end_interest people.keeping.mark_absence "
        "people.keeping.mark_back people.persons.add_person people.persons.choose_language "
        "people.persons.update_contacts people.register.add_card people.register.change_card "
        "people.register.revoke_card people.staff.change_centre people.staff.end_role "
        "people.templates.accept_template "
        "room.scheduling.answer_times room.scheduling.keep_constraint "
        "settlements.comparing.confirm_scan settlements.comparing.exchange_pages "
        "settlements.comparing.finish_check settlements.comparing.look_at_page "
        "settlements.comparing.put_aside settlements.demands.record_demand "
        "settlements.duties.answer_report settlements.duties.report_duty "
        "settlements.handing_in.keep_scan settlements.pen.witness_request"
    ),
    "invites into a new side, whose room holds nothing yet": "cases.people.add_side cases.receiving.accept_request",
    "changes where somebody is reached, as if they had written the person down": (
        "cases.reaching.change_contacts cases.reaching.change_invited_contacts"
    ),
    "in PATHS": (
        "cases.noting_answers.note_answer cases.noting_answers.note_coming "
        "cases.inviting.print_invitation cases.inviting.send_invitation "
        "cases.people.add_person cases.people.reissue_door cases.company.add_supporter cases.company.add_observer"
    ),
    "asks for a second person": (
        "cases.confirming.confirm_person settlements.demands.confirm_demand settlements.demands.note_given"
    ),
    "seats people who have no way in at all": "cases.walking_in.open_walk_in",
    "makes an accomplice, under both names in the record": (
        "cases.appointing.appoint cases.appointing.propose people.staff.give_role people.staff.take_on"
    ),
    "lets a mediator hear from then on; what was said before is opened by the side or by somebody else": (
        "cases.appointing.answer_mediator"
    ),
}
OF_STAFF = {"is_at_its_centre", "is_coordinator", "is_coordinator_here", "is_coordinator_of_colleague", "is_head_here"}
BEFORE, AFTER = "жекеде-айтылған-сөз-52", "кейін-айтылған-сөз-53"


def test_every_act_of_staff_is_weighed():
    found = {
        name
        for name, (permission, _on) in ACTIONS.items()
        if ".tests." not in name and any(one.name in OF_STAFF for clause in RULES[permission] for one in clause)
    }
    assert found == set(" ".join(ACTS_OF_STAFF.values()).split())


def own_part(scene: House) -> Participant:
    return Participant.objects.system().get(case=scene.main.case, person=scene.main.parties[0], ended=None)


def added(scene: House) -> Invitation:
    one = {"name": "Біреу", "phone": "+7 701 000 00 77"}
    return actions.add_person(scene.main.sides[0], actor=scene.main.as_coordinator, one=one)


def by_letter(scene: House) -> tuple[Participant, Client]:
    """Add somebody, print the letter, come in by it and say yes."""
    invitation = added(scene)
    code = actions.print_invitation(invitation, actor=scene.main.as_coordinator, word=WORD).code
    client = come_in(scene, code)
    client.post(f"/invited/{invitation.pk}/", {"answer": "accepted"})
    return Participant.objects.system().get(person=invitation.person), client


def answered_for(scene: House) -> tuple[Participant, Client]:
    """Add somebody, say that they came to the office, give out a code, come in."""
    invitation = added(scene)
    actions.note_coming(invitation, actor=scene.main.as_coordinator, seen_as="known")
    participant = Participant.objects.system().get(person=invitation.person)
    code = actions.reissue_door(participant, actor=scene.main.as_coordinator, word=WORD)
    return participant, come_in(scene, code)


def by_voice_and_new_code(scene: House) -> tuple[Participant, Client]:
    """Add somebody by voice, answer for them, then give out a new code."""
    invitation = added(scene)
    actions.send_invitation(invitation, actor=scene.main.as_coordinator, route="voice")
    actions.note_coming(invitation, actor=scene.main.as_coordinator, seen_as="known")
    participant = Participant.objects.system().get(person=invitation.person)
    code = actions.reissue_door(participant, actor=scene.main.as_coordinator, word=WORD)
    return participant, come_in(scene, code)


def added_and_reissued_by_the_mediator(scene: House) -> tuple[Participant, Client]:
    """Add somebody, answer for them, and have the mediator give out the code in good faith."""
    invitation = added(scene)
    actions.note_coming(invitation, actor=scene.main.as_coordinator, seen_as="known")
    participant = Participant.objects.system().get(person=invitation.person)
    code = actions.reissue_door(participant, actor=scene.main.as_mediator, word=WORD)
    return participant, come_in(scene, code)


def in_the_place_of_the_person(scene: House) -> tuple[Participant, Client]:
    """Take the person out of their side, and add somebody instead."""
    actions.end_participation(own_part(scene), actor=scene.main.as_coordinator)
    return by_letter(scene)


def of_kind(kind: str) -> Callable[[House], tuple[Participant, Client]]:
    """Return the path by which a spokesperson of a group, a representative of an organisation is added."""

    def path(scene: House) -> tuple[Participant, Client]:
        Party.objects.system().filter(side=scene.main.sides[0]).update(kind=kind)
        participant, client = answered_for(scene)
        assert participant.role == {"group": "spokesperson", "organisation": "representative"}[kind]
        return participant, client

    return path


def beside(role: str) -> Callable[[House], tuple[Participant, Client]]:
    """Return the path by which a coordinator makes up a supporter of side 1, or an observer, and comes in as them."""

    def path(scene: House) -> tuple[Participant, Client]:
        coordinator, one = scene.main.as_coordinator, {"name": "Біреу", "phone": "+7 701 000 00 77"}
        if role == "observer":
            case = scene.main.case
            code = actions.add_observer(case, actor=coordinator, one=one, reason="training", word=WORD)
            client = come_in(scene, code)
            return Participant.objects.system().filter(role=role).latest("since"), client
        Side.objects.system().filter(case=scene.main.case).update(state=Side.JOINED)
        invitation = actions.add_supporter(scene.main.sides[0], actor=coordinator, one=one)
        code = actions.print_invitation(invitation, actor=coordinator, word=WORD).code
        client = come_in(scene, code)
        client.post(f"/invited/{invitation.pk}/", {"answer": "accepted"})
        return Participant.objects.system().get(person=invitation.person), client

    return path


PATHS: dict[str, Callable[[House], tuple[Participant, Client]]] = {
    "a new code": given_out,
    "one more person, by letter": by_letter,
    "one more person, answered for": answered_for,
    "one more person, by voice and a new code": by_voice_and_new_code,
    "one more person, the code from another": added_and_reissued_by_the_mediator,
    "in the place of the person": in_the_place_of_the_person,
    "a spokesperson": of_kind("group"),
    "a representative": of_kind("organisation"),
    "a supporter": beside("supporter"),
    "an observer": beside("observer"),
}


@pytest.mark.parametrize("path", PATHS)
def test_one_member_of_staff_alone_reads_no_private_room(path):
    """Neither what was said before, nor what the people of the side say later, nor by confirming it themselves."""
    scene = house()
    scene.at("contract")
    caucus = Space.objects.system().get(side=scene.main.sides[0])
    participant, client = PATHS[path](scene)
    assert client.get(f"/case/{scene.main.case.pk}/").status_code == 200, "the door of this test does open"
    both = CentreRole(centre=scene.main.centre, person=scene.main.coordinator, role="mediator", since=participant.since)
    both.save(force_insert=True)
    for actor in (scene.main.as_coordinator, acting(scene.main.coordinator, "mediator", scene.main.centre)):
        with pytest.raises((Refused, NotFound)):
            actions.confirm_person(participant, actor=actor, how="seen")
    with pytest.raises((Refused, NotFound)):
        actions.confirm_person(participant, actor=acting(participant.person, "party"), how=actions.OWN_SIDE)
    if participant.person_id != scene.main.parties[0].pk and not own_ended(scene):
        room.post(caucus, actor=scene.main.as_party(1), words=AFTER)
    watch = Watch()
    case = scene.main.case.pk
    crawl(watch, client, "whoever came", [f"/case/{case}/", f"/case/{case}/people/", f"/room/{caucus.pk}/"])
    for phrase in (BEFORE, AFTER):
        assert [trace.where for trace in watch.found(phrase)] == []
    for permission in ("cases.give_consent", "cases.see_account", "cases.name_side"):
        assert not decide(acting(participant.person, "party"), RULES_BY_NAME[permission], scene.main.sides[0])


@pytest.mark.parametrize("role", ["supporter", "observer"])
def test_not_even_with_a_colleague_deceived_does_staff_hear_a_private_room_as_somebody_beside(role):
    """Confirmed by the mediator, promised by the coordinator: the private room waits for the word of the side."""
    scene = house()
    scene.at("meetings")
    participant, client = beside(role)(scene)
    actions.confirm_person(participant, actor=scene.main.as_mediator, how="called")
    actions.record_undertaking(participant, actor=scene.main.as_coordinator, how="paper", language="kk")
    caucus = Space.objects.system().get(side=scene.main.sides[0])
    room.post(caucus, actor=scene.main.as_party(1), words=AFTER)
    for about in ("caucus", "observe"):
        with pytest.raises((Refused, NotFound)):
            actions.say_of_company(
                scene.main.sides[0],
                actor=scene.main.as_coordinator,
                participant=participant.pk,
                about=about,
                yes=True,
                person=scene.main.parties[0].pk,
            )
    watch = Watch()
    case = scene.main.case.pk
    crawl(watch, client, "whoever came", [f"/case/{case}/", f"/case/{case}/people/", f"/room/{caucus.pk}/"])
    for phrase in (BEFORE, AFTER):
        assert [trace.where for trace in watch.found(phrase)] == []


def own_ended(scene: House) -> bool:
    return not Participant.objects.system().filter(person=scene.main.parties[0], ended=None).exists()


@pytest.mark.parametrize(
    "path", [one for one in PATHS if one not in ("in the place of the person", "a supporter", "an observer")]
)
def test_with_a_second_person_the_whole_room_opens(path):
    """Otherwise the test above would wait for nothing."""
    scene = house()
    scene.at("contract")
    caucus = Space.objects.system().get(side=scene.main.sides[0])
    participant, client = PATHS[path](scene)
    second = scene.main.as_mediator
    if path == "one more person, the code from another":
        second = scene.main.as_party(1)  # both of the staff had a hand in it: the side itself has to say
    actions.confirm_person(participant, actor=second, how="seen" if second.role != "party" else actions.OWN_SIDE)
    assert BEFORE in client.get(f"/room/{caucus.pk}/").content.decode()


def test_whoever_is_slipped_in_before_the_side_has_come_waits_too():
    """A coordinator adds somebody to an invited side and comes in before its own person does."""
    scene = house()
    scene.at("contract")
    one = {"name": "Жаңа тарап", "phone": "+7 701 000 00 66"}
    side = actions.add_side(scene.main.case, actor=scene.main.as_coordinator, one=one)
    true = Invitation.objects.system().get(side=side)
    false = actions.add_person(side, actor=scene.main.as_coordinator, one={"name": "Біреу", "phone": "87010000077"})
    for invitation in (false, true):
        actions.answer_invitation(invitation, actor=acting(invitation.person, "party"), answer="accepted")
    waiting = Participant.objects.system().filter(side=side).exclude(unconfirmed=None)
    assert waiting.count() == 2
    with pytest.raises((Refused, NotFound)):
        theirs = Participant.objects.system().get(person=true.person)
        actions.confirm_person(theirs, actor=acting(false.person, "party"), how=actions.OWN_SIDE)
    own = Participant.objects.system().get(person=true.person)
    actions.confirm_person(own, actor=scene.main.as_mediator, how="seen")
    caucus = Space.objects.system().get(side=side)
    room.post(caucus, actor=acting(true.person, "party"), words=AFTER)
    assert not decide(acting(false.person, "party"), RULES_BY_NAME["room.read_space"], caucus)


def test_a_coordinator_appoints_nobody_who_has_no_office_and_an_interpreter_hears_nothing():
    scene = house()
    with pytest.raises(Refused):
        actions.appoint(
            scene.main.case, actor=scene.main.as_coordinator, person=scene.main.coordinator.pk, role="co_mediator"
        )
    for space in Space.objects.system().filter(case=scene.main.case):
        assert not decide(scene.actors["waiting"], RULES_BY_NAME["room.read_space"], space)


def test_a_code_given_to_somebody_who_walked_in_opens_nothing_earlier():
    """Who opened the case with people in the room cannot come in as one of them."""
    scene = house()
    main = scene.main
    sides = [{"name": name, "seen_as": "known", "language": "kk"} for name in ("Бірінші", "Екінші")]
    case = actions.open_walk_in(
        main.centre,
        actor=main.as_coordinator,
        title={"kk": "Су"},
        sides=sides,
        mediator=main.mediator.pk,
        accepted=True,
    )
    participant = Participant.objects.system().filter(case=case, role="party").first()
    caucus = Space.objects.system().get(side=participant.side_id)
    room.post(caucus, actor=main.as_mediator, words=AFTER)
    client = come_in(scene, actions.reissue_door(participant, actor=main.as_coordinator, word=WORD))
    assert client.get(f"/case/{case.pk}/").status_code == 200, "the door of this test does open"
    watch = Watch()
    crawl(watch, client, "whoever came", [f"/case/{case.pk}/", f"/room/{caucus.pk}/"])
    assert [trace.where for trace in watch.found(AFTER)] == []
    actions.confirm_person(participant, actor=main.as_mediator, how="seen")
    assert AFTER in client.get(f"/room/{caucus.pk}/").content.decode()
