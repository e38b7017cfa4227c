"""A new code locks what could be read before, until a second person has confirmed who came by it."""

import pytest

from bitim.cases import actions as cases
from bitim.cases import queries as seen
from bitim.cases.models import Participant
from bitim.cases.permissions import P as OfCases
from bitim.cases.tests.browsers import as_party
from bitim.demo import cast as people
from bitim.kernel import clock, live, membership
from bitim.kernel.access import Denied, NotFound, Refused, decide
from bitim.kernel.live import feed
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery, Event, Membership
from bitim.people.models import CentreRole
from bitim.room import actions as room
from bitim.room import queries
from bitim.room.models import Message, Space
from bitim.room.permissions import P

pytestmark = pytest.mark.django_db
WAITS = "confirm first that it is you"


@pytest.fixture(autouse=True)
def words_of_the_source(settings):
    """The sentences are compared as the source has them, whatever the catalogues say."""
    settings.LOCALE_PATHS = []


@pytest.fixture
def spoken(rooms, signed):
    """Each side has spoken in its own room and at the table."""
    with write():
        room.arrange(rooms.case, actor=rooms.mediator)
    for position in (1, 2):
        room.post(rooms.caucus(position), actor=rooms.party(position), words=f"alone {position}")
        room.post(rooms.joint, actor=rooms.party(position), words=f"jointly {position}")
    return rooms


def part(rooms, position=1):
    return Participant.objects.system().get(case=rooms.case, person=rooms.cast.parties[position - 1])


def new_code(rooms, actor=None):
    return cases.reissue_door(part(rooms), actor=actor or rooms.cast.as_coordinator, word="almaty")


def confirm(rooms, actor=None, how="called"):
    return cases.confirm_person(part(rooms), actor=actor or rooms.mediator, how=how)


def spans(person):
    rows = Membership.objects.system().filter(person=person.pk)
    return {(row.audience, row.from_seq, row.until_seq, row.role) for row in rows}


def test_nothing_earlier_is_read_and_what_comes_is(spoken):
    new_code(spoken)
    me = spoken.party(1)
    assert spoken.words(me, spoken.caucus(1)) == spoken.words(me, spoken.joint) == []
    room.post(spoken.caucus(1), actor=spoken.mediator, words="is it you")
    room.post(spoken.caucus(1), actor=me, words="it is me")
    assert spoken.words(me, spoken.caucus(1)) == ["is it you", "it is me"]
    assert spoken.words(spoken.party(2), spoken.joint) == ["jointly 1", "jointly 2"]


def test_the_line_and_the_count_of_unread_know_nothing_earlier(spoken):
    new_code(spoken)
    me = spoken.party(1)
    reader = live.Reader(me.person, "party", "en")
    assert feed.read(spoken.caucus(1).pk, {reader: 0}).frames == {}
    assert queries.unread_for(me) == {}


def test_a_single_message_of_before_is_not_there(spoken):
    said = Message.objects.system().get(space=spoken.caucus(1))
    new_code(spoken)
    with pytest.raises(NotFound):
        queries.message_for(spoken.party(1), said.pk)
    with pytest.raises((Refused, NotFound)):
        room.release(said, actor=spoken.party(1))


def test_seating_again_does_not_give_the_past(spoken):
    """The person is let out and in again while waiting: the private room stays closed to what was before."""
    new_code(spoken)
    with write():
        membership.leave(spoken.caucus(1).pk, spoken.party(1).person)
        room.arrange(spoken.case, actor=spoken.mediator)
    assert membership.is_member(spoken.caucus(1).pk, spoken.party(1).person)
    assert spoken.words(spoken.party(1), spoken.caucus(1)) == []


def test_the_rights_that_wait(spoken):
    new_code(spoken)
    me, side = spoken.party(1), spoken.cast.sides[0]
    asked = [(p, side) for p in (OfCases.SEE_ACCOUNT, OfCases.NAME_SIDE, OfCases.GIVE_CONSENT)]
    asked += [(OfCases.WITHDRAW_CONSENT, side), (P.SEE_LEDGER, spoken.case), (P.RELEASE, spoken.caucus(1))]
    for permission, thing in asked:
        answer = decide(me.fresh(), permission, thing)
        assert isinstance(answer, Denied) and WAITS in str(answer.reason), permission
    confirm(spoken)
    assert all(decide(me.fresh(), permission, thing) for permission, thing in asked)


def test_a_consent_is_refused_with_a_plain_sentence(spoken):
    new_code(spoken)
    with pytest.raises(Refused) as refused:
        cases.withdraw_consent(spoken.cast.sides[0], actor=spoken.party(1))
    assert WAITS in str(refused.value.reason)


