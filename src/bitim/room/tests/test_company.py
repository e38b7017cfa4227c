"""Supporters and observers sit where the sides allow it, from that moment on, and no longer."""

import pytest

from bitim.cases import actions as cases
from bitim.cases import queries as seen
from bitim.cases.models import Invitation, Participant
from bitim.cases.models_shape import SideWord
from bitim.cases.tests.browsers import as_party
from bitim.demo import cast as people
from bitim.kernel import clock, membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Door, Event, Membership
from bitim.room import actions, live, queries
from bitim.room.models import Meeting
from bitim.settlements.facts_matter import signers_of

pytestmark = pytest.mark.django_db
SUPPORTER, OBSERVER = Participant.BESIDE


def beside(rooms, role, side=None, *, promised=True):
    who = people.person({SUPPORTER: "Қолдаушы Ана", OBSERVER: "Бақылаушы"}[role])
    made = rooms.add(who, role, side)
    if promised:
        cases.record_undertaking(made, actor=rooms.mediator, how="paper", language="kk")
    return made, people.acting(who, "party")


def says(rooms, position, one, about, yes=True):
    side = rooms.cast.sides[position - 1]
    return cases.say_of_company(side, actor=rooms.party(position), participant=one.pk, about=about, yes=yes)


def hears(page):
    return page.content.decode().partition('<div class="who">')[2].partition("</div>")[0]


def sits(rooms, who):
    return [room.kind for room in queries.spaces_for(who, rooms.case.pk)]


@pytest.fixture
def supporter(rooms):
    return beside(rooms, SUPPORTER, rooms.cast.sides[0])


@pytest.fixture
def observer(rooms):
    return beside(rooms, OBSERVER)


def test_a_supporter_hears_the_private_room_only_by_its_sides_word_and_from_then_on(rooms, supporter):
    one, me = supporter
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="before")
    assert sits(rooms, me) == ["joint"]
    says(rooms, 1, one, SideWord.CAUCUS)
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="after")
    assert rooms.words(me, rooms.caucus(1)) == ["after"]
    actions.post(rooms.caucus(1), actor=me, words="I am with you")
    assert rooms.words(rooms.party(1), rooms.caucus(1)) == ["before", "after", "I am with you"]
    with pytest.raises(NotFound):
        rooms.words(me, rooms.caucus(2))
    with pytest.raises(NotFound):
        rooms.words(me, rooms.team)


def test_taken_back_it_closes_with_the_act_and_later_words_stay_away(rooms, supporter):
    one, me = supporter
    says(rooms, 1, one, SideWord.CAUCUS)
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="with")
    says(rooms, 1, one, SideWord.CAUCUS, yes=False)
    assert not membership.is_member(rooms.caucus(1).pk, me.person)
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="without")
    with pytest.raises(NotFound):
        rooms.words(me, rooms.caucus(1))
    says(rooms, 1, one, SideWord.CAUCUS)
    assert rooms.words(me.fresh(), rooms.caucus(1)) == ["with"]


def test_the_other_side_cannot_let_them_into_a_private_room(rooms, supporter):
    one, me = supporter
    for position in (1, 2):
        with pytest.raises(NotFound):
            cases.say_of_company(
                rooms.cast.sides[1], actor=rooms.party(2), participant=one.pk, about=SideWord.CAUCUS, yes=True
            )
        assert not membership.is_member(rooms.caucus(position).pk, me.person)


def test_at_the_table_they_listen_until_every_side_says_that_they_may_speak(rooms, supporter):
    one, me = supporter
    says(rooms, 1, one, SideWord.SPEAK)
    with pytest.raises(Refused):
        actions.post(rooms.joint, actor=me, words="too early")
    actions.post(rooms.joint, actor=rooms.party(2), words="heard")
    says(rooms, 2, one, SideWord.SPEAK)
    actions.post(rooms.joint, actor=me, words="thank you")
    assert rooms.words(me, rooms.joint) == ["heard", "thank you"]
    says(rooms, 2, one, SideWord.SPEAK, yes=False)
    with pytest.raises(Refused):
        actions.post(rooms.joint, actor=me, words="no longer")
    assert rooms.words(me, rooms.joint) == ["heard", "thank you"]


