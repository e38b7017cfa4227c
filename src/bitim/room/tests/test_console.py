"""The mediator's desk and the waiting room: locks, names, words to those who wait, who asks for the mediator. What one
side does or is told, no other side sees in its page, its frames or its feed."""

import json
from itertools import pairwise

import pytest
from django.urls import reverse

from bitim.kernel import membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.live import cursor
from bitim.kernel.models import Event, IdempotencyKey
from bitim.room import actions, views_console
from bitim.room.models import CallRoom, VoicePlace, WaitingWord, WithSide
from bitim.room.queries.console import mine_for
from bitim.room.tests.calling import comes, let, meeting, page, people, press, second_mediator, told, travelling

__all__ = ["meeting", "travelling"]


def place_of(actor):
    return VoicePlace.objects.system().get(person=actor.person)


# --- locks ---------------------------------------------------------------------------------------------


def test_nobody_is_let_into_a_locked_room_by_any_press(rooms, meeting):
    one, two, own = (comes(meeting, actor) for actor in (rooms.party(1), rooms.party(2), rooms.mediator))
    let(one, rooms, rooms.joint), let(own, rooms, rooms.joint)
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=True)
    with pytest.raises(Refused):
        let(two, rooms, rooms.joint)
    with pytest.raises(Refused):
        actions.everybody_to_the_table(meeting, actor=rooms.mediator)
    assert place_of(rooms.party(2)).space_id is None
    let(own, rooms, None)  # whoever is in it may go out
    with pytest.raises(Refused):
        let(own, rooms, rooms.joint)  # the mediator comes back only after unlocking
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=False)
    let(two, rooms, rooms.joint)
    assert place_of(rooms.party(2)).space_id == rooms.joint.pk


def test_a_locked_private_room_does_not_stand_in_the_way_of_separating(rooms, meeting):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(one, rooms, rooms.joint), let(two, rooms, rooms.joint)
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.caucus(1).pk, locked=True)
    actions.everybody_to_own_side(meeting, actor=rooms.mediator)
    assert place_of(rooms.party(1)).space_id is None
    assert place_of(rooms.party(2)).space_id == rooms.caucus(2).pk


def test_only_a_mediator_of_the_room_locks_it(rooms, meeting):
    second = second_mediator(rooms)
    for actor in (rooms.party(1), rooms.interpreter, rooms.cast.as_coordinator, second):
        with pytest.raises((Refused, NotFound)):
            actions.lock_room(meeting, actor=actor, space=rooms.caucus(1).pk, locked=True)
    assert not CallRoom.objects.system().exists()


def test_that_a_room_is_locked_stands_on_the_pages_of_those_in_it_alone(rooms, meeting, browse):
    one = comes(meeting, rooms.party(1))
    comes(meeting, rooms.party(2))
    let(one, rooms, rooms.caucus(1))
    before, mine = told(meeting, rooms.party(2)), told(meeting, rooms.party(1))
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.caucus(1).pk, locked=True)
    assert "is locked" in page(browse, rooms, rooms.party(1), "mine")
    assert "locked" not in page(browse, rooms, rooms.party(2))
    assert told(meeting, rooms.party(2)) == before
    assert told(meeting, rooms.party(1)) != mine  # their page looks again


# --- names ---------------------------------------------------------------------------------------------


