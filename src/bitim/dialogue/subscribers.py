"""What ends a ballot by itself: a consent taken back, a case that closes. Sides that are held apart go on with it: they
meet nobody by it, and each page shows of the other side no more than whether it passed there."""

from bitim.cases.events import CaseClosed, ConsentWithdrawn
from bitim.dialogue.actions.ratifying import end_ratifications_of, forget_papers_of
from bitim.kernel.access import Actor
from bitim.kernel.record import on


@on(ConsentWithdrawn)
def its_ground_is_gone(happening: ConsentWithdrawn, actor: Actor) -> None:
    """Nothing more is asked of anybody's people."""
    end_ratifications_of(happening.case)


@on(CaseClosed)
def the_case_is_over(happening: CaseClosed, actor: Actor) -> None:
    """The words of the case go, and the results with them: no paper opens anything any more."""
    end_ratifications_of(happening.case)
    forget_papers_of(happening.case)
