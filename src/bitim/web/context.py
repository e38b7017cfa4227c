"""What every page is given besides its own content: languages, theme, the centre, the ways out.

Reads nothing from the database by itself: `request.actor` and `request.centre` are set by the people's middleware
when it ran; a page of refusal or a page shown before that middleware works without them.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from bitim.people import idle, session_keys
from bitim.people.models import CentreRole
from bitim.people.words import role_word
from bitim.web import pilot

THEMES = ("light", "dark")
THEME_COOKIE = "bitim-theme"

# The rail of staff: (key, word, icon, name of the address). A part that is not there is not shown.
RAIL: tuple[tuple[str, Promise | str, str, str], ...] = (
    ("today", _("Today"), "calendar", "desk:today"),
    ("cases", _("Cases"), "list", "desk:cases"),
    ("dialogues", _("Dialogues"), "chat", "dialogue:shelf"),
    ("office", _("Journals"), "edit", "journal:shelf"),
    ("register", _("Register"), "book", "people:register"),
    ("centre", _("Centre"), "centre", "people:centre"),
)
# Parts that some roles alone have; the others are everybody's.
ONLY_FOR: dict[str, tuple[str, ...]] = {
    "office": ("coordinator", "mediator", "head"),
    "dialogues": ("coordinator", "mediator", "head"),
}


# Pages of other domains that the shell links to; the first name that exists is taken.
HOME = ("home", "desk:home")
HELP = ("help", "desk:help", "people:help")
CALL_BACK = ("call_me_back", "desk:call_me_back", "cases:call_me_back")


def address(*names: str) -> str:
    """Return the address of the first named page there is, or nothing when this installation has no such page."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def rail(role: str = "") -> list[dict[str, Any]]:
    """Return the links of staff that exist here, in the fixed order."""
    links = [
        {"key": key, "word": word, "icon": icon, "url": address(name)}
        for key, word, icon, name in RAIL
        if role in ONLY_FOR.get(key, (role,))
    ]
    return [link for link in links if link["url"]]


def shell(request: HttpRequest | None) -> dict[str, Any]:
    """Return the context of the shell; never fails, whatever the request lacks."""
    present = (get_language() or settings.LANGUAGE_CODE)[:2]
    role = getattr(getattr(request, "actor", None), "role", "")
    theme = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    return {
        "languages": [{"code": code, "name": name, "active": code == present} for code, name in settings.LANGUAGES],
        "language": present,
        "language_name": dict(settings.LANGUAGES).get(present, present),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "theme": theme if theme in THEMES else "",
        "centre": getattr(request, "centre", None),
        "actor": getattr(request, "actor", None),
        "here": request.path if request else "/",
        "home_url": address(*HOME) or "/",
        "help_url": address(*HELP),
        "call_back_url": address(*CALL_BACK),
        "quick_exit_url": address("leave"),
        "language_url": address("language"),
        "theme_url": address("theme"),
        "me_url": address("people:me"),
        "role_word": role_word(role),
        # A computer of the centre that is left locks itself (web/lock.py); a party's own phone does not.
        "locks": idle.mark_of(request) if request and role in CentreRole.ROLES else "",
        # Pages that belong to nobody in particular (a refusal, nothing here) keep the rail of a member of staff.
        "shell_base": "base_staff.html" if role in CentreRole.ROLES else "base_public.html",
        "rail": rail(role),
        "shared_device": session_keys.is_shared(getattr(request, "session", {})),
        "is_demo": settings.MODE == "demo",
        "outbox_url": address("demo:outbox"),
        "is_pilot": pilot.is_pilot(),
    }
