"""The pages of a door: the code, the link, the PIN, the way back.

GET never uses anything up (messengers open links to draw previews); only a POST with the right answer opens.
Whatever is wrong, the answer is the same page with the same words.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bitim.kernel import doors
from bitim.kernel.access import Actor
from bitim.kernel.doors import Door
from bitim.people import actions, session_keys, sessions
from bitim.people.forms import AnswerForm, CodeForm, PinForm

NOT_RIGHT = 422


def door_home(door: Door) -> str:
    """Return where the person of a door goes; the start when no domain has said."""
    home = doors.HOMES.get(door.purpose)
    return home(door.person, door.subject) if home else "/"


def _see(place: str) -> HttpResponse:
    response = HttpResponseRedirect(place)
    response.status_code = 303
    return response


def _held(request: HttpRequest) -> Door | None:
    """Return the door that this device is in by, as the middleware found it."""
    door: Door | None = getattr(request, "door", None)
    return door


def _go_on(request: HttpRequest, door: Door) -> HttpResponse:
    waits = request.session.get(session_keys.NEEDS_PIN) and door.pin is None
    return _see(reverse("people:pin") if waits else door_home(door))


def _let_in(request: HttpRequest, door: Door) -> HttpResponse:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    sessions.enter_door(request, door, needs_pin=door.pin is None)
    if chosen in dict(settings.LANGUAGES) and door.pin is None:
        # Somebody else wrote down in which language this person reads; they themselves have just said it.
        sessions.read_in(request, Actor(door.person, "party"), chosen)
    return _go_on(request, door)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """I have a code: twelve digits and the answer."""
    shut = False
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        door = doors.open_by_code(form.cleaned_data["code"], form.cleaned_data["answer"])
        if door is not None:
            return _let_in(request, door)
        shut = True
    form.forget_answer()
    held = _held(request)
    context = {"form": form, "shut": shut, "held": held, "home": door_home(held) if held else ""}
    return render(request, "people/code.html", context, status=NOT_RIGHT if shut or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A link or QR: a neutral door that says nothing of what is behind it before the answer is right."""
    held = _held(request)
    if held is not None and request.method != "POST":
        known = doors.find_link(token)
        if known is not None and known.pk == held.pk:
            return _go_on(request, held)
    shut = False
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        door = doors.open_by_link(token, form.cleaned_data["answer"])
        if door is not None:
            return _let_in(request, door)
        shut = True
    form.forget_answer()
    context = {"form": form, "shut": shut}
    return render(request, "people/link.html", context, status=NOT_RIGHT if shut or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest) -> HttpResponse:
    """Choose a PIN, then see once the code to come back with. That answer is given to the POST itself: a code that
    waited in a session for the next page would lie in the database."""
    door = _held(request)
    if door is None:
        return _see(reverse("people:code"))
    if session_keys.is_shared(request.session):
        return _see(reverse("people:device"))
    if door.pin is not None:
        return _go_on(request, door)
    form = PinForm(request.POST or None, door=door)
    if request.method == "POST" and form.is_valid():
        back = actions.choose_pin(door, form.cleaned_data["pin"])
        sessions.pin_chosen(request, own_device=form.cleaned_data["own_device"])
        if back is None:
            return _see(door_home(door))
        context: dict[str, Any] = {"back": back, "home": door_home(door), "days": actions.RETURN_CODE_DAYS}
        return render(request, "people/way_back.html", context)
    return render(request, "people/pin.html", {"form": form}, status=NOT_RIGHT if form.errors else 200)


@require_safe
def lost(request: HttpRequest) -> HttpResponse:
    """How to get a new code: by calling, never from this page."""
    return render(request, "people/lost.html")
