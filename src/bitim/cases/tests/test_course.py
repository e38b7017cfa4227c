"""Names, stages, closing: each outcome, the notices, and what is forgotten."""

from datetime import timedelta

import pytest

from bitim.cases import actions, jobs, queries
from bitim.cases.models import Case, Invitation, Screening
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.engines.lifecycle import OUTCOMES
from bitim.kernel import clock, keystore
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery, Door

pytestmark = pytest.mark.django_db


def test_a_side_names_itself_and_nobody_else_does():
    made = cast.two_sides()
    actions.name_side(made.sides[0], actor=made.as_party(1), name=" Бұлақ\nбасы ")
    assert queries.side_for(made.as_party(2), made.sides[0].pk).name == "Бұлақ басы"
    for actor in (made.as_party(2), made.as_mediator):
        with pytest.raises(Refused):
            actions.name_side(made.sides[0], actor=actor, name="x")
    with pytest.raises(Refused):
        actions.name_side(made.sides[0], actor=made.as_party(1), name="  ")


def test_drafting_and_back():
    made = stories.consented(cast.two_sides(stage="meetings"))
    actions.start_drafting(made.case, actor=made.as_mediator)
    stones = {s.key: s.state for s in queries.story_for(made.as_party(1), stories.reread(made.case))}
    assert (stones["meetings"], stones["drafting"], stones["signing"]) == ("done", "now", "next")
    actions.back_to_meetings(made.case, actor=made.as_mediator)
    assert stories.reread(made.case).stage == "meetings"
    led = [one.stage for one in queries.record_for(made.as_coordinator, made.case) if one.kind == "StageChanged"]
    assert led == [queries.STAGE_NAMES["meetings"], queries.STAGE_NAMES["drafting"]]
    with pytest.raises(Refused) as refused:
        actions.back_to_meetings(made.case, actor=made.as_mediator)
    assert "stage" in str(refused.value.reason)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_closes_where_it_is_true(outcome):
    made = cast.two_sides(stage="performance" if outcome in ("settled", "partly") else "meetings")
    closed = actions.close_case(made.case, actor=made.as_coordinator, outcome=outcome)
    assert (closed.stage, closed.outcome) == ("closed", outcome)
    assert queries.cases_for(made.as_coordinator).total == 0
    with pytest.raises(Refused):
        actions.retitle(made.case, actor=made.as_mediator, title={"ru": "x"})


@pytest.mark.parametrize(
    ("stage", "outcome"), [("meetings", "settled"), ("performance", "refused"), ("meetings", "won")]
)
def test_an_untrue_outcome_is_refused(stage, outcome):
    made = cast.two_sides(stage=stage)
    with pytest.raises(Refused):
        actions.close_case(made.case, actor=made.as_coordinator, outcome=outcome)


def test_closing_forgets_what_the_sides_told_and_keeps_the_rest(django_capture_on_commit_callbacks):
    _at, staff, request, case = stories.opened()
    side = queries.own_side(stories.asker(request), case)
    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            actions.close_case(case, actor=staff["coordinator"], outcome="withdrawn", key="k")
    assert not stories.reread(side).account
    assert stories.reread(case).title == {"kk": "Су", "ru": "Вода"}
    invitation = Invitation.objects.system().get(case=case)
    assert invitation.state == Invitation.LAPSED
    assert not Door.objects.system().filter(subject=invitation.pk, closed=None).exists()


def test_a_stop_between_closing_and_forgetting_is_made_good():
    _at, staff, request, case = stories.opened()
    side = queries.own_side(stories.asker(request), case)
    actions.close_case(case, actor=staff["coordinator"], outcome="withdrawn")  # on_commit does not run in this test
    assert stories.reread(side).account == stories.WHAT
    assert jobs.let_go_of_closed() >= 1
    assert not stories.reread(side).account
    assert jobs.let_go_of_closed() == 0
    assert stories.reread(case).title
    later = clock.now() + timedelta(days=31)
    try:
        clock.set_source(lambda: later)
        assert jobs.let_go_of_closed() >= 1
    finally:
        clock.set_source(None)
    assert not stories.reread(case).title


def test_the_result_of_a_talk_alone_goes_with_its_answers():
    made = stories.consented(cast.two_sides())
    told = Screening.objects.system().filter(case=made.case)
    assert jobs.let_go_of_closed() == 0
    assert set(told.values_list("result", flat=True)) == {Screening.JOINT}
    actions.close_case(made.case, actor=made.as_mediator, outcome="withdrawn")
    jobs.let_go_of_closed()
    assert set(told.values_list("result", flat=True)) == {""}


def test_open_cases_keep_their_keys():
    _at, _staff, request, case = stories.opened()
    assert jobs.let_go_of_closed() == 0
    assert queries.side_account(stories.asker(request), queries.own_side(stories.asker(request), case)) == stories.WHAT


def test_each_person_gets_one_word_of_ending():
    made = cast.two_sides()
    for person in made.parties:
        person.email = f"{person.pk}@example.kz"
        person.save()
    actions.close_case(made.case, actor=made.as_mediator, outcome="no_settlement")
    assert {d.person for d in Delivery.objects.system().filter(notice="case_ended")} == {p.pk for p in made.parties}


def test_old_drafts_are_forgotten_and_sent_requests_are_not():
    at, _ = stories.office()
    draft, sent = stories.draft(at), stories.sent(at)
    later = clock.now() + timedelta(days=61)
    try:
        clock.set_source(lambda: later)
        assert jobs.forget_drafts() == 1
    finally:
        clock.set_source(None)
    with pytest.raises(NotFound):
        queries.request_for(stories.asker(draft), draft.pk)
    assert stories.reread(sent).words
    assert keystore.store().ledger()


def test_the_record_is_for_staff_and_begins_with_the_appointment():
    _at, staff, request, case = stories.opened()
    stories.appoint_mediator(case, staff)
    for reader in ("coordinator", "mediator"):
        assert {"CaseOpened", "PersonJoined"} <= {line.kind for line in queries.record_for(staff[reader], case)}
    with pytest.raises(NotFound):
        queries.record_for(stories.asker(request), case)


def test_lists_are_one_page_of_titles_and_few_questions(django_assert_max_num_queries):
    made = cast.two_sides()
    now = clock.now()
    Case.objects.bulk_create(
        Case(centre=made.centre, number=f"{n:08d}", pack="kz", stage="contract", stage_since=now, made=now)
        for n in range(120)
    )
    with django_assert_max_num_queries(4):
        page = queries.cases_for(made.as_coordinator, page=3)
    assert (page.total, page.pages, len(page.lines)) == (121, 3, 21)
    found = queries.cases_for(made.as_coordinator, queries.Filters(number="4071 2"))
    assert [line.number for line in found.lines] == ["40712236"]
    assert queries.cases_for(made.as_party(1)).total == 1
    assert queries.cases_for(made.as_mediator, queries.Filters(late=True)).total == 0
    assert queries.cases_for(cast.acting(cast.person("X"), "party")).total == 0
