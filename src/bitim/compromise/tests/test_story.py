"""From the mediator's offer to clauses in the text."""

import json

import pytest

from bitim.compromise import queries
from bitim.compromise.actions import listing, offering, rounds, writing
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.tests import scene
from bitim.engines.compromise.record import read, read_opened, replayed
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Event
from bitim.settlements.models import Clause

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def proposing(django_capture_on_commit_callbacks):
    return lambda **marks: scene.proposing(django_capture_on_commit_callbacks, **marks)


def test_nothing_is_weighed_before_every_side_has_said_yes():
    made, search = scene.offered()
    part = scene.part_of(search, 1)
    with pytest.raises(Refused):
        scene.writes(made, search, 1, scene.UPPER)
    offering.agree_to_search(part, actor=made.as_party(1), seen=offering.state_of(search))
    assert scene.fresh(search).state == Search.ASKED
    with pytest.raises(Refused):
        scene.writes(made, search, 1, scene.UPPER)


def test_lists_lead_to_packages_and_an_accepted_one_to_clauses(proposing):
    made, search, round = proposing()
    assert (search.state, round.state, round.opened) == (Search.PROPOSING, Round.OPEN, 1)
    assert 1 <= len(round.packages) <= rounds.MOST_PACKAGES
    assert all(one["certified"] for one in round.packages)
    round = scene.says(made, round, 1, 0, "accept")
    assert round.state == Round.OPEN and scene.fresh(search).state == Search.PROPOSING
    round = scene.says(made, round, 2, 0, "accept")
    assert (round.state, round.accepted) == (Round.ACCEPTED, 0)
    assert scene.fresh(search).state == Search.FOUND
    assert not Reply.objects.system().exists()

    document = writing.write_clauses(search.pk, actor=made.as_mediator)
    writing.write_clauses(search.pk, actor=made.as_mediator)
    clauses = list(Clause.objects.system().filter(document=document).select_related("document").order_by("position"))
    chosen = round.packages[0]["options"]
    wanted = [one["options"][at]["words"] for one, at in zip(search.model["issues"], chosen, strict=True)]
    assert [one.texts for one in clauses] == wanted
    assert [str(one.issue_id) for one in clauses] == [one["id"] for one in search.model["issues"]]


def test_who_wants_different_things_gets_what_matters_more_to_each(proposing):
    """Upper cares most for the water, lower for the ditch: no package gives either its worst of both."""
    _made, _search, round = proposing()
    for one in round.packages:
        water, _pasture, ditch = one["options"]
        assert (water, ditch) == (0, 0)


def test_a_round_goes_on_and_ends(proposing):
    made, _search, round = proposing(same=(1,))
    count = len(round.packages)
    assert count == 3
    for number in range(count):
        round = scene.says(made, round, 1, number, "refuse")
        assert round.opened == number + 1, "nothing opens before every side has answered"
        round = scene.says(made, round, 2, number, "another")
    assert round.state == Round.OVER and not Reply.objects.system().exists()
    with pytest.raises(Refused):
        scene.says(made, round, 1, 0, "accept")


def test_an_answer_can_be_changed_until_all_have_accepted_the_same(proposing):
    made, _search, round = proposing(same=(1,))
    assert len(round.packages) == 3, "where the cattle graze is all one to both"
    scene.says(made, round, 1, 0, "another")
    round = scene.says(made, round, 2, 0, "accept")
    assert round.opened == 2
    round = scene.says(made, round, 1, 0, "accept")
    assert (round.state, round.accepted) == (Round.ACCEPTED, 0)


def test_only_what_is_open_can_be_answered(proposing):
    made, _search, round = proposing()
    for number in (-1, 1, 7):
        with pytest.raises(Refused):
            scene.says(made, round, 1, number, "accept")
    with pytest.raises(Refused):
        scene.says(made, round, 1, 0, "maybe")
    with pytest.raises(Refused):
        rounds.reply(round.pk, actor=made.as_mediator, number=0, says="accept")


