"""Who may vouch for somebody of a side: never the one member of staff who could have come in their place.

Whoever wrote a person down may have made them up; whoever sent their invitation may have kept the code. So another one
looks. Where a centre has nobody else, the work goes on, and the record says that one person did it alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from bitim.cases.models import Case, Hand, Participant
from bitim.cases.models_reading import ReadBack
from bitim.people.models import CentreRole

Talks = Iterable[tuple[UUID, UUID, UUID]]  # side, with whom, by whom


def hands_on(participant: Participant) -> set[UUID]:
    """Return the staff who could have come as this participant: whoever gave out the code that is doubted; of somebody
    added to a side also everybody who had a hand in the invitation."""
    found = {participant.reissued_by_id} if participant.reissued_by_id else set()
    if participant.added:
        rows = Hand.objects.system().filter(
            invitation__case_id=participant.case_id, invitation__person_id=participant.person_id
        )
        found |= set(rows.values_list("by_id", flat=True))
    return found


def let_in(participant: Participant) -> set[UUID]:
    """Return the staff on whose word this person is in the case: whoever noted that they came; while nobody had them
    before them, whoever had a hand in their invitation or called them."""
    if participant.seen_by_id:
        return {participant.seen_by_id}
    of_case, person = participant.case_id, participant.person_id
    rows = Hand.objects.system().filter(invitation__case_id=of_case, invitation__person_id=person)
    calls = ReadBack.objects.system().filter(case_id=of_case, person_id=person, state=ReadBack.COUNTED)
    return {*rows.values_list("by_id", flat=True), *calls.values_list("by_id", flat=True)}


def staff_of(case: Case) -> set[UUID]:
    """Return everybody who could be asked to look: coordinators and mediators of the centre, mediators of the case."""
    roles = CentreRole.objects.system().filter(
        centre_id=case.centre_id, role__in=(CentreRole.COORDINATOR, CentreRole.MEDIATOR), ended=None
    )
    return set(roles.values_list("person_id", flat=True)) | _mediators(case)


def _mediators(case: Case) -> set[UUID]:
    rows = Participant.objects.system().filter(case=case, role__in=Participant.MEDIATOR_ROLES, ended=None)
    return set(rows.values_list("person_id", flat=True))


def is_alone(case: Case, person: UUID) -> bool:
    """Tell whether the centre has nobody else who could look."""
    return not staff_of(case) - {person}


def unmet_sides(case: Case, talks: Talks) -> set[UUID]:
    """Return the sides of which nobody was spoken with by anybody else than who invited them.

    A side with somebody who was not invited by staff (who asked for the mediation) is none of them. A mediator may
    send an invitation and hold the talk: they hear the side in any case; not so whoever wrote the person down. When
    everybody at the centre had a hand in it, it is enough not to have written the person down; when one person is the
    whole centre, that one's talk counts.
    """
    hands = list(
        Hand.objects.system()
        .filter(invitation__case=case)
        .values_list("invitation__side_id", "invitation__person_id", "by_id", "kind")
    )
    if not hands:
        return set()
    invited = {(side, person) for side, person, _by, _kind in hands}
    here: dict[UUID, set[UUID]] = defaultdict(set)
    present = Participant.objects.system().filter(case=case, role__in=Participant.SIDE_ROLES, ended=None)
    for side, person in present.values_list("side_id", "person_id"):
        here[side].add(person)
    doubted = {side for side, people in here.items() if all((side, person) in invited for person in people)}
    if not doubted:
        return set()
    staff, mediators = staff_of(case), _mediators(case)
    barred = {
        person: _barred(staff, mediators, {(by, kind) for _s, one, by, kind in hands if one == person})
        for _side, person, _by, _kind in hands
    }
    met = {side for side, person, by in talks if person in here[side] and by not in barred.get(person, set())}
    return doubted - met


def _barred(staff: set[UUID], mediators: set[UUID], hands: set[tuple[UUID, str]]) -> set[UUID]:
    """Return the strictest bar that leaves somebody at the centre who may vouch."""
    prepared = {by for by, kind in hands if kind == Hand.PREPARED}
    sent = {by for by, kind in hands if kind == Hand.SENT}
    return next((bar for bar in (prepared | (sent - mediators), prepared) if staff - bar), set())