def test_an_observer_sits_only_while_every_side_says_yes_and_writes_nothing(rooms, observer):
    one, me = observer
    assert sits(rooms, me) == []
    says(rooms, 1, one, SideWord.OBSERVE)
    assert sits(rooms, me) == []
    says(rooms, 2, one, SideWord.OBSERVE)
    assert sits(rooms, me) == ["joint"]
    band = as_party(one.person, rooms.case.pk).get(f"/room/{rooms.joint.pk}/", HTTP_ACCEPT_LANGUAGE="en")
    assert "other people are in this room" in band.content.decode() and "hear" not in hears(band)
    with pytest.raises(Refused):
        actions.post(rooms.joint, actor=me, words="a word")
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="alone")
    with pytest.raises(NotFound):
        rooms.words(me, rooms.caucus(1))
    says(rooms, 2, one, SideWord.OBSERVE, yes=False)
    assert sits(rooms, me) == []


def test_nobody_learns_whose_word_is_missing(rooms, observer):
    """Whether side 2 has said no or nothing is the same to everybody but side 2, and makes no event for them."""
    one, _me = observer
    by_voice(rooms, 2)
    says(rooms, 1, one, SideWord.OBSERVE)

    def known():
        rooms_of_1 = [queries.hearers(rooms.party(1), space) for space in (rooms.joint, rooms.caucus(1))]
        told = [seen.company_for(actor, rooms.case) for actor in (rooms.party(1), rooms.mediator)]
        told.append(seen.company_for(rooms.cast.as_coordinator, rooms.case))
        asked = seen.asked_of_side(rooms.mediator, rooms.case, rooms.cast.sides[1])
        others = Event.objects.system().exclude(audience=rooms.cast.sides[1].pk).count()
        return rooms_of_1, told, seen.questions_for(rooms.party(1), rooms.case), asked, others

    before = known()
    says(rooms, 2, one, SideWord.OBSERVE, yes=False)
    assert known() == before


def test_withdrawn_consent_of_a_side_takes_everybody_beside_out_of_the_joint_room(rooms, supporter, observer):
    for position in (1, 2):
        says(rooms, position, observer[0], SideWord.OBSERVE)
    rooms.withdraw_consent(2)
    assert sits(rooms, supporter[1]) == sits(rooms, observer[1]) == []


def test_held_apart_nobody_observes_and_nobody_learns_of_the_other_sides_supporter(rooms, supporter, observer):
    for position in (1, 2):
        says(rooms, position, observer[0], SideWord.OBSERVE)
    says(rooms, 1, supporter[0], SideWord.CAUCUS)
    rooms.go_apart()
    assert sits(rooms, observer[1]) == []
    assert sits(rooms, supporter[1]) == ["caucus"]
    assert seen.company_for(rooms.party(2), rooms.case) == []
    assert seen.questions_for(rooms.party(2), rooms.case) == []
    names = [one.name for one in seen.people_for(rooms.party(2), rooms.case)]
    assert "Қолдаушы Ана" not in names
    assert [one.name for one in seen.people_for(supporter[1], rooms.case) if one.mark == 2] == []
    with pytest.raises(NotFound):
        says(rooms, 2, supporter[0], SideWord.SPEAK)
    with pytest.raises(Refused):
        cases.add_observer(rooms.case, actor=rooms.cast.as_coordinator, one={"name": "X"}, reason="training", word="w")


@pytest.mark.parametrize("role", [SUPPORTER, OBSERVER])
def test_without_an_undertaking_no_room_opens(rooms, role):
    one, me = beside(rooms, role, rooms.cast.sides[0] if role == SUPPORTER else None, promised=False)
    for position in (1, 2):
        says(rooms, position, one, SideWord.SPEAK if role == SUPPORTER else SideWord.OBSERVE)
    if role == SUPPORTER:
        says(rooms, 1, one, SideWord.CAUCUS)
    assert sits(rooms, me) == []
    cases.give_undertaking(one, actor=me, language="kk")
    assert "joint" in sits(rooms, me)


