"""Somebody who is added to a side waits outside its private room until a second person says that they belong to it."""

import pytest

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.cases.permissions import P as OfCases
from bitim.cases.queries import owed
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.demo import cast as people
from bitim.desk import queries as desk
from bitim.kernel import membership
from bitim.kernel.access import NotFound, Refused, decide
from bitim.kernel.locking import write
from bitim.kernel.models import Door, Event
from bitim.people.models import CentreRole, Person
from bitim.room import actions as room

pytestmark = pytest.mark.django_db
EN = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture(autouse=True)
def words_of_the_source(settings):
    """The sentences are compared as the source has them, whatever the catalogues say."""
    settings.LOCALE_PATHS = []


@pytest.fixture
def rooms(rooms):
    rooms.case.stage = "contract"
    rooms.case.save()
    with write():
        room.arrange(rooms.case, actor=rooms.mediator)
    room.post(rooms.caucus(1), actor=rooms.party(1), words="before")
    return rooms


def join(rooms, position=1, actor=None):
    one = {"name": "Newcomer", "phone": "+7 701 000 00 55", "language": "en"}
    invitation = cases.add_person(rooms.cast.sides[position - 1], actor=actor or rooms.cast.as_coordinator, one=one)
    me = people.acting(invitation.person, "party")
    cases.answer_invitation(invitation, actor=me, answer="accepted")
    return Participant.objects.system().get(person=invitation.person), me


def test_the_newcomer_is_in_no_room_and_binds_nobody(rooms):
    _part, me = join(rooms)
    room.post(rooms.caucus(1), actor=rooms.party(1), words="after")
    with pytest.raises(NotFound):
        rooms.words(me, rooms.caucus(1))
    assert me.person not in membership.members(rooms.caucus(1).pk)
    for permission in (OfCases.GIVE_CONSENT, OfCases.SEE_ACCOUNT, OfCases.NAME_SIDE):
        assert not decide(me.fresh(), permission, rooms.cast.sides[0])


@pytest.mark.parametrize("who", ["mediator", "own side"])
def test_confirmed_they_read_from_the_beginning(rooms, who):
    part, me = join(rooms)
    if who == "mediator":
        cases.confirm_person(part, actor=rooms.mediator, how="seen")
    else:
        cases.confirm_person(part, actor=rooms.party(1), how=cases.OWN_SIDE)
    room.post(rooms.caucus(1), actor=rooms.party(1), words="after")
    assert rooms.words(me.fresh(), rooms.caucus(1)) == ["before", "after"]
    assert decide(me.fresh(), OfCases.GIVE_CONSENT, rooms.cast.sides[0])


def test_no_shuts_the_door_at_once_and_staff_are_told(rooms):
    part, me = join(rooms)
    device = as_party(Person.objects.system().get(pk=me.person), rooms.case.pk)
    assert device.get(f"/case/{rooms.case.pk}/", **EN).status_code == 200
    cases.deny_person(part, actor=rooms.party(1))
    part.refresh_from_db()
    assert part.ended and part.denied and not membership.is_member(rooms.cast.sides[0].pk, me.person)
    assert not Door.objects.system().filter(person=me.person, closed=None).exists()
    assert device.get(f"/case/{rooms.case.pk}/", **EN).status_code != 200
    assert Event.objects.system().filter(kind="PersonDenied", audience=rooms.case.pk).count() == 1
    for actor in (rooms.cast.as_coordinator, rooms.mediator):
        assert owed.to_confirm(actor.fresh(), 5).ids == (rooms.case.pk,)
    with pytest.raises(Refused):  # not to be taken back by a press
        cases.confirm_person(part, actor=rooms.mediator, how="seen")


def test_no_to_a_new_code_shuts_the_door_and_leaves_the_person_their_place(rooms):
    part, me = join(rooms)
    cases.confirm_person(part, actor=rooms.mediator, how="seen")
    cases.reissue_door(part, actor=rooms.cast.as_coordinator, word="almaty")
    assert me.person not in membership.members(rooms.caucus(1).pk), "others of the side speak there"
    cases.deny_person(part, actor=rooms.party(1))
    part.refresh_from_db()
    assert part.ended is None and part.unconfirmed and part.denied
    assert not Door.objects.system().filter(person=me.person, closed=None).exists()
    cases.reissue_door(part, actor=rooms.cast.as_coordinator, word="almaty")
    part.refresh_from_db()
    cases.confirm_person(part, actor=rooms.mediator, how="seen")
    assert rooms.words(me.fresh(), rooms.caucus(1)) == ["before"]


