"""What an open page of the table carries, so that it hears when somebody else changes what it shows."""

from uuid import UUID

from django.db.models import QuerySet

from bitim.kernel import live, membership
from bitim.kernel.access import Actor
from bitim.room.models import Space
from bitim.settlements.models import Document


def line_of_text(actor: Actor, document_id: UUID) -> dict[str, str]:
    """Return the line for the page of a text. Take it before reading anything that the page shows: a change in
    between is then told, never missed. Empty for who does not sit at the joint table."""
    cases = Document.objects.system().filter(pk=document_id).values("case")
    return _line(actor, Space.objects.system().filter(case__in=cases, kind=Space.JOINT), document_id)


def line_of_questions(actor: Actor, case_id: UUID) -> dict[str, str]:
    """Return the line for the page of a case's questions; the same rules."""
    return _line(actor, Space.objects.system().filter(case=case_id, kind=Space.JOINT), case_id)


def line_about(actor: Actor, case_id: UUID, about: UUID) -> dict[str, str]:
    """Return the line for the page of another thing that lies on a case's table; the same rules."""
    return _line(actor, Space.objects.system().filter(case=case_id, kind=Space.JOINT), about)


def _line(actor: Actor, tables: "QuerySet[Space]", about: UUID) -> dict[str, str]:
    """Held apart, a side has no line: the moment in which the other side writes is not for it."""
    if actor.role == "party":
        tables = tables.exclude(case__mode="shuttle")
    table: UUID | None = tables.values_list("pk", flat=True).first()
    if table is None or actor.person is None or not membership.is_member(table, actor.person):
        return {}
    return live.embed(actor.person, [table]) | {"table": str(table), "about": str(about)}
