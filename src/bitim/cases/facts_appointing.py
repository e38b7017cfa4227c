"""Which side has accepted which mediator: what opens a private room to a mediator, and what the agreement waits for."""

from collections.abc import Iterable
from uuid import UUID

from bitim.cases.models import Acceptance, Appointment, Participant


def accepted_by(case: UUID) -> dict[UUID, dict[UUID, bool]]:
    """Return, for each mediator who takes part now, the sides that have accepted them, and whether the mediator may
    read what was said before in that side's private room. One question."""
    rows = Participant.objects.system().filter(case=case, role__in=Participant.MEDIATOR_ROLES, ended=None)
    said = "appointment__acceptances"
    found: dict[UUID, dict[UUID, bool]] = {}
    for person, state, side, answer, earlier in rows.values_list(
        "person_id", "appointment__state", f"{said}__side_id", f"{said}__answer", f"{said}__earlier"
    ):
        accepted = found.setdefault(person, {})
        if state == Appointment.ACCEPTED and answer == Acceptance.ACCEPTED and side is not None:
            accepted[side] = bool(earlier)
    return found


def unaccepting_sides(sides: Iterable[UUID], accepted: dict[UUID, dict[UUID, bool]]) -> set[UUID]:
    """Return the sides that have not accepted every mediator."""
    return {side for side in sides if any(side not in said for said in accepted.values())}
