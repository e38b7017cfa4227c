"""A mediator whose certificate or term ends, or who is removed, in mid-case signs no new paper."""

from datetime import timedelta

import pytest

from bitim.cases.facts import facts_of
from bitim.desk.queries.day import today
from bitim.kernel import clock
from bitim.kernel.access import Refused
from bitim.people import queries
from bitim.people.models import MediatorCard
from bitim.settlements.actions import freezing
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["expires", "term_to", "revoked"])
def test_it_stops_the_making_final_of_a_new_paper(column):
    made, document, _clause = stage.settled_ready()
    assert facts_of(made.case).lint_stops == 0
    over = clock.now() if column == "revoked" else clock.today() - timedelta(days=1)
    MediatorCard.objects.system().filter(person=made.mediator).update(**{column: over})
    assert facts_of(made.case).lint_stops == 1
    with pytest.raises(Refused):
        freezing.freeze_settlement(document, actor=made.as_mediator)


def test_on_its_last_day_it_still_holds():
    made, _document, _clause = stage.settled_ready()
    MediatorCard.objects.system().filter(person=made.mediator).update(expires=clock.today())
    assert facts_of(made.case).lint_stops == 0


def test_the_coordinator_reads_it_in_the_day_before_it_happens():
    made, _document, _clause = stage.settled_ready()
    card = MediatorCard.objects.system().filter(person=made.mediator)
    assert "ending" not in {group.key for group in today(made.as_coordinator).groups}
    for days, state in ((20, "waits"), (-1, "late")):
        card.update(expires=clock.today() + timedelta(days=days))
        group = next(group for group in today(made.as_coordinator).groups if group.key == "ending")
        assert [line.state for line in group.lines] == [state]
    assert queries.card_by_number(card.get().number).state == "lapsed"
