"""What ends a search by itself: a consent taken back, sides that are held apart from now on, a case that closes. No
side comes to a case that has left its first stage."""

from bitim.cases.events import CaseClosed, ConsentWithdrawn, ModeSwitched, SideScreened
from bitim.cases.models import Case, Screening
from bitim.compromise.actions.offering import end_searches_of
from bitim.kernel.access import Actor
from bitim.kernel.record import on


def its_ground_is_gone(happening: ConsentWithdrawn | CaseClosed, actor: Actor) -> None:
    """No list is kept of whoever does not want it any more."""
    end_searches_of(happening.case)


on(ConsentWithdrawn)(its_ground_is_gone)
on(CaseClosed)(its_ground_is_gone)


@on(ModeSwitched)
def sides_are_held_apart(happening: ModeSwitched, actor: Actor) -> None:
    """Sides that do not meet look for no package together."""
    if Case.objects.system().filter(pk=happening.case, mode="shuttle").exists():
        end_searches_of(happening.case)


@on(SideScreened)
def a_talk_showed_that_it_does_not_suit(happening: SideScreened, actor: Actor) -> None:
    """Neither do sides of whom a talk alone said so."""
    talks = Screening.objects.system().filter(case_id=happening.case).order_by("at")
    latest = dict(talks.values_list("side_id", "result"))
    if set(latest.values()) - {Screening.JOINT}:
        end_searches_of(happening.case)
