"""A side's own list: what it may say, what contradicts itself, and what is asked of it."""

import pytest
from django.utils import translation

from bitim.compromise import queries
from bitim.compromise.actions import listing, offering
from bitim.compromise.asking import MOST_QUESTIONS, next_pair, points_of
from bitim.compromise.facts import lists_of, read_of, seed_of
from bitim.compromise.lists import Lists, Model
from bitim.compromise.models import Part, Search
from bitim.compromise.tests import scene
from bitim.kernel.access import NotFound, Refused
from bitim.settlements.actions import issues as table

pytestmark = pytest.mark.django_db
MODEL = Model(("a", "b", "c"), (("0", "1", "2"),) * 3, ())


def english(refused):
    with translation.override("en"):
        return str(refused.value.reason)


def said(made, part, at, **words):
    return listing.write_list(part, actor=made.as_party(1), at=at, said={"order": [0, 1, 2], **words})


def apart(made, search, **pair):
    offering.set_apart(search, actor=made.as_mediator, seen=offering.state_of(scene.fresh(search)), **pair)


@pytest.mark.parametrize("order", [[], [0, 1], [0, 1, 1], [0, 1, 3], [2, 1, 0, 0], [-1, 0, 1]])
def test_an_order_has_everything_once_or_nothing_is_changed(order):
    made, search = scene.listing_now()
    part = scene.part_of(search, 1)
    said(made, part, 0, order=[1, 0, 2])
    with pytest.raises(Refused):
        said(made, part, 0, order=order)
    assert lists_of(scene.part_of(search, 1)).of_issue(0)["order"] == [1, 0, 2]


def test_what_one_must_have_cannot_be_what_one_cannot_accept():
    made, search = scene.listing_now()
    with pytest.raises(Refused):
        said(made, scene.part_of(search, 1), 0, must=[1], never=[1, 2])


@pytest.mark.parametrize("at", [-1, 4, 99])
def test_there_is_no_other_page(at):
    made, search = scene.listing_now()
    part = scene.part_of(search, 1)
    with pytest.raises(Refused):
        said(made, part, at)
    with pytest.raises(NotFound):
        queries.list_page(made.as_party(1), part, at)


def test_a_list_that_is_not_whole_is_not_closed():
    made, search = scene.listing_now()
    part = scene.part_of(search, 1)
    for at in (0, 1, 2):
        with pytest.raises(Refused):
            scene.shut(part, made.as_party(1))
        said(made, part, at)
    with pytest.raises(Refused):
        scene.shut(part, made.as_party(1))
    said(made, part, 3)
    assert scene.shut(part, made.as_party(1)).frozen


def test_nothing_acceptable_is_said_in_words():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER, never=[(0, 0), (0, 1), (0, 2)])
    with pytest.raises(Refused) as refused:
        scene.shut(scene.part_of(search, 1), made.as_party(1))
    assert "cannot accept" in english(refused)


def test_marks_that_leave_only_what_cannot_stand_together_are_said_in_words():
    made, search = scene.offered()
    apart(made, search, first=(0, 0), second=(1, 2), yes=True)
    for position in (1, 2):
        part = scene.part_of(search, position)
        offering.agree_to_search(part, actor=made.as_party(position), seen=offering.state_of(scene.fresh(search)))
    scene.writes(made, search, 1, scene.UPPER, must=[(0, 0)], never=[(1, 0), (1, 1)])
    with pytest.raises(Refused) as refused:
        scene.shut(scene.part_of(search, 1), made.as_party(1))
    assert "cannot stand together" in english(refused)


def test_another_order_takes_the_answers_away_and_the_same_one_does_not():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    part = scene.part_of(search, 1)
    listing.answer_check(part, actor=made.as_party(1), place=0, says="first")
    said(made, part, 0)
    assert len(lists_of(scene.part_of(search, 1)).checks) == 1
    said(made, part, 0, order=[2, 1, 0])
    assert lists_of(scene.part_of(search, 1)).checks == []


def test_a_press_sent_twice_answers_one_question():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    part = scene.part_of(search, 1)
    for _ in range(2):
        listing.answer_check(part, actor=made.as_party(1), place=0, says="second", key="once")
    listing.answer_check(part, actor=made.as_party(1), place=0, says="first")
    assert len(lists_of(scene.part_of(search, 1)).checks) == 1


