"""Who is where by voice: for the channel, which asks for everybody at once, and for the pages of the meeting."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery, UUIDField

from bitim.cases.models import Case, Participant
from bitim.kernel import clock, keystore
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.live import Reader
from bitim.kernel.live.channel import Asked, Placed
from bitim.kernel.models import Membership
from bitim.room import facts_call, ports
from bitim.room.facts_attendance import HERE
from bitim.room.media.backend import ticket_of
from bitim.room.models import Aside, Attendance, CallRoom, Epoch, Meeting, Space, VoicePlace, WaitingWord
from bitim.room.permissions import P
from bitim.room.queries.meetings import MeetingSeen
from bitim.room.rules import LISTENS, SEAT_ROLES
from bitim.room.words import legible

Rows = list[dict[str, Any]]
ROLES = {Participant.MEDIATOR: "mediator", Participant.CO_MEDIATOR: "mediator", Participant.INTERPRETER: "interpreter"}


def placed(asked: Collection[Asked]) -> Mapping[Asked, Placed]:
    """Return where readers are now, in a fixed number of questions: whoever has no place in a live meeting, or waits
    for a second person to say that it is they, is not among them; whoever sits no more in the room where they were,
    waits."""
    meetings = {meeting for _, meeting in asked}
    rows = VoicePlace.objects.system().filter(
        meeting__in=meetings, meeting__state=Meeting.LIVE, participant__ended=None
    )
    doubted = Participant.objects.system().filter(person=OuterRef("person")).exclude(unconfirmed=None)
    # Of whom it is doubted that it is they who came: by voice they are nowhere, as in the rule for coming.
    rows = rows.exclude(~Q(participant__role__in=list(ROLES)), Exists(doubted))
    rows = rows.select_related("space", "participant__side").order_by("came", "pk")
    at = _Hall(list(rows.annotate(centre=F("meeting__case__centre"))))  # of meeting and case no more is asked
    found: dict[Asked, Placed] = {}
    for reader, meeting in asked:
        place = at.of(reader, meeting)
        if place is not None:
            found[reader, meeting] = at.seen(place, reader)
    return found


class _Hall:
    """Everybody who came by voice to some meetings, read once."""

    def __init__(self, places: list[VoicePlace]) -> None:
        self.of_meeting: dict[UUID, list[VoicePlace]] = defaultdict(list)
        for one in places:
            self.of_meeting[one.meeting_id].append(one)
        self._inside: dict[tuple[UUID, UUID], tuple[Rows, Rows]] = {}
        self._names: dict[UUID, str] = {}  # of sides
        self.by = {(one.meeting_id, one.person_id): one for one in places}
        spaces = {one.space_id for one in places if one.space_id}
        rooms = Space.objects.system().filter(case__meetings__in={one.meeting_id for one in places})
        seats = Membership.objects.system().filter(audience__in=rooms.values("pk"), ended=None)
        of_room = Space.objects.system().filter(pk=OuterRef("audience")).values("side")
        found = seats.annotate(side=Subquery(of_room, UUIDField())).values_list(
            "audience", "person", "role", "side", "why"
        )
        self.sides = {(person, role, of) for _room, person, role, of, _why in found if of}  # whose private room it is
        self.seats = {(room, person, role) for room, person, role, _side, _why in found}
        self.listening = {(room, person) for room, person, _role, _side, why in found if why == LISTENS}
        self.epochs = {
            (one.meeting_id, one.space_id): one.number
            for one in Epoch.objects.system().filter(space__in=spaces, meeting__in={p.meeting_id for p in places})
        }
        self.key = keystore.store().derived("voices")
        meetings = {one.meeting_id for one in places}
        self.others = _others(meetings)
        states = CallRoom.objects.system().filter(meeting__in=meetings)
        self.states = {(one.meeting_id, one.space_id): one for one in states}
        told = WaitingWord.objects.system().filter(meeting__in=meetings).defer("content")
        self.words = {(one.meeting_id, one.side_id): one for one in told}

    def of(self, reader: Reader, meeting: UUID) -> VoicePlace | None:
        """Return the place of a reader, in the role in which they came; None when they have none now."""
        place = self.by.get((meeting, reader.person))
        if place is None or ROLES.get(place.participant.role, "party") != reader.role:
            return None
        if reader.guest:
            return None  # as in the rule for coming: by such a door nobody has the place they took by their own
        if reader.role != "party" and reader.centre != place.centre:  # type: ignore[attr-defined]
            return None  # staff of two centres act at one of them at a time
        return place

    def room_of(self, place: VoicePlace, audiences: frozenset[UUID] | None = None) -> Space | None:
        """Return the room in which somebody is and may be: open, a member of it now, heard behind their door."""
        room = place.space
        if room is None or not room.open or (audiences is not None and room.pk not in audiences):
            return None
        role = ROLES.get(place.participant.role, "party")
        return room if (room.pk, place.person_id, role) in self.seats else None

    def seen(self, place: VoicePlace, reader: Reader) -> Placed:
        """Return the place as its own page is told it."""
        room = self.room_of(place, reader.audiences)
        if room is None:
            waits = {"room": "waiting", "mine": self._mine(place, None), "agenda": "", **self._desk(place)}
            return Placed(None, "", json.dumps(waits, sort_keys=True))
        epoch = self.epochs[place.meeting_id, room.pk]
        me = ticket_of(self.key, epoch, place.person_id)
        state = self.states.get((place.meeting_id, room.pk))
        inside, beside = self._people(place.meeting_id, room, epoch)
        people = [one | {"me": one["id"] == me} for one in inside]
        told: dict[str, Any] = {"room": room.kind, "space": str(room.pk), "people": people, "beside": beside}
        if ports.captions.program:  # a program that hears the room stands on its list as everybody does
            told["beside"] = [*beside, {"name": ports.captions.program, "way": "program"}]
        told |= {"mine": self._mine(place, room), "measured": state is not None and state.measured}
        told |= {"agenda": _mark(room.pk, state.point if state is not None else None)}
        told |= self._voices(place.meeting_id, room.pk) | self._desk(place)
        return Placed(epoch, me, json.dumps(told, sort_keys=True, ensure_ascii=False), self._writes(place, room.pk))

    def _people(self, meeting: UUID, room: Space, epoch: UUID) -> tuple[Rows, Rows]:
        """Return who is in a room, by the names of an epoch, and who is there without a browser of their own; made
        once for all who are in it. Where more than one side may be, each name has its side: names may be the same."""
        if (meeting, room.pk) not in self._inside:
            people = [
                {**self._row(one, room, meeting), "id": ticket_of(self.key, epoch, one.person_id)}
                for one in self.of_meeting[meeting]
                if self._is_in(one, room.pk)
            ]
            beside = [
                {"name": legible(name) or "?", "role": who.role, "side": self._side(who, room), "way": way}
                for who, name, way in self.others[meeting, False if room.kind == Space.JOINT else room.pk]
                if room.kind == Space.JOINT or who.side_id in (room.side_id, None)
            ]
            facts_call.told_apart([*people, *beside])
            self._inside[meeting, room.pk] = people, beside
        return self._inside[meeting, room.pk]

    def _row(self, one: VoicePlace, room: Space, meeting: UUID) -> dict[str, Any]:
        state = self.states.get((meeting, room.pk))
        return {
            "name": one.name,
            "role": one.participant.role,
            "side": self._side(one.participant, room),
            "hand": one.raised is not None,
            "turn": state is not None and state.speaker_id == one.pk,
            "into": one.into,
            "slowly": one.slowly,
            "listens": (room.pk, one.person_id) in self.listening,
            "writes": self._writes(one, room.pk),
        }

    def _side(self, who: Participant, room: Space) -> str:
        """Return the name of somebody's side, unsealed once; in a private room of one side it says nothing."""
        if who.side_id is None or room.kind not in (Space.JOINT, Space.CORRIDOR):
            return ""
        if who.side_id not in self._names:
            self._names[who.side_id] = legible(str(who.side.name or "")) if who.side else ""
        return self._names[who.side_id]

    def _writes(self, one: VoicePlace, room: UUID) -> str:
        """Return the language in which somebody types what is said in their room; nobody does who only listens
        there, nor in a house without captions."""
        return one.writes if ports.captions.typed and (room, one.person_id) not in self.listening else ""

    def _voices(self, meeting: UUID, room: UUID) -> dict[str, Any]:
        """Tell a room in which interpreters speak at the same time as others which languages there may be heard."""
        state = self.states.get((meeting, room))
        if state is None or not state.together:
            return {}
        here = [one for one in self.of_meeting[meeting] if self._is_in(one, room)]
        return {"languages": facts_call.languages_of(here)}

    def _is_in(self, one: VoicePlace, room: UUID) -> bool:
        found = self.room_of(one)
        return found is not None and found.pk == room

    def _mine(self, place: VoicePlace, room: Space | None) -> str:
        """Return a mark of what stands on this person's own page beside the list: when it changes, the page looks
        again. It rests on their own place and room alone."""
        word = self.words.get((place.meeting_id, place.participant.side_id)) if room is None else None
        said = word.at if word is not None and facts_call.is_told(word, place, clock.now()) else ""
        state = self.states.get((place.meeting_id, room.pk)) if room is not None else None
        stands: tuple[object, ...] = ()
        if state is not None:
            stands = (state.locked, state.until, state.measured, state.speaker_id, state.together)
        mediated = any(
            one.space_id == room.pk and one.participant.role in Participant.MEDIATOR_ROLES
            for one in self.of_meeting[place.meeting_id]
            if room is not None
        )
        here: tuple[object, ...] = (room.pk, mediated) if room is not None else ()
        if room is not None and place.participant.role == Participant.INTERPRETER and state and state.together:
            inside = [one for one in self.of_meeting[place.meeting_id] if one.space_id == room.pk]
            here += tuple((one.pk, one.into, one.participant.language) for one in inside)  # who speaks what
        return _mark(here, said, place.knock, place.knocked, place.raised, place.writes, *stands)

    def _desk(self, place: VoicePlace) -> dict[str, str]:
        """Tell the mediator's page, and nobody else's, when somebody came, went, moved or asks: it looks again. It
        rests on what that page shows alone (`voice_desk`): of rooms in which this mediator does not sit, and of sides
        that have not accepted them, nothing moves it. No time is compared with another: clocks are set back."""
        if ROLES.get(place.participant.role) != "mediator":
            return {}
        at, me = place.meeting_id, (place.person_id, "mediator")

        def sits(room: UUID | None) -> bool:
            return (room, *me) in self.seats

        def hears(side: UUID | None) -> bool:
            return side is None or (*me, side) in self.sides

        places = [
            (
                one.pk,
                (one.space_id, one.moved, one.raised, one.writes) if sits(one.space_id) else (),
                (one.knock, one.knocked) if hears(one.participant.side_id) else (),
                one.name,
            )
            for one in self.of_meeting[at]
            if sits(one.space_id) or (one.space_id is None and hears(one.participant.side_id))
        ]
        sides = {one.participant.side_id for one in self.of_meeting[at]}
        accepted = sorted(str(side) for side in sides if hears(side))
        states = sorted(
            (str(pk), one.locked, str(one.until), one.measured, str(one.speaker_id), one.together)
            for (meeting, pk), one in self.states.items()
            if meeting == at and sits(pk)
        )
        words = sorted(str(one.at) for (meeting, side), one in self.words.items() if meeting == at and hears(side))
        return {"desk": _mark(places, accepted, states, words)}


