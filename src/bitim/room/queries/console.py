"""What stands on the page of a meeting by voice beside the lists: for each person of their own place and room alone;
for the mediator how the rooms stand and how people can be reached when a line breaks."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from bitim.cases.models import Participant
from bitim.cases.permissions import P as Cases
from bitim.cases.queries.people import contacts_of
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, decide
from bitim.people.queries import CallCare, care_for
from bitim.room import facts_attendance, facts_call, ports
from bitim.room.models import CallRoom, Meeting, Space, Spoken, VoicePlace, WaitingWord
from bitim.room.words import legible


@dataclass(frozen=True)
class Said:
    """What the mediator said to those who wait: a ready sentence by its key, or words in a language."""

    ready: str
    words: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Mine:
    """The reader's own place. `room`: its kind, empty while they wait; `knock`: what they asked of the mediator, since
    `knocked`; `may_knock`: what they may ask now; `raised`: they want to speak; `turn`: they have the word,
    `speaker` has it. `writes`: the language in which they type what is said; `may_write`: they may begin to, or
    choose another."""

    place: UUID
    room: str
    said: Said | None
    knock: str
    knocked: datetime | None
    may_knock: str
    locked: bool
    time: "TimeLeft | None"
    raised: bool
    turn: bool
    speaker: str
    measured: bool
    interprets: "Interprets | None"
    writes: str
    may_write: bool


@dataclass(frozen=True)
class Interprets:
    """What an interpreter can do in the room where they are. `together`: at the same time as others; `into`: as the
    place has it; `ways`: each language into which they may speak, and the name of the colleague whose voice it is."""

    together: bool
    into: str
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TimeLeft:
    """The time that was set for a room: until when, and how many seconds of it are left (0: it is over)."""

    until: datetime
    seconds: int


def mine_for(actor: Actor, place: UUID) -> Mine:
    """Return what stands on the page of whoever has this place; NotFound for everybody else."""
    row = VoicePlace.objects.system().select_related("meeting", "space", "participant").filter(pk=place).first()
    if row is None or row.person_id != actor.who:
        raise NotFound
    rows = CallRoom.objects.system().filter(meeting=row.meeting_id, space=row.space_id)
    state = rows.select_related("speaker__participant").first() if row.space_id else None
    speaker = state.speaker if state is not None else None
    return Mine(
        place=row.pk,
        room=row.space.kind if row.space else "",
        said=_said_to(row),
        knock=row.knock,
        knocked=row.knocked,
        may_knock=_may_knock(row, actor),
        locked=state is not None and state.locked,
        time=_time(state),
        raised=row.raised is not None,
        turn=speaker is not None and speaker.pk == row.pk,
        speaker=speaker.name if speaker is not None else "",
        measured=state is not None and state.measured,
        interprets=_interprets(row, actor, together=state is not None and state.together),
        writes=row.writes if ports.captions.typed else "",
        may_write=_may_write(row, actor),
    )


def _may_write(row: VoicePlace, actor: Actor) -> bool:
    if not ports.captions.typed or row.space_id is None:
        return False
    return actor.role in facts_call.WRITERS or bool(row.writes)


def _interprets(row: VoicePlace, actor: Actor, *, together: bool) -> Interprets | None:
    if row.space_id is None or actor.role != "interpreter" or row.participant.role != Participant.INTERPRETER:
        return None
    if not together:
        return Interprets(together, row.into, ())
    here = VoicePlace.objects.system().filter(meeting=row.meeting_id, space=row.space_id).exclude(into="")
    held = {one.into: one.name for one in here.exclude(pk=row.pk).select_related("participant", "meeting")}
    return Interprets(together, row.into, tuple((code, held.get(code, "")) for code in facts_call.directions(row)))


def _time(state: CallRoom | None) -> TimeLeft | None:
    if state is None or state.until is None:
        return None
    return TimeLeft(state.until, max(0, math.ceil((state.until - clock.now()).total_seconds())))


def _said_to(row: VoicePlace) -> Said | None:
    if row.space_id is not None:
        return None
    words = WaitingWord.objects.system().select_related("meeting")
    word = words.filter(meeting=row.meeting_id, side=row.participant.side_id).first()
    return _seen(word) if word is not None and facts_call.is_told(word, row, clock.now()) else None


def _seen(word: WaitingWord) -> Said:
    content = word.content or {}
    return Said(content.get("ready", ""), content.get("words", ""), content.get("language", ""), word.at)


def _may_knock(row: VoicePlace, actor: Actor) -> str:
    """Return what may be asked of the mediator: by who waits a word, in a room without one to come."""
    if actor.role == "mediator":
        return ""
    if row.space is None:
        return VoicePlace.WORD
    if row.space.kind == Space.JOINT or facts_call.is_mediated(row.meeting_id, row.space.pk):
        return ""
    return VoicePlace.COME


@dataclass(frozen=True)
class Phone:
    """How somebody is called when a line breaks. `number`: with who noted it, empty when they may not be called or none
    is known; `care`: what they asked for."""

    participant: UUID
    name: str
    number: str
    care: CallCare


def phones_for(actor: Actor, meeting: UUID) -> list[Phone]:
    """Return how those expected at a meeting are called, come or not: people of the sides, interpreters and company,
    as far as this mediator may know it."""
    row = Meeting.objects.system().select_related("case__centre").get(pk=meeting)
    home, found = str(row.case.centre.time_zone), []
    people = facts_attendance.expected(row.case, row.mode)
    prefetch_related_objects(people, "person")
    for one in people:
        if one.role in Participant.MEDIATOR_ROLES or not decide(actor, Cases.SEE_CONTACTS, one):
            continue
        care = care_for(one.person, home)
        number = "" if care.refused else str(contacts_of(one.person).get("phone", ""))
        found.append(Phone(one.pk, legible(str(one.shown_name or "")), number, care))
    return found


@dataclass(frozen=True)
class RoomState:
    """How a room stands, for the mediators who sit in it. `spoken`: (name, turns, seconds) while it is measured, by
    name: no ranking."""

    locked: bool = False
    time: TimeLeft | None = None
    speaker: str = ""
    measured: bool = False
    together: bool = False
    spoken: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Console:
    """The mediator's desk beside who is where. `states`: by room. `said`: by side, what stands in its waiting room.
    `minutes`: by private room, whole minutes that the mediators have been with its people in this meeting."""

    states: dict[UUID, RoomState]
    said: dict[UUID | None, Said]
    minutes: dict[UUID, int]
    may_open_corridor: bool


def console_for(actor: Actor, meeting: UUID, rooms: list[UUID], private: list[UUID]) -> Console:
    """Return it, of rooms, private ones among them, that `voice_desk` has shown to this mediator."""
    states = CallRoom.objects.system().filter(meeting=meeting, space__in=rooms)
    states = states.select_related("speaker__participant")
    spoken = _spoken(meeting, [one.pk for one in states if one.measured])
    words = WaitingWord.objects.system().select_related("meeting").filter(meeting=meeting)
    now = clock.now()
    return Console(
        {one.space_id: _state(one, spoken[one.pk]) for one in states},
        {one.side_id: _seen(one) for one in words if one.at >= now - facts_call.STALE},
        {pk: int(time.total_seconds() // 60) for pk, time in facts_call.time_with(meeting, private, now).items()},
        _may_open_corridor(meeting, rooms),
    )


Heard = list[tuple[str, int, int]]


def _state(one: CallRoom, spoken: Heard) -> RoomState:
    speaker = one.speaker.name if one.speaker else ""
    return RoomState(one.locked, _time(one), speaker, one.measured, one.together, tuple(sorted(spoken)))


def _spoken(meeting: UUID, rooms: list[UUID]) -> dict[UUID, Heard]:
    """Return what was measured in rooms, by the names under which people are in this meeting."""
    here = VoicePlace.objects.system().filter(meeting=meeting).select_related("participant")
    names = {one.participant_id: one.name for one in here} if rooms else {}
    found: dict[UUID, Heard] = defaultdict(list)
    for row in Spoken.objects.system().filter(room__in=rooms).select_related("participant"):
        name = names.get(row.participant_id) or legible(str(row.participant.shown_name or ""))
        found[row.room_id].append((name, row.turns, row.seconds))
    return found


@dataclass(frozen=True)
class OnTheTable:
    """What the sides may speak about, as this reader may read it, and which of it is spoken about now in the room where
    they are (`room`; None while they wait)."""

    points: tuple[ports.Point, ...]
    now: UUID | None
    room: UUID | None


def on_the_table_for(actor: Actor, place: UUID) -> OnTheTable:
    """Return it for whoever has this place; NotFound for everybody else."""
    row = VoicePlace.objects.system().select_related("meeting").filter(pk=place).first()
    if row is None or row.person_id != actor.who:
        raise NotFound
    rows = CallRoom.objects.system().filter(meeting=row.meeting_id, space=row.space_id)
    now = rows.values_list("point", flat=True).first() if row.space_id else None
    return OnTheTable(tuple(ports.agenda(actor, row.meeting.case_id)), now, row.space_id)


def _may_open_corridor(meeting: UUID, rooms: list[UUID]) -> bool:
    """Tell whether there is a table, somebody who represents others, and no corridor yet."""
    kinds = list(Space.objects.system().filter(pk__in=rooms).values_list("kind", "case"))
    here = {kind for kind, _case in kinds}
    return Space.JOINT in here and Space.CORRIDOR not in here and bool(facts_call.represent(kinds[0][1]))
