"""What the registration journal hears of cases, of appointments and of signed texts."""

from uuid import UUID

from bitim.cases.events import CaseClosed, CaseOpened, CaseWalkedIn, PersonJoined, SideAdded
from bitim.cases.models import Case, Participant
from bitim.journal.actions import registering
from bitim.kernel.access import Actor
from bitim.kernel.record import on
from bitim.settlements.events import DocumentComplete
from bitim.settlements.models import Document

SIGNED_BY_ALL = {
    Document.AGREEMENT: registering.agreed,
    Document.ADDENDUM: registering.extended,
    Document.SETTLEMENT: registering.signed,
}


@on(CaseOpened)
def number_the_case(happening: CaseOpened, actor: Actor) -> None:
    """An opened case has its number in the same moment, or is not opened."""
    registering.opened(_case(happening.case), actor)


@on(SideAdded)
def count_the_sides(happening: SideAdded, actor: Actor) -> None:
    """A side was added."""
    if first := registering.line_of(happening.case):
        registering.sides_changed(first, _case(happening.case), happening.side, actor)


@on(CaseWalkedIn)
def note_where_it_came_from(happening: CaseWalkedIn, actor: Actor) -> None:
    """Sides came in person; what the consultation before knew need not be said again."""
    first = registering.line_of(happening.case)
    if first and happening.consultation:
        registering.came_of(first, _case(happening.case), happening.consultation, actor)


@on(PersonJoined)
def name_the_mediator(happening: PersonJoined, actor: Actor) -> None:
    """A mediator was appointed, or another one in their place."""
    if happening.role != Participant.MEDIATOR:
        return
    if first := registering.line_of(happening.case):
        registering.appointed(first, Participant.objects.system().get(pk=happening.participant), actor)


@on(DocumentComplete)
def date_the_paper(happening: DocumentComplete, actor: Actor) -> None:
    """A text was signed by everybody. Each kind has its own line; a kind that the journal does not know has none."""
    write = SIGNED_BY_ALL.get(happening.kind)
    if write and (first := registering.line_of(happening.case)):
        write(first, _case(happening.case), happening.document, actor)


@on(CaseClosed)
def say_how_it_ended(happening: CaseClosed, actor: Actor) -> None:
    """The case was closed."""
    if first := registering.line_of(happening.case):
        registering.ended(first, _case(happening.case), happening.outcome, actor)


def _case(pk: UUID) -> Case:
    case: Case = Case.objects.system().select_related("centre").get(pk=pk)
    return case