def _mark(*said: object) -> str:
    """Return a short mark that is another whenever what it stands for is."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


Others = defaultdict[tuple[UUID, UUID | bool], list[tuple[Participant, str, str]]]


def _others(meetings: Collection[UUID]) -> Others:
    """Return who takes part without a browser of their own: at the table (of each meeting), and of each private room
    who sits there aside: (who, name, way)."""
    found: Others = defaultdict(list)
    rows = Attendance.objects.system().filter(meeting__in=meetings, gone=None, channel__in=HERE).exclude(came=None)
    for row in rows.select_related("participant__side", "meeting").order_by("came", "pk"):
        who = row.participant
        if row.meeting.mode == "joint":
            found[row.meeting_id, False].append((who, str(who.shown_name or ""), row.channel))
    asides = Aside.objects.system().filter(meeting__in=meetings, gone=None, channel__in=HERE)
    for aside in asides.select_related("participant__side").order_by("came", "pk"):
        who = aside.participant
        found[aside.meeting_id, aside.space_id].append((who, str(who.shown_name or ""), aside.channel))
    return found


# --- for the pages -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """The reader's part in the live meeting by voice: the meeting, if one is live, whether they have come, where they
    are."""

    case: UUID
    meeting: MeetingSeen | None
    place: UUID | None
    waits: bool


def call_for(actor: Actor, case: UUID) -> Call:
    """Return the reader's part; NotFound for whoever may not take part by voice."""
    found = Case.objects.system().filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.COME_BY_VOICE, found)
    row = Meeting.objects.system().filter(case=found, state=Meeting.LIVE).first()
    if row is None:
        return Call(case, None, None, waits=False)
    rows = VoicePlace.objects.system().filter(meeting=row, person_id=actor.who).select_related("participant")
    # Of somebody with several roles, in the role in which they act now: as the channel has it.
    place = next((one for one in rows if ROLES.get(one.participant.role, "party") == actor.role), None)
    seen = MeetingSeen(row.pk, row.mode, row.state, row.starts, row.opened)
    return Call(case, seen, place.pk if place else None, place is not None and place.space_id is None)


