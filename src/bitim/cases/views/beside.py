"""A mediator's own note about a side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bitim.cases import queries
from bitim.cases.actions.beside import keep_note
from bitim.cases.queries.beside import notes_of_own
from bitim.cases.views.common import NOT_RIGHT, actor_of, case_page, see, show
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.pressed import once


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, case_id: UUID, side_id: UUID) -> HttpResponse:
    """Read and change one's own note; the page is there for a mediator of the case alone."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    side = next((s for s in queries.sides_for(actor, case) if s.id == side_id), None)
    if side is None or actor.role != "mediator":
        raise NotFound
    no: Refused | None = None
    words = notes_of_own(actor, case).get(side_id, "")
    if request.method == "POST":
        words = request.POST.get("note", "")
        try:
            keep_note(side_id, actor=actor, key=once(request), said=words)
            return see(reverse("desk:case", args=[case_id]) + f"#side-{side.mark}")
        except Refused as refused:
            no = refused
    page = show(request, "note", case_page(actor, case, side=side, words=words, refused=no, tab="table"))
    page.status_code = NOT_RIGHT if no else 200
    return page
