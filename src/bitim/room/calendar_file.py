"""A calendar file (RFC 5545) that tells an onlooker nothing: a neutral title of the law pack's, chosen by the centre, a
time, and no more.

No name, no place, no link, no word of what it is about; the program that made it is not named either. Its UID is the
same for every edition of one appointment of one person, and two people's files of one meeting have nothing in common:
it is a keyed digest of both ids.
"""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bitim.kernel import keystore
from bitim.kernel.ids import keyed
from bitim.kernel.text import in_language
from bitim.room.queries import Appointment

MADE_BY = "-//calendar//EN"


def uid_of(meeting: UUID, person: UUID) -> str:
    """Return the name of an appointment: stable, and the same for nobody else."""
    return keyed(keystore.store().derived("calendar"), "uid", f"{meeting}:{person}").hex()[:32]


def calendar_file(seen: Appointment) -> bytes:
    """Return the file in the active language and in the person's own time zone."""
    zone = ZoneInfo(seen.zone)
    event = Event()
    event.add("uid", uid_of(seen.meeting, seen.person))
    event.add("dtstamp", seen.changed)
    event.add("sequence", seen.sequence)
    event.add("dtstart", seen.starts.astimezone(zone))
    event.add("dtend", (seen.starts + timedelta(minutes=seen.minutes)).astimezone(zone))
    event.add("summary", in_language(seen.title))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if seen.off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if seen.off else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
