"""The pages that only a demo has: coming in as somebody, and what would have been sent."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bitim.demo import entering, outbox


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by a printed staff link."""
    doorway = entering.doorway_of(token)
    if doorway is None:
        raise Http404
    entering.come_in(request, doorway)
    answer = HttpResponseRedirect(reverse("desk:today"))
    answer.status_code = 303
    return answer


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Every message that the demo would have sent, the newest first."""
    if not entering.allowed():
        raise Http404
    return render(request, "demo/outbox.html", {"messages_sent": outbox.kept()})


@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """A letter as it was printed."""
    paper = outbox.paper_of(number) if entering.allowed() else None
    if paper is None:
        raise Http404
    answer = HttpResponse(paper, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return answer
