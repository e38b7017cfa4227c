"""The only clock of the house: domains and engines never ask the system for the time."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.utils import timezone

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _source() if _source else datetime.now(UTC)


def today() -> date:
    """Return today's date in the server's own time zone (deadlines are civil days)."""
    return timezone.localtime(now()).date()


def set_source(source: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests, the demo world); None restores the system's."""
    global _source
    _source = source
