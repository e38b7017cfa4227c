"""Numbers have no gap and no double, whoever asks for them at the same moment; lines are never changed."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.racing import together

from bitim.cases.events import CaseOpened
from bitim.cases.models import Case
from bitim.demo import cast as people
from bitim.journal.actions import registering
from bitim.journal.keys import CASES
from bitim.journal.models import Line
from bitim.journal.queries import troubles
from bitim.journal.tests.conftest import line_of, open_one
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM
from bitim.kernel.locking import write
from bitim.kernel.models import Event
from bitim.kernel.record import record


def numbers(centre) -> list[int]:
    return sorted(Line.objects.system().filter(centre=centre, book=CASES, turn=1).values_list("number", flat=True))


def register(cases: list[Case]) -> None:
    for case in cases:
        with write():
            record(CaseOpened(chain=case.pk, audience=case.pk, case=case.pk), actor=SYSTEM)


def number_alone(cases: list[Case]) -> None:
    """What the journal does when a case is opened, without the rooms that are made then."""
    for case in cases:
        with write():
            registering.opened(case, SYSTEM)


def race(threads: int, each: int, register: Callable[[list[Case]], None] = register) -> None:
    """Open cases of two centres in many threads at once, and try one of them twice."""
    here, there = people.centre(), people.centre("elsewhere")
    now = clock.now()
    row = {"pack": "kz", "stage": "contract", "stage_since": now, "made": now}
    total = threads * each
    cases = [Case(centre=here, number=f"{n:08d}", **row) for n in range(total)]
    cases += [Case(centre=there, number=f"{n:08d}", **row) for n in range(total, total + threads)]
    Case.objects.bulk_create(cases)
    shares = [[*cases[n * each : (n + 1) * each], cases[total + n]] for n in range(threads)]
    together(*(partial(register, share) for share in shares))
    register(cases[:1])  # the same thing told again is not another number
    assert numbers(here) == list(range(1, total + 1))
    assert numbers(there) == list(range(1, threads + 1))
    shown = set(Line.objects.system().filter(centre=here).values_list("shown", flat=True))
    assert len(shown) == total
    assert list(troubles()) == []


@pytest.mark.any_database
@pytest.mark.slow
def test_a_thousand_registrations_at_once_without_a_gap_or_a_double(own_database):
    race(20, 50, number_alone)


@pytest.mark.any_database
def test_some_registrations_at_once(own_database):
    race(6, 3)


@pytest.mark.any_database
@pytest.mark.django_db
def test_a_rollback_takes_the_number_back():
    centre = people.centre()
    open_one(centre, "10000001")
    with pytest.raises(RuntimeError), transaction.atomic():
        open_one(centre, "10000002")
        raise RuntimeError
    open_one(centre, "10000003")
    assert numbers(centre) == [1, 2]
    assert Event.objects.system().filter(kind="LineWritten").count() == 2
    assert list(troubles()) == []


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("act", ["update", "delete", "skip", "again", "jump"])
def test_the_database_itself_refuses(act):
    case = open_one(people.centre(), "10000001")
    first = line_of(case.pk)
    tries = {
        "update": lambda: Line.objects.system().filter(pk=first.pk).update(number=7),
        "delete": lambda: Line.objects.system().filter(pk=first.pk).delete(),
        "skip": lambda: copy_of(first, number=3, turn=1),
        "again": lambda: copy_of(first, number=1, turn=1),
        "jump": lambda: copy_of(first, number=1, turn=3),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        tries[act]()
    assert numbers(first.centre) == [1]


def copy_of(line: Line, **said) -> None:
    fields = {f.attname: getattr(line, f.attname) for f in Line._meta.concrete_fields if f.attname != "id"}
    Line.objects.create(**(fields | {"once": "copy", "names": None, "reason": None} | said))


@pytest.mark.any_database
@pytest.mark.django_db
def test_the_next_line_and_the_next_number_are_taken():
    """Otherwise the test above would refuse everything."""
    first = line_of(open_one(people.centre(), "10000001").pk)
    copy_of(first, number=2, turn=1)
    copy_of(first, number=1, turn=2, once="another")
    assert numbers(first.centre) == [1, 2]


@pytest.mark.django_db
def test_what_is_found_when_the_triggers_are_gone():
    """The nightly look sees a gap and a line that is not there any more."""
    centre = people.centre()
    cases = [open_one(centre, f"1000000{n}") for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_line_no_delete")
    Line.objects.system().filter(case=cases[1].pk).delete()
    assert {one.what for one in troubles()} == {"gap", "line_gone", "case_without_number"}
