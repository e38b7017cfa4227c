"""What the pages of this domain share."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bitim.settlements.views.common import actor_of, uuid_of


def spoken(request: HttpRequest) -> UUID | None:
    """Return the part of the side for which the mediator writes on this page; None where the reader writes for their
    own. It stands in the address, so that no press of one page can be taken for another side's."""
    return uuid_of(request.GET.get("for", ""))


def see(name: str, *args: object, at: str = "", spoken: UUID | None = None) -> HttpResponse:
    """Lead, after a write, to the page that shows it, for the same side."""
    query = f"?for={spoken}" if spoken else ""
    answer = HttpResponseRedirect(reverse(f"compromise:{name}", args=args) + query + (f"#{at}" if at else ""))
    answer.status_code = 303
    return answer


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page in the frame of the reader's role."""
    actor = actor_of(request)
    base = "base_party.html" if actor.role == "party" else "base_staff.html"
    side = spoken(request)  # on a page for a side the mediator sees what that side would, and writes nothing else
    whole = {
        "base": base,
        "part": "cases",
        "is_mediator": actor.role == "mediator" and side is None,
        "spoken": side,
        "query": f"?for={side}" if side else "",
        **context,
    }
    return render(request, f"compromise/{template}.html", whole, status=status)


def numbers(words: str, most: int = 60) -> list[int]:
    """Return the numbers of a list that a form carries, "2,0,1"; what is none of ours is left out."""
    return [int(one) for one in words.split(",")[:most] if one.isascii() and one.isdigit() and len(one) < 5]