def test_the_other_cases_of_the_person_are_locked_too(spoken):
    """A door leads to a person; whoever came in by one door would find the person's other cases open."""
    other = people.two_sides("meetings", "elsewhere", "50823347")
    who = spoken.cast.parties[0]
    Participant.objects.create(
        case=other.case, side=other.sides[0], person=who, role="party", shown_name="A", since=clock.now()
    )
    with write():
        room.arrange(other.case, actor=other.as_mediator)
    caucus = Space.objects.system().get(side=other.sides[0])
    room.post(caucus, actor=spoken.party(1), words="elsewhere")
    new_code(spoken)
    assert not decide(spoken.party(1), OfCases.SEE_ACCOUNT, other.sides[0])
    with pytest.raises(NotFound):  # somebody else of that side speaks there
        spoken.words(spoken.party(1), caucus)
    confirm(spoken)
    assert decide(spoken.party(1), OfCases.SEE_ACCOUNT, other.sides[0])
    assert spoken.words(spoken.party(1), caucus) == ["elsewhere"]


@pytest.mark.parametrize("who", ["coordinator", "mediator"])
def test_whoever_gave_the_code_cannot_confirm_it(spoken, who):
    giver = spoken.cast.as_coordinator if who == "coordinator" else spoken.mediator
    new_code(spoken, giver)
    with pytest.raises(Refused) as refused:
        confirm(spoken, giver)
    assert "second person" in str(refused.value.reason)
    assert spoken.words(spoken.party(1), spoken.caucus(1)) == []


def test_one_person_in_two_roles_is_one_person(spoken):
    """A coordinator who is the case's mediator as well gains nothing by changing the hat."""
    new_code(spoken)
    giver = spoken.cast.coordinator
    CentreRole.objects.create(centre=spoken.cast.centre, person=giver, role="mediator", since=clock.now())
    spoken.add(giver, Participant.CO_MEDIATOR)
    with pytest.raises(Refused):
        confirm(spoken, people.acting(giver, "mediator", spoken.cast.centre))


def test_nobody_of_a_side_or_of_another_centre_confirms(spoken):
    new_code(spoken)
    far = people.two_sides("meetings", "elsewhere", "50823347").as_coordinator
    for actor in (spoken.party(1), spoken.party(2), far):
        with pytest.raises((Refused, NotFound)):
            confirm(spoken, actor)


def test_it_is_said_how_it_was_checked(spoken):
    new_code(spoken)
    with pytest.raises(Refused):
        confirm(spoken, how="it will be them")
    confirm(spoken, how="seen")
    event = Event.objects.system().get(kind="PersonConfirmed")
    assert event.audience == spoken.case.pk and event.payload["how"] == "seen"


def test_confirmation_gives_back_exactly_the_own_past(spoken):
    mine, theirs = spoken.cast.parties
    before, others = spans(mine), spans(theirs)
    new_code(spoken)
    new_code(spoken, spoken.mediator)  # given twice: both pasts come back
    confirm(spoken, spoken.cast.as_coordinator)
    me = spoken.party(1)
    assert spoken.words(me, spoken.caucus(1)) == ["alone 1"]
    assert spoken.words(me, spoken.joint) == ["jointly 1", "jointly 2"]
    with pytest.raises(NotFound):
        spoken.words(me, spoken.caucus(2))
    assert {row[0] for row in spans(mine)} == {row[0] for row in before}
    assert {(a, f) for a, f, _u, _r in before} <= {(a, f) for a, f, _u, _r in spans(mine)}
    assert spans(theirs) == others
    assert part(spoken).unconfirmed is None


def test_devices_are_out_and_their_lines_with_them(spoken):
    """The line asks every second who is behind its session; where nobody is, it ends with `reset`."""
    with write():
        device = as_party(spoken.cast.parties[0], spoken.case.pk)
    key = device.session.session_key
    assert list(live.identify([key])) == [key]
    new_code(spoken)
    assert live.identify([key]) == {}
    assert device.get(f"/room/{spoken.caucus(1).pk}/").status_code in (302, 404)


def test_the_person_and_the_mediator_are_told(spoken):
    who = spoken.cast.parties[0]
    who.email, who.safe_contact = "a@example.kz", {}
    who.save()
    new_code(spoken)
    told = Delivery.objects.system().get(person=who.pk, notice="new_code")
    assert told.subject == spoken.case.pk
    assert Event.objects.system().filter(kind="DoorReissued", audience=spoken.case.pk).count() == 1
    assert membership.is_member(spoken.case.pk, spoken.mediator.person)
    (line,) = [one for one in seen.people_for(spoken.mediator, spoken.case) if one.waits]
    assert line.confirmable
    (line,) = [one for one in seen.people_for(spoken.cast.as_coordinator, spoken.case) if one.waits]
    assert not line.confirmable
    assert not [one for one in seen.people_for(spoken.party(2), spoken.case) if one.waits or one.confirmable]


def test_a_part_that_ends_leaves_nothing_waiting(spoken):
    new_code(spoken)
    cases.end_participation(part(spoken), actor=spoken.mediator)
    assert part(spoken).unconfirmed is None
    assert not membership.is_member(spoken.caucus(1).pk, spoken.party(1).person)
    with pytest.raises(NotFound):
        spoken.words(spoken.party(1), spoken.caucus(1))
