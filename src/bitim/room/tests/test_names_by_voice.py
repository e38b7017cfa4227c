"""Who hears is said by name: two of one name are told apart, and no letter of a name disturbs the line around it."""

import pytest

from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.room import actions
from bitim.room.actions import Way
from bitim.room.models import Attendance
from bitim.room.tests.calling import comes, let, meeting, page, people, told
from bitim.room.words import isolated, legible, looks

__all__ = ["meeting"]

SIGNS = "\u202e\u2066\u2069\u200f\u200b"  # that turn a line around, close its isolation, or are seen by nobody


def called(participant, name):
    participant.shown_name = name
    participant.save()


def part_of(rooms, position):
    return Participant.objects.system().get(case=rooms.case, person=rooms.cast.parties[position - 1], ended=None)


def all_at_the_table(rooms, meeting, *actors):
    for actor in actors:
        let(comes(meeting, actor), rooms, rooms.joint)


def test_a_name_has_no_letters_that_nobody_sees_wherever_it_was_written(rooms, meeting, browse):
    called(part_of(rooms, 1), f"Ada{SIGNS} Ng")
    called(part_of(rooms, 2), SIGNS)
    all_at_the_table(rooms, meeting, rooms.party(1), rooms.party(2), rooms.mediator)
    names = {one["name"] for one in people(meeting, rooms.party(2))}
    assert {"Ada Ng", "?"} < names  # whoever has no name that is seen, is seen all the same
    for shown in (told(meeting, rooms.mediator), page(browse, rooms, rooms.mediator, "desk")):
        assert not set(shown) & set(SIGNS) - {"\u2069"}
    actions.give_word(comes(meeting, rooms.party(1)), actor=rooms.mediator)
    assert '<bdi dir="auto">Ada Ng</bdi> has the word' in page(browse, rooms, rooms.party(2), "mine")
    desk = page(browse, rooms, rooms.mediator, "desk")
    assert desk.count("Ada Ng") == desk.count('<bdi dir="auto">Ada Ng</bdi>') + desk.count('value="Ada Ng"')


def test_two_of_one_name_are_told_apart_by_side_and_role(rooms, meeting):
    for position in (1, 2):
        called(part_of(rooms, position), "Айгүл")
    all_at_the_table(rooms, meeting, rooms.party(1), rooms.party(2))
    seen = [(one["name"], one["role"], one["side"]) for one in people(meeting, rooms.party(1))]
    assert seen == [("Айгүл", "party", str(side.name)) for side in rooms.cast.sides]
    assert not any("nth" in one for one in people(meeting, rooms.party(1)))


def test_two_of_one_name_role_and_side_have_numbers_on_every_list(rooms, signed, browse):
    side, first = rooms.cast.sides[0], part_of(rooms, 1)
    called(first, "Айгүл")
    second = rooms.add(cast.person("АЙГҮЛ"), Participant.PARTY, side)
    third = rooms.add(cast.person(" Айгүл\u200b "), Participant.PARTY, side)
    ways = {third.pk: Way(Attendance.IN_ROOM), second.pk: Way(Attendance.OWN_BROWSER)}
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways=ways)
    own = cast.acting(second.person, "party")
    all_at_the_table(rooms, meeting, rooms.party(1), own, rooms.party(2))
    numbers = {one["name"]: one.get("nth") for one in people(meeting, rooms.party(2))}
    assert numbers.pop("Айгүл") == 1 and numbers.pop("АЙГҮЛ") == 2 and set(numbers.values()) == {None}
    assert '"nth": 3' in told(meeting, rooms.party(2))  # in the room, without a browser
    desk = page(browse, rooms, rooms.mediator, "desk")
    for number in (1, 2):
        assert f'party, <bdi dir="auto">{side.name}</bdi>, {number}</small>' in desk


def test_a_side_is_named_where_more_than_one_may_be_and_no_other_is_told_of(rooms, meeting):
    let(comes(meeting, rooms.party(1)), rooms, rooms.caucus(1))
    assert {one["side"] for one in people(meeting, rooms.party(1))} == {""}
    assert str(rooms.cast.sides[1].name) not in told(meeting, rooms.party(1))


@pytest.mark.parametrize(("name", "shown"), [("Ada  Ng", "Ada Ng"), (f"{SIGNS}A{SIGNS}", "A"), ("Ә\u0301", "Ә\u0301")])
def test_a_name_keeps_what_is_seen_of_it(name, shown):
    assert legible(name) == shown
    assert isolated(name) == f"\u2068{shown}\u2069"
    assert looks(name) == looks(f" {shown.upper()}")
