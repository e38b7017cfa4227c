"""All of an actor's cases at once, counted in SQL: for pages that show a few of many. However many rooms there are,
each answer is one question, and it opens no words."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bitim.cases.queries.folders import open_for
from bitim.kernel.access import Actor
from bitim.kernel.models import Membership
from bitim.room.models import Meeting, Message, ReadMark, Space
from bitim.room.rules import SEAT_ROLES


@dataclass(frozen=True)
class News:
    """A case with unread messages of others in the actor's own rooms; `since`: when the first of them was said."""

    case: UUID
    since: datetime


@dataclass(frozen=True)
class MeetingDue:
    """The live meeting of a case, else the soonest planned one; `starts` is an aware moment."""

    case: UUID
    live: bool
    starts: datetime


def news_for(actor: Actor) -> list[News]:
    """Return the open cases with something unread, the longest unanswered first. Of each room only the first unread
    message is looked for: how many there are is asked with `counts_for` of the few cases that are shown."""
    found: dict[UUID, datetime] = {}
    for case, since in _rooms(actor, lambda unread: unread.order_by("seq").values("at")[:1]):
        if since is not None:
            found[case] = min(found.get(case, since), since)
    return sorted((News(case, since) for case, since in found.items()), key=lambda one: (one.since, str(one.case)))


def counts_for(actor: Actor, cases: Iterable[UUID]) -> dict[UUID, int]:
    """Return how much is unread in the actor's own rooms of these open cases, where anything is. The same as
    `unread_for` counts, room by room (test_across.py holds them together)."""
    found: dict[UUID, int] = {}
    wanted = set(cases)
    counted = _rooms(
        actor, lambda unread: unread.order_by().values("space").annotate(n=Count("pk")).values("n"), wanted
    )
    for case, count in counted if wanted else ():
        found[case] = found.get(case, 0) + (count or 0)
    return {case: count for case, count in found.items() if count}


def _rooms(
    actor: Actor,
    what: "Callable[[QuerySet[Message]], QuerySet[Message, Any]]",
    cases: Collection[UUID] | None = None,
) -> "Iterable[tuple[UUID, Any]]":
    """Return (case, answer) of each of the actor's own rooms in open cases, or in some of them; one question."""
    if actor.person is None or actor.role not in SEAT_ROLES:
        return ()
    mine = open_for(actor) if cases is None else open_for(actor).filter(pk__in=cases)
    now_in = Membership.objects.system().filter(person=actor.person, role=actor.role, ended=None)
    rooms = Space.objects.system().filter(pk__in=now_in.values("audience"), case__in=mine.values("pk"))
    return rooms.order_by().values_list("case_id", Subquery(what(_unread(actor.person))))


def _unread(person: UUID) -> "QuerySet[Message]":
    """Return what a person has not read of one room (the outer row): of others, said while the person belonged."""
    mark = ReadMark.objects.system().filter(person_id=person, space=OuterRef(OuterRef("pk"))).values("seq")
    belonged = Membership.objects.system().filter(
        Q(until_seq=None) | Q(until_seq__gte=OuterRef("seq")),
        person=person,
        audience=OuterRef("space_id"),
        from_seq__lt=OuterRef("seq"),
    )
    said = Message.objects.system().filter(
        Exists(belonged), space=OuterRef("pk"), seq__gt=Coalesce(Subquery(mark), 0), withdrawn=None
    )
    own = Q(author_id=person, released_from=None)
    taken_back_unread = Q(released_from__served=None, released_from__withdrawn__isnull=False)
    return said.exclude(own).exclude(taken_back_unread)


def meetings_due(actor: Actor) -> list[MeetingDue]:
    """Return the live or the soonest planned meeting of each open case in which the actor mediates or interprets;
    the soonest first."""
    if actor.role not in ("mediator", "interpreter"):
        return []
    rows = Meeting.objects.system().filter(
        case__in=open_for(actor).values("pk"), state__in=(Meeting.LIVE, Meeting.PLANNED)
    )
    live, planned = Min("starts", filter=Q(state=Meeting.LIVE)), Min("starts", filter=Q(state=Meeting.PLANNED))
    found = [
        MeetingDue(case, now is not None, now or ahead)
        for case, now, ahead in rows.order_by()
        .values("case_id")
        .annotate(now=live, ahead=planned)
        .values_list("case_id", "now", "ahead")
    ]
    return sorted(found, key=lambda one: (one.starts, str(one.case)))
