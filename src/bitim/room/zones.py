"""Time zones as people name them: by a city whose clock everybody there knows. Data only; offsets come from the
time zone database."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bitim.kernel import dates

ZONES = {
    "Asia/Almaty": _("Almaty"),
    "Asia/Tashkent": _("Tashkent"),
    "Asia/Bishkek": _("Bishkek"),
    "Asia/Dushanbe": _("Dushanbe"),
    "Europe/Moscow": _("Moscow"),
    "Asia/Yekaterinburg": _("Yekaterinburg"),
    "Asia/Novosibirsk": _("Novosibirsk"),
    "Europe/Sofia": _("Sofia"),
    "Europe/Istanbul": _("Istanbul"),
    "Europe/Berlin": _("Berlin"),
    "Europe/London": _("London"),
    "Asia/Dubai": _("Dubai"),
    "Asia/Seoul": _("Seoul"),
    "America/New_York": _("New York"),
}


def offset_words(moment: datetime, zone: str) -> str:
    """Return `UTC+5` or `UTC+5:30` for a moment in a zone."""
    delta = moment.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(delta.total_seconds() // 60) if delta else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def zone_words(moment: datetime, zone: str) -> str:
    """Return a zone as it is named beside a time: the city, where we have its name, and the distance from UTC."""
    offset = offset_words(moment, zone)
    return f"{ZONES[zone]}, {offset}" if zone in ZONES else offset


def time_words(moment: datetime, zone: str, home: str, *, weekday: bool = True) -> str:
    """Write a moment by the reader's clock; the zone is named when that clock differs from the centre's."""
    with timezone.override(ZoneInfo(zone)):
        words = dates.moment_words(moment, get_language() or "en", year=False, weekday=weekday)
    here, there = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(home))
    return words if here.utcoffset() == there.utcoffset() else f"{words} ({zone_words(moment, zone)})"
