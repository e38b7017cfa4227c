"""What the pages of this domain share."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bitim.settlements.views.common import actor_of


def see(name: str, *args: object, at: str = "") -> HttpResponse:
    """Lead, after a write, to the page that shows it."""
    answer = HttpResponseRedirect(reverse(f"compromise:{name}", args=args) + (f"#{at}" if at else ""))
    answer.status_code = 303
    return answer


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page in the frame of the reader's role."""
    actor = actor_of(request)
    base = "base_party.html" if actor.role == "party" else "base_staff.html"
    whole = {"base": base, "part": "cases", "is_mediator": actor.role == "mediator", **context}
    return render(request, f"compromise/{template}.html", whole, status=status)


def numbers(words: str, most: int = 60) -> list[int]:
    """Return the numbers of a list that a form carries, "2,0,1"; what is none of ours is left out."""
    return [int(one) for one in words.split(",")[:most] if one.isascii() and one.isdigit() and len(one) < 5]
