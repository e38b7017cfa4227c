"""Who can have said something before the mediator: somebody who was in the room. Whoever is at home is read to."""

from collections.abc import Iterable
from uuid import UUID

from bitim.cases.facts_reading import sides_by_voice
from bitim.cases.models import Case, Participant, Side
from bitim.room.models import Attendance


def sat_before_the_mediator(sides: Iterable[UUID]) -> set[UUID]:
    """Return the sides of which somebody was seen in person, or sits in the room of a meeting that goes on now."""
    rows = Participant.objects.system().filter(
        side__in=list(sides), ended=None, unconfirmed=None, role__in=Participant.SIDE_ROLES
    )
    people = list(rows.values_list("pk", "side_id", "seen_at"))
    seen = {side for _pk, side, seen_at in people if seen_at is not None}
    here = Attendance.objects.system().filter(
        participant__in=[pk for pk, _side, _seen in people],
        channel__in=(Attendance.IN_ROOM, Attendance.SHARED),
        came__isnull=False,
        gone=None,
    )
    sitting = set(here.values_list("participant_id", flat=True))
    return seen | {side for pk, side, _seen in people if pk in sitting}


def sides_at_home(case: Case) -> list[tuple[Side, UUID]]:
    """Return the sides whose word on a clause is asked by telephone, each with whom to call."""
    by_voice = sides_by_voice(case)
    heard = sat_before_the_mediator(side.pk for side in by_voice)
    found = []
    for side in by_voice:
        if side.pk in heard:
            continue
        people = Participant.objects.system().filter(side=side, ended=None, role__in=Participant.SIDE_ROLES)
        who = people.filter(unconfirmed=None).order_by("-signs", "since", "pk").values_list("person_id", flat=True)
        found.append((side, who[0]))
    return found