def test_whoever_waits_for_a_second_person_sits_nowhere(rooms, supporter):
    one, me = supporter
    says(rooms, 1, one, SideWord.CAUCUS)
    cases.reissue_door(one, actor=rooms.cast.as_coordinator, word="almaty")
    assert sits(rooms, me) == []
    cases.confirm_person(one, actor=rooms.mediator, how="seen")
    assert sorted(sits(rooms, me)) == ["caucus", "joint"]


def test_by_invitation_like_anybody_added(rooms):
    rooms.case.stage = "meetings"
    side = rooms.cast.sides[0]
    side.state = "joined"
    side.save()
    one = {"name": "Қолдаушы", "phone": "+7 701 000 00 77"}
    invitation = cases.add_supporter(side, actor=rooms.cast.as_coordinator, one=one)
    cases.send_invitation(invitation, actor=rooms.cast.as_coordinator, route="voice")
    me = people.acting(Invitation.objects.system().get(pk=invitation.pk).person, "party")
    cases.answer_invitation(invitation, actor=me, answer="accepted")
    made = Participant.objects.system().get(person=me.person)
    assert (made.role, made.signs, made.added, made.party_id) == (SUPPORTER, False, True, None)
    assert not membership.is_member(side.pk, me.person), "what a side is told is told to its own people"
    with pytest.raises(Refused):
        cases.give_undertaking(made, actor=me, language="kk")  # not before they are confirmed
    cases.confirm_person(made, actor=rooms.party(1), how="own_side")
    cases.give_undertaking(made, actor=me, language="kk")
    assert sits(rooms, me) == ["joint"]
    cases.end_participation(made, actor=rooms.mediator)
    assert sits(rooms, me) == []


def test_they_sign_nothing_and_count_for_no_guard(rooms, supporter, observer):
    from bitim.cases.facts import facts_of

    before = facts_of(rooms.case)
    assert not {one.person_id for one in signers_of(rooms.case)} & {supporter[1].person, observer[1].person}
    rooms.remove(supporter[0])
    rooms.remove(observer[0])
    assert facts_of(rooms.case) == before


def test_a_supporter_neither_consents_nor_releases_nor_answers_for_the_side(rooms, supporter):
    one, me = supporter
    says(rooms, 1, one, SideWord.CAUCUS)
    said = actions.post(rooms.caucus(1), actor=rooms.party(1), words="ours")
    side = rooms.cast.sides[0]
    for act in (
        lambda: cases.withdraw_consent(side, actor=me),
        lambda: cases.give_consent(side, actor=me, language="kk"),
        lambda: cases.say_of_company(side, actor=me, participant=one.pk, about=SideWord.CAUCUS, yes=True),
        lambda: actions.release(said, actor=me, to=rooms.joint.pk),
    ):
        with pytest.raises((Refused, NotFound)):
            act()
    (shown,) = queries.messages_in(me, rooms.caucus(1))
    assert not shown.may_show


def test_a_coordinator_never_says_it_for_a_side(rooms, supporter):
    with pytest.raises((Refused, NotFound)):
        cases.say_of_company(
            rooms.cast.sides[0],
            actor=rooms.cast.as_coordinator,
            participant=supporter[0].pk,
            about=SideWord.CAUCUS,
            yes=True,
            person=rooms.cast.parties[0].pk,
        )


def by_voice(rooms, position):
    """Let a side have no way in: its person was seen in the room."""
    who = rooms.cast.parties[position - 1].pk
    Door.objects.system().filter(person=who).delete()
    Participant.objects.system().filter(person=who).update(seen_at=clock.now())


