"""A mediator's own notes, the court reference, and how long each kind of paper is kept."""

from datetime import timedelta

import pytest
from django.db import connection

from bitim.cases import jobs, retention
from bitim.cases.actions import beside, close_case
from bitim.cases.models import Participant
from bitim.cases.models_after import CourtReference, OwnNote, note_owner
from bitim.cases.permissions import P
from bitim.cases.queries.beside import court_for, notes_of_own, stays_ending
from bitim.demo import cast
from bitim.kernel import clock, keystore
from bitim.kernel.access import NotFound, Refused, decide
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Event
from bitim.kernel.sealed import GONE
from bitim.people.models import CentreRole

pytestmark = pytest.mark.django_db
SECRET = "жеке-жазба-7731"


def another_mediator(made, role=Participant.CO_MEDIATOR):
    who = cast.staff(made.centre, "Екінші Медиатор", CentreRole.MEDIATOR, "kk", "second@example.kz")
    cast._member(made, who, role)
    return cast.acting(who, "mediator", made.centre)


def noted():
    made = cast.two_sides("meetings")
    beside.keep_note(made.sides[0], actor=made.as_mediator, said=SECRET)
    return made


def test_a_note_is_its_authors_alone():
    made = noted()
    assert notes_of_own(made.as_mediator, made.case) == {made.sides[0].pk: SECRET}
    others = [another_mediator(made), made.as_coordinator, made.as_party(1), made.as_party(2)]
    others.append(cast.acting(made.interpreter, "interpreter", made.centre))
    others.append(cast.acting(made.mediator, "coordinator", made.centre))
    assert [notes_of_own(actor, made.case) for actor in others] == [{}] * len(others)
    note = OwnNote.objects.system().select_related("side__case").get()
    assert decide(made.as_mediator, P.SEE_NOTE, note)
    assert not any(decide(actor, P.SEE_NOTE, note) for actor in others)
    for actor in others[1:]:
        with pytest.raises((Refused, NotFound)):
            beside.keep_note(made.sides[0], actor=actor, said="x")


def test_two_mediators_keep_two_notes_under_two_keys():
    made = noted()
    second = another_mediator(made)
    beside.keep_note(made.sides[0], actor=second, said="өзімдікі")
    assert notes_of_own(made.as_mediator, made.case) == {made.sides[0].pk: SECRET}
    assert notes_of_own(second, made.case) == {made.sides[0].pk: "өзімдікі"}
    owners = {note_owner(made.case.pk, person) for person in (made.mediator.pk, second.person)}
    assert len(owners) == 2
    assert all(keystore.store().holds(Scope("private", owner)) for owner in owners)


def test_after_a_handover_neither_the_successor_nor_the_former_one_reads_it():
    made = noted()
    successor = another_mediator(made, Participant.MEDIATOR)
    Participant.objects.system().filter(case=made.case, person=made.mediator).update(ended=clock.now())
    assert notes_of_own(successor, made.case) == {}
    assert notes_of_own(made.as_mediator.fresh(), made.case) == {}


def test_nothing_anywhere_tells_that_there_is_a_note():
    made = cast.two_sides("meetings")
    before = Event.objects.system().count()
    for said in ("бір", "екі", ""):
        beside.keep_note(made.sides[0], actor=made.as_mediator, said=said)
    assert Event.objects.system().count() == before
    assert not OwnNote.objects.system().exists()


def test_it_lies_sealed_and_closing_destroys_it(django_capture_on_commit_callbacks):
    made = noted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM cases_ownnote")
        assert SECRET.encode() not in bytes(cursor.fetchone()[0])
    with django_capture_on_commit_callbacks(execute=True):
        close_case(made.case, actor=made.as_mediator, outcome="no_settlement")
    assert OwnNote.objects.system().select_related("side").get().words is GONE
    assert keystore.store().is_shredded(Scope("private", note_owner(made.case.pk, made.mediator.pk)))
    with pytest.raises(Refused):
        beside.keep_note(made.sides[0], actor=made.as_mediator, said="тағы")


# --- court ---------------------------------------------------------------------------------------------


def test_a_court_is_named_changed_and_taken_out():
    made = cast.two_sides("meetings")
    said = {"court": "Алмалы аудандық соты", "number": "2-117", "judge": "Ермекова", "stay_until": clock.today()}
    for actor in (made.as_coordinator, made.as_mediator):
        beside.set_court(made.case, actor=actor, **said)
    assert Event.objects.system().filter(kind="CourtNamed").count() == 1  # said again, nothing changed
    seen = court_for(made.as_party(1), made.case)
    assert (seen.court, seen.number, seen.judge, seen.left) == ("Алмалы аудандық соты", "2-117", "Ермекова", 0)
    with pytest.raises(Refused):
        beside.set_court(made.case, actor=made.as_mediator, court="", number="2-117")
    with pytest.raises(Refused):
        beside.set_court(made.case, actor=made.as_party(1), court="Сот")
    beside.set_court(made.case, actor=made.as_mediator, court="")
    assert not CourtReference.objects.system().exists()


@pytest.mark.parametrize(("days", "warned"), [(8, 0), (7, 1), (0, 1), (-3, 1)])
def test_a_stay_that_ends_soon_stands_in_today(days, warned):
    made = cast.two_sides("meetings")
    until = clock.today() + timedelta(days=days)
    beside.set_court(made.case, actor=made.as_mediator, court="Сот", stay_until=until)
    far = cast.two_sides("meetings", "elsewhere", "50823347")
    for actor in (made.as_coordinator, made.as_mediator):
        found = stays_ending(actor, 5)
        assert found.total == warned
        assert list(found.days.values()) == [until] * warned, "Today says the day itself"
    assert stays_ending(far.as_coordinator, 5).total == 0


# --- keeping -------------------------------------------------------------------------------------------


def test_the_table_says_until_when_each_kind_is_kept():
    made = cast.two_sides("meetings")
    rows = {one.key: one for one in retention.table_for(made.case)}
    assert (rows["side"].days, rows["private"].days, rows["joint"].days) == (0, 0, 30)
    assert rows["settlement"].until == clock.today() + timedelta(days=rows["settlement"].days)
    assert set(rows) >= {"agreement", "settlement", "evidence", "journal", "demand", "consultation"}
    assert all(one.basis or one.mark == "D" for one in rows.values())


def test_a_kind_of_paper_goes_when_its_own_time_is_over(monkeypatch):
    made = cast.two_sides("meetings")
    gone = []
    monkeypatch.setattr(
        retention, "KEEPERS", {kind: lambda case, k=kind: gone.append(k) or 1 for kind in ("evidence", "demand")}
    )
    monkeypatch.setattr(retention, "over", lambda pack, closed: ["evidence"] if closed else [])
    keystore.store().active(Scope("archive", made.case.pk, made.case.pk))
    assert jobs.let_go_of_papers() == 0
    close_case(made.case, actor=made.as_mediator, outcome="no_settlement")
    assert jobs.let_go_of_papers() == 1
    assert gone == ["evidence"]


def test_only_what_the_pack_names_is_over(monkeypatch):
    monkeypatch.setattr(retention, "KEEPERS", {"agreement": len, "demand": len})
    assert retention.over("kz", None) == []
    assert retention.over("kz", clock.now() - timedelta(days=1824)) == []
    assert retention.over("kz", clock.now() - timedelta(days=1826)) == ["agreement", "demand"]


def test_the_clock_lets_papers_go_too(monkeypatch):
    monkeypatch.setattr(jobs, "let_go_of_papers", lambda: 7)
    assert jobs.let_go_of_closed() == 7