def test_no_more_than_twelve_are_asked_and_none_twice():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    part = scene.part_of(search, 1)
    for place in range(MOST_QUESTIONS + 3):
        part = listing.answer_check(part, actor=made.as_party(1), place=place, says="unknown")
    checks = lists_of(scene.part_of(search, 1)).checks
    assert len(checks) <= MOST_QUESTIONS
    assert len({frozenset((one, other)) for one, other, _says in checks}) == len(checks)


def test_whoever_answers_in_a_circle_is_told_and_can_close_all_the_same():
    one, other, third = [0, 0, 0], [1, 1, 0], [2, 2, 0]
    checks = [[one, other, "first"], [other, third, "first"], [one, third, "second"]]
    assert Lists(MODEL, {"checks": checks}).in_circle()
    assert not Lists(MODEL, {"checks": checks[:2]}).in_circle()


def test_what_is_all_one_is_worth_nothing_and_no_question():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER, same=(0,))
    part = scene.part_of(search, 1)
    lists = lists_of(part)
    assert set(points_of(lists, seed_of(part))[0]) == {0}
    one, other = next_pair(lists, seed_of(part))
    assert sum(a != b for a, b in zip(one[1:], other[1:], strict=True)) > 1
    assert sum(map(max, points_of(lists, seed_of(part)))) > 0


def test_no_pair_breaks_the_side_s_own_marks():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER, must=[(0, 0)], never=[(1, 2)])
    part = scene.part_of(search, 1)
    lists = lists_of(part)
    for seed in (seed_of(part), 9, 78, 241):  # of one drawing these three would leave nothing to ask
        for package in next_pair(lists, seed):
            assert package[0] == 0 and package[1] != 2


def test_what_is_weighed_stays_as_it_was_read():
    made, search = scene.listing_now()
    before = search.model
    issue = table.propose_issue(made.case, actor=made.as_party(1), title={"kk": "Жаңа"})
    table.mark_issue(issue, actor=made.as_party(2), yes=True)
    assert scene.fresh(search).model == before


def test_a_question_taken_out_asks_everybody_again_and_names_nobody():
    made, search = scene.offered()
    seen = offering.state_of(search)
    offering.agree_to_search(scene.part_of(search, 1), actor=made.as_party(1), seen=seen)
    offering.keep_out(search, actor=made.as_party(2), issue=search.model["issues"][1]["id"])
    search = scene.fresh(search)
    assert len(search.model["issues"]) == 2
    assert not Part.objects.system().filter(search=search).exclude(agreed=None).exists()
    with pytest.raises(Refused):
        offering.agree_to_search(scene.part_of(search, 1), actor=made.as_party(1), seen=seen)
    offering.keep_out(search, actor=made.as_party(2), issue=search.model["issues"][0]["id"])
    assert scene.fresh(search).state == Search.ENDED, "one question alone is no package"


def test_a_pair_taken_with_a_question_leaves_with_it():
    made, search = scene.offered()
    apart(made, search, first=(1, 0), second=(2, 1), yes=True)
    offering.keep_out(search, actor=made.as_party(1), issue=search.model["issues"][0]["id"])
    assert scene.fresh(search).model["apart"] == [[[0, 0], [1, 1]]]


@pytest.mark.parametrize("pair", [((0, 0), (0, 1)), ((0, 9), (1, 0)), ((7, 0), (1, 0)), ((-1, 0), (1, 0))])
def test_a_pair_is_of_two_questions_that_are_there(pair):
    made, search = scene.offered()
    with pytest.raises(Refused):
        apart(made, search, first=pair[0], second=pair[1], yes=True)


def test_a_list_that_somebody_of_the_side_changed_meanwhile_is_read_again_before_it_is_closed():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    seen = read_of(scene.part_of(search, 1))
    said(made, scene.part_of(search, 1), 0, order=[2, 1, 0])
    with pytest.raises(Refused) as refused:
        listing.close_list(scene.part_of(search, 1), actor=made.as_party(1), seen=seen)
    assert "has changed" in english(refused)
    assert scene.shut(scene.part_of(search, 1), made.as_party(1)).frozen


def test_a_pair_is_set_apart_as_it_was_read():
    made, search = scene.offered()
    seen = offering.state_of(search)
    offering.keep_out(search, actor=made.as_party(2), issue=search.model["issues"][0]["id"])
    with pytest.raises(Refused):  # the same numbers would be other answers now
        offering.set_apart(search, actor=made.as_mediator, seen=seen, first=(0, 0), second=(1, 1), yes=True)
    assert scene.fresh(search).model["apart"] == []