def test_a_corrected_name_is_what_the_others_of_the_room_see_and_is_noted(rooms, meeting):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(one, rooms, rooms.joint), let(two, rooms, rooms.joint)
    was = str(one.participant.shown_name)
    actions.correct_name(one, actor=rooms.mediator, name="  Айгүл   Серікқызы ")
    assert "Айгүл Серікқызы" in {who["name"] for who in people(meeting, rooms.party(2))}
    event = Event.objects.system().get(kind="NameCorrected")
    assert event.audience == rooms.caucus(1).pk and "Айгүл" not in str(event.payload)
    place = place_of(rooms.party(1))
    assert str(place.participant.shown_name) == was  # documents keep it
    actions.correct_name(one, actor=rooms.mediator, name="")
    assert was in {who["name"] for who in people(meeting, rooms.party(2))}
    with pytest.raises(Refused):
        actions.correct_name(one, actor=rooms.mediator, name="a" * 81)
    for actor in (rooms.party(1), rooms.party(2), rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            actions.correct_name(one, actor=actor, name="Somebody")


def test_a_corrected_name_has_no_letters_that_nobody_sees(rooms, meeting):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(one, rooms, rooms.joint), let(two, rooms, rooms.joint)
    actions.correct_name(one, actor=rooms.mediator, name="\u202eAda\u200b\u2066\x07 Ng\ufeff")
    assert "Ada Ng" in {who["name"] for who in people(meeting, rooms.party(2))}
    actions.correct_name(one, actor=rooms.mediator, name="\u200b\u2060")
    assert str(one.participant.shown_name) in {who["name"] for who in people(meeting, rooms.party(2))}


def test_a_corrected_name_reaches_nobody_who_is_elsewhere(rooms, meeting, browse):
    one = comes(meeting, rooms.party(1))
    comes(meeting, rooms.party(2))
    let(one, rooms, rooms.caucus(1))
    before, feeds = told(meeting, rooms.party(2)), cursor.heads(membership.audiences_of(rooms.party(2).person))
    actions.correct_name(one, actor=rooms.mediator, name="Zharyq")
    assert told(meeting, rooms.party(2)) == before
    assert cursor.heads(membership.audiences_of(rooms.party(2).person)) == feeds
    assert "Zharyq" not in page(browse, rooms, rooms.party(2))


# --- words to those who wait ---------------------------------------------------------------------------


def test_words_to_one_side_are_read_by_those_of_it_who_wait(rooms, meeting, browse):
    comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    before, mine = told(meeting, rooms.party(2)), told(meeting, rooms.party(1))
    other = page(browse, rooms, rooms.party(2), "mine")
    actions.say_to_waiting(meeting, actor=rooms.mediator, side=rooms.cast.sides[0].pk, words="the tea is hot")
    assert "the tea is hot" in page(browse, rooms, rooms.party(1))
    assert told(meeting, rooms.party(1)) != mine
    assert told(meeting, rooms.party(2)) == before
    assert "the tea" not in page(browse, rooms, rooms.party(2))
    assert len(page(browse, rooms, rooms.party(2), "mine")) == len(other)


def test_a_mediator_whom_a_side_has_not_accepted_reaches_nobody_of_it(rooms, meeting, browse):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    actions.knock(one, actor=rooms.party(1), what="word")
    second = second_mediator(rooms)
    actions.say_to_waiting(meeting, actor=second, ready="soon")
    assert {word.side_id for word in WaitingWord.objects.system()} == {rooms.cast.sides[1].pk, None}
    for forbidden in (
        lambda: actions.say_to_waiting(meeting, actor=second, side=rooms.cast.sides[0].pk, ready="soon"),
        lambda: actions.correct_name(one, actor=second, name="Somebody"),
        lambda: actions.answer_knock(one, actor=second),
    ):
        with pytest.raises(NotFound):
            forbidden()
    actions.correct_name(two, actor=second, name="Somebody")
    assert place_of(rooms.party(2)).name == "Somebody"


def test_words_to_all_are_the_same_and_say_nothing_of_who_else_waits(rooms, meeting, browse):
    comes(meeting, rooms.party(1))
    actions.say_to_waiting(meeting, actor=rooms.mediator, ready="minutes_10")
    alone = page(browse, rooms, rooms.party(1), "mine")
    comes(meeting, rooms.party(2))
    together = [page(browse, rooms, rooms.party(n), "mine") for n in (1, 2)]
    assert all("about 10 minutes" in one for one in together)
    assert len({len(one) for one in (alone, *together)}) == 1
    assert rooms.cast.parties[0].name not in together[1] and rooms.cast.parties[1].name not in together[0]


def test_words_to_those_who_wait_are_not_for_whoever_was_let_in(rooms, meeting, browse):
    one = comes(meeting, rooms.party(1))
    actions.say_to_waiting(meeting, actor=rooms.mediator, ready="soon")
    let(one, rooms, rooms.joint)
    assert "Thank you for waiting" not in page(browse, rooms, rooms.party(1))
    let(one, rooms, None)
    assert "Thank you for waiting" not in page(browse, rooms, rooms.party(1))  # it was said before that


def test_words_to_those_who_wait_are_checked_and_taken_away(rooms, meeting, browse):
    comes(meeting, rooms.party(1))
    side = rooms.cast.sides[0].pk
    for actor in (rooms.party(1), rooms.party(2), rooms.interpreter):
        with pytest.raises((Refused, NotFound)):
            actions.say_to_waiting(meeting, actor=actor, side=side, words="psst")
    with pytest.raises(NotFound):
        actions.say_to_waiting(meeting, actor=rooms.mediator, side=rooms.joint.pk, words="psst")
    with pytest.raises(NotFound):
        actions.say_to_waiting(meeting, actor=rooms.mediator, ready="never")
    with pytest.raises(Refused):
        actions.say_to_waiting(meeting, actor=rooms.mediator, words="a" * 301)
    actions.say_to_waiting(meeting, actor=rooms.mediator, words="wait a little")
    actions.say_to_waiting(meeting, actor=rooms.mediator)
    assert not WaitingWord.objects.system().exists()
    assert "wait a little" not in page(browse, rooms, rooms.party(1))


# --- who asks for the mediator -------------------------------------------------------------------------


def test_whoever_asks_stands_on_the_desk_in_order_until_answered(rooms, meeting, browse):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    actions.knock(two, actor=rooms.party(2), what="word")
    actions.knock(one, actor=rooms.party(1), what="word")
    actions.knock(two, actor=rooms.party(2), what="word")  # asked first, stays first
    desk = page(browse, rooms, rooms.mediator, "desk").split("They wait")[0]
    first, second = (str(rooms.cast.parties[n].name) for n in (1, 0))
    assert desk.index(first) < desk.index(second)
    actions.answer_knock(two, actor=rooms.mediator)
    assert first not in page(browse, rooms, rooms.mediator, "desk").split("They wait")[0]
    actions.knock(one, actor=rooms.party(1), what="")
    assert "They ask for you" not in page(browse, rooms, rooms.mediator, "desk")


def test_a_mediator_who_comes_in_has_answered(rooms, meeting):
    one, own = comes(meeting, rooms.party(1)), comes(meeting, rooms.mediator)
    let(one, rooms, rooms.caucus(1))
    actions.knock(one, actor=rooms.party(1), what="come")
    assert place_of(rooms.party(1)).knock == "come"
    let(own, rooms, rooms.caucus(1))
    assert place_of(rooms.party(1)).knock == ""


def test_that_somebody_asks_no_other_side_sees(rooms, meeting, browse):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(two, rooms, rooms.joint), let(one, rooms, rooms.caucus(1))
    before, feeds = told(meeting, rooms.party(2)), cursor.heads(membership.audiences_of(rooms.party(2).person))
    shown = page(browse, rooms, rooms.party(2), "mine")
    actions.knock(one, actor=rooms.party(1), what="come")
    assert "you asked the mediator to come" in page(browse, rooms, rooms.party(1), "mine")
    assert told(meeting, rooms.party(2)) == before
    assert cursor.heads(membership.audiences_of(rooms.party(2).person)) == feeds
    assert len(page(browse, rooms, rooms.party(2), "mine")) == len(shown)
    # A mediator whom this side has not accepted is no reader of what it asks.
    second = second_mediator(rooms)
    assert "They ask for you" in page(browse, rooms, rooms.mediator, "desk")
    assert "They ask for you" not in page(browse, rooms, second, "desk")


def test_a_page_looks_again_whenever_what_stands_on_it_changes(rooms, meeting):
    """By the mark alone that its frames carry: another room, a mediator who comes or goes."""
    one, own = comes(meeting, rooms.party(1)), comes(meeting, rooms.mediator)

    def mark():
        return json.loads(told(meeting, rooms.party(1)))["mine"]

    seen = [mark()]
    for place, space in ((one, rooms.joint), (one, rooms.caucus(1)), (own, rooms.caucus(1)), (one, None)):
        let(place, rooms, space)
        seen.append(mark())
    assert all(before != after for before, after in pairwise(seen))


def test_nobody_asks_for_another_or_at_the_table_or_as_a_mediator(rooms, meeting):
    one, own = comes(meeting, rooms.party(1)), comes(meeting, rooms.mediator)
    for actor in (rooms.party(2), rooms.mediator):
        with pytest.raises((Refused, NotFound)):
            actions.knock(one, actor=actor, what="word")
    with pytest.raises(NotFound):
        actions.knock(own, actor=rooms.mediator, what="word")
    with pytest.raises(NotFound):
        actions.knock(one, actor=rooms.party(1), what="x")
    with pytest.raises((Refused, NotFound)):
        actions.answer_knock(one, actor=rooms.party(1))
    let(one, rooms, rooms.joint)
    with pytest.raises(Refused):
        actions.knock(one, actor=rooms.party(1), what="word")


# --- the pages, without a script -----------------------------------------------------------------------


def test_all_of_it_is_done_by_plain_forms(rooms, meeting, browse):
    one = comes(meeting, rooms.party(1))
    mediator, side = rooms.mediator, rooms.cast.sides[0].pk
    assert press(browse, rooms, rooms.party(1), act="knock", what="word").status_code == 303
    assert "asks for a word with you" in page(browse, rooms, mediator)
    assert press(browse, rooms, mediator, act="answered", place=one.pk).status_code == 303
    assert press(browse, rooms, mediator, act="say", side=side, ready="break").status_code == 303
    assert "short break" in page(browse, rooms, rooms.party(1))
    assert press(browse, rooms, mediator, act="name", place=one.pk, name="Айгүл").status_code == 303
    assert "Айгүл" in page(browse, rooms, mediator)
    assert press(browse, rooms, mediator, act="lock", space=rooms.joint.pk, locked="1").status_code == 303
    refused = press(browse, rooms, mediator, act="let", place=one.pk, space=rooms.joint.pk)
    assert refused.status_code == 409 and "This room is locked" in refused.content.decode()
    assert press(browse, rooms, rooms.party(1), act="lock", space=rooms.joint.pk, locked="0").status_code in (404, 409)
    assert press(browse, rooms, mediator, act="lock", space="nonsense", locked="1").status_code == 404


def test_no_key_of_a_press_tells_afterwards_who_asked_or_what_was_set(rooms, meeting, browse):
    one, _own = comes(meeting, rooms.party(1)), comes(meeting, rooms.mediator)
    joint, once = rooms.joint.pk, "0198c0de-0000-7000-8000-00000000000a"
    assert press(browse, rooms, rooms.party(1), act="knock", what="word", once=once).status_code == 303
    assert press(browse, rooms, rooms.mediator, act="let", place=one.pk, space=joint, once=once).status_code == 303
    assert press(browse, rooms, rooms.party(1), act="hand", up="1", once=once).status_code == 303
    for act, more in (
        ("lock", {"space": joint, "locked": "1"}),
        ("timer", {"space": joint, "minutes": "5"}),
        ("measure", {"space": joint, "on": "1"}),
        ("word", {"place": one.pk}),
        ("no_word", {"space": joint}),
        ("answered", {"place": one.pk}),
        ("say", {"ready": "soon"}),
    ):
        assert press(browse, rooms, rooms.mediator, act=act, once=once, **more).status_code == 303
    assert set(IdempotencyKey.objects.system().values_list("action", flat=True)) == {"room.calling.let_in"}


def test_nobody_has_the_part_of_another(rooms, meeting):
    one = comes(meeting, rooms.party(1))
    assert mine_for(rooms.party(1), one.pk).place == one.pk
    for actor in (rooms.party(2), rooms.mediator, rooms.cast.as_coordinator):
        with pytest.raises(NotFound):
            mine_for(actor, one.pk)


def test_the_desk_is_no_part_of_anybody_elses_page(rooms, meeting, browse):
    comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    said = page(browse, rooms, rooms.party(2))
    assert "Who is in which room" not in said and str(rooms.cast.parties[0].name) not in said
    assert part_of(browse, rooms, rooms.party(2), "desk") == (204, b"")


def part_of(browse, rooms, actor, part):
    answer = browse(actor).get(reverse("room:call", args=[rooms.case.pk]), {"part": part})
    return answer.status_code, answer.content


def test_a_part_that_is_not_the_readers_any_more_is_empty_and_no_whole_page(rooms, meeting, browse):
    """An open page puts what it is answered into the place of the part."""
    one = comes(meeting, rooms.party(1))
    assert part_of(browse, rooms, rooms.party(1), "mine")[0] == 200
    actions.leave_voice(one, actor=rooms.party(1))
    assert part_of(browse, rooms, rooms.party(1), "mine") == (204, b"")
    assert part_of(browse, rooms, rooms.mediator, "desk")[0] == 200
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert part_of(browse, rooms, rooms.mediator, "desk") == (204, b"")


def test_all_of_it_is_gone_with_the_meeting(rooms, meeting):
    comes(meeting, rooms.party(1))
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=True)
    actions.say_to_waiting(meeting, actor=rooms.mediator, ready="soon")
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert not CallRoom.objects.system().exists() and not WaitingWord.objects.system().exists()
    with pytest.raises(Refused):
        actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=True)


