"""The day of a member of staff: what is late, who waits, what nobody owns - first."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bitim.cases import queries as cases
from bitim.cases.queries import CaseLine, Filters
from bitim.cases.queries.folders import TERM_WARNING
from bitim.desk import links
from bitim.desk.links import link
from bitim.desk.queries.calls import CallBack, calls_for
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound
from bitim.people.models import CentreRole
from bitim.room.queries import MeetingSeen
from bitim.room.queries.company import next_meetings, unread_by_case

SHOWN = 5  # of each reason; the rest is one press away


@dataclass(frozen=True)
class Line:
    """One thing that waits. `state` is a kind of pill (late, waits, open, quiet) with its word."""

    title: str
    url: str
    number: str = ""
    stage: str = ""
    due_for: str = ""
    when: date | datetime | None = None
    state: str = ""
    word: str = ""
    call: CallBack | None = None


@dataclass(frozen=True)
class Group:
    """Things that wait for one reason. `says` counts them in a sentence; `more` leads to all of them."""

    key: str
    title: str
    says: str
    lines: list[Line]
    total: int
    more: str = ""


@dataclass(frozen=True)
class Day:
    """The page. Groups without lines are left out."""

    groups: list[Group]
    own: list[Line] = field(default_factory=list)
    own_total: int = 0


def today(actor: Actor) -> Day:
    """Return the day of a member of staff in the role in which they act; NotFound for anybody else."""
    if actor.person is None or actor.role not in CentreRole.ROLES:
        raise NotFound
    if actor.role == CentreRole.COORDINATOR:
        groups = [_requests(actor), _calls(actor), *_cases(actor)]
        return Day([group for group in groups if group.total])
    if actor.role == CentreRole.HEAD:
        return Day([])
    return _appointed(actor)


# --- the coordinator -----------------------------------------------------------------------------------


def _requests(actor: Actor) -> Group:
    waiting = cases.requests_for(actor)
    lines = [
        Line(one.name or _("A person without a name"), link(links.REQUEST, one.id), when=one.sent)
        for one in waiting[:SHOWN]
    ]
    total = len(waiting)
    says = ngettext("%(n)s request waits for an answer", "%(n)s requests wait for an answer", total) % {"n": total}
    more = link(links.REQUESTS) if total > SHOWN else ""
    return Group("requests", _("Requests that nobody has answered"), says, lines, total, more)


def _calls(actor: Actor) -> Group:
    found = calls_for(actor)
    lines = [
        Line(one.name, link(links.PEOPLE, one.case) if one.case else "", when=one.asked, state="waits", call=one)
        for one in found
    ]
    total = len(found)
    says = ngettext("%(n)s person waits for a call", "%(n)s people wait for a call", total) % {"n": total}
    return Group("calls", _("Call these people back"), says, lines, total)


def _cases(actor: Actor) -> list[Group]:
    return [
        _group(
            actor,
            "unowned",
            _("Cases that nobody owns"),
            lambda n: ngettext("%(n)s case has no owner", "%(n)s cases have no owner", n),
        ),
        _group(
            actor,
            "late",
            _("Past their day"),
            lambda n: ngettext("%(n)s case is late", "%(n)s cases are late", n),
        ),
        _group(
            actor,
            "no_mediator",
            _("Cases without a mediator"),
            lambda n: ngettext("%(n)s case has no mediator", "%(n)s cases have no mediator", n),
        ),
        _group(
            actor,
            "term",
            _("The term ends soon or is over"),
            lambda n: ngettext("%(n)s term ends", "%(n)s terms end", n),
        ),
    ]


def _group(actor: Actor, key: str, title: str, says: Any) -> Group:
    narrowed: dict[str, bool] = {key: True}
    page = cases.cases_for(actor, Filters(**narrowed))  # type: ignore[arg-type]
    lines = [line_of(one, key) for one in page.lines[:SHOWN]]
    more = f"{reverse('desk:cases')}?{key}=1" if page.total > SHOWN else ""
    return Group(key, title, says(page.total) % {"n": page.total}, lines, page.total, more)


def line_of(case: CaseLine, why: str = "") -> Line:
    """Return a case as a line that says why it stands in the list."""
    late = case.due is not None and case.due < clock.now()
    when: date | datetime | None = case.due
    state = "late" if late else ""
    if why == "term":
        when = case.term_ends
        state = "late" if case.term_ends and case.term_ends < clock.today() else "waits"
    elif why in ("unowned", "no_mediator"):
        when, state = case.made, ""
    return Line(
        case.title,
        reverse("desk:case", args=[case.id]),
        number=case.number,
        stage=case.stage,
        due_for=case.due_for if why in ("", "late") else "",
        when=when,
        state=state,
    )


# --- mediator and interpreter --------------------------------------------------------------------------


def _appointed(actor: Actor) -> Day:
    page = cases.cases_for(actor)
    unread, meetings = unread_by_case(actor), next_meetings(actor)
    groups = [
        _meetings(page.lines, meetings, live=True),
        _calls(actor),
        _unread(page.lines, unread),
        _late(page.lines),
        _terms(page.lines),
        _meetings(page.lines, meetings, live=False),
    ]
    return Day([group for group in groups if group.total], [line_of(one) for one in page.lines], page.total)


def _meetings(lines: list[CaseLine], meetings: dict[UUID, MeetingSeen], *, live: bool) -> Group:
    found = [(one, meetings[one.id]) for one in lines if one.id in meetings and meetings[one.id].live == live]
    found.sort(key=lambda pair: pair[1].starts)
    shown = [
        Line(
            one.title,
            reverse("desk:case", args=[one.id]),
            number=one.number,
            stage=one.stage,
            when=meeting.starts,
            state="open" if live else "quiet",
            word=_("now") if live else _("planned"),
        )
        for one, meeting in found
    ]
    n = len(shown)
    if live:
        says = ngettext("%(n)s meeting goes on now", "%(n)s meetings go on now", n) % {"n": n}
        return Group("live", _("Meetings that go on now"), says, shown, n)
    says = ngettext("%(n)s meeting is planned", "%(n)s meetings are planned", n) % {"n": n}
    return Group("planned", _("Next meetings"), says, shown, n)


def _unread(lines: list[CaseLine], unread: dict[UUID, int]) -> Group:
    shown = [
        Line(
            one.title,
            reverse("desk:case", args=[one.id]),
            number=one.number,
            stage=one.stage,
            state="waits",
            word=ngettext("%(n)s new", "%(n)s new", unread[one.id]) % {"n": unread[one.id]},
        )
        for one in lines
        if one.id in unread
    ]
    n = len(shown)
    says = ngettext("New words in %(n)s case", "New words in %(n)s cases", n) % {"n": n}
    return Group("unread", _("New in your rooms"), says, shown, n)


def _late(lines: list[CaseLine]) -> Group:
    shown = [line_of(one) for one in lines if one.due is not None and one.due < clock.now()]
    n = len(shown)
    says = ngettext("%(n)s case is late", "%(n)s cases are late", n) % {"n": n}
    return Group("late", _("Past their day"), says, shown, n)


def _terms(lines: list[CaseLine]) -> Group:
    last = clock.today() + TERM_WARNING
    shown = [line_of(one, "term") for one in lines if one.term_ends is not None and one.term_ends <= last]
    n = len(shown)
    says = ngettext("%(n)s term ends", "%(n)s terms end", n) % {"n": n}
    return Group("term", _("The term ends soon or is over"), says, shown, n)
