"""What the pages of this domain share."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bitim.kernel.access import Actor
from bitim.kernel.text import present_language
from bitim.settlements.labels import LANGUAGE_NAMES


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def see(name: str, *args: object, at: str = "") -> HttpResponse:
    """Lead, after a write, to the page that shows it."""
    answer = HttpResponseRedirect(reverse(f"settlements:{name}", args=args) + (f"#{at}" if at else ""))
    answer.status_code = 303
    return answer


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page in the frame of the reader's role."""
    actor = actor_of(request)
    base = "base_party.html" if actor.role == "party" else "base_staff.html"
    whole = {"base": base, "part": "cases", "is_mediator": actor.role == "mediator", **context}
    return render(request, f"settlements/{template}.html", whole, status=status)


def texts(request: HttpRequest, name: str, languages: Iterable[str]) -> dict[str, str]:
    """Return what was typed in each language."""
    return {code: request.POST.get(f"{name}-{code}", "") for code in languages}


def columns(name: str, value: Mapping[str, str] | None, languages: Iterable[str]) -> list[dict[str, Any]]:
    """Return the fields of a text in several languages, the reader's own first."""
    own = present_language()
    return [
        {"name": f"{name}-{code}", "code": code, "label": LANGUAGE_NAMES[code], "value": (value or {}).get(code, "")}
        for code in sorted(languages, key=lambda one: one != own)
    ]


def uuid_of(words: str) -> UUID | None:
    """Return an id that a form carries, or None."""
    try:
        return UUID(words)
    except ValueError:
        return None


def whole(words: str) -> int:
    """Return a number that a form carries, 0 when it is none of ours."""
    return int(words) if words.isdecimal() and len(words) < 10 else 0