def test_who_may_not_say_it(rooms):
    part, me = join(rooms)
    other, second = join(rooms)
    barred = [rooms.cast.as_coordinator, me, second, rooms.party(2)]
    for actor in barred:
        how = cases.OWN_SIDE if actor.role == "party" else "seen"
        with pytest.raises((Refused, NotFound)):
            cases.confirm_person(part, actor=actor.fresh(), how=how)
        with pytest.raises((Refused, NotFound)):
            cases.deny_person(part, actor=actor.fresh())
    with pytest.raises(Refused):  # a party does not say how the centre checked it
        cases.confirm_person(part, actor=rooms.party(1), how="seen")
    assert other.unconfirmed


def test_whoever_sent_the_invitation_is_no_second_person(rooms):
    one = {"name": "Newcomer", "phone": "+7 701 000 00 55"}
    invitation = cases.add_person(rooms.cast.sides[0], actor=rooms.cast.as_coordinator, one=one)
    cases.print_invitation(invitation, actor=rooms.mediator)
    me = people.acting(invitation.person, "party")
    cases.answer_invitation(invitation, actor=me, answer="accepted")
    part = Participant.objects.system().get(person=invitation.person)
    with pytest.raises(Refused):
        cases.confirm_person(part, actor=rooms.mediator, how="seen")
    cases.confirm_person(part, actor=rooms.party(1), how=cases.OWN_SIDE)


def test_one_person_who_is_the_whole_centre_confirms_and_the_record_says_so(rooms):
    CentreRole.objects.system().filter(person=rooms.cast.coordinator).update(person=rooms.cast.mediator)
    part, me = join(rooms, actor=rooms.mediator)
    cases.confirm_person(part, actor=rooms.mediator, how="seen")
    assert rooms.words(me.fresh(), rooms.caucus(1)) == ["before"]
    assert Event.objects.system().filter(kind="DoneByOne", audience=rooms.case.pk).count() == 1


def test_the_side_is_asked_in_plain_words_and_answers_by_one_press(rooms):
    part, me = join(rooms)
    mine = as_party(rooms.cast.parties[0], rooms.case.pk)
    question = "Newcomer was added to your side"
    for url in (f"/case/{rooms.case.pk}/", f"/room/{rooms.caucus(1).pk}/", f"/case/{rooms.case.pk}/people/"):
        assert question in mine.get(url, **EN).content.decode(), url
    theirs = as_party(rooms.cast.parties[1], rooms.case.pk)
    for url in (f"/case/{rooms.case.pk}/", f"/room/{rooms.caucus(2).pk}/", f"/case/{rooms.case.pk}/people/"):
        assert question not in theirs.get(url, **EN).content.decode(), url
    address = f"/case/{rooms.case.pk}/people/{part.pk}/vouch/"
    assert theirs.get(address, **EN).status_code == 404
    assert question in mine.get(address, **EN).content.decode()
    assert mine.post(address, {"answer": "yes"}, **EN).status_code == 303
    assert rooms.words(me.fresh(), rooms.caucus(1)) == ["before"]


def test_the_newcomer_reads_why_the_room_is_closed(rooms):
    _part, me = join(rooms)
    device = as_party(Person.objects.system().get(pk=me.person), rooms.case.pk)
    page = device.get(f"/case/{rooms.case.pk}/", **EN).content.decode()
    assert "You were added to a side that has people already" in page and "before" not in page


def test_the_room_says_why_the_past_is_locked_after_a_new_code(rooms):
    part = Participant.objects.system().get(person=rooms.cast.parties[1])
    room.post(rooms.caucus(2), actor=rooms.party(2), words="EARLIER-WORDS")
    cases.reissue_door(part, actor=rooms.cast.as_coordinator, word="almaty")
    page = as_party(rooms.cast.parties[1], rooms.case.pk).get(f"/room/{rooms.caucus(2).pk}/", **EN).content.decode()
    assert "You came by a new code" in page and "EARLIER-WORDS" not in page
    page = as_staff(rooms.cast.mediator).get(f"/room/{rooms.caucus(2).pk}/", **EN).content.decode()
    assert "It is not confirmed yet" in page


def test_today_names_what_waits_to_those_who_may_say_it(rooms):
    join(rooms)
    assert [group.total for group in desk.today(rooms.mediator).groups if group.key == "confirm"] == [1]
    assert "confirm" not in [group.key for group in desk.today(rooms.cast.as_coordinator).groups], (
        "their own invitation"
    )
    far = people.two_sides("meetings", "elsewhere", "50823347")
    assert owed.to_confirm(far.as_mediator, 5).total == owed.to_confirm(far.as_coordinator, 5).total == 0
