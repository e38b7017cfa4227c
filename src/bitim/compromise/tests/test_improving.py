"""A deal at the table, and one look whether everybody could gain."""

from datetime import timedelta

import pytest

from bitim.cases.models import Case
from bitim.compromise import queries
from bitim.compromise.actions import improving, listing, offering, writing
from bitim.compromise.jobs import look_for_improvements
from bitim.compromise.models import Part, Round, Search
from bitim.compromise.tests import scene
from bitim.engines.compromise import record
from bitim.engines.compromise.improve import WORTH_OFFERING
from bitim.kernel import clock
from bitim.kernel.access import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
WASTEFUL, BEST = [1, 1, 1], [0, 1, 0]


@pytest.fixture
def over(django_capture_on_commit_callbacks):
    """A search whose round ended without a package."""
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    for number in range(len(round.packages)):
        for position in (1, 2):
            round = scene.says(made, round, position, number, "refuse")
    assert round.state == Round.OVER
    return made, search


def a_day_after(search):
    Search.objects.system().filter(pk=search.pk).update(deal_at=clock.now() - timedelta(days=1, seconds=1))
    return look_for_improvements()


def noted(made, search, deal):
    improving.note_deal(search.pk, actor=made.as_mediator, options=deal)
    return scene.fresh(search)


def test_a_wasteful_deal_is_bettered_once_for_every_side(over):
    made, search = over
    search = noted(made, search, WASTEFUL)
    assert look_for_improvements() == 0, "not before a day has passed"
    assert a_day_after(search) == 1
    search, round = scene.latest(search)
    assert (round.state, round.improves, len(round.packages)) == (Round.OPEN, True, 1)
    for part in Part.objects.system().filter(search=search).select_related("search"):
        deals = (WASTEFUL, round.packages[0]["options"])
        worth = [sum(row[at] for row, at in zip(part.table, one, strict=True)) for one in deals]
        assert worth[1] - worth[0] >= WORTH_OFFERING * sum(map(max, part.table))
    assert look_for_improvements() == 0
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    assert scene.fresh(search).state == Search.FOUND
    _can_be_done_again(made, round)
    assert writing.write_clauses(search.pk, actor=made.as_mediator)
    with pytest.raises(Refused):
        noted(made, search, WASTEFUL)


def _can_be_done_again(made, round):
    """With the record and every side's own opened list, by somebody who has nothing else."""
    kept = record.read(queries.record_of(made.as_party(1), round.pk))
    rows = Part.objects.system().filter(search=round.search).select_related("search", "side")
    opened = [record.read_opened(queries.table_of_own(made.as_party(one.side.position), one)) for one in rows]
    problem = kept.problem([party for party, _salt in opened])
    salt_of = {party.name: salt for party, salt in opened}
    salts = [salt_of[party.name] for party in problem.parties]
    assert kept.accepted == kept.package != kept.deal
    assert record.replayed(kept, problem, salts) == ()


def test_refused_the_deal_stands_and_it_is_not_asked_again(over):
    made, search = over
    a_day_after(noted(made, search, WASTEFUL))
    _search, round = scene.latest(search)
    scene.says(made, round, 1, 0, "refuse")
    round = scene.says(made, round, 2, 0, "accept")
    assert round.state == Round.OVER
    assert a_day_after(search) == 0
    with pytest.raises(Refused):
        listing.ask_unlock(scene.part_of(search, 1), actor=made.as_party(1), yes=True)


def test_where_nobody_can_gain_nobody_hears_anything(over):
    made, search = over
    seen = [queries.search_page(made.as_party(n), made.case.pk).round for n in (1, 2)]
    assert a_day_after(noted(made, search, BEST)) == 1
    assert scene.fresh(search).improved
    assert [queries.search_page(made.as_party(n), made.case.pk).round for n in (1, 2)] == seen
    assert a_day_after(search) == 0


