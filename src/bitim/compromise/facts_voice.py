"""Which sides speak by voice, so that somebody writes for them: stricter than for a mark on the table, since whoever
writes for a side reads what that side has written."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from bitim.cases.facts_reading import GONE
from bitim.cases.models import Case, Invitation, Participant
from bitim.cases.models_reading import ReadBack
from bitim.compromise.models import Part
from bitim.kernel.models import Door


def by_voice(case: Case) -> frozenset[UUID]:
    """Return the sides of which nobody has, or ever had, a way in of their own, and somebody came in person or answered
    a call that counted. Somebody who left counts as well: what they wrote on their own device was not written for the
    mediator. Three questions at most, however many sides."""
    people = Participant.objects.system().filter(case=case, role__in=Participant.SIDE_ROLES)
    rows = people.exclude(side__state__in=GONE).values_list("side_id", "person_id", "seen_at", "unconfirmed", "ended")
    everybody = list(rows)
    own = Invitation.objects.system().filter(pk=OuterRef("subject"), case=case, person=OuterRef("person"))
    doors = Door.objects.system().filter(person__in={person for _side, person, *_more in everybody})
    doors = doors.filter(Q(subject=case.pk) | Q(Exists(own), opened__isnull=False))
    online = set(doors.values_list("person", flat=True))
    closed = {side for side, person, *_more in everybody if person in online}
    here = [row for row in everybody if row[0] not in closed and row[3] is None and row[4] is None]
    found = {side for side, _person, seen, *_more in here if seen is not None}
    if {side for side, *_more in here} - found:
        calls = ReadBack.objects.system().filter(case=case, state=ReadBack.COUNTED).values_list("side_id", "person_id")
        heard = set(calls)
        found |= {side for side, person, *_more in here if (side, person) in heard}
    return frozenset(found)


def speaks_for_side(part: Part, person: UUID) -> bool:
    """Tell whether a side speaks by voice, and this is one of its people whose word counts."""
    if part.side_id not in by_voice(part.search.case):
        return False
    rows = Participant.objects.system().filter(side_id=part.side_id, person_id=person, ended=None, unconfirmed=None)
    return rows.filter(role__in=Participant.SIDE_ROLES).exists()


def writes_no_more(part: Part) -> bool:
    """Tell whether whoever wrote for a side mediates in the case no more, or nobody wrote."""
    if part.told_to_id is None:
        return True
    rows = Participant.objects.system().filter(case=part.search.case_id, person_id=part.told_to_id, ended=None)
    return not rows.filter(role__in=Participant.MEDIATOR_ROLES).exists()