def test_what_clashes_is_told_to_nobody_and_the_lists_open_when_both_want(django_capture_on_commit_callbacks):
    made, search = scene.listing_now()
    with django_capture_on_commit_callbacks(execute=True):
        scene.closes(made, search, 1, must=[(0, 0)])
        scene.closes(made, search, 2, never=[(0, 0)])
    search, round = scene.latest(search)
    assert (search.state, round.state, round.packages) == (Search.PROPOSING, Round.NONE, [])
    assert not round.record
    listing.ask_unlock(scene.part_of(search, 1), actor=made.as_party(1), yes=True)
    assert scene.fresh(search).state == Search.PROPOSING
    with pytest.raises(Refused):
        scene.writes(made, search, 1, scene.UPPER)
    listing.ask_unlock(scene.part_of(search, 2), actor=made.as_party(2), yes=True)
    assert scene.fresh(search).state == Search.LISTING
    with django_capture_on_commit_callbacks(execute=True):
        scene.closes(made, search, 1)
        scene.closes(made, search, 2)
    assert scene.latest(search)[1].number == 2


def test_lists_stay_closed_while_a_round_is_open(proposing):
    made, search, _round = proposing()
    for position in (1, 2):
        part, who = scene.part_of(search, position), made.as_party(position)
        with pytest.raises(Refused):
            listing.ask_unlock(part, actor=who, yes=True)
        with pytest.raises(Refused):
            scene.writes(made, search, position, scene.LOWER)
        with pytest.raises(Refused):
            scene.shut(part, who)


def test_there_is_an_end_to_the_rounds(django_capture_on_commit_callbacks):
    made, search = scene.listing_now()
    for number in range(1, listing.MOST_ROUNDS + 1):
        with django_capture_on_commit_callbacks(execute=True):
            scene.closes(made, search, 1, must=[(0, 0)])
            scene.closes(made, search, 2, never=[(0, 0)])
        assert scene.latest(search)[1].number == number
        if number < listing.MOST_ROUNDS:
            for position in (1, 2):
                listing.ask_unlock(scene.part_of(search, position), actor=made.as_party(position), yes=True)
    with pytest.raises(Refused):
        listing.ask_unlock(scene.part_of(search, 1), actor=made.as_party(1), yes=True)


def test_what_was_solved_is_what_was_bound(proposing):
    """Lists that were opened meanwhile are not those that were solved."""
    made, search, _round = proposing()
    Round.objects.system().filter(search=search).delete()
    Search.objects.system().filter(pk=search.pk).update(state=Search.SOLVING)
    from bitim.kernel.access import SYSTEM

    put = {"actor": SYSTEM, "packages": [], "kept": ""}
    assert rounds.put_round(search.pk, bound=["other", "words"], **put) is None
    assert not Round.objects.system().filter(search=search).exists()
    with pytest.raises(Refused):
        rounds.put_round(search.pk, bound=[], actor=made.as_mediator, packages=[], kept="")


def test_a_lost_search_is_taken_up_again(django_capture_on_commit_callbacks):
    from bitim.compromise.jobs import look_again

    made, search = scene.listing_now()
    scene.closes(made, search, 1)
    scene.closes(made, search, 2)
    assert scene.fresh(search).state == Search.SOLVING and not Round.objects.system().exists()
    assert look_again() == 1
    assert scene.fresh(search).state == Search.PROPOSING
    assert look_again() == 0 and Round.objects.system().count() == 1


def test_an_auditor_can_do_everything_again(proposing):
    made, search, round = proposing()
    with pytest.raises(NotFound):
        queries.record_of(made.as_party(1), round.pk)
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    text = queries.record_of(made.as_party(1), round.pk)
    record = read(text)
    opened = [read_opened(queries.table_of_own(made.as_party(n), scene.part_of(search, n))) for n in (1, 2)]
    problem = record.problem([party for party, _salt in opened])
    assert replayed(record, problem, [salt for _party, salt in opened]) == ()
    marks = {one.commitment for one in Part.objects.system().filter(search=search)}
    assert set(record.commitments.values()) == marks
    assert record.accepted == {
        one["id"]: one["options"][at]["id"]
        for one, at in zip(search.model["issues"], round.packages[0]["options"], strict=True)
    }
    assert not record.others or len(round.packages) > 1
    event = Event.objects.system().get(kind="PackageAccepted")
    assert event.payload["digest"] == scene.fresh(round).digest


def test_a_changed_list_is_found_by_the_auditor(proposing):
    made, search, round = proposing()
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    record = read(queries.record_of(made.as_party(1), round.pk))
    opened = json.loads(queries.table_of_own(made.as_party(1), scene.part_of(search, 1)))
    opened["table"]["points"][0][0] += 1
    changed = read_opened(json.dumps(opened))
    other = read_opened(queries.table_of_own(made.as_party(2), scene.part_of(search, 2)))
    problem = record.problem([changed[0], other[0]])
    assert replayed(record, problem, [changed[1], other[1]])
