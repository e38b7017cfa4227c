"""Who takes part in a meeting, and by which way: in the room, by phone, at a shared device, in a browser of their own.

Noted by the mediator, before and during the meeting; a person who comes by their own browser is noted by coming. What
is noted is told only in rooms where that person sits: held apart, no side hears of another's people or of their ways.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bitim.cases.models import Case, Participant
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.models import Membership
from bitim.kernel.record import record
from bitim.room import facts_attendance as facts
from bitim.room.actions.epochs import begin_anew_around
from bitim.room.events import AsideNoted, AttendanceNoted
from bitim.room.models import Aside, Attendance, Meeting, Presence, Space
from bitim.room.permissions import P


@dataclass(frozen=True)
class Way:
    """By which channel somebody takes part; `behind`: the participant whose screen they share."""

    channel: str
    behind: UUID | None = None


Ways = Mapping[UUID, Way]
OVER = _("This meeting is over.")


@action(P.NOTE_ATTENDANCE, on=Meeting)
def note_attendance(meeting: Meeting, *, actor: Actor, ways: Ways) -> Meeting:
    """Note by which way each named participant takes part; whoever is not named stays as they were."""
    if meeting.state not in (Meeting.PLANNED, Meeting.LIVE):
        raise Refused(OVER)
    before = facts.noted(meeting)
    changed = put(meeting, ways)
    if meeting.state == Meeting.LIVE:
        _tell(meeting, changed, actor)
        begin_anew_around(meeting, _at_changed_screens(changed, before, facts.noted(meeting)))
    return meeting


def _at_changed_screens(
    changed: Iterable[Participant], before: Mapping[UUID, Attendance], after: Mapping[UUID, Attendance]
) -> set[UUID]:
    """Return the people at whose screen somebody sits now, or sat until now, and who it is."""
    people = set()
    for one in changed:
        for row in (before.get(one.pk), after.get(one.pk)):
            if row is not None and row.channel == Attendance.SHARED:
                people |= {one.person_id, row.behind.person_id if row.behind else one.person_id}
    return people


def put(meeting: Meeting, ways: Ways) -> list[Participant]:
    """Write what is said of each participant; return whose way changed."""
    people = {one.pk: one for one in facts.expected(meeting.case, meeting.mode)}
    before = facts.noted(meeting)
    after = {pk: Way(row.channel, row.behind_id) for pk, row in before.items()} | dict(ways)
    for pk, way in ways.items():
        _check(pk, way, people, after)
    changed = []
    for pk, way in ways.items():
        row = before.get(pk)
        if row is None or (row.channel, row.behind_id) != (way.channel, way.behind):
            _write(meeting, people[pk], row, way)
            changed.append(people[pk])
    return changed


def _check(pk: UUID, way: Way, people: Mapping[UUID, Participant], after: Ways) -> None:
    if pk not in people:
        raise NotFound
    if way.channel not in Attendance.CHANNELS:
        raise Refused(_("Choose by which way this person takes part."))
    if way.behind is None:
        return
    screen, theirs = people.get(way.behind), after.get(way.behind)
    if screen is None:
        raise NotFound
    if way.channel != Attendance.SHARED or way.behind == pk or (theirs is not None and theirs.behind is not None):
        raise Refused(_("Behind somebody's screen sits who shares their device; that person sits at it themselves."))
    if Participant.OBSERVER in (screen.role, people[pk].role):
        raise Refused(_("An observer sits at no screen of others: they would see what is shown to its people alone."))
    if screen.side_id != people[pk].side_id:
        raise Refused(
            _("People of two sides do not share one screen: each side needs a device of its own, or the room."),
        )
    if theirs is not None and theirs.channel == Attendance.ABSENT:
        raise Refused(_("Somebody who is absent has no screen to share."))


def _write(meeting: Meeting, who: Participant, row: Attendance | None, way: Way) -> None:
    now = clock.now()
    live = meeting.state == Meeting.LIVE
    here = way.channel in facts.HERE or (way.channel == Attendance.OWN_BROWSER and _is_online(meeting, who))
    if row is not None and row.came is not None:
        row.gone = now
        row.save(update_fields=["gone"])
        row = None
    row = row or Attendance(meeting=meeting, participant=who)
    row.channel, row.behind_id = way.channel, way.behind
    row.came = now if live and here else None
    row.save()


def _is_online(meeting: Meeting, who: Participant) -> bool:
    return bool(Presence.objects.system().filter(meeting=meeting, person_id=who.person_id).exists())


def begin(meeting: Meeting, ways: Ways, *, actor: Actor) -> None:
    """Begin the attendance of a meeting that opens now: everybody who is expected has a way, or it does not open."""
    put(meeting, ways)
    people = facts.expected(meeting.case, meeting.mode)
    known, alone = facts.noted(meeting), facts.by_themselves(meeting.case, people)
    without = [one for one in people if one.pk not in known and one.pk not in alone]
    if without:
        names = ", ".join(str(one.shown_name or "") for one in without)
        raise Refused(
            ngettext(
                "It is not said yet by which way this person takes part: %(names)s.",
                "It is not said yet by which way these people take part: %(names)s.",
                len(without),
            )
            % {"names": names},
            _("Note it under “Who takes part”: in the room, by phone, at a shared device, or absent."),
        )
    now = clock.now()
    for one in people:
        row = known.get(one.pk) or Attendance(meeting=meeting, participant=one, channel=Attendance.OWN_BROWSER)
        opener = one.person_id == actor.person and row.channel == Attendance.OWN_BROWSER
        if row.came is None and (row.channel in facts.HERE or opener):
            row.came = now
        row.save()


def ways_of(meeting: Meeting) -> dict[UUID, Way]:
    """Return by which way everybody takes part now, to go on by in the next meeting."""
    return {pk: Way(row.channel, row.behind_id) for pk, row in facts.noted(meeting).items()}


# --- by one's own browser ------------------------------------------------------------------------------


def came_by_browser(meeting: Meeting, person: UUID) -> None:
    """Note that somebody came in by their own browser, unless the mediator sees or hears them another way."""
    who = next((one for one in facts.expected(meeting.case, meeting.mode) if one.person_id == person), None)
    if who is None:
        return
    row = Attendance.objects.system().filter(meeting=meeting, participant=who, gone=None).first()
    if row is not None and row.channel in facts.HERE:
        return
    row = row or Attendance(meeting=meeting, participant=who)
    row.channel, row.behind = Attendance.OWN_BROWSER, None
    row.came = row.came or clock.now()
    row.save()


def left_by_browser(meeting: UUID, person: UUID) -> None:
    """Note that somebody went out of their own browser."""
    rows = Attendance.objects.system().filter(meeting=meeting, participant__person=person, gone=None)
    rows.filter(channel=Attendance.OWN_BROWSER).exclude(came=None).update(gone=clock.now())


def put_out(space: Space, person: UUID, now: datetime) -> None:
    """End the stretches of somebody who may not sit in this room any more."""
    asides = Aside.objects.system().filter(space=space, participant__person=person, gone=None)
    asides.update(gone=now)
    rows = Attendance.objects.system().filter(
        meeting__case=space.case_id, meeting__state=Meeting.LIVE, participant__person=person, gone=None
    )
    kind = "joint" if space.kind == Space.JOINT else "shuttle"
    rows.filter(meeting__mode=kind, participant__side__isnull=False).exclude(came=None).update(gone=now)


# --- aside, in a private room --------------------------------------------------------------------------


@action(P.NOTE_ASIDE, on=Space)
def note_aside(space: Space, *, actor: Actor, people: Iterable[UUID]) -> Space:
    """Note who of this side sits with the mediator here now; nobody: the talk aside is over. Nothing of it is told
    anywhere else, and who is at the table stays as it was for the others.

    Whoever shares a screen with one of them hears too, so they are noted with them.
    """
    if space.kind != Space.CAUCUS:
        raise NotFound
    meeting = Meeting.objects.system().filter(case=space.case, state=Meeting.LIVE).first()
    if meeting is None:
        raise Refused(_("No meeting is open now."))
    wanted = _with_their_screens(meeting, space, set(people))
    if wanted:
        wanted |= _staff_here(meeting, space, actor)
    now = clock.now()
    present = {
        row.participant_id: row for row in Aside.objects.system().filter(meeting=meeting, space=space, gone=None)
    }
    for pk, row in present.items():
        if pk not in wanted or (row.channel, row.behind_id) != (wanted[pk].channel, wanted[pk].behind):
            row.gone = now
            row.save(update_fields=["gone"])
            present = {**present, pk: row}
    staying = {pk for pk, row in present.items() if row.gone is None}
    for pk, way in wanted.items():
        if pk not in staying:
            Aside.objects.create(
                meeting=meeting, space=space, participant_id=pk, channel=way.channel, behind_id=way.behind, came=now
            )
    record(AsideNoted(chain=space.case_id, audience=space.pk, space=space.pk), actor=actor)
    return space


def _with_their_screens(meeting: Meeting, space: Space, people: set[UUID]) -> dict[UUID, Way]:
    ways = ways_of(meeting)
    own = {one.pk: one for one in facts.expected(meeting.case, meeting.mode) if one.side_id == space.side_id}
    if not people <= set(own):
        raise NotFound
    screens = {ways[pk].behind or pk for pk in people if pk in ways}
    wanted = people | {pk for pk, way in ways.items() if pk in own and (pk in screens or way.behind in screens)}
    heard = Membership.objects.system().filter(audience=space.pk, ended=None).values_list("person", flat=True)
    if any(own[pk].role in Participant.BESIDE and own[pk].person_id not in set(heard) for pk in wanted):
        raise Refused(
            _("Somebody who would sit here may not hear this private room: their side has not said so."),
            _("Note first that they share no screen with these people."),
        )
    for pk in wanted:
        if pk not in ways or ways[pk].channel == Attendance.ABSENT:
            raise Refused(
                _("Somebody who sits here is noted as absent from the meeting."),
                _("Note first by which way this person takes part."),
            )
    return {pk: ways[pk] for pk in wanted}


def _staff_here(meeting: Meeting, space: Space, actor: Actor) -> dict[UUID, Way]:
    """Return the mediator who notes it, and the interpreters of this room."""
    ways = ways_of(meeting)
    seated = Membership.objects.system().filter(audience=space.pk, ended=None, role="interpreter")
    here = {actor.person, *seated.values_list("person", flat=True)}
    staff = [one for one in facts.expected(meeting.case, meeting.mode) if one.side_id is None]
    return {one.pk: ways.get(one.pk, Way(Attendance.OWN_BROWSER)) for one in staff if one.person_id in here}


def _tell(meeting: Meeting, changed: Iterable[Participant], actor: Actor) -> None:
    """Tell the rooms of the meeting in which those people sit that the list changed."""
    people = [one.person_id for one in changed]
    rooms = facts.rooms_of(meeting.case, meeting.mode)
    hear = Membership.objects.system().filter(audience__in=rooms, person__in=people, ended=None)
    for space in sorted(set(hear.values_list("audience", flat=True)), key=str):
        record(AttendanceNoted(chain=meeting.case_id, audience=space, meeting=meeting.pk), actor=actor)


def current(case: Case) -> Meeting | None:
    """Return the live meeting of a case, if there is one."""
    found: Meeting | None = Meeting.objects.system().filter(case=case, state=Meeting.LIVE).first()
    return found