# --- time ----------------------------------------------------------------------------------------------


def minutes_with(rooms, browse):
    """What the desk says of each side, as (first, second)."""
    found = views_console.desk(rooms.mediator, rooms.case.meetings.system().get(state="live").pk)["times"]
    by_side = dict(found)
    return tuple(by_side[str(side.name)] for side in rooms.cast.sides)


def test_time_with_a_side_counts_while_a_mediator_is_with_its_people(rooms, meeting, browse, travelling):
    one, two, own = (comes(meeting, actor) for actor in (rooms.party(1), rooms.party(2), rooms.mediator))
    let(one, rooms, rooms.caucus(1))
    travelling(minutes=3)  # alone in their room
    let(own, rooms, rooms.caucus(1))
    travelling(minutes=7)
    assert minutes_with(rooms, browse) == (7, 0)  # while it goes on
    let(own, rooms, rooms.caucus(2))
    travelling(minutes=2)  # the mediator alone in a room
    let(two, rooms, rooms.caucus(2))
    travelling(minutes=4)
    let(own, rooms, None)
    travelling(minutes=9)
    let(own, rooms, rooms.caucus(1))
    travelling(minutes=1)
    actions.leave_voice(own, actor=rooms.mediator)
    travelling(minutes=5)
    assert minutes_with(rooms, browse) == (8, 4)
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert not WithSide.objects.system().exists()


