"""Showing what was said in a private room: by its owner, item by item, frozen, revocable until read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from bitim.kernel.access import NotFound, Refused
from bitim.room import actions, queries
from bitim.room.models import Message, Release

WORDS = "Выходные можем уступить"


@pytest.fixture
def item(rooms):
    return actions.post(rooms.caucus(2), actor=rooms.party(2), words=WORDS)


def test_only_the_owning_side_can_allow_it(rooms, item):
    with pytest.raises(NotFound):
        actions.release(item, actor=rooms.party(1))
    with pytest.raises(Refused):
        actions.release(item, actor=rooms.mediator)
    assert actions.release(item, actor=rooms.party(2)).side_id == rooms.cast.sides[1].pk


def test_the_mediators_words_there_belong_to_the_side(rooms):
    said = actions.post(rooms.caucus(1), actor=rooms.mediator, words="offer them the weekend")
    with pytest.raises(Refused):
        actions.release(said, actor=rooms.mediator)
    actions.release(said, actor=rooms.party(1))


def test_joint_words_are_not_released(rooms):
    said = actions.post(rooms.joint, actor=rooms.party(1), words="open")
    with pytest.raises(Refused):
        actions.release(said, actor=rooms.party(1))


def test_the_copy_is_frozen_sealed_for_the_joint_room_and_marked(rooms, item):
    line = actions.release(item, actor=rooms.party(2))
    copy = Message.objects.system().get(pk=line.copy_id)
    assert copy.space_id == rooms.joint.pk
    assert copy.scope_of("body").klass == "joint"
    actions.serve_releases(rooms.joint, actor=rooms.party(1))
    actions.withdraw_message(item, actor=rooms.party(2))
    seen = queries.messages_in(rooms.party(1), rooms.joint)[0]
    assert (seen.words, seen.shown_by.mark, seen.shown_in) == (WORDS, 2, ())
    assert len(line.source_hash) == 64
    assert queries.ledger_for(rooms.party(2), rooms.case.pk)[0].unchanged


def test_translations_go_with_it(rooms, item):
    actions.translate(item, actor=rooms.mediator, language="kk", words="Демалысты бере аламыз")
    line = actions.release(item, actor=rooms.party(2))
    actions.serve_releases(rooms.joint, actor=rooms.party(1))
    seen = queries.message_for(rooms.party(1), line.copy_id)[1]
    assert [t.words for t in seen.translations] == ["Демалысты бере аламыз"]


def test_taken_back_before_it_was_read_nobody_ever_sees_it(rooms, item):
    line = actions.release(item, actor=rooms.party(2))
    # Those who hear the original look at the joint room: this makes nothing served.
    for actor in (rooms.party(2), rooms.mediator):
        actions.serve_releases(rooms.joint, actor=actor)
        assert queries.messages_in(actor, rooms.joint)[0].copy_unread
    assert queries.unread_for(rooms.party(1)) == {rooms.joint.pk: 1}
    actions.withdraw_release(line, actor=rooms.party(2))
    actions.serve_releases(rooms.joint, actor=rooms.party(1))
    assert rooms.words(rooms.party(1), rooms.joint) == []
    assert queries.unread_for(rooms.party(1)) == {}
    assert queries.ledger_for(rooms.party(2), rooms.case.pk)[0].state == "taken_back"


def test_nothing_is_read_unless_it_was_first_marked_as_served(rooms, item):
    actions.release(item, actor=rooms.party(2))
    assert rooms.words(rooms.party(1), rooms.joint) == []


def test_taken_back_after_it_was_read_it_stays_and_says_so(rooms, item):
    line = actions.release(item, actor=rooms.party(2))
    actions.serve_releases(rooms.joint, actor=rooms.party(1))
    assert rooms.words(rooms.party(1), rooms.joint) == [WORDS]
    with pytest.raises(NotFound):
        actions.withdraw_release(line, actor=rooms.party(1))
    actions.withdraw_release(line, actor=rooms.party(2))
    seen = queries.messages_in(rooms.party(1), rooms.joint)[0]
    assert (seen.words, seen.copy_withdrawn) == (WORDS, True)
    assert queries.ledger_for(rooms.mediator, rooms.case.pk)[0].state == "withdrawn"
    assert Release.objects.system().count() == 1


def test_the_ledger_is_read_by_the_owner_and_the_mediator_alone(rooms, item):
    actions.release(item, actor=rooms.party(2))
    assert [line.words for line in queries.ledger_for(rooms.party(2), rooms.case.pk)] == [WORDS]
    assert [line.words for line in queries.ledger_for(rooms.mediator, rooms.case.pk)] == [WORDS]
    assert queries.ledger_for(rooms.party(1), rooms.case.pk) == []
    for actor in (rooms.cast.as_coordinator, rooms.interpreter):
        with pytest.raises(NotFound):
            queries.ledger_for(actor, rooms.case.pk)


def test_apart_the_page_of_permission_tells_of_no_interpreter_in_the_other_room(rooms, item, interpreter):
    rooms.go_apart()
    before = queries.offer_for(rooms.party(2), item.pk).rooms
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    assert [names for _room, _side, names in before] == [(str(_("The other side")),)]
    assert queries.offer_for(rooms.party(2), item.pk).rooms == before


def test_the_page_of_permission_names_every_reader(rooms, item):
    offer = queries.offer_for(rooms.party(2), item.pk)
    assert offer.item.words == WORDS
    assert [(room.kind, names) for room, _side, names in offer.rooms] == [("joint", ("Айгерім Оспанова",))]
    for actor in (rooms.party(1), rooms.mediator):
        with pytest.raises(NotFound):
            queries.offer_for(actor, item.pk)


def test_apart_it_is_shown_in_the_other_sides_private_room(rooms, item):
    rooms.go_apart()
    line = actions.release(item, actor=rooms.party(2))
    copy = Message.objects.system().get(pk=line.copy_id)
    assert copy.space_id == rooms.caucus(1).pk
    actions.serve_releases(rooms.caucus(1), actor=rooms.party(1))
    assert rooms.words(rooms.party(1), rooms.caucus(1)) == [WORDS]
    with pytest.raises(Refused):  # it stays the owner's
        actions.release(copy, actor=rooms.party(1))
    with pytest.raises(NotFound):
        actions.release(item, actor=rooms.party(2), to=rooms.joint.pk)


def test_with_the_joint_room_closed_there_is_nowhere_to_show_it(rooms, item):
    rooms.withdraw_consent(1)
    with pytest.raises(Refused):
        actions.release(item, actor=rooms.party(2))


def test_shown_once_in_a_room(rooms, item):
    one = actions.release(item, actor=rooms.party(2), key="k")
    assert actions.release(item, actor=rooms.party(2), key="k").pk == one.pk
    with pytest.raises(Refused):
        actions.release(item, actor=rooms.party(2))


def test_the_ledger_costs_the_same_for_one_and_for_ten(rooms):
    def cost():
        with CaptureQueriesContext(connection) as spent:
            queries.ledger_for(rooms.party(2), rooms.case.pk)
        return len(spent)

    for n in range(10):
        actions.release(actions.post(rooms.caucus(2), actor=rooms.party(2), words=str(n)), actor=rooms.party(2))
        if n == 0:
            one = cost()
    assert cost() == one


def test_nobody_but_the_owner_takes_a_permission_back(rooms, item):
    line = actions.release(item, actor=rooms.party(2))
    with pytest.raises(Refused):
        actions.withdraw_release(line, actor=rooms.mediator)
    assert Release.objects.system().get().withdrawn is None


def test_what_was_taken_back_is_not_shown(rooms, item):
    actions.withdraw_message(item, actor=rooms.party(2))
    with pytest.raises(Refused):
        actions.release(item, actor=rooms.party(2))


def test_a_copy_is_taken_back_in_the_ledger_and_not_as_a_message(rooms, item):
    line = actions.release(item, actor=rooms.party(2))
    with pytest.raises(Refused):
        actions.withdraw_message(line.copy_id, actor=rooms.party(2))
