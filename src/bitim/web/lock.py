"""The lock of a shared computer: the middleware that puts it on, the page that takes it off.

A form that comes too late loses nothing: its words come back in the very page that asks for the PIN, and go where
they were meant to once it is right.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from bitim.kernel.access import NotFound
from bitim.people import idle, queries, session_keys
from bitim.web.errors import shown_words, words_sent

Answer = Callable[[HttpRequest], HttpResponse]
LOCKED = 403


class LockWhenIdle:
    """A sign-in of staff that was left for ten minutes shows nothing until its person opens it again."""

    # What shows nobody's affairs: the lock itself, going out, the shell's switches.
    OPEN = ("/staff/locked/", "/staff/logout/", "/language/", "/theme/", "/leave/", "/page/", "/healthz", "/static/")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Show the lock, or note the touch and go on."""
        if not session_keys.is_staff(request.session):
            return self.get_response(request)
        if not idle.is_locked(request):
            idle.touch(request)
            return self.get_response(request)
        idle.lock(request)
        if request.path.startswith(self.OPEN):
            return self.get_response(request)
        if request.method != "POST":
            return HttpResponseRedirect(f"{reverse('locked')}?{urlencode({'next': request.path})}")
        if idle.FIELD in request.POST and idle.unlock(request, request.POST[idle.FIELD]):
            return self.get_response(request)
        return _page(request, action=request.path, wrong=idle.FIELD in request.POST)


@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """The lock: a PIN opens it and leads back to where the work was left."""
    if not session_keys.is_staff(request.session):
        raise NotFound
    place = _place(request)
    if not idle.is_locked(request):
        return HttpResponseRedirect(place)
    typed = request.POST.get(idle.FIELD, "")
    if request.method == "POST" and idle.unlock(request, typed):
        response = HttpResponseRedirect(place)
        response.status_code = 303
        return response
    return _page(request, action=reverse("locked"), wrong=request.method == "POST", place=place)


@require_POST
def lock_now(request: HttpRequest) -> HttpResponse:
    """Lock at once: somebody comes to the desk."""
    if not session_keys.is_staff(request.session):
        raise NotFound
    idle.lock(request)
    # Under a new key: what was asked before the press and is answered after it finds no sign-in to write back unlocked.
    request.session.cycle_key()
    response = HttpResponseRedirect(f"{reverse('locked')}?{urlencode({'next': _place(request)})}")
    response.status_code = 303
    return response


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody presses, types or turns the wheel: the middleware has noted when."""
    if not session_keys.is_staff(request.session):
        raise NotFound
    return HttpResponse(status=204)


def _page(request: HttpRequest, *, action: str, wrong: bool, place: str = "") -> HttpResponse:
    if not request.user.is_authenticated:  # the last wrong try ended the sign-in
        return HttpResponseRedirect(reverse("account_login"))
    words, complete = words_sent(request) if request.method == "POST" and action == request.path else ([], False)
    person = request.user.person_id
    context = {
        "name": queries.person_name(person) if person else "",
        "can_open": idle.can_open(request),
        "wrong": wrong,
        "words": words if complete else [],
        "shown": shown_words(words),
        "complete": complete,
        "action": action,
        "place": place,
        "by_voice": _is_by_voice(place or action),
        "unlock_field": idle.FIELD,
    }
    return render(request, "web/locked.html", context, status=LOCKED if request.method == "POST" else 200)


def _is_by_voice(place: str) -> bool:
    """Tell whether the page that is locked is that of a meeting by voice: there the lock ends more than it hides."""
    try:
        return resolve(urlsplit(place).path).view_name == "room:call"
    except Resolver404:
        return False


def _place(request: HttpRequest) -> str:
    """Return where to go afterwards: a page of this host, else the day."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") and not wanted.startswith("//") else "/today/"