def test_time_noted_aside_and_time_by_voice_count_once(rooms, meeting, browse, travelling):
    participant = comes(meeting, rooms.party(1)).participant_id
    actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[participant])
    travelling(minutes=2)
    let(place_of(rooms.party(1)), rooms, rooms.caucus(1))
    let(comes(meeting, rooms.mediator), rooms, rooms.caucus(1))
    travelling(minutes=3)
    assert minutes_with(rooms, browse) == (5, 0)


def test_time_with_a_side_is_for_the_mediators_it_has_accepted(rooms, meeting, browse):
    comes(meeting, rooms.party(1))
    assert "Time with each side" in page(browse, rooms, rooms.mediator, "desk")
    assert "Time with each side" not in page(browse, rooms, rooms.party(1))
    second = second_mediator(rooms)
    assert str(rooms.cast.sides[0].name) not in dict(views_console.desk(second, meeting.pk)["times"])


def test_the_time_set_for_a_room_is_told_in_that_room_alone(rooms, meeting, browse, travelling):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(one, rooms, rooms.caucus(1)), let(two, rooms, rooms.joint)
    before, mine = told(meeting, rooms.party(2)), told(meeting, rooms.party(1))
    shown = page(browse, rooms, rooms.party(2), "mine")
    actions.set_timer(meeting, actor=rooms.mediator, space=rooms.caucus(1).pk, minutes=10)
    assert "This talk has time until" in page(browse, rooms, rooms.party(1), "mine")
    assert told(meeting, rooms.party(1)) != mine and told(meeting, rooms.party(2)) == before
    assert len(page(browse, rooms, rooms.party(2), "mine")) == len(shown)
    travelling(minutes=11)
    assert 'data-left="0"' in page(browse, rooms, rooms.party(1), "mine")
    assert place_of(rooms.party(1)).space_id == rooms.caucus(1).pk  # it closes nothing
    let(one, rooms, None), let(one, rooms, rooms.caucus(1))
    assert "data-left" not in page(browse, rooms, rooms.party(1), "mine")  # it ended with the last who went out


def test_a_time_is_set_by_a_mediator_of_the_room_and_taken_away(rooms, meeting, browse):
    second = second_mediator(rooms)
    for actor in (rooms.party(1), rooms.interpreter, second):
        with pytest.raises((Refused, NotFound)):
            actions.set_timer(meeting, actor=actor, space=rooms.caucus(1).pk, minutes=10)
    with pytest.raises(NotFound):
        actions.set_timer(meeting, actor=rooms.mediator, space=rooms.caucus(1).pk, minutes=7)
    for minutes, status in (("5", 303), ("0", 303), ("", 404), ("1e3", 404), ("٣", 404)):
        said = {"act": "timer", "space": rooms.joint.pk, "minutes": minutes}
        assert press(browse, rooms, rooms.mediator, **said).status_code == status
    assert CallRoom.objects.system().get(space=rooms.joint).until is None
