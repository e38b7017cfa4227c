"""What every answer of the house has in common: privacy headers, the reader's language, clear refusals."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from bitim.kernel.access import NotFound, Refused
from bitim.web import errors

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
CLOSED_DEVICES = (
    "camera",
    "geolocation",
    "payment",
    "usb",
    "serial",
    "display-capture",
    "browsing-topics",
)
PERMISSIONS = ", ".join(["microphone=(self)", *(f"{name}=()" for name in CLOSED_DEVICES)])
# The one page of the live meeting may ask for the camera; its view says so in this header.
CAMERA = "camera=(self)"
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Permissions-Policy": PERMISSIONS,
    # A page of a mediation is never kept: not by the browser, not by a proxy, not by a shared computer.
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # `no-referrer` would make browsers send `Origin: null` with our own forms, and the forms would be refused.
    # `same-origin` tells other sites just as little.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class PrivacyHeaders:
    """Put the strict headers on every answer that a view gives (static files are answered before)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer and add the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            if name == "Content-Security-Policy" and "sandbox" in response.headers.get(name, ""):
                continue  # a file that people gave: its own policy is stricter, it may do nothing at all
            if name == "Permissions-Policy" and response.headers.get(name) == CAMERA:
                value = value.replace("camera=()", CAMERA)
            response.headers[name] = value
        return response


def reader_language(request: HttpRequest, with_session: bool = True) -> str:
    """Tell in which language to answer: chosen here, else the person's own, else what the browser asks for.

    The language never stands in the address: an address that is shown to somebody must not tell who reads it.
    """
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in known:
        return chosen
    session = getattr(request, "session", None)
    if with_session and session is not None:
        own = session.get("language", "")
        if own in known:
            return str(own)
    asked = translation.get_language_from_request(request)[:2]
    return asked if asked in known else settings.LANGUAGE_CODE


class ReaderLanguage:
    """Activate the reader's language for one request and say in the headers which it is."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language."""
        language = reader_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # a page may have been rendered in the person's own language, activated further in
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class ClearAnswers:
    """Turn the two ways a view may say no into pages: why not and what would help, or simply nothing here."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does; refusals come through `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer Refused with 409 and NotFound with 404; anything else is not ours."""
        if isinstance(exception, Refused):
            return errors.refused(request, exception.reason, exception.what_helps)
        if isinstance(exception, NotFound):
            return errors.not_found(request)
        return None
