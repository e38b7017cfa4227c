"""A world made by rows: rooms full of people. The centre with ten thousand open cases stands in seed_desk.py.

Keys are made without waiting for the disk here; whoever is measured opens the key store anew or sets it back.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from bitim.cases.models import Case, Participant, Party, Side
from bitim.demo import cast
from bitim.kernel import clock, doors, keystore, membership
from bitim.kernel.ids import new_id
from bitim.kernel.locking import write
from bitim.people.models import Centre
from bitim.people.session_store import SessionStore
from bitim.room.models import Epoch, Meeting, Space, VoicePlace


@dataclass(frozen=True)
class Room:
    """A joint room: its id, its people and a live session of each."""

    space: UUID
    people: list[UUID]
    sessions: list[str]


@contextmanager
def quick_keys() -> Iterator[None]:
    """Make keys without a disk flush each."""
    store = keystore.store()
    store._db.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        store._db.execute("PRAGMA synchronous=FULL")


def rooms(count: int, people: int = 5) -> list[Room]:
    """Make open joint rooms of `people` parties each, everybody with a door and a session."""
    with quick_keys():
        at = cast.centre(f"bench-{secrets.token_hex(4)}")
        made = []
        for number in range(count):
            with write():
                made.append(_room(at, number, people))
    return made


def by_voice(made: list[Room]) -> list[UUID]:
    """Hold a live meeting in each room, everybody at the table by voice; return the meetings."""
    now, found = clock.now(), []
    for room in made:
        space = Space.objects.system().get(pk=room.space)
        with write():
            meeting = Meeting.objects.create(case_id=space.case_id, mode="joint", starts=now, state=Meeting.LIVE)
            for who in Participant.objects.system().filter(case_id=space.case_id):
                VoicePlace.objects.create(
                    meeting=meeting, person_id=who.person_id, participant=who, space=space, came=now, moved=now
                )
            Epoch.objects.create(meeting=meeting, space=space, number=new_id(), begun=now)
        found.append(meeting.pk)
    return found


def _room(at: Centre, number: int, people: int) -> Room:
    now = clock.now()
    code = f"{10_000_000 + secrets.randbelow(89_999_999)}"
    title = {"kk": f"Дау {number}", "ru": f"Спор {number}"}
    case = Case.objects.create(
        centre=at, number=code, pack=at.pack, stage="meetings", stage_since=now, title=title, made=now
    )
    sides = [
        Side.objects.create(case=case, position=place, name=name, state=Side.JOINED)
        for place, name in ((1, "Жоғарғы ауыл"), (2, "Нижний аул"))
    ]
    space = Space.objects.create(case=case, kind=Space.JOINT, open=True, made=now)
    persons, sessions = [], []
    for place in range(people):
        who, side = cast.person(f"Айгерім {number}-{place}", ("kk", "ru")[place % 2]), sides[place % 2]
        party = Party.objects.create(side=side, kind=Party.PERSON, name=str(who.name))
        Participant.objects.create(
            case=case,
            side=side,
            party=party,
            person=who,
            role="party",
            shown_name=who.name,
            language=who.language,
            signs=True,
            since=now,
        )
        membership.join(side.pk, who.pk, "party", why="benchmark")
        membership.join(space.pk, who.pk, "party", why="benchmark")
        persons.append(who.pk)
        sessions.append(session_of(who.pk, case.pk, who.language))
    return Room(space.pk, persons, sessions)


def session_of(person: UUID, case: UUID, language: str) -> str:
    """Return the key of a session of somebody who came in by a door."""
    door = doors.make_door(person, case, "case", second="1234", second_kind="word")
    session = SessionStore()
    session.update({"door": str(door.pk), "generation": door.generation, "person": str(person), "language": language})
    session.save()
    return str(session.session_key)
