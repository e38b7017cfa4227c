"""The term, its extension in writing, and the new term after a return to the table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bitim.cases.queries.folders import Filters, first_for
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery
from bitim.room.actions import open_meeting
from bitim.settlements import jobs_after
from bitim.settlements.actions import addendum, after, freezing
from bitim.settlements.facts_term import term_of
from bitim.settlements.models import Document
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _clock():
    before = clock._source
    at(TODAY)
    yield
    clock.set_source(before)


def at(day):
    clock.set_source(lambda: datetime(day.year, day.month, day.day, 6, tzinfo=UTC))


@pytest.fixture
def meeting():
    """A case in meetings whose agreement of thirty days was signed today, by rows."""
    made = stage.ready("meetings")
    now = clock.now()
    agreement = Document.objects.create(
        case=made.case,
        kind=Document.AGREEMENT,
        state=Document.SIGNED,
        languages=["kk", "ru"],
        prevailing="kk",
        pack="kz",
        pack_version="1",
        terms=stage.TERMS | {"days": 30, "date": TODAY.isoformat()},
        digest="a" * 64,
        made=now,
        frozen=now,
        signed=now,
    )
    for person in (*made.parties, made.mediator):
        stage.signed_line(made, agreement, person)
    made.case.term_ends = TODAY + timedelta(days=30)
    made.case.save()
    return made


def extend(made, days):
    return addendum.draw_up_addendum(made.case, actor=made.as_mediator, days=days, prevailing="kk")


def complete(made, document):
    """Sign by rows but for the last: what follows is what counts here."""
    for person in made.parties:
        line = stage.line_of(document, person)
        line.signed, line.method, line.language = clock.now(), "code_read_out", "kk"
        line.save()
    stage.sign(made, document, made.mediator)
    made.case.refresh_from_db()


def test_a_term_that_ended_yesterday_lets_nobody_meet_until_all_have_signed_the_addendum(meeting):
    at(TODAY + timedelta(days=31))
    with pytest.raises(Refused) as refused:
        open_meeting(meeting.case, actor=meeting.as_mediator)
    assert "term" in str(refused.value.reason)
    paper = extend(meeting, 10)
    assert paper.text["title"]["ru"] == "Дополнительное соглашение"
    with pytest.raises(Refused):
        open_meeting(meeting.case, actor=meeting.as_mediator)
    complete(meeting, paper)
    assert meeting.case.term_ends == TODAY + timedelta(days=40)
    assert meeting.case.stage == "meetings"
    assert open_meeting(meeting.case, actor=meeting.as_mediator).state == "live"


def test_the_sum_of_days_is_limited_and_too_few_help_nobody(meeting):
    for days in (0, 31, 3000):
        with pytest.raises(Refused):
            extend(meeting, days)
    complete(meeting, extend(meeting, 20))
    assert (term_of(meeting.case).days, term_of(meeting.case).most) == (50, 10)
    with pytest.raises(Refused) as refused:
        extend(meeting, 11)
    assert "10" in str(refused.value.what_helps)
    at(TODAY + timedelta(days=70))
    with pytest.raises(Refused):
        extend(meeting, 10)


def test_drawn_up_again_or_opened_again_the_earlier_paper_is_void(meeting):
    first = extend(meeting, 5)
    second = extend(meeting, 7)
    first.refresh_from_db()
    assert first.state == Document.VOID
    freezing.reopen(second, actor=meeting.as_mediator)
    second.refresh_from_db()
    assert second.state == Document.VOID
    assert meeting.case.term_ends == TODAY + timedelta(days=30)


def test_only_the_mediator_draws_it_up_and_not_without_consent(meeting):
    for actor in (meeting.as_coordinator, meeting.as_party(1)):
        with pytest.raises((Refused, NotFound)):
            addendum.draw_up_addendum(meeting.case, actor=actor, days=5)
    from bitim.cases.models import Consent

    Consent.objects.system().filter(side=meeting.sides[0]).update(withdrawn=clock.now())
    with pytest.raises(Refused):
        extend(meeting, 5)


def test_the_warning_comes_five_days_before_in_today_and_once_by_notice(meeting):
    def warned(day):
        at(day)
        jobs_after.warn_of_terms()
        jobs_after.warn_of_terms()
        return (
            first_for(meeting.as_mediator, Filters(term=True)).total,
            Delivery.objects.system().filter(notice=jobs_after.TERM_SOON).count(),
        )

    assert warned(TODAY + timedelta(days=24)) == (0, 0)
    assert warned(TODAY + timedelta(days=25)) == (1, 2)
    assert warned(TODAY + timedelta(days=29)) == (1, 2)


def test_after_a_return_the_first_addendum_opens_a_new_term():
    made = stage.settled()
    made.case.term_ends = TODAY + timedelta(days=30)
    made.case.save()
    at(TODAY + timedelta(days=90))
    after.return_to_table(made.case, actor=made.as_party(1))
    term = term_of(made.case)
    assert (term.renews, term.most) == (True, 30)
    for person in (*made.parties, made.mediator):
        stage.signed_line(made, Document.objects.system().get(case=made.case, kind=Document.AGREEMENT), person)
    made.case.refresh_from_db()
    paper = extend(made, 20)
    assert "соглашение об урегулировании спора (конфликта) остаётся в силе" in str(paper.text)
    complete(made, paper)
    assert made.case.term_ends == TODAY + timedelta(days=110)
    assert (term_of(made.case).renews, term_of(made.case).most) == (False, 40)