@dataclass(frozen=True)
class Guest:
    """Somebody who came by voice, as the mediator's desk shows them: where they are, where they may be let."""

    place: UUID
    name: str
    role: str
    side: UUID | None
    space: UUID | None
    rooms: tuple[UUID, ...]
    participant: UUID
    knock: str = ""
    knocked: datetime | None = None
    me: bool = False
    raised: datetime | None = None
    writes: str = ""
    side_name: str = ""


@dataclass(frozen=True)
class VoiceDesk:
    """The mediator's rooms and who is in them or waits. `rooms`: (id, kind, side, name of the side). `joint`, `apart`:
    they may bring everybody to the table, to their own sides."""

    rooms: tuple[tuple[UUID, str, UUID | None, str], ...]
    guests: tuple[Guest, ...]
    joint: bool
    apart: bool


def voice_desk(actor: Actor, meeting: UUID) -> VoiceDesk:
    """Return the desk of a live meeting, of the rooms in which the mediator sits; NotFound for everybody else. Of a
    side that has not accepted this mediator they know the names that stand in the case, not who of it came."""
    row = Meeting.objects.system().select_related("case").filter(pk=meeting, state=Meeting.LIVE).first()
    if row is None:
        raise NotFound
    require_visible(actor, P.PLACE_PEOPLE, row)
    mine = Membership.objects.system().filter(person=actor.who, role=actor.role, ended=None).values("audience")
    spaces = Space.objects.system().filter(case=row.case_id, open=True, pk__in=mine).select_related("side")
    order = {Space.JOINT: 0, Space.CAUCUS: 1, Space.CORRIDOR: 2, Space.TEAM: 3}
    rooms = sorted(
        (one for one in spaces if one.kind != Space.JOINT or row.mode == "joint"),
        key=lambda one: (order[one.kind], one.side.position if one.side else 0),
    )
    seats: dict[UUID, set[UUID]] = defaultdict(set)
    members = Membership.objects.system().filter(audience__in=[one.pk for one in rooms], ended=None)
    for person, audience in members.filter(role__in=SEAT_ROLES).values_list("person", "audience"):
        seats[person].add(audience)
    places = VoicePlace.objects.system().filter(meeting=row).select_related("participant").order_by("came", "pk")
    own = {one.pk for one in rooms}
    names = {one.side_id: str(one.side.name or "") for one in rooms if one.side}
    # Who of a side came and what they ask is for the mediators it has accepted; of no side are mediators themselves.
    heard = {None, *(one.side_id for one in rooms)}
    guests = [
        Guest(
            one.pk,
            one.name,
            one.participant.role,
            one.participant.side_id,
            one.space_id if one.space_id in own else None,
            tuple(room.pk for room in rooms if room.pk in seats[one.person_id]),
            one.participant_id,
            one.knock if one.participant.side_id in heard else "",
            one.knocked if one.participant.side_id in heard else None,
            me=one.person_id == actor.person,
            raised=one.raised if one.space_id in own else None,
            writes=one.writes if one.space_id in own else "",
            side_name=names.get(one.participant.side_id, ""),
        )
        for one in places
        if one.space_id in own or (one.space_id is None and one.participant.side_id in heard)
    ]
    shown = tuple((one.pk, one.kind, one.side_id, str(one.side.name or "") if one.side else "") for one in rooms)
    apart = facts_call.private_rooms(row.case_id) <= own
    return VoiceDesk(shown, tuple(guests), any(one.kind == Space.JOINT for one in rooms), apart)