def test_an_accepted_package_stays_when_a_better_one_is_refused(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    a_day_after(noted(made, search, WASTEFUL))
    _search, better = scene.latest(search)
    assert better.improves
    for position in (1, 2):
        scene.says(made, better, position, 0, "another")
    assert scene.fresh(search).state == Search.FOUND
    page = queries.search_page(made.as_party(1), made.case.pk)
    assert page.round.number == round.number and page.round.accepted


@pytest.mark.parametrize("deal", [[], [0, 1], [0, 1, 3], [0, 1, -1], [0, 1, 0, 0]])
def test_a_deal_has_one_answer_to_each_question(over, deal):
    made, search = over
    with pytest.raises(Refused):
        noted(made, search, deal)


def test_no_deal_is_noted_before_every_list_is_closed_or_while_one_is_answered(django_capture_on_commit_callbacks):
    made, search = scene.listing_now()
    with pytest.raises(Refused):
        noted(made, search, WASTEFUL)
    offering.end_search(search.pk, actor=made.as_mediator)
    made.case.refresh_from_db()
    with pytest.raises(Refused):
        noted(made, search, WASTEFUL)


def test_whatever_changed_meanwhile_is_not_bettered(over):
    made, search = over
    search = noted(made, search, WASTEFUL)
    marks = [one.commitment for one in Part.objects.system().filter(search=search)]
    from bitim.kernel.access import SYSTEM

    package = {"options": BEST, "certified": True, "gap": ""}
    for bound, deal in ((["x"], WASTEFUL), (marks, BEST)):
        assert improving.put_improvement(search.pk, actor=SYSTEM, bound=bound, deal=deal, package=package) is None
        assert scene.fresh(search).improved is None


def test_a_consent_taken_back_ends_the_look_at_a_deal_and_forgets_every_list(django_capture_on_commit_callbacks):
    from bitim.cases.actions import consenting

    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    search = noted(made, search, WASTEFUL)
    consenting.withdraw_consent(made.sides[1], actor=made.as_party(2))
    assert look_for_improvements() == 0
    assert scene.fresh(search).state == Search.FOUND, "what was accepted stays readable"
    kept = Part.objects.system().filter(search=search).values_list("lists", "table", "salt", "shared")
    assert set(kept) == {(None, None, None, None)}
    assert not Round.objects.system().filter(improves=True).exists()


def test_what_cannot_be_done_now_is_not_put(over):
    """Held apart since: the lists are not even opened."""
    made, search = over
    search = noted(made, search, WASTEFUL)
    Case.objects.system().filter(pk=made.case.pk).update(mode="shuttle")
    a_day_after(search)
    assert not Round.objects.system().filter(improves=True).exists()
    assert scene.fresh(search).improved is None


def test_one_deal_that_cannot_be_looked_at_holds_up_no_other(over):
    made, search = over
    noted(made, search, WASTEFUL)
    for position in (1, 2):
        listing.ask_unlock(scene.part_of(search, position), actor=made.as_party(position), yes=True)
    assert scene.fresh(search).state == Search.LISTING
    assert a_day_after(search) == 0, "while lists are written there is nothing to look at"
    Search.objects.system().filter(pk=search.pk).update(state=Search.PROPOSING)
    assert a_day_after(search) == 1
    assert scene.fresh(search).improved is None


def test_ending_the_look_leaves_the_accepted_package(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    a_day_after(noted(made, search, WASTEFUL))
    _search, better = scene.latest(search)
    assert better.improves
    offering.end_search(search.pk, actor=made.as_party(2))
    assert scene.fresh(search).state == Search.FOUND
    assert scene.fresh(better).state == Round.OVER
    assert queries.record_of(made.as_party(1), round.pk)
    assert writing.write_clauses(search.pk, actor=made.as_mediator)


def test_an_older_search_is_not_opened_behind_a_newer_one(over):
    made, search = over
    noted(made, search, WASTEFUL)
    Search.objects.system().filter(pk=search.pk).update(state=Search.FOUND, written=clock.now())
    issues = [one.pk for one in offering.fit_issues(made.case)]
    newer = offering.offer_search(made.case, actor=made.as_mediator, issues=issues)
    assert newer.pk != search.pk
    Search.objects.system().filter(pk=newer.pk).update(state=Search.ENDED)
    a_day_after(search)
    assert scene.fresh(search).improved
    assert not Round.objects.system().filter(improves=True).exists()


def test_what_was_accepted_is_put_into_the_text_before_something_else_is_sought(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    issues = [one.pk for one in offering.fit_issues(made.case)]
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    with pytest.raises(Refused):
        offering.offer_search(made.case, actor=made.as_mediator, issues=issues)
    writing.write_clauses(search.pk, actor=made.as_mediator)
    assert offering.offer_search(made.case, actor=made.as_mediator, issues=issues).pk != search.pk
