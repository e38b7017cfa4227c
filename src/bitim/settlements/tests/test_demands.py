"""The register of demands: written down, confirmed by a second person, only then given; sides told as the law lets."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from bitim.cases.actions import close_case
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery, Event
from bitim.people.models import CentreRole
from bitim.settlements import archive, jobs_after
from bitim.settlements.actions import demands as acts
from bitim.settlements.models_after import Demand, DemandStep
from bitim.settlements.queries import demands as register
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db
SAID = {"asker": "court", "office": "Алмалинский суд", "paper": "7-12", "day": "2026-11-20", "note": "қысқа"}


@pytest.fixture
def made(settings, tmp_path):
    settings.FILES_PATH = tmp_path
    scene = stage.settled()
    scene.head = cast.staff(scene.centre, "Бас", CentreRole.HEAD, "kk", "head@example.kz")
    scene.as_head = cast.acting(scene.head, "head", scene.centre)
    return scene


def asked(made, **changes):
    said = {"said": SAID, "given": ["settlement"], "tell": "yes"} | changes
    return acts.record_demand(made.case, actor=said.pop("actor", made.as_coordinator), **said)


def test_two_persons_and_only_then_papers(made):
    document = made.document
    document.pdf = archive.keep(b"%PDF", name="s.pdf", media_type=archive.PDF, case=made.case, owner=document.pk)
    document.save()
    demand = asked(made, given=["settlement", "ending"])
    for act in (
        lambda: acts.confirm_demand(demand, actor=made.as_coordinator, yes=True),
        lambda: acts.note_given(demand, actor=made.as_coordinator),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(NotFound):
        register.bundle_of(made.as_coordinator, demand)
    acts.confirm_demand(demand, actor=made.as_head, yes=True)
    acts.confirm_demand(demand, actor=made.as_mediator, yes=False)  # the first second word stands
    acts.note_given(demand, actor=made.as_coordinator)
    content, _name = register.bundle_of(made.as_coordinator, demand)
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        assert box.namelist() == ["2-settlement.pdf", "ending.txt"]
    steps = list(DemandStep.objects.system().order_by("at").values_list("what", flat=True))
    assert steps == ["confirmed", "given"]


@pytest.mark.parametrize("kind", ["private_room", "screening", "notes", "joint_room"])
def test_what_was_said_is_not_there_to_be_given_and_the_pack_says_why(made, kind):
    with pytest.raises(Refused) as refused:
        asked(made, given=["settlement", kind])
    reasons = {key: reason for key, _name, reason in register.demand_kinds("kz")}
    assert str(refused.value.reason) == reasons[kind] != ""
    assert not Demand.objects.system().exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"said": SAID | {"office": " "}},
        {"said": SAID | {"asker": "neighbour"}},
        {"said": SAID | {"paper": ""}},
        {"said": SAID | {"day": "2026-13-40"}},
        {"said": SAID | {"day": "2099-01-01"}},
        {"tell": "perhaps"},
        {"tell": "after"},
    ],
)
def test_a_demand_without_a_name_a_paper_or_a_day_is_not_written_down(made, changes):
    with pytest.raises(Refused):
        asked(made, **changes)


def test_lines_are_never_changed_and_numbers_have_no_gap(made):
    assert [asked(made).number for _time in range(3)] == [1, 2, 3]
    for table in ("settlements_demand", "settlements_demandstep"):
        acts.confirm_demand(Demand.objects.system().first(), actor=made.as_head, yes=True)
        for verb in (f"UPDATE {table} SET id=id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(verb)


def test_who_reads_the_register(made):
    asked(made)
    for actor in (made.as_coordinator, made.as_head, made.as_mediator):
        assert [one.office for one in register.demands_for(actor)] == ["Алмалинский суд"]
    far = cast.two_sides("meetings", "elsewhere", "50823347")
    assert register.demands_for(far.as_coordinator) == []
    assert register.demands_for(far.as_mediator) == []
    for actor in (made.as_party(1), cast.acting(made.interpreter, "interpreter", made.centre)):
        with pytest.raises(NotFound):
            register.demands_for(actor)
    for actor in (made.as_party(1), far.as_coordinator, far.as_mediator):
        with pytest.raises(NotFound):
            register.demand_for(actor, Demand.objects.system().get().pk)


def test_it_waits_for_a_second_word_of_others_only(made):
    asked(made)
    assert (register.waiting_to_confirm(made.as_coordinator), register.waiting_to_confirm(made.as_head)) == (0, 1)
    acts.confirm_demand(Demand.objects.system().get(), actor=made.as_head, yes=False)
    assert register.waiting_to_confirm(made.as_mediator) == 0


def told():
    return Delivery.objects.system().filter(notice=acts.DEMAND_TOLD).count()


def test_the_sides_are_told_when_it_is_confirmed_unless_the_law_forbids(made):
    demand = asked(made)
    assert (register.told_to(made.as_party(1), made.case), told()) == ([], 0)
    acts.confirm_demand(demand, actor=made.as_head, yes=True)
    assert [one.office for one in register.told_to(made.as_party(1), made.case)] == ["Алмалинский суд"]
    assert told() == 2
    assert register.told_to(made.as_mediator, made.case) == []


def test_not_before_the_day_and_never_where_it_is_forbidden(made):
    today = clock.today()
    for tell in ({"tell": "no"}, {"tell": "after", "tell_after": today}):
        acts.confirm_demand(asked(made, **tell), actor=made.as_head, yes=True)
    jobs_after.tell_of_demands()
    assert (register.told_to(made.as_party(1), made.case), told()) == ([], 0)
    before = clock._source
    clock.set_source(lambda: datetime.now(UTC) + timedelta(days=1))
    try:
        for _tick in range(2):
            jobs_after.tell_of_demands()
        assert (len(register.told_to(made.as_party(1), made.case)), told()) == (1, 2)
    finally:
        clock.set_source(before)


def test_a_closed_case_can_be_asked_for_and_no_event_goes_to_the_case(made):
    close_case(made.case, actor=made.as_mediator, outcome="settled")
    before = Event.objects.system().filter(chain=made.case.pk).count()
    acts.confirm_demand(asked(made, tell="no"), actor=made.as_head, yes=True)
    assert Event.objects.system().filter(chain=made.case.pk).count() == before
    heard = set(Event.objects.system().filter(kind__startswith="Demand").values_list("audience", flat=True))
    assert heard == {made.centre.pk}
