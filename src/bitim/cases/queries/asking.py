"""Requests: a person's own, and those that wait for a coordinator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Window

from bitim.cases.models import Case, Invitation, Request
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import VISITOR, Actor, NotFound, require_visible
from bitim.kernel.models import Door
from bitim.people.models import CentreRole

PAGE = 50
STILL_HERE = timedelta(minutes=30)


@dataclass(frozen=True)
class RequestLine:
    """One request in a list. `name` is the asker's; what happened is read on the request's own page."""

    id: UUID
    name: str
    kind: str
    language: str
    state: str
    sent: datetime | None


def request_for(actor: Actor, request_id: UUID) -> Request:
    """Return a request that the actor may read; NotFound otherwise."""
    found = Request.objects.system().select_related("person", "centre").filter(pk=request_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_REQUEST, found)
    return found


def requests_for(actor: Actor, state: str = Request.SENT, page: int = 1) -> list[RequestLine]:
    """Return the requests of the coordinator's centres in a state, the longest waiting first; others see none."""
    rows = _in_centres(actor, state).order_by("sent" if state == Request.SENT else "-answered", "pk")
    start = (max(page, 1) - 1) * PAGE
    return [_line(row) for row in rows[start : start + PAGE]]


def requests_waiting(actor: Actor, most: int) -> tuple[list[RequestLine], int]:
    """Return the first few requests that nobody has answered, the longest waiting first, and how many there are in
    all; one question."""
    rows = _in_centres(actor, Request.SENT).order_by("sent", "pk").annotate(matching=Window(Count("pk")))
    found = list(rows[:most])
    return [_line(row) for row in found], found[0].matching if found else 0


def _in_centres(actor: Actor, state: str) -> "QuerySet[Request]":
    """Return what reached the coordinator's centres in a state, without what happened: lists do not tell it."""
    rows = Request.objects.system().filter(state=state, sent__isnull=False).select_related("person").defer("words")
    if actor.role != CentreRole.COORDINATOR or actor.person is None:
        return rows.none()
    mine = CentreRole.objects.system().filter(person_id=actor.person, role=actor.role, ended=None)
    if actor.centre:
        mine = mine.filter(centre_id=actor.centre)
    return rows.filter(centre__in=mine.values("centre"))


def _line(row: Request) -> RequestLine:
    return RequestLine(row.pk, str(row.person.name or ""), row.kind, row.language, row.state, row.sent)


def my_requests(actor: Actor) -> list[Request]:
    """Return the actor's own requests, newest first."""
    if actor.person is None or actor.role != "party":
        return []
    rows = Request.objects.system().filter(person_id=actor.person).select_related("person", "centre")
    return list(rows.order_by("-made"))


def asker_of(request_id: UUID | None) -> Actor:
    """Return the person who writes a draft on this device; only what the server itself kept in the session may be
    asked. Some time after sending it opens no longer this way: then the person comes by their door."""
    if request_id is None:
        return VISITOR.fresh()
    found = Request.objects.system().filter(pk=request_id, state__in=(Request.DRAFT, Request.SENT)).first()
    if found is None or (found.sent and found.sent + STILL_HERE < clock.now()):
        return VISITOR.fresh()
    return Actor(found.person_id, "party")


def has_way_back(actor: Actor, request: Request) -> bool:
    """Tell whether the asker has a door with a second thing already."""
    require_visible(actor, P.SEE_REQUEST, request)
    doors = Door.objects.system().filter(person=request.person_id, subject=request.pk, closed=None)
    return doors.filter(second__isnull=False).exists()


def centre_behind(purpose: str) -> Callable[[UUID], UUID | None]:
    """Return a function that names the centre behind the subject of a door of this purpose."""

    def centre(subject: UUID) -> UUID | None:
        if purpose == "invitation":
            return Invitation.objects.system().filter(pk=subject).values_list("case__centre", flat=True).first()
        model = Request if purpose == "request" else Case
        return model.objects.system().filter(pk=subject).values_list("centre", flat=True).first()

    return centre