def noted(rooms, position, one, about, yes=True, *, by=None, person=None):
    return cases.say_of_company(
        rooms.cast.sides[position - 1],
        actor=(by or rooms.mediator).fresh(),
        participant=one.pk,
        about=about,
        yes=yes,
        person=(person or rooms.cast.parties[position - 1]).pk,
    )


def test_the_mediator_writes_down_what_a_person_without_a_device_says(rooms, supporter):
    one, me = supporter
    by_voice(rooms, 1)
    with pytest.raises(Refused):
        noted(rooms, 1, one, SideWord.CAUCUS, person=rooms.cast.parties[1])
    assert noted(rooms, 1, one, SideWord.CAUCUS).how == SideWord.ORAL
    assert membership.is_member(rooms.caucus(1).pk, me.person)
    noted(rooms, 1, one, SideWord.CAUCUS, yes=False)
    assert not membership.is_member(rooms.caucus(1).pk, me.person)


def test_no_note_of_the_mediator_speaks_for_a_side_with_a_way_in(rooms, supporter, observer):
    """Neither an observer among two sides that are online, nor a supporter whom their side has just sent out."""
    for position in (1, 2):
        with pytest.raises(Refused):
            noted(rooms, position, observer[0], SideWord.OBSERVE)
    assert sits(rooms, observer[1]) == []
    says(rooms, 1, supporter[0], SideWord.CAUCUS, yes=False)
    with pytest.raises(Refused):
        noted(rooms, 1, supporter[0], SideWord.CAUCUS)
    assert sits(rooms, supporter[1]) == ["joint"]
    assert seen.asked_of_side(rooms.mediator, rooms.case, rooms.cast.sides[0]) == []


def test_a_no_from_a_sides_own_page_outlives_the_one_who_gave_it(rooms, supporter):
    """Whoever said it has left, the others come without a device: a note still makes no yes of it."""
    one, me = supporter
    says(rooms, 1, one, SideWord.CAUCUS, yes=False)
    aunt = rooms.add(people.person("Апа"), Participant.PARTY, rooms.cast.sides[0])
    Participant.objects.system().filter(pk=aunt.pk).update(signs=True, seen_at=clock.now())
    Door.objects.system().filter(person=aunt.person_id).delete()
    rooms.remove(Participant.objects.system().get(person=rooms.cast.parties[0]))
    with pytest.raises(Refused):
        noted(rooms, 1, one, SideWord.CAUCUS, person=aunt.person)
    assert not membership.is_member(rooms.caucus(1).pk, me.person)
    assert noted(rooms, 1, one, SideWord.CAUCUS, yes=False, person=aunt.person).yes is False


def test_a_mediator_whom_the_side_has_not_accepted_writes_nothing_down_for_it(rooms, supporter):
    """They may not hear the private room, and could otherwise seat somebody who tells them."""
    one, me = supporter
    other = people.second_mediator(rooms.cast, 2)
    for position in (1, 2):
        by_voice(rooms, position)
    with pytest.raises(Refused):
        noted(rooms, 1, one, SideWord.CAUCUS, by=other)
    assert not membership.is_member(rooms.caucus(1).pk, me.person)
    assert seen.asked_of_side(other.fresh(), rooms.case, rooms.cast.sides[0]) == []
    assert noted(rooms, 2, one, SideWord.SPEAK, by=other).yes


def test_whoever_waits_for_confirmation_says_nothing_for_the_side(rooms, supporter):
    one, _me = supporter
    new = rooms.add(people.person("Жаңа"), Participant.PARTY, rooms.cast.sides[0])
    Participant.objects.system().filter(pk=new.pk).update(signs=True, unconfirmed=clock.now())
    by_voice(rooms, 1)
    Door.objects.system().filter(person=new.person_id).delete()
    with pytest.raises(Refused):
        noted(rooms, 1, one, SideWord.CAUCUS, person=new.person)
    names = [who for who, _name in seen.signers_of_side(rooms.mediator, rooms.cast.sides[0])]
    assert names == [rooms.cast.parties[0].pk]


