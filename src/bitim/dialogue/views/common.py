"""What the pages of this domain share: who takes part, by which cookie, in which frame a page is shown."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from bitim.dialogue import queries
from bitim.kernel.access import Actor

NOT_RIGHT = 422
KEPT = 60 * 60 * 24 * 60  # seconds: as long as a dialogue usually goes on
SITTING = timedelta(hours=3)
OWN, SALT = "own.", "dialogue.voice"
PART = "X-Bitim-Part"
Page = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts, as the rest of the house knows them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def see(name: str, *args: object, at: str = "", query: str = "") -> HttpResponse:
    """Lead, after a write, to the page that shows it."""
    place = reverse(f"dialogue:{name}", args=args) + query + (f"#{at}" if at else "")
    answer = HttpResponseRedirect(place)
    answer.status_code = 303
    return answer


def printed(name: str, slug: str) -> str:
    """Return an address as it stands on paper: under the name by which people reach the house, whichever name the desk
    that prints it has used."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse(f'dialogue:{name}', args=[slug])}"


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page; nothing of it is kept by a browser that others use next."""
    answer = render(request, f"dialogue/{template}.html", {"part": "dialogues", **context}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def wants_part(request: HttpRequest) -> bool:
    """Tell whether a script of ours asks, which changes a part of the page that stands there already."""
    return PART in request.headers


def part(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render that part alone: the frame around it, most of a page's work, stays as it is."""
    words = render_to_string(f"dialogue/parts/{template}.html", {**context, "csrf_token": get_token(request)})
    return HttpResponse(words, status=status, headers={"Cache-Control": "no-store", PART: "1"})


def cookie_of(slug: str) -> str:
    """Return the name of the cookie that holds a voice's secret."""
    return f"voice-{slug}"


def path_of(slug: str) -> str:
    """Return the part of the house to which that cookie is sent, and no other."""
    return reverse("dialogue:talk", args=[slug])


def keep(response: HttpResponse, slug: str, secret: str, own: bool) -> None:
    """Give the browser its secret: on a device of one's own for sixty days, else until it is closed, and for a sitting
    at most: telephones bring closed pages back."""
    response.set_cookie(
        cookie_of(slug),
        f"{OWN}{secret}" if own else TimestampSigner(salt=SALT).sign(secret),
        max_age=KEPT if own else None,
        path=path_of(slug),
        secure=settings.TLS,
        httponly=True,
        samesite="Lax",
    )


def voice_in(request: HttpRequest, slug: str) -> tuple[queries.Conversation, queries.Voice | None]:
    """Return a conversation and the voice of this browser in it, if it has one."""
    talk = queries.public(actor_of(request), slug)
    return talk, queries.voice_of(talk, secret_in(request.COOKIES.get(cookie_of(slug), "")))


def secret_in(cookie: str) -> str:
    """Return the secret that a cookie holds; empty when its sitting is over, or it is none of ours."""
    if cookie.startswith(OWN):
        return cookie.removeprefix(OWN)
    try:
        return TimestampSigner(salt=SALT).unsign(cookie, max_age=SITTING)
    except BadSignature:
        return ""


def as_voice(page: Page) -> Page:
    """Lead who has no voice here to the way in."""

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        voice = queries.voice_here(actor_of(request), slug, secret_in(request.COOKIES.get(cookie_of(slug), "")))
        if voice is None:
            return redirect("dialogue:talk", slug=slug)
        return page(request, voice=voice, actor=queries.actor_as(voice), **parts)

    return guarded


def staff_page(page: Page) -> Page:
    """Lead a visitor to the sign-in; who has no business here finds nothing."""

    @wraps(page)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor.person is None:
            return redirect("account_login")
        return page(request, actor=actor, **parts)

    return guarded


def number_of(words: str, most: int = 10**6) -> int:
    """Return a whole number that a form or address carries; 0 when it is none."""
    return min(int(words), most) if words.isascii() and words.isdigit() and len(words) < 10 else 0


__all__ = [
    "NOT_RIGHT",
    "UUID",
    "actor_of",
    "as_voice",
    "keep",
    "number_of",
    "part",
    "see",
    "shown",
    "staff_page",
    "voice_in",
    "wants_part",
]
