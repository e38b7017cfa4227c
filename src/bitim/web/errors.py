"""Pages for what could not be done: each says what happened and what to do now, in plain words, without blame."""

import logging
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.functional import Promise

log = logging.getLogger("bitim.web")
Words = str | Promise

# What is never written into a page again, even for its own sender.
SECRET_FIELDS = ("csrfmiddlewaretoken", "pin", "password", "otp", "secret")
# Nor anything that was typed to come in: a code, an answer, a PIN are typed again.
SECRET_PLACES = ("/code/", "/j/", "/staff/")
# Asked for anew by whatever page repeats the words.
REPEATED_ANYWAY = ("csrfmiddlewaretoken", "unlock_pin")
# Where going back and doing it once more is what helps: the page offers just that.
GOES_BACK = (400, 413, 429)
# What our own forms carry along; it goes with the words, and nobody wrote it.
OURS = ("once",)
# If even the page for a failure cannot be made, these words need nothing at all.
BARE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Something did not work</title>'
    "<p>Something did not work on our side. Nothing you sent before is lost. Please try again in a few minutes.</p>"
    "<p lang='kk'>Біздің жақта бір нәрсе істемей қалды. Бұрын жібергеніңіз сақталған. "
    "Бірнеше минуттан соң қайталаңыз.</p>"
    "<p lang='ru'>У нас что-то не сработало. Отправленное раньше сохранено. "
    "Попробуйте ещё раз через несколько минут.</p></html>"
)


def _page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    back = way_back(request)
    context["back_url"] = back if back != "/" and status in GOES_BACK else ""
    return render(request, f"errors/{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something this page cannot read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reader is known and may not come here."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here for this reader. The same words whether or not it exists for another."""
    return _page(request, 404)


def gone(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """410: it was here and has been removed on purpose (an old code, a deleted file)."""
    return _page(request, 410)


def too_large(request: HttpRequest, limit_mb: int | None = None) -> HttpResponse:
    """413: a file is bigger than the house takes; `limit_mb` in megabytes."""
    return _page(request, 413, limit_mb=limit_mb)


def too_many(request: HttpRequest, minutes: int | None = None) -> HttpResponse:
    """429: too many tries; `minutes` until the next one is welcome."""
    response = _page(request, 429, minutes=minutes)
    if minutes:
        response.headers["Retry-After"] = str(minutes * 60)
    return response


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """503: closed for a short while on purpose (an update, a restore)."""
    response = _page(request, 503)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Needs no database, no session and no context processor."""
    from bitim.web.middleware import reader_language  # middleware imports this module

    try:
        with translation.override(reader_language(request, with_session=False)):
            text = loader.get_template("errors/500.html").render({"language": translation.get_language()})
    except Exception:  # noqa: BLE001 - whatever failed, the reader still gets a sentence
        log.warning("the page for a failure could not be made")
        text = BARE
    return HttpResponse(text, status=500)


def refused(request: HttpRequest, reason: Words, what_helps: Words = "", status: int = 409) -> HttpResponse:
    """A refusal: why this cannot be done now, what would change it, the way back. 409 unless told otherwise."""
    part = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    template = "parts/refused.html" if part else "refused.html"
    context = {"reason": reason, "what_helps": what_helps, "back_url": way_back(request)}
    return render(request, template, context, status=status)


def way_back(request: HttpRequest) -> str:
    """Return the page of this house that the reader came from, as a path; else the start."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path.startswith("/") and not came.path.startswith("//"):
        return came.path
    return "/"


def _same_origin(request: HttpRequest) -> bool:
    """Tell whether our own page sent this form. Unknown counts as no: then nothing is offered to be sent again."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def words_sent(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """Return the (field, words) of a form that was not taken, and whether they are all of it.

    Only when our own page sent it. Secrets and files are never repeated; nor anything typed to come in.
    """
    if not _same_origin(request) or request.path.startswith(SECRET_PLACES):
        return [], False
    words: list[tuple[str, str]] = []
    complete = not request.FILES
    for name, values in request.POST.lists():
        if name in REPEATED_ANYWAY:
            continue
        if any(part in name.lower() for part in SECRET_FIELDS):
            complete = False
            continue
        words.extend((name, str(value)) for value in values)
    return words, complete


def shown_words(words: list[tuple[str, str]]) -> list[str]:
    """Return what is long enough to have been written by a person: it is shown, so that it can be copied."""
    return [value for name, value in words if len(value) > 20 and name not in OURS]


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose key is too old: the words come back in a fresh form, so nothing typed is lost.

    Only when our own page sent it: otherwise this page would help a foreign page to send a form in the reader's name.
    Secrets and files are never repeated.
    """
    words, complete = words_sent(request)
    context = {
        "words": words,
        "complete": complete,
        "shown": shown_words(words),
        "action": request.path,
        "back_url": way_back(request),
    }
    return render(request, "errors/form_expired.html", context, status=403)