def test_the_page_asks_the_mediator_for_sides_without_a_way_in_alone(rooms, supporter, browse):
    address = f"/case/{rooms.case.pk}/beside/"
    assert "Said before you" not in browse(rooms.mediator).get(address).content.decode()
    by_voice(rooms, 2)
    page = browse(rooms.mediator).get(address).content.decode()
    assert "Said before you" in page
    assert page.count('name="side"') == 1


def test_the_live_line_shows_each_their_own_letters(rooms, supporter):
    """A supporter shares the room with the side and not its acts: no press to show an item elsewhere."""
    one, me = supporter
    says(rooms, 1, one, SideWord.CAUCUS)
    said = actions.post(rooms.caucus(1), actor=rooms.mediator, words="to both")
    event = Event.objects.system().filter(kind="MessagePosted").latest("at")
    from bitim.people.queries.acting import Reader

    cache = {}
    own = live.message(event, Reader(rooms.cast.parties[0].pk, "party", "en"), cache)
    theirs = live.message(event, Reader(me.person, "party", "en"), cache)
    assert own and theirs and own != theirs
    assert f"/{said.pk}/" in own
    assert f"/{said.pk}/" not in theirs
    assert live.message(event, Reader(rooms.cast.parties[1].pk, "party", "en"), cache) is None


def test_kept_apart_whoever_sits_beside_knows_no_more_of_meetings_than_a_side(rooms, supporter, observer):
    starts = clock.now()
    joint, alone = (
        Meeting.objects.create(case=rooms.case, mode=mode, starts=starts, minutes=90, changed=starts)
        for mode in ("joint", "shuttle")
    )
    for who in (supporter[1], observer[1]):
        assert {one.pk for one in queries.meetings_for(who, rooms.case.pk)} == {joint.pk, alone.pk}
    rooms.go_apart()
    for who, knows in ((rooms.party(1), [alone]), (supporter[1], [alone]), (observer[1], [])):
        assert [one.pk for one in queries.meetings_for(who.fresh(), rooms.case.pk)] == [one.pk for one in knows]
        for one in (joint, alone):
            if one in knows:
                assert queries.appointment_for(who.fresh(), one.pk).meeting == one.pk
            else:
                with pytest.raises(NotFound):
                    queries.appointment_for(who.fresh(), one.pk)


def test_a_seat_says_what_it_is(rooms, supporter):
    why = Membership.objects.system().filter(person=supporter[1].person, ended=None).values_list("why", flat=True)
    assert list(why) == ["room:listens"]
    assert queries.may_post(rooms.party(1), rooms.joint)
    assert not queries.may_post(supporter[1], rooms.joint)


def test_nobody_writes_their_own_undertaking_down(rooms, interpreter):
    other = rooms.add(rooms.cast.coordinator, Participant.INTERPRETER)
    with pytest.raises((Refused, NotFound)):
        cases.record_undertaking(other, actor=rooms.cast.as_coordinator, how="oral", language="kk")
    with pytest.raises(Refused):
        cases.record_undertaking(other, actor=rooms.mediator, how="by heart", language="kk")
    party = Participant.objects.system().get(person=rooms.cast.parties[0])
    with pytest.raises(Refused):
        cases.record_undertaking(party, actor=rooms.mediator, how="oral", language="kk")


def test_no_room_opens_to_an_interpreter_before_their_undertaking(rooms):
    place = rooms.add(rooms.cast.interpreter, Participant.INTERPRETER)
    with pytest.raises(Refused):
        actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=place.pk)
    cases.give_undertaking(place, actor=rooms.interpreter, language="ru")
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=place.pk)
    assert membership.is_member(rooms.caucus(1).pk, rooms.cast.interpreter.pk)


def test_pressed_twice_is_said_once(rooms, supporter):
    one, _me = supporter
    first, again = says(rooms, 1, one, SideWord.CAUCUS), says(rooms, 1, one, SideWord.CAUCUS)
    assert first == again
    assert SideWord.objects.system().filter(participant=one).count() == 1
    assert clock.now() >= first.given
