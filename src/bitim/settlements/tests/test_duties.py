"""Duties after a settlement: made from its clauses, reported by either side or by staff on a side's word."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from bitim.cases.actions import close_case
from bitim.cases.facts import facts_of
from bitim.cases.models import Case, Participant
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery, Event
from bitim.settlements import jobs_after
from bitim.settlements.actions import after, clauses, duties, freezing
from bitim.settlements.models import Document, Scan
from bitim.settlements.models_after import DutyKept, DutyReport, Pulse
from bitim.settlements.queries import after as queries
from bitim.settlements.queries.checking import about_hash
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled():
    return stage.settled()


def duty_of(made):
    return DutyKept.objects.system().select_related("case", "document").get(case=made.case, replaced=None)


def at(day):
    """Put the clock on a day; the fixture of the tests puts it back."""
    clock.set_source(lambda: datetime(day.year, day.month, day.day, 6, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _clock():
    before = clock._source
    yield
    clock.set_source(before)


def test_each_duty_of_a_signed_settlement_is_written_down(settled):
    duty = duty_of(settled)
    assert (duty.number, duty.due, duty.said, duty.side_id) == (1, date(2027, 4, 1), "open", settled.sides[0].pk)
    assert duty.words["who"] == "Айгерім Оспанова"
    assert duty.words["what"]["ru"] == "открывает воду"


def test_either_side_reports_and_the_other_answers(settled):
    duties.report_duty(duty_of(settled), actor=settled.as_party(1), says="done", words="вода пошла")
    assert duty_of(settled).said == "done"
    with pytest.raises(Refused):
        duties.answer_report(duty_of(settled), actor=settled.as_party(1), says="received")
    duties.answer_report(duty_of(settled), actor=settled.as_party(2), says="not_received")
    seen = queries.after_for(settled.as_party(2), settled.case).duties[0]
    assert (seen.state, seen.received) == ("differs", False)
    assert [one.words for one in seen.reports] == ["вода пошла", ""]
    assert queries.duties_late(settled.as_mediator, 5).total == 1
    duties.report_duty(duty_of(settled), actor=settled.as_party(2), says="partly")
    assert (duty_of(settled).said, duty_of(settled).received) == ("partly", None)
    assert DutyReport.objects.system().count() == 3


def test_staff_report_on_a_sides_word_and_say_whose(settled):
    told = {"says": "partly", "told_by": settled.parties[1].pk, "how": "phone"}
    line = duties.report_duty(duty_of(settled), actor=settled.as_coordinator, **told)
    assert (line.for_side_id, line.by_id, line.how) == (settled.sides[1].pk, settled.coordinator.pk, "phone")
    for wrong in ({"told_by": None}, {"told_by": settled.mediator.pk}, {"how": ""}, {"says": "perhaps"}):
        with pytest.raises(Refused):
            duties.report_duty(duty_of(settled), actor=settled.as_mediator, **told | wrong)
    Participant.objects.system().filter(person=settled.parties[1]).update(unconfirmed=clock.now())
    with pytest.raises(Refused):
        duties.report_duty(duty_of(settled), actor=settled.as_mediator, **told)
    tellers = queries.after_for(settled.as_mediator, settled.case).tellers
    assert [who for who, _name in tellers] == [settled.parties[0].pk]


def test_the_coordinator_sees_the_frame_and_no_word_of_the_settlement(settled):
    duties.report_duty(duty_of(settled), actor=settled.as_party(1), says="problem", words="насос сломан")
    seen = queries.after_for(settled.as_coordinator, settled.case).duties[0]
    assert (seen.state, seen.due) == ("problem", date(2027, 4, 1))
    assert (seen.who, seen.what, seen.how_proved, seen.consequence, seen.reports[0].words) == ("", "", "", "", "")
    assert queries.after_for(settled.as_mediator, settled.case).duties[0].reports[0].words == "насос сломан"


def test_pressed_twice_it_is_one_word(settled):
    for _press in range(2):
        duties.report_duty(duty_of(settled), actor=settled.as_party(1), says="done", key="one-form")
    assert DutyReport.objects.system().count() == 1


def test_a_word_once_said_is_never_changed(settled):
    duties.report_duty(duty_of(settled), actor=settled.as_party(1), says="done")
    for statement in ("UPDATE settlements_dutyreport SET says='problem'", "DELETE FROM settlements_dutyreport"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nothing_is_reported_of_a_closed_case_or_a_replaced_settlement(settled):
    duty = duty_of(settled)
    duties.lay_aside(settled.document)
    with pytest.raises(Refused):
        duties.report_duty(duty, actor=settled.as_party(1), says="done")
    DutyKept.objects.system().update(replaced=None)
    close_case(settled.case, actor=settled.as_mediator, outcome="settled")
    with pytest.raises(Refused):
        duties.report_duty(duty, actor=settled.as_party(1), says="done")


# --- reminders -----------------------------------------------------------------------------------------


def told(notice):
    return Delivery.objects.system().filter(notice=notice).count()


@pytest.mark.parametrize(
    ("day", "soon", "past"),
    [
        (date(2027, 3, 24), 0, 0),
        (date(2027, 3, 25), 1, 0),
        (date(2027, 3, 31), 1, 0),
        (date(2027, 4, 1), 0, 0),
        (date(2027, 4, 2), 0, 2),
        (date(2027, 4, 20), 0, 0),
    ],
)
def test_a_word_before_the_day_to_who_owes_and_after_it_to_all(settled, day, soon, past):
    at(day)
    for _tick in range(2):
        jobs_after.remind_of_duties()
    assert (told(jobs_after.DUTY_SOON), told(jobs_after.DUTY_PAST)) == (soon, past)


def test_who_asked_not_to_be_written_to_is_not_and_what_is_reported_is_not_asked(settled):
    who = settled.parties[0]
    who.safe_contact = {"how": "call"}
    who.save()
    at(date(2027, 3, 31))
    jobs_after.remind_of_duties()
    waits = Delivery.objects.system().get(notice=jobs_after.DUTY_SOON)
    assert (waits.person, waits.route, waits.sent) == (who.pk, "call", None)  # told by the office
    duties.report_duty(duty_of(settled), actor=settled.as_party(1), says="done")
    at(date(2027, 4, 2))
    jobs_after.remind_of_duties()
    assert told(jobs_after.DUTY_PAST) == 0


def test_what_is_late_asks_staff_for_a_word(settled):
    assert queries.duties_late(settled.as_coordinator, 5).total == 0
    at(date(2027, 4, 2))
    for actor in (settled.as_coordinator, settled.as_mediator):
        assert queries.duties_late(actor, 5).ids == (settled.case.pk,)
    assert queries.after_for(settled.as_party(1), settled.case).duties[0].state == "late"


# --- back to the table ---------------------------------------------------------------------------------


def test_each_side_and_the_mediator_come_back_and_what_was_signed_stays(settled):
    after.return_to_table(settled.case, actor=settled.as_party(2))
    settled.case.refresh_from_db()
    assert settled.case.stage == "meetings"
    facts = facts_of(settled.case)
    assert facts.settlement_stands
    assert not facts.settlement_frozen
    assert Document.objects.system().get(pk=settled.document.pk).state == Document.SIGNED
    assert about_hash(settled.document.digest).result == "same"
    assert told(after.BACK_AT_TABLE) == 2
    again = after.return_to_table(settled.case, actor=settled.as_party(1))
    assert again.stage == "meetings"
    assert Event.objects.system().filter(kind="ReturnedToTable").count() == 1
    with pytest.raises(NotFound):
        after.return_to_table(settled.case, actor=stage.cast.acting(stage.cast.person("Бөгде"), "party"))


def test_without_every_consent_nobody_comes_back(settled):
    from bitim.cases.actions import withdraw_consent

    withdraw_consent(settled.sides[0], actor=settled.as_party(1))
    with pytest.raises(Refused):
        after.return_to_table(settled.case, actor=settled.as_party(2))


def again_at_table(made):
    after.return_to_table(made.case, actor=made.as_party(1))
    made.case.refresh_from_db()
    made.case.stage = "drafting"
    made.case.save()
    return clauses.start_settlement(made.case, actor=made.as_mediator)


def test_the_new_text_begins_with_the_old_clauses_and_replaces_it_only_when_all_have_signed(settled):
    old = duty_of(settled)
    text = again_at_table(settled)
    assert text.pk != settled.document.pk
    clause = text.clauses.system().get()
    assert clause.texts == stage.CLAUSE
    assert clauses.start_settlement(settled.case, actor=settled.as_mediator).pk == text.pk
    with pytest.raises(Refused):
        freezing.freeze_settlement(text, actor=settled.as_mediator)  # nothing of the new text is agreed yet
    stage.terms.set_terms(text, actor=settled.as_mediator, terms=stage.TERMS)
    clauses.set_languages(text, actor=settled.as_mediator, languages=["kk", "ru"], prevailing="kk")
    stage.agree(settled, text.clauses.system().select_related("document__case").get())
    final = freezing.freeze_settlement(text, actor=settled.as_mediator)
    for person in settled.parties:
        stage.sign(settled, final, person)
    assert about_hash(settled.document.digest).result == "same"
    stage.sign(settled, final, settled.mediator)
    assert about_hash(settled.document.digest).result == "replaced"
    assert about_hash(final.digest).result == "same"
    old.refresh_from_db()
    assert old.replaced is not None
    assert duty_of(settled).document_id == final.pk
    assert Case.objects.system().get(pk=settled.case.pk).stage == "performance"


def test_the_settlement_can_be_left_as_it_is_and_only_so_the_case_is_closed(settled):
    text = again_at_table(settled)
    with pytest.raises(Refused):
        close_case(settled.case, actor=settled.as_mediator, outcome="no_settlement")
    pages = Scan.objects.create(document=text, digest="", by=settled.mediator, at=clock.now())
    after.keep_settlement(settled.case, actor=settled.as_mediator)
    text.refresh_from_db()
    assert text.state == Document.VOID
    pages.refresh_from_db()
    assert pages.voided
    assert facts_of(Case.objects.system().get(pk=settled.case.pk)).settlement_frozen
    assert close_case(settled.case, actor=settled.as_mediator, outcome="settled").outcome == "settled"


# --- three short questions -----------------------------------------------------------------------------

SAID = {"kept": "no", "fair": "yes", "safe": "unsure"}


def test_the_questions_come_at_their_time_and_stay_with_side_and_mediator(settled):
    with pytest.raises(Refused):
        after.answer_pulse(settled.sides[0], actor=settled.as_party(1), days=30, answers=SAID)
    at(settled.document.signed.date() + timedelta(days=31))
    assert jobs_after.ask_pulse() == 2
    before = queries.after_for(settled.as_party(2), settled.case)
    after.answer_pulse(settled.sides[0], actor=settled.as_party(1), days=30, answers=SAID)
    assert queries.after_for(settled.as_party(2), settled.case).pulses == before.pulses
    assert queries.after_for(settled.as_party(1), settled.case).pulse_asked is None
    mediator = queries.after_for(settled.as_mediator, settled.case).pulses[0]
    assert [(one.id, yes, said) for one, yes, said in mediator.sides] == [
        (settled.sides[0].pk, True, SAID),
        (settled.sides[1].pk, False, {}),
    ]
    second = queries.after_for(cast.second_mediator(settled, 2), settled.case).pulses[0]
    assert [said for _one, _yes, said in second.sides] == [{}, {}], "this side has not accepted that mediator"
    frame = queries.after_for(settled.as_coordinator, settled.case).pulses[0]
    assert [(yes, said) for _one, yes, said in frame.sides] == [(True, {}), (False, {})]


def test_nobody_answers_for_another_side_and_not_by_halves(settled):
    at(settled.document.signed.date() + timedelta(days=91))
    with pytest.raises(Refused):
        after.answer_pulse(settled.sides[0], actor=settled.as_party(2), days=30, answers=SAID)
    with pytest.raises(Refused):
        after.answer_pulse(settled.sides[0], actor=settled.as_party(1), days=30, answers={"kept": "no"})
    for days in (30, 90):
        after.answer_pulse(settled.sides[0], actor=settled.as_party(1), days=days, answers=SAID)
    after.answer_pulse(settled.sides[0], actor=settled.as_party(1), days=90, answers=SAID | {"safe": "yes"})
    assert Pulse.objects.system().count() == 2
    with pytest.raises(Refused):
        after.answer_pulse(settled.sides[0], actor=settled.as_party(1), days=180, answers=SAID)
