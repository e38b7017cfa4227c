"""Who is found by a mark, for callers that have already decided that they may look."""

from collections.abc import Iterable
from uuid import UUID

from bitim.people.models import Mark


def owners_of(found: Iterable[bytes]) -> list[tuple[UUID, str]]:
    """Return (owner, what) of everybody who has one of these marks, each once."""
    rows = Mark.objects.system().filter(digest__in=list(found)).order_by().values_list("owner", "what")
    return list(rows.distinct())
