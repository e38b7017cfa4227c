"""What ends a search or a bidding by itself: a consent taken back, sides held apart from now on, a case that closes. No
side comes to a case that has left its first stage."""

from uuid import UUID

from bitim.cases.events import CaseClosed, ConsentWithdrawn, ModeSwitched, SideScreened
from bitim.cases.models import Case, Screening
from bitim.compromise.actions.bidding import end_biddings_of
from bitim.compromise.actions.offering import end_searches_of
from bitim.kernel.access import Actor
from bitim.kernel.record import on


def end_all_of(case: UUID) -> None:
    """End whatever is open. Runs inside another action of the case."""
    end_searches_of(case)
    end_biddings_of(case)


def its_ground_is_gone(happening: ConsentWithdrawn | CaseClosed, actor: Actor) -> None:
    """No list and no bid is kept of whoever does not want it any more."""
    end_all_of(happening.case)


on(ConsentWithdrawn)(its_ground_is_gone)
on(CaseClosed)(its_ground_is_gone)


@on(ModeSwitched)
def sides_are_held_apart(happening: ModeSwitched, actor: Actor) -> None:
    """Sides that do not meet look for no package together."""
    if Case.objects.system().filter(pk=happening.case, mode="shuttle").exists():
        end_all_of(happening.case)


@on(SideScreened)
def a_talk_showed_that_it_does_not_suit(happening: SideScreened, actor: Actor) -> None:
    """Neither do sides of whom a talk alone said so."""
    talks = Screening.objects.system().filter(case_id=happening.case).order_by("at")
    latest = dict(talks.values_list("side_id", "result"))
    if set(latest.values()) - {Screening.JOINT}:
        end_all_of(happening.case)
