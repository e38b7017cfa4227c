"""The pages of a shared device: its PIN, and leaving so that nothing stays."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from bitim.kernel import doors
from bitim.kernel.doors import Door
from bitim.people import actions, session_keys, sessions, shared
from bitim.people.forms_device import DeviceCodeForm, DeviceNewPinForm, DevicePinForm
from bitim.people.views.doors import NOT_RIGHT, _held, _see, door_home

DAYS = 1  # the code to come back with on a shared device; the door itself is shut when the meeting ends


@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Ask for the PIN of whoever holds this device; let one who has none choose it; ask a newcomer for code and PIN."""
    door = _held(request)
    if door is None:
        return _newcomer(request)
    if not session_keys.is_shared(request.session):
        return _see(door_home(door))
    return _choose(request, door) if door.pin is None else _pin(request, door)


def _newcomer(request: HttpRequest) -> HttpResponse:
    form, shut = DeviceCodeForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        door = doors.open_by_code(form.cleaned_data["code"], form.cleaned_data["answer"])
        if door is not None:
            shared.hand_over(request, door)
            if door.pin is None:
                return _see(reverse("people:device"))
            shared.unlock(request)
            return _see(door_home(door))
        shut = True
    form.forget_answer()
    return _page(request, "code", form, shut=shut)


def _pin(request: HttpRequest, door: Door) -> HttpResponse:
    form, shut = DevicePinForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        if doors.is_pin(door, form.cleaned_data["pin"]):
            return _see(_safe(request, shared.unlock(request)) or door_home(door))
        shut = True
    return _page(request, "pin", DevicePinForm() if shut else form, shut=shut)


def _choose(request: HttpRequest, door: Door) -> HttpResponse:
    form = DeviceNewPinForm(request.POST or None, door=door)
    if request.method == "POST" and form.is_valid():
        back = actions.choose_pin(door, form.cleaned_data["pin"], DAYS)
        if back is None:
            return _see(reverse("people:device"))
        shared.unlock(request)
        return render(request, "people/way_back.html", {"back": back, "home": door_home(door), "days": DAYS})
    return _page(request, "choose", form)


def _page(request: HttpRequest, kind: str, form: object, *, shut: bool = False) -> HttpResponse:
    status = NOT_RIGHT if shut or getattr(form, "errors", None) else 200
    return render(request, "people/device.html", {"kind": kind, "form": form, "shut": shut}, status=status)


def _safe(request: HttpRequest, aim: str) -> str:
    return aim if aim.startswith("/") and url_has_allowed_host_and_scheme(aim, {request.get_host()}) else ""


# Like leaving fast, this must work from a page that has been open for hours; a foreign page gets the redirect alone.
@csrf_exempt
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Leave and clear: end this device's session, have the browser forget all it holds, begin at the PIN page."""
    answer = _see(reverse("people:device"))
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return answer
    sessions.leave(request)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        answer.delete_cookie(name)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer
