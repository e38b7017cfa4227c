"""What the rooms know of a case, for the state machine."""

from bitim.cases.facts import Contribution, contribute, facts_of
from bitim.cases.models import Case
from bitim.engines import lifecycle
from bitim.room.models import Meeting


@contribute
def meeting_facts(case: Case) -> Contribution:
    """Tell whether a meeting is live."""
    live = Meeting.objects.system().filter(case=case, state=Meeting.LIVE).exists()
    return {"meeting_live": live}, {}


def may_sit_together(case: Case) -> bool:
    """Tell whether the sides may be in one room now: the stage, every consent, and nobody kept apart."""
    return not lifecycle.obstacles(facts_of(case), "talk_jointly")


def is_apart(case: Case) -> bool:
    """Tell whether this case is held apart: the sides never share a room or a list."""
    return not lifecycle.GUARDS["not_apart"].holds(facts_of(case))


def is_agreed(case: Case) -> bool:
    """Tell whether every side of the case consents now."""
    return bool(lifecycle.GUARDS["all_consented"].holds(facts_of(case)))
