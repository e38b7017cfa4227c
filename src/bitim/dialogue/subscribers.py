"""What ends a ballot by itself: a consent taken back, a case that closes."""

from bitim.cases.events import CaseClosed, ConsentWithdrawn
from bitim.dialogue.actions.ratifying import end_ratifications_of
from bitim.kernel.access import Actor
from bitim.kernel.record import on


def its_ground_is_gone(happening: ConsentWithdrawn | CaseClosed, actor: Actor) -> None:
    """Nothing more is asked of anybody's people."""
    end_ratifications_of(happening.case)


on(ConsentWithdrawn)(its_ground_is_gone)
on(CaseClosed)(its_ground_is_gone)
