"""The day of a member of staff: what is late, who waits, what nobody owns - first.

A day is read by somebody tired: of each reason the few that press most, and how many more there are. All of it is
counted in SQL; only the titles and names that are shown are opened, all titles in one question.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bitim.cases import queries as cases
from bitim.cases.queries import CaseLine, CasePage, Filters, First, owed
from bitim.cases.queries.beside import stays_ending
from bitim.desk import links
from bitim.desk.links import link
from bitim.desk.queries.calls import CallBack, first_calls
from bitim.desk.queries.told import ToTell, to_tell
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.ids import spaced
from bitim.kernel.text import in_language
from bitim.people import queries as people
from bitim.people.models import CentreRole
from bitim.room.queries.across import MeetingDue, News, counts_for, meetings_due, news_for
from bitim.settlements.queries.after import duties_late
from bitim.settlements.queries.demands import waiting_to_confirm
from bitim.settlements.queries.waiting import scans_owed, signatures_owed

# What presses most stands first, on a phone within its first screen: what goes on now, what is late, what nobody owns,
# whom nobody has answered. What is not named here comes after, in the order in which it was found.
PRESSING = (
    "live",
    "hand_over",
    "late",
    "unowned",
    "requests",
    "calls",
    "news",
    "no_mediator",
    "sign",
    "talk",
    "confirm",
    "invite",
)
SHOWN = 5  # of each reason; the rest is one press away
CALLS_SHOWN = 10  # calls have no page of their own: the next come up as these are made
OWN_SHOWN = 10
ENDS_SOON = timedelta(days=30)
FROM_ROOMS = ("new", "meeting")  # what the list can be narrowed to beyond `Filters`, by what the rooms know
WITH_ROOMS = (CentreRole.MEDIATOR, CentreRole.INTERPRETER)
Lines = dict[UUID, CaseLine]


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
    news: ToTell | None = None


@dataclass(frozen=True)
class Group:
    """Things that wait for one reason, those that press most first. `says` counts them all in a sentence; `more`
    leads to all of them, where there is such a page."""

    key: str
    title: str
    says: str
    lines: list[Line]
    total: int
    more: str = ""

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.total - len(self.lines)


@dataclass(frozen=True)
class Day:
    """The page. Groups without lines are left out."""

    groups: list[Group]
    own: list[Line] = field(default_factory=list)
    own_total: int = 0

    @property
    def own_rest(self) -> int:
        """How many of the own cases are not shown."""
        return self.own_total - len(self.own)


def today(actor: Actor) -> Day:
    """Return the day of a member of staff in the role in which they act; NotFound for anybody else."""
    if actor.person is None or actor.role not in CentreRole.ROLES:
        raise NotFound
    if actor.role == CentreRole.COORDINATOR:
        groups = [
            _requests(actor),
            _calls(actor),
            _news(actor),
            _witnessing(actor),
            _ending(actor),
            *_owed_to_coordinator(actor),
            *_cases(actor),
            *_demands(actor),
        ]
        return Day(_by_pressure(groups))
    if actor.role == CentreRole.HEAD:
        return Day(_demands(actor))
    return _appointed(actor)


def _by_pressure(groups: list[Group]) -> list[Group]:
    rank = {key: place for place, key in enumerate(PRESSING)}
    return sorted((one for one in groups if one.total), key=lambda one: rank.get(one.key, len(rank)))


def listed(actor: Actor, filters: Filters, page: int, wanted: Collection[str] = ()) -> CasePage:
    """Return a page of the list of cases; `wanted` names those of FROM_ROOMS to which it is narrowed. They mean
    something to those alone who have rooms."""
    among: set[UUID] | None = None
    if "new" in wanted and actor.role in WITH_ROOMS:
        among = {one.case for one in news_for(actor)}
    if "meeting" in wanted and actor.role in WITH_ROOMS:
        meeting = {one.case for one in meetings_due(actor)}
        among = meeting if among is None else among & meeting
    return cases.cases_for(actor, filters, page, among)


# --- the coordinator -----------------------------------------------------------------------------------


def _requests(actor: Actor) -> Group:
    waiting, total = cases.requests_waiting(actor, SHOWN)
    lines = [
        Line(one.name or _("A person without a name"), link(links.REQUEST, one.id), when=one.sent) for one in waiting
    ]
    says = ngettext("%(n)s request waits for an answer", "%(n)s requests wait for an answer", total) % {"n": total}
    return Group("requests", _("Requests that nobody has answered"), says, lines, total, link(links.REQUESTS))


def _calls(actor: Actor) -> Group:
    found, total = first_calls(actor, CALLS_SHOWN)
    lines = [Line(one.name, _where_to_mend(one), when=one.asked, state="waits", call=one) for one in found]
    says = ngettext("%(n)s person waits for a call", "%(n)s people wait for a call", total) % {"n": total}
    return Group("calls", _("Call these people"), says, lines, total)


def _where_to_mend(one: CallBack) -> str:
    """Return where the way to a person is: their invitation, or the people of the case."""
    if one.case is None:
        return ""
    if one.thing:
        return link(links.INVITATION, one.case, one.thing)
    return link(links.PEOPLE, one.case)


def _news(actor: Actor) -> Group:
    """People whom no notice reaches; what the news is, the page of the case says."""
    found, total = to_tell(actor, CALLS_SHOWN)
    lines = [
        Line(one.name, link(links.PEOPLE, one.case) if one.case else "", when=one.since, state="waits", news=one)
        for one in found
    ]
    says = ngettext("There is news for %(n)s person", "There is news for %(n)s people", total) % {"n": total}
    return Group("news", _("Call these people: there is news for them"), says, lines, total)


def _witnessing(actor: Actor) -> Group:
    found, total = cases.calls_to_witness(actor, SHOWN)
    lines = [
        Line(one.name, link(links.READ_BACK, one.id), when=one.at, state="waits", word=_("you listened"))
        for one in found
    ]
    says = ngettext("%(n)s call waits for your word", "%(n)s calls wait for your word", total) % {"n": total}
    return Group("witness", _("Calls that you listened to"), says, lines, total)


def _ending(actor: Actor) -> Group:
    """Certificates and terms of mediators who work here that end soon or have ended: nothing new can be signed then."""
    if actor.centre is None:
        raise NotFound
    soon = clock.today() + ENDS_SOON
    found = people.ending_cards(actor.centre, soon)
    lines = [
        Line(
            in_language(one.public_name),
            link(links.REGISTER_CARD, one.id),
            when=one.ends,
            state="late" if one.state == people.LAPSED else "waits",
            word="" if one.state == people.LAPSED else _("ends soon"),
        )
        for one in found[:SHOWN]
    ]
    n = len(found)
    says = ngettext("%(n)s mediator's card ends or has ended", "%(n)s mediators' cards end or have ended", n) % {"n": n}
    return Group("ending", _("Certificates and terms that end"), says, lines, n, link(("people:register",)))


def _proposals(actor: Actor) -> Group:
    """Cases put before a mediator, who answers yes or no."""
    found = cases.proposals_for(actor)
    lines = [
        Line(
            _("Mediation No %(number)s") % {"number": spaced(number)}, link(links.PROPOSAL, pk), when=day, state="waits"
        )
        for pk, number, day in found[:SHOWN]
    ]
    n = len(found)
    says = ngettext("%(n)s case waits for your yes or no", "%(n)s cases wait for your yes or no", n) % {"n": n}
    return Group("proposals", _("Will you take these cases?"), says, lines, n)


def _owed_to_coordinator(actor: Actor) -> list[Group]:
    found = {
        "hand_over": owed.to_hand_over(actor, SHOWN),
        "invite": owed.to_invite(actor, SHOWN),
        "confirm": owed.to_confirm(actor, SHOWN),
        "interpreter": owed.to_find_interpreter(actor, SHOWN),
        "duties": duties_late(actor, SHOWN),
        "stay": stays_ending(actor, SHOWN),
        "pages": scans_owed(actor, SHOWN),
    }
    lines = cases.lines_for(actor, {pk for first in found.values() for pk in first.ids})
    return [group for key, first in found.items() if (group := _owed(key, first, lines)).total]


def _demands(actor: Actor) -> list[Group]:
    """Return the demands of authorities that wait for this reader's word; the register is one press away."""
    n = waiting_to_confirm(actor)
    if not n:
        return []
    says = ngettext("%(n)s demand of an authority waits for you", "%(n)s demands of authorities wait for you", n)
    line = Line(_("Open the register"), link(links.DEMANDS), state="waits", word=_("your word"))
    return [Group("demands", _("Demands of authorities"), says % {"n": n}, [line], n, link(links.DEMANDS))]


