"""How a person comes in on a device and goes out.

The session holds ids and the door's generation, never a code, a PIN or a name. Coming in always begins a new session
(a key known before is worth nothing after), and a browser is one person at a time: a door ends a staff login and the
other way round.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.models import Door
from bitim.people import actions, queries
from bitim.people.session_keys import (
    ACTING,
    BY_SHEET,
    DOOR,
    GENERATION,
    LANGUAGE,
    LOCK_PIN,
    LOCK_TRIES,
    LOCKED,
    NEEDS_PIN,
    OF_A_DOOR,
    PERSON,
    PROVED,
    TOUCHED,
)

OWN_DEVICE_DAYS = 30


def enter_door(request: HttpRequest, door: Door, *, needs_pin: bool = False) -> None:
    """Let the person of a door in on this device. With `needs_pin` nothing opens before the PIN is chosen."""
    request.session.flush()
    request.session.update({DOOR: str(door.pk), GENERATION: door.generation, PERSON: str(door.person)})
    if needs_pin:
        request.session[NEEDS_PIN] = True
    if language := queries.language_of(door.person):
        request.session[LANGUAGE] = language
    request.session.save()


def read_in(request: HttpRequest, actor: Actor, language: str) -> None:
    """Show the pages of this device in a language, and remember it as the person's own. Whoever still waits for a
    second person reads in it all the same; on record nothing changes until it is known that it is they."""
    request.session[LANGUAGE] = language
    try:
        actions.choose_language(actor.person, actor=actor, language=language)
    except Refused:
        return


def pin_chosen(request: HttpRequest, *, own_device: bool) -> None:
    """Open the case to the person who has chosen a PIN; on their own device the session lasts longer."""
    request.session.pop(NEEDS_PIN, None)
    request.session.cycle_key()
    if own_device:
        request.session.set_expiry(OWN_DEVICE_DAYS * 24 * 3600)


def leave(request: HttpRequest) -> None:
    """End this device's session."""
    request.session.flush()


def act_as(request: HttpRequest, centre: UUID, role: str) -> None:
    """Remember the chosen role of a staff person."""
    request.session[ACTING] = [str(centre), role]


@receiver(user_logged_in)
def staff_came_in(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """A staff login ends the door that this browser held, and speaks the person's language."""
    for key in (*OF_A_DOOR, ACTING, BY_SHEET, LOCKED, LOCK_PIN, LOCK_TRIES):
        request.session.pop(key, None)
    request.session[PROVED] = request.session[TOUCHED] = clock.now().timestamp()
    if user.person_id and not getattr(request, "came_by_sheet", False):
        actions.end_if_made_by_another(user.person_id)
    if user.person_id and (language := queries.language_of(user.person_id)):
        request.session[LANGUAGE] = language
