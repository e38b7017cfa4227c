"""Which sessions are alive."""

from collections.abc import Collection
from typing import Any

from django.contrib.sessions.models import Session

from bitim.kernel import clock


def contents(session_keys: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what the sessions hold that exist and have not run out; one query however many keys."""
    if not session_keys:
        return {}
    rows = Session.objects.filter(session_key__in=list(session_keys), expire_date__gt=clock.now())
    return {row.session_key: row.get_decoded() for row in rows}