def _owed(key: str, first: First, lines: Lines) -> Group:
    """Return a group of cases that wait for a deed of the reader; the case's page says for which."""
    n = first.total
    if key == "sign":
        title, word = _("Your signature is awaited"), _("your signature")
        says = ngettext("%(n)s case waits for your signature", "%(n)s cases wait for your signature", n)
    elif key == "talk":
        title, word = _("Sides to be spoken with alone"), _("not spoken with alone yet")
        says = ngettext("%(n)s case waits for a talk alone", "%(n)s cases wait for a talk alone", n)
    elif key == "duties":
        title, word = _("Promises past their day, or with a problem"), _("a promise")
        says = ngettext("In %(n)s case a promise asks for a word", "In %(n)s cases a promise asks for a word", n)
    elif key == "stay":
        title, word = _("The court waits no longer than this"), _("stay ends")
        says = ngettext("In %(n)s case the stay of the court ends", "In %(n)s cases the stay of the court ends", n)
    elif key == "pages":
        title, word = _("Pages signed on paper"), _("to be compared")
        says = ngettext("In %(n)s case signed pages wait for you", "In %(n)s cases signed pages wait for you", n)
    elif key == "hand_over":
        title, word = _("Their mediator may not mediate today"), _("find another")
        says = ngettext("%(n)s case needs another mediator", "%(n)s cases need another mediator", n)
    elif key == "confirm":
        title, word = _("Confirm who came"), _("waits for confirmation")
        says = ngettext("In %(n)s case it is asked who came", "In %(n)s cases it is asked who came", n)
    elif key == "interpreter":
        title, word = _("An interpreter is required"), _("interpreter required")
        says = ngettext("In %(n)s case an interpreter is required", "In %(n)s cases an interpreter is required", n)
    else:
        title, word = _("Invitations that wait for you"), ""
        says = ngettext("In %(n)s case an invitation waits for you", "In %(n)s cases an invitation waits for you", n)
    shown = [
        _line_in_room(lines[pk], "waits" if word else "", word, first.days.get(pk)) for pk in first.ids if pk in lines
    ]
    return Group(key, title, says % {"n": n}, shown, n)


