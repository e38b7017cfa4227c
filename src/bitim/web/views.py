"""The shell's own addresses: language, theme, leaving fast, the neutral page, the pulse, the design page."""

import calendar
import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from bitim.kernel import clock, dates
from bitim.kernel.access import Actor
from bitim.people import sessions
from bitim.web import design_samples
from bitim.web.context import THEME_COOKIE, THEMES

log = logging.getLogger("bitim.web")
YEAR = 60 * 60 * 24 * 365


def safe_next(request: HttpRequest) -> str:
    """Return where to go after a switch: a page of this host only, else the start."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else "/"


def _see(place: str) -> HttpResponse:
    response = HttpResponseRedirect(place)
    response.status_code = 303
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, secure=settings.TLS, httponly=True, samesite="Lax")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie, and as the person's own where one is known; go back to the page."""
    response = _see(safe_next(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and actor.person is not None and not actor.guest:
            sessions.read_in(request, actor, chosen)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark; an empty choice follows the device again."""
    response = _see(safe_next(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        _keep(response, THEME_COOKIE, chosen)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


# Leaving must work from a page that has been open for hours, so it asks for no form key. A foreign page that posts
# here gets only the redirect: nothing of the reader's is ended.
@csrf_exempt
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave this house fast: end the session, clear what the browser holds, show a page that says nothing."""
    response = _see("/page/")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return response
    try:
        request.session.flush()
    except Exception:  # noqa: BLE001 - whatever fails here, the person must still get away
        log.warning("a session could not be ended on the server")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, THEME_COOKIE):
        response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@require_safe
def neutral(request: HttpRequest) -> HttpResponse:
    """A page that could belong to anybody: this month. Ours, because other sites may be out of reach."""
    today = clock.today()
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(today.year, today.month)
    language_now = (get_language() or "en")[:2]
    context = {
        "title": dates.month_title(today, language_now),
        "names": dates.weekday_letters(language_now),
        "weeks": [
            [{"day": day.day, "in": day.month == today.month, "now": day == today} for day in week] for week in weeks
        ],
    }
    return render(request, "web/neutral.html", context)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; deeper checks are `bitim doctor`."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def design(request: HttpRequest, page: str = "components") -> HttpResponse:
    """Show every component with sample words; only in a demonstration or a test."""
    if settings.MODE not in ("demo", "test") or page not in design_samples.PAGES:
        raise Http404
    return render(request, f"web/design_{page}.html", design_samples.context(page))
