"""A shared device: the centre's computer, one telephone of a family. It opens by a PIN, locks itself when nobody has
pressed anything for some minutes, and is cleared on leaving. All of it on the server: no script has to run for it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.kernel.models import Door
from bitim.people import session_keys, sessions
from bitim.people.forms_device import DevicePinForm
from bitim.people.middleware import Answer

LASTS = 4 * 3600  # seconds: longer than a meeting, shorter than a day
# Where a locked device may still go: its PIN, leaving, and parts of the shell that show no one's affairs.
OPEN = ("/device/", "/leave/", "/page/", "/language/", "/theme/", "/static/", "/help/", "/call-me-back/")
FRESH = 20  # seconds within which a press need not be written down again


# Filled by higher layers: whether others sit at a person's screen in a case now.
SCREENS: list[Callable[[Actor, UUID], bool]] = []


def asks_pin(request: HttpRequest, case: UUID, aim: str) -> HttpResponse | None:
    """Return the way to the PIN where what is private to a side has to wait for it, because others sit at this screen;
    None where it may be shown. From then on this device counts as shared. `aim`: where to go on afterwards."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.role != "party" or session_keys.is_shared(request.session):
        return None
    if not any(is_shared(actor, case) for is_shared in SCREENS):
        return None
    share(request, aim)
    return _to_pin()


def _to_pin() -> HttpResponse:
    answer = HttpResponseRedirect(reverse("people:device"))
    answer.status_code = 303
    return answer


def share(request: HttpRequest, aim: str = "") -> None:
    """Say that others use this device too, and ask for the PIN before anything else."""
    request.session.update({session_keys.SHARED: True, session_keys.NEEDS_PIN: True, session_keys.AIM: aim})
    request.session.set_expiry(LASTS)


def hand_over(request: HttpRequest, door: Door) -> None:
    """End whatever login this device holds and give it to the person of a door; nothing opens before their PIN."""
    sessions.enter_door(request, door, needs_pin=True)
    share(request)


def unlock(request: HttpRequest) -> str:
    """Open the device to the person whose PIN was right; return where they were going."""
    aim: str = request.session.pop(session_keys.AIM, "")
    request.session.pop(session_keys.NEEDS_PIN, None)
    request.session[session_keys.SHARED] = True
    request.session[session_keys.SEEN] = clock.now().timestamp()
    request.session.cycle_key()
    request.session.set_expiry(LASTS)
    return aim


def is_press(request: HttpRequest) -> bool:
    """Tell whether a person did this: opened a page or sent something. What a page does by itself (looking for news,
    saying that it is still open) keeps no device awake that its person has left."""
    if request.GET.get("part"):
        return False
    return request.method == "POST" or request.headers.get("Sec-Fetch-Dest", "document") == "document"


class SharedDevice:
    """Lock a shared device that nobody uses, and lead whoever comes to it to the page of the PIN."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lock, lead to the PIN, or go on."""
        session: Any = request.session
        if not session_keys.is_shared(session):
            return self.get_response(request)
        now = clock.now().timestamp()
        if session_keys.is_locked(session, now):
            if not session.get(session_keys.NEEDS_PIN):
                session[session_keys.NEEDS_PIN] = True
                session[session_keys.AIM] = request.path if request.method == "GET" else ""
            if not request.path.startswith(OPEN):
                return self._ask(request)
        elif is_press(request) and now - float(session.get(session_keys.SEEN) or 0) > FRESH:
            session[session_keys.SEEN] = now
        return self.get_response(request)

    def _ask(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Dest") == "empty":  # a script asked: its page is replaced by this one
            return render(request, "people/device.html", {"form": DevicePinForm(), "kind": "pin"}, status=409)
        return _to_pin()