def _cases(actor: Actor) -> list[Group]:
    found = {
        "unowned": cases.first_for(actor, Filters(unowned=True), SHOWN),
        "late": cases.first_for(actor, Filters(late=True), SHOWN),
        "no_mediator": cases.first_for(actor, Filters(no_mediator=True), SHOWN),
        "term": cases.first_for(actor, Filters(term=True), SHOWN),
    }
    lines = cases.lines_for(actor, {pk for first in found.values() for pk in first.ids})
    return [_group(key, first, lines) for key, first in found.items()]


def _group(key: str, first: First, lines: Lines) -> Group:
    title, says = _said(key, first.total)
    shown = [line_of(lines[pk], key) for pk in first.ids if pk in lines]
    return Group(key, title, says % {"n": first.total}, shown, first.total, f"{reverse('desk:cases')}?{key}=1")


def _said(key: str, n: int) -> tuple[str, str]:
    """Return the heading of a group of cases and its sentence."""
    if key == "unowned":
        return _("Cases that nobody owns"), ngettext("%(n)s case has no owner", "%(n)s cases have no owner", n)
    if key == "late":
        return _("Past their day"), ngettext("%(n)s case is late", "%(n)s cases are late", n)
    if key == "no_mediator":
        return _("Cases without a mediator"), ngettext("%(n)s case has no mediator", "%(n)s cases have no mediator", n)
    return _("The term ends soon or is over"), ngettext("%(n)s term ends", "%(n)s terms end", n)


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
        word=_("term ends") if state == "waits" else "",
    )


