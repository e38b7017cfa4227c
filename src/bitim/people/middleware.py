"""Who is acting in this request: a staff person in one role, a person who came by a door, or a visitor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from bitim.kernel import doors
from bitim.kernel.access import VISITOR, Actor
from bitim.people import idle, queries, session_keys
from bitim.people.adapters import proved_lately

Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Put `request.actor` and `request.centre`, checked anew on every request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the actor, then go on."""
        asking: Any = request
        asking.actor = actor = actor_of(request)
        asking.centre = SimpleLazyObject(lambda: queries.centre_shown(actor, getattr(request, "door", None)))
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts. A door closed or issued anew, an ended role or a stopped account count at once."""
    session = request.session
    if session_keys.is_staff(session) and not idle.is_locked(request):
        account: Any = request.user
        if account.is_authenticated and account.person_id:
            return queries.staff_actor(account.person_id, session_keys.acting(session)) or VISITOR.fresh()
    held = session_keys.door_of(session)
    if held is None:
        return VISITOR.fresh()
    door = doors.is_in(*held)
    if door is None:
        session.flush()
        return VISITOR.fresh()
    asking: Any = request
    asking.door = door
    if session.get(session_keys.NEEDS_PIN):
        return VISITOR.fresh()
    return queries.door_actor(door)


class SecondFactorFirst:
    """Where the centre demands it (BITIM_MFA=required), staff set up a second factor before anything else.

    The first one is set up only right after signing in: otherwise whoever finds an open computer would make
    themselves a way back.
    """

    # Setting it up, leaving, and the parts of the shell that show no one's affairs.
    OPEN = (
        "/staff/mfa/",
        "/staff/logout/",
        "/staff/again/",
        "/staff/locked/",
        "/language/",
        "/theme/",
        "/leave/",
        "/static/",
    )
    SET_UP = ("/staff/mfa/totp/activate/", "/staff/mfa/webauthn/add/")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the set-up page, or go on."""
        if not session_keys.is_staff(request.session):
            return self.get_response(request)
        setting_up = request.path.startswith(self.SET_UP)
        # A printed code came with a PIN: two things already.
        by_sheet = request.session.get(session_keys.BY_SHEET)
        waits = settings.MFA_REQUIRED_FOR_STAFF and not by_sheet and not request.path.startswith(self.OPEN)
        account: Any = request.user
        if (waits or setting_up) and account.is_authenticated and not queries.has_second_factor(account.pk):
            if waits:
                words = _("Your centre asks for a second step: set one up, then go on with your work.")
                messages.warning(request, words)
                return redirect("mfa_index")
            if not proved_lately(request):
                return redirect("people:again")
        return self.get_response(request)
