"""Records of meetings for the printer: content-free, by the staff of the case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bitim.kernel import clock
from bitim.room import records
from bitim.room.queries.records import held_meetings, record_of
from bitim.room.views import actor_of, shown


@require_safe
def held(request: HttpRequest, case: UUID) -> HttpResponse:
    """The meetings that took place, each with its record to print."""
    row, meetings = held_meetings(actor_of(request), case)
    return shown(request, "held", case=row, held=meetings)


@require_safe
def paper(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The record of one meeting as a PDF."""
    from bitim.kernel.paper.render import render

    record = record_of(actor_of(request), meeting)
    answer = HttpResponse(render(records.paper_of(record), created=clock.now()), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{record.number}-meeting.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
