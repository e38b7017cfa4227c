"""`{{ meeting|meeting_time }}`: when a meeting is, by the reader's own clock."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bitim.room import zones

register = template.Library()


@register.filter
def meeting_time(seen: Any) -> SafeString:
    """Write when a meeting or a proposed time begins; `seen` has `starts`, `zone` (the reader's) and `home`."""
    words = zones.time_words(seen.starts, seen.zone, seen.home)
    return format_html('<time datetime="{}">{}</time>', seen.starts.isoformat(), words)
