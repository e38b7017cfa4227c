"""By whose clock the hours are read in which a person wants to be reached: their own, else their centre's. The
server's own time zone is nobody's."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bitim.kernel import clock, doors
from bitim.people.models import Centre, CentreRole, Person


def zone_of(*names: str) -> ZoneInfo:
    """Return the first time zone whose name is known, else UTC."""
    for name in names:
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return ZoneInfo("UTC")


def home_of(person: UUID, about: UUID | None) -> str:
    """Return the time zone of the centre behind a case, an invitation, a request or whatever else a door leads to;
    without one, of a centre at which the person works, else of the centre that was here first."""
    rows = Centre.objects.system()
    if about is not None:
        behind = next((found for ask in doors.CENTRES.values() if (found := ask(about))), None)
        if behind is not None:
            return str(rows.values_list("time_zone", flat=True).get(pk=behind))
    works = CentreRole.objects.system().filter(person_id=person, ended=None).order_by("since")
    zone = works.values_list("centre__time_zone", flat=True).first()
    return zone or rows.order_by("made").values_list("time_zone", flat=True).first() or ""


def home_zone(centre: UUID | None) -> str:
    """Return the time zone of a centre by its name; empty where there is no such centre."""
    rows = Centre.objects.system().filter(pk=centre) if centre else Centre.objects.system().none()
    return rows.values_list("time_zone", flat=True).first() or ""


def now_for(person: Person, home: str) -> datetime:
    """Return this moment as the clock on a person's wall shows it; `home`: the time zone of their centre."""
    return clock.now().astimezone(zone_of(person.time_zone, home))
