"""What the rooms know of a case, for the state machine."""

from bitim.cases.facts import Contribution, Wanted, contribute, facts_for, facts_of
from bitim.cases.models import Case
from bitim.engines import lifecycle
from bitim.room.models import Meeting


@contribute("meeting_live")
def meeting_facts(case: Case, wanted: Wanted) -> Contribution:
    """Tell whether a meeting is live."""
    live = Meeting.objects.system().filter(case=case, state=Meeting.LIVE).exists()
    return {"meeting_live": live}, {}


def may_sit_together(case: Case) -> bool:
    """Tell whether the sides may be in one room now: the stage, every consent, and nobody kept apart."""
    return not lifecycle.obstacles(facts_for(case, ["talk_jointly"]), "talk_jointly")


def is_apart(case: Case) -> bool:
    """Tell whether this case is held apart: the sides never share a room or a list."""
    return not _holds("not_apart", case)


def is_agreed(case: Case) -> bool:
    """Tell whether every side of the case consents now."""
    return _holds("all_consented", case)


def _holds(guard: str, case: Case) -> bool:
    asked = lifecycle.GUARDS[guard]
    return asked.holds(facts_of(case, asked.reads))
