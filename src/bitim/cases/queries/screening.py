"""What was said alone, and what was consented to."""

from uuid import UUID

from bitim.cases.models import Case, Consent, Screening
from bitim.cases.permissions import P
from bitim.cases.predicates import side_of
from bitim.kernel.access import Actor, NotFound, decide, require_visible


def screening_for(actor: Actor, screening_id: UUID) -> Screening:
    """Return one talk with a side alone, for the mediator and for whoever held it; NotFound otherwise."""
    found = Screening.objects.system().select_related("case", "side", "person").filter(pk=screening_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_SCREENING, found)
    return found


def screenings_for(actor: Actor, case: Case) -> dict[UUID, Screening | None]:
    """Return, for staff, each side that was spoken with: its newest talk where the actor may read it, else None."""
    require_visible(actor, P.SEE_RECORD, case)
    newest: dict[UUID, Screening] = {}
    rows = Screening.objects.system().filter(case=case).select_related("case", "side", "person").order_by("at", "pk")
    for screening in rows:
        newest[screening.side_id] = screening
    return {side: row if decide(actor, P.SEE_SCREENING, row) else None for side, row in newest.items()}


def consents_for(actor: Actor, case: Case) -> list[Consent]:
    """Return every consent of the case for staff, the own side's for a party; newest first."""
    require_visible(actor, P.SEE_CASE, case)
    rows = Consent.objects.system().filter(case=case).select_related("side", "person").order_by("-given")
    if not decide(actor, P.SEE_RECORD, case):
        mine = side_of(actor, case)
        rows = rows.filter(side_id=mine) if mine else rows.none()
    return list(rows)
