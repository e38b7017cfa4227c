"""A case in the journal, made by the house's own steps where that is cheap and by rows where it is not."""

from uuid import UUID

import pytest

from bitim.cases.events import CaseOpened
from bitim.cases.models import Case
from bitim.demo import cast as people
from bitim.demo.cast import Cast
from bitim.journal import actions
from bitim.journal.keys import CASES
from bitim.journal.models import Consultation, Line
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, Actor
from bitim.kernel.locking import write
from bitim.kernel.record import record
from bitim.people.models import CentreRole


def open_one(centre, number: str, kind: str = "other") -> Case:
    """Open a case by the event that opens it."""
    now = clock.now()
    row = {"pack": centre.pack, "stage": "contract", "stage_since": now, "made": now, "kind": kind}
    with write():
        case = Case.objects.create(centre=centre, number=number, **row)
        record(CaseOpened(chain=case.pk, audience=case.pk, case=case.pk), actor=SYSTEM)
    return case


def line_of(case: UUID) -> Line:
    return Line.objects.system().select_related("centre").get(case=case, book=CASES, turn=1)


TALK = {"kind": "neighbours", "channel": "came", "language": "kk", "asked": "how", "outcome": "advised"}


def talk(cast: Cast, actor: Actor | None = None, **said) -> Consultation:
    return actions.write_consultation(cast.centre, actor=actor or cast.as_coordinator, **(TALK | said))


@pytest.fixture
def cast(db) -> Cast:
    made = people.two_sides("meetings")
    with write():
        record(CaseOpened(chain=made.case.pk, audience=made.case.pk, case=made.case.pk), actor=SYSTEM)
    return made


@pytest.fixture
def head(cast) -> Actor:
    who = people.staff(cast.centre, "Бас Әділова", CentreRole.HEAD, "kk", "head@shymbulaq.example")
    return people.acting(who, "head", cast.centre)
