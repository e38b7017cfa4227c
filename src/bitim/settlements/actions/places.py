"""Where settlement events go."""

from uuid import UUID

from bitim.cases.models import Case
from bitim.room.models import Space


def table_of(case: Case) -> UUID:
    """Return the audience of the joint table: the joint room; before there is one, the case's staff."""
    space = Space.objects.system().filter(case=case, kind=Space.JOINT).values_list("pk", flat=True).first()
    return space or case.pk