# --- mediator and interpreter --------------------------------------------------------------------------


def _appointed(actor: Actor) -> Day:
    news, meetings = news_for(actor), meetings_due(actor)
    live = [one for one in meetings if one.live]
    planned = _soonest([one for one in meetings if not one.live])
    own = cases.own_for(actor, SHOWN, OWN_SHOWN)
    in_rooms = [*(one.case for one in news[:SHOWN]), *(one.case for one in (*live[:SHOWN], *planned[:SHOWN]))]
    owing = _owing(actor)
    due = {pk for first in owing.values() for pk in first.ids}
    lines = cases.lines_for(actor, {*in_rooms, *own.late.ids, *own.term.ids, *own.all.ids, *due})
    groups = [
        _meetings(live, lines, live=True),
        _proposals(actor),
        _calls(actor),
        _news(actor),
        _witnessing(actor),
        _unread(news, counts_for(actor, [one.case for one in news[:SHOWN]]), lines),
        *(_owed(key, first, lines) for key, first in owing.items()),
        _group("late", own.late, lines),
        _group("term", own.term, lines),
        _meetings(planned, lines, live=False),
        *(_demands(actor) if actor.role == CentreRole.MEDIATOR else ()),
    ]
    return Day(
        _by_pressure(groups),
        [line_of(lines[pk]) for pk in own.all.ids if pk in lines],
        own.all.total,
    )


def _owing(actor: Actor) -> dict[str, First]:
    """Return what a mediator alone can do; an interpreter owes nothing of it."""
    if actor.role != CentreRole.MEDIATOR:
        return {}
    return {
        "sign": signatures_owed(actor, SHOWN),
        "talk": owed.to_talk_with(actor, SHOWN),
        "confirm": owed.to_confirm(actor, SHOWN),
        "interpreter": owed.to_find_interpreter(actor, SHOWN),
        "duties": duties_late(actor, SHOWN),
        "stay": stays_ending(actor, SHOWN),
        "pages": scans_owed(actor, SHOWN),
    }


def _soonest(meetings: Iterable[MeetingDue]) -> list[MeetingDue]:
    """Put what was planned for an earlier day and never held last: it must not push today's meeting away."""
    day = clock.today()
    return sorted(meetings, key=lambda one: timezone.localtime(one.starts).date() < day)


def _meetings(found: list[MeetingDue], lines: Lines, *, live: bool) -> Group:
    shown = [
        _line_in_room(lines[one.case], "open" if live else "quiet", _("now") if live else _("planned"), one.starts)
        for one in found[:SHOWN]
        if one.case in lines
    ]
    n, more = len(found), f"{reverse('desk:cases')}?meeting=1"
    if live:
        says = ngettext("%(n)s meeting goes on now", "%(n)s meetings go on now", n) % {"n": n}
        return Group("live", _("Meetings that go on now"), says, shown, n, more)
    says = ngettext("%(n)s meeting is planned", "%(n)s meetings are planned", n) % {"n": n}
    return Group("planned", _("Next meetings"), says, shown, n, more)


def _unread(news: list[News], counts: Mapping[UUID, int], lines: Lines) -> Group:
    shown = []
    for one in news[:SHOWN]:
        count = counts.get(one.case, 0)
        if one.case in lines and count:
            word = ngettext("%(n)s new", "%(n)s new", count) % {"n": count}
            shown.append(_line_in_room(lines[one.case], "waits", word))
    n = len(news)
    says = ngettext("New words in %(n)s case", "New words in %(n)s cases", n) % {"n": n}
    return Group("unread", _("New in your rooms"), says, shown, n, f"{reverse('desk:cases')}?new=1")


def _line_in_room(case: CaseLine, state: str, word: str, when: date | None = None) -> Line:
    where = reverse("desk:case", args=[case.id])
    return Line(case.title, where, number=case.number, stage=case.stage, when=when, state=state, word=word)
