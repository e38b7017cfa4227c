"""Clauses put to the people: agreed to by every side, voted on in secret, passed only inside every group."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.cases.tests.browsers import as_party
from bitim.dialogue.actions import balloting
from bitim.dialogue.actions import ratifying as acts
from bitim.dialogue.jobs_ratifying import count_what_has_ended, forget_papers
from bitim.dialogue.models_ratifying import BallotPaper, Ratification, Ratifier
from bitim.dialogue.queries import ratifying as queries
from bitim.dialogue.tests import ballots
from bitim.dialogue.tests.ballots import (
    LOWER,
    UPPER,
    agreed,
    asked,
    casts,
    counted,
    fresh,
    opened,
    part,
    refused,
    tally,
    terms,
    votes,
)
from bitim.kernel import clock, keystore
from bitim.kernel.access import VISITOR, NotFound, Refused
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Event, IdempotencyKey, RefusalLine
from bitim.settlements.actions import clauses
from bitim.settlements.tests.stage import CLAUSE, settled_ready

pytestmark = pytest.mark.django_db


def test_a_clause_passes_only_inside_every_group():
    made, _clause, ballot = opened()
    votes(made, ballot, UPPER, yes=40)
    votes(made, ballot, LOWER, yes=3, no=3)
    after = counted(ballot)
    assert (after.state, after.passed) == (Ratification.OVER, False)
    assert [part(ballot, at).told["passed"] for at in (UPPER, LOWER)] == [True, False]


def test_it_passes_where_every_group_reaches_the_threshold():
    made, _clause, ballot = opened()
    votes(made, ballot, UPPER, yes=21, no=10, abstained=5)
    votes(made, ballot, LOWER, yes=4, no=2)
    assert counted(ballot).passed is True
    told = part(ballot, UPPER).told
    assert (told["yes"], told["against"], told["abstained"], told["voted"]) == (21, 10, 5, 36)


def test_what_is_not_told_is_not_kept():
    made, _clause, ballot = opened()
    votes(made, ballot, LOWER, yes=4, no=2)
    counted(ballot)
    lower = part(ballot, LOWER)
    assert lower.tally is None
    assert lower.told["yes"] is None and lower.told["rest"] is None
    assert (lower.told["voted"], lower.told["at_least"]) == (5, True)


def test_nothing_is_opened_before_every_side_has_agreed():
    made, _clause, ballot = asked()
    acts.agree_to_ratify(part(ballot, UPPER), actor=made.as_party(UPPER))
    with refused("Not every side"):
        acts.open_ballot(ballot, actor=made.as_mediator)
    with pytest.raises(NotFound):
        queries.ballot_at(ballot.slug)  # the address says nothing yet
    with pytest.raises(Refused):
        ballots.codes(made, ballot, UPPER)


def test_a_side_that_does_not_vote_is_asked_too():
    """Its words are shown to strangers as well."""
    made, _clause, ballot = asked(papers={UPPER: 40})
    acts.agree_to_ratify(part(ballot, UPPER), actor=made.as_party(UPPER))
    with refused("Not every side"):
        acts.open_ballot(ballot, actor=made.as_mediator)
    acts.agree_to_ratify(part(ballot, LOWER), actor=made.as_party(LOWER))
    acts.open_ballot(ballot, actor=made.as_mediator)
    with refused("do not vote"):
        ballots.codes(made, ballot, LOWER)
    votes(made, ballot, UPPER, yes=30)
    assert counted(ballot).passed is True


def test_nobody_agrees_for_another_side():
    made, _clause, ballot = asked()
    for act in (acts.agree_to_ratify, acts.note_ratifier):
        with pytest.raises(Refused):
            act(part(ballot, UPPER), actor=made.as_party(LOWER))
    with refused("own device"):  # it has a way in of its own
        acts.note_ratifier(part(ballot, UPPER), actor=made.as_mediator)
    assert not Ratifier.objects.system().exclude(agreed=None).exists()


def test_a_clause_that_changed_is_not_opened_and_is_told_later():
    made, clause, ballot = agreed()
    changed = {code: f"{words} Күн сайын." for code, words in CLAUSE.items()}
    clauses.edit_clause(clause, actor=made.as_party(UPPER), version=clause.version, texts=changed, duty=clause.duty)
    with refused("changed meanwhile"):
        acts.open_ballot(ballot, actor=made.as_mediator)
    seen = queries.ratifying_page(made.as_mediator, made.case.pk)
    assert seen.latest.changed == (1,)
    assert seen.latest.clauses[0].texts["kk"] == CLAUSE["kk"]  # what was asked stays what was asked


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"papers": {UPPER: 4}}, "in secret"),
        ({"papers": {}}, "at least one side"),
        ({"papers": {UPPER: 5001}}, "5000"),
        ({"rule": "most"}, "when the clauses pass"),
        ({"turnout": 7}, "when the clauses pass"),
        ({"closes": None}, "until when"),
        ({"closes": clock.now() + timedelta(days=99)}, "until when"),
        ({"clauses": ()}, "at least one clause"),
    ],
)
def test_what_cannot_be_asked_is_said(changes, said):
    with refused(said):
        asked(**changes)


def test_one_ballot_at_a_time():
    made, clause, ballot = asked()
    with refused("going on already"):
        acts.ask_to_ratify(made.case, actor=made.as_mediator, terms=terms(made, [clause]))
    acts.end_ratification(ballot, actor=made.as_party(LOWER))  # a side says no
    assert fresh(ballot).state == Ratification.ENDED
    acts.ask_to_ratify(made.case, actor=made.as_mediator, terms=terms(made, [clause]))


def test_who_gave_it_up_stands_nowhere():
    made, _clause, ballot = asked()
    for _again in (1, 2):  # pressed twice on a bad line
        acts.end_ratification(ballot, actor=made.as_party(LOWER))
    assert not RefusalLine.objects.system().exists()
    ended = Event.objects.system().filter(kind="RatificationEnded").get()
    assert ended.pseudonym is None and ended.role == "system"


def test_once_it_is_open_a_side_cannot_end_it():
    """Whoever fears the result would."""
    made, _clause, ballot = opened()
    with pytest.raises(Refused):
        acts.end_ratification(ballot, actor=made.as_party(LOWER))
    acts.end_ratification(ballot, actor=made.as_mediator)
    assert not BallotPaper.objects.system().exists()
    ended = Event.objects.system().filter(kind="RatificationEnded").get()
    assert ended.role == "mediator"  # whoever stops a vote that goes on does so by name
    seen = queries.ratifying_page(made.as_party(LOWER), made.case.pk).latest
    assert (seen.state, seen.opened is not None) == (Ratification.ENDED, True)


@pytest.mark.any_database
def test_a_paper_votes_once():
    made, _clause, ballot = opened()
    code = ballots.codes(made, ballot, UPPER)[0]
    casts(code, "yes")
    with refused("used already"):
        casts(code, "no")
    with refused("three answers"):
        casts(ballots.codes(made, ballot, LOWER)[0], "maybe")
    assert tally(ballot, UPPER) == (1, 0, 0)


def test_papers_are_made_anew_only_while_none_was_used():
    made, _clause, ballot = opened()
    first = ballots.codes(made, ballot, LOWER)
    second = ballots.codes(made, ballot, LOWER)
    assert len(set(first) | set(second)) == 12
    assert not BallotPaper.objects.system().filter(digest=balloting.digest_of(first[0])).exists()
    casts(second[0])
    with refused("used already"):
        ballots.codes(made, ballot, LOWER)
    assert BallotPaper.objects.system().count() == 6


def test_on_its_day_it_is_counted_by_itself_and_nobody_votes_any_more(time_machine):
    made, _clause, ballot = opened()
    left = votes(made, ballot, UPPER, yes=6)
    time_machine.move_to(clock.now() + timedelta(days=8))
    with refused("not open now"):
        casts(left[0])
    count_what_has_ended()
    assert fresh(ballot).state == Ratification.OVER
    assert fresh(ballot).passed is False  # nobody of the second group voted
    time_machine.move_to(clock.now() + timedelta(days=61))
    forget_papers()
    assert not BallotPaper.objects.system().exists()


def test_a_consent_taken_back_ends_it():
    made, _clause, ballot = opened()
    votes(made, ballot, LOWER, yes=3)
    cases.withdraw_consent(made.sides[0], actor=made.as_party(UPPER))
    assert fresh(ballot).state == Ratification.ENDED
    assert part(ballot, LOWER).tally is None


# --- the words beside the result -----------------------------------------------------------------------


def test_words_of_a_minority_stand_beside_the_result_in_no_order_of_time():
    made, _clause, ballot = opened()
    papers = ballots.codes(made, ballot, UPPER)
    for code, words in zip(papers, ("ўқилмаган", "Арық тар.", "Мал қайда барады?"), strict=False):
        casts(code, "no", words)
    page = queries.ratifying_page(made.as_party(LOWER), made.case.pk)
    assert not any(one.views for one in page.latest.sides)  # not before the end
    counted(ballot)
    upper, _lower = queries.ratifying_page(made.as_party(UPPER), made.case.pk).latest.sides
    assert [one.words for one in upper.views] == sorted(one.words for one in upper.views)
    acts.strike_view(part(ballot, UPPER), actor=made.as_mediator, at=1, reason="person")
    upper, _lower = queries.ratifying_page(made.as_party(UPPER), made.case.pk).latest.sides
    assert [bool(one.out) for one in upper.views] == [False, True, False] and not upper.views[1].words


def test_words_are_taken_out_by_the_mediator_alone_and_with_a_reason():
    made, _clause, ballot = opened()
    casts(ballots.codes(made, ballot, UPPER)[0], "no", "Су аз.")
    with refused("not counted"):
        acts.strike_view(part(ballot, UPPER), actor=made.as_mediator, at=0, reason="insult")
    counted(ballot)
    with pytest.raises(Refused):
        acts.strike_view(part(ballot, UPPER), actor=made.as_party(LOWER), at=0, reason="insult")
    with refused("reason"):
        acts.strike_view(part(ballot, UPPER), actor=made.as_mediator, at=0, reason="unwelcome")
    with refused("not there"):
        acts.strike_view(part(ballot, UPPER), actor=made.as_mediator, at=5, reason="insult")


def test_too_many_words_lose_no_vote(monkeypatch):
    monkeypatch.setattr(balloting, "MOST_VIEWS", 1)
    made, _clause, ballot = opened()
    first, second, *_rest = ballots.codes(made, ballot, UPPER)
    casts(first, "no", "Бір.")
    with refused("Vote without words"):
        casts(second, "no", "Екі.")
    casts(second, "no")
    with refused("too long"):
        casts(_rest[0], "no", "ө" * 281)
    assert tally(ballot, UPPER) == (0, 2, 0)


# --- who sees what ---------------------------------------------------------------------------------------


def test_while_people_vote_nobody_reads_how_it_goes():
    made, _clause, ballot = opened()
    votes(made, ballot, UPPER, yes=7, no=6)
    for actor in (made.as_mediator, made.as_party(UPPER), made.as_party(LOWER)):
        page = queries.ratifying_page(actor, made.case.pk)
        assert all(one.told == {} for one in page.latest.sides)
        assert {one.used for one in page.latest.sides} <= ({0, 10} if actor.role == "mediator" else {0})


def test_no_row_and_no_event_ties_a_paper_to_a_vote():
    made, _clause, ballot = opened()
    papers = ballots.codes(made, ballot, UPPER)
    events = Event.objects.system().count()
    casts(papers[0], "no")
    assert Event.objects.system().count() == events
    assert {one.name for one in BallotPaper._meta.get_fields()} == {"id", "ratifier", "digest", "used"}


def test_a_stranger_to_the_case_finds_nothing():
    made, _clause, ballot = opened()
    for actor in (VISITOR.fresh(), made.as_coordinator):
        with pytest.raises(NotFound):
            queries.ratifying_page(actor, made.case.pk)
        with pytest.raises(NotFound):
            queries.ratification_for(actor, ballot.pk)
        with pytest.raises(NotFound):
            queries.ratifier_for(actor, part(ballot, UPPER).pk)


def test_a_code_of_another_ballot_opens_nothing_here():
    made, _clause, ballot = opened()
    code = ballots.codes(made, ballot, UPPER)[0]
    assert queries.paper_with(ballot.slug, code).takes
    with refused("opens nothing"):
        queries.paper_with(ballot.slug, "123456789012")
    Ratification.objects.system().filter(pk=ballot.pk).update(slug="elsewhere")
    with pytest.raises(NotFound):
        queries.paper_with(ballot.slug, code)


def test_the_clauses_are_those_of_the_text_as_it_is_numbered():
    made, document, clause = settled_ready()
    second = clauses.propose_clause(document, actor=made.as_party(UPPER), texts={"kk": "Екінші тармақ."})
    with refused("every language"):
        acts.ask_to_ratify(made.case, actor=made.as_mediator, terms=terms(made, [clause, second]))
    ballot = acts.ask_to_ratify(made.case, actor=made.as_mediator, terms=terms(made, [clause]))
    assert [one["number"] for one in ballot.clauses] == [1]


# --- whoever could choose the moment could choose the result ----------------------------------------------


def test_it_is_counted_on_its_day_or_when_every_paper_was_used_and_not_before():
    made, _clause, ballot = opened(papers={LOWER: 6})
    left = votes(made, ballot, LOWER, yes=5)
    with refused("on the day that was agreed"):
        acts.close_ballot(ballot, actor=made.as_mediator)
    casts(left[0], "no")
    acts.close_ballot(ballot, actor=made.as_mediator)
    assert fresh(ballot).passed is True
    assert Event.objects.system().filter(kind="BallotCounted").get().role == "mediator"


def test_papers_that_were_never_printed_hold_it_up_too():
    made, _clause, ballot = opened()
    votes(made, ballot, LOWER, yes=6)
    with refused("on the day that was agreed"):
        acts.close_ballot(ballot, actor=made.as_mediator)


@pytest.mark.parametrize(
    ("rule", "yes", "passed"),
    [("two_thirds", 8, True), ("two_thirds", 7, False), ("three_quarters", 9, True), ("three_quarters", 8, False)],
)
def test_the_threshold_is_the_one_that_was_agreed(rule, yes, passed):
    made, _clause, ballot = opened(papers={UPPER: 12}, rule=rule)
    votes(made, ballot, UPPER, yes=yes, no=12 - yes)
    assert counted(ballot).passed is passed


@pytest.mark.parametrize(("voted", "passed"), [(20, True), (19, False)])
def test_with_a_turnout_half_of_the_papers_have_to_be_used(voted, passed):
    made, _clause, ballot = opened(papers={UPPER: 40}, turnout=50)
    votes(made, ballot, UPPER, yes=voted)
    assert counted(ballot).passed is passed


def test_a_ballot_that_cannot_be_counted_holds_up_no_other(monkeypatch, caplog):
    _made, _clause, ballot = opened()

    def fails(_ballot):
        raise ValueError

    monkeypatch.setattr("bitim.dialogue.jobs_ratifying.count", fails)
    assert counted(ballot).state == Ratification.OPEN
    assert "jobs_ratifying" in caplog.text


# --- what is left behind ------------------------------------------------------------------------------------


def test_the_key_of_the_votes_goes_with_the_count(django_capture_on_commit_callbacks):
    made, _clause, ballot = opened()
    votes(made, ballot, LOWER, yes=6)
    assert tally(ballot, LOWER) == (6, 0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        counted(ballot)
    with pytest.raises(keystore.Shredded):
        keystore.store().active(Scope("private", ballot.pk, made.case.pk))


def test_when_the_words_of_the_case_are_gone_the_page_says_so_and_stands():
    made, _clause, ballot = opened()
    votes(made, ballot, UPPER, yes=8)
    counted(ballot)
    keystore.store().shred(case=made.case.pk, classes=("joint",))
    seen = queries.ratifying_page(made.as_mediator, made.case.pk).latest
    assert (seen.clauses, seen.changed) == ((), ()) and not any(one.told for one in seen.sides)


def test_when_the_case_closes_no_paper_opens_anything():
    made, _clause, ballot = opened()
    code = votes(made, ballot, UPPER, yes=8)[0]
    counted(ballot)
    assert queries.paper_with(ballot.slug, code).over
    cases.close_case(made.case, actor=made.as_mediator, outcome="no_settlement")
    assert not BallotPaper.objects.system().exists()


def test_a_press_by_which_a_side_says_no_leaves_no_key():
    made, _clause, ballot = asked()
    client = as_party(made.parties[1], made.case.pk)
    at = reverse("dialogue:ratify_end", args=[ballot.pk])
    form = re.search(r'name="once" value="([^"]+)"', client.get(at).content.decode())
    client.post(at, {"once": form[1]} if form else {})
    assert fresh(ballot).state == Ratification.ENDED
    assert not IdempotencyKey.objects.system().filter(action__contains="end_ratification").exists()


# --- held apart, not confirmed, not accepted ---------------------------------------------------------------


def test_held_apart_a_side_reads_of_the_other_only_whether_it_passed():
    made, _clause, ballot = opened()
    papers = ballots.codes(made, ballot, UPPER)
    for code in papers[:6]:
        casts(code, "no", "Арық тар.")
    counted(ballot)
    made.case.mode = "shuttle"
    made.case.save()
    other = next(
        one for one in queries.ratifying_page(made.as_party(LOWER), made.case.pk).latest.sides if not one.side.mine
    )
    assert not other.views and not other.by_voice
    assert set(other.told) == {"passed", "alone"}  # no count of it, not even how many voted
    page = as_party(made.parties[1], made.case.pk).get(reverse("dialogue:ratifying", args=[made.case.pk]))
    assert page.status_code == 200
    own = queries.ratifying_page(made.as_party(UPPER), made.case.pk).latest.mine
    assert own.views


def test_whoever_is_not_confirmed_yet_says_nothing_for_a_side():
    made, _clause, ballot = asked()
    rows = Participant.objects.system().filter(case=made.case, person=made.parties[0])
    rows.update(unconfirmed=clock.now())
    with pytest.raises((Refused, NotFound)):
        acts.agree_to_ratify(part(ballot, UPPER), actor=made.as_party(UPPER))
    with pytest.raises(NotFound):
        queries.ratifying_page(made.as_party(UPPER), made.case.pk)


def test_a_side_at_home_is_not_noted_by_the_mediator_alone(monkeypatch):
    made, _clause, ballot = asked()
    monkeypatch.setattr("bitim.settlements.actions.saying.answers_by_voice", lambda side: True)
    monkeypatch.setattr(acts, "sat_before_the_mediator", lambda sides: set())
    with refused("Nobody of this side was here"):
        acts.note_ratifier(part(ballot, UPPER), actor=made.as_mediator)
    monkeypatch.setattr(acts, "sat_before_the_mediator", set)
    acts.note_ratifier(part(ballot, UPPER), actor=made.as_mediator)
    assert part(ballot, UPPER).said_to_id == made.mediator.pk
