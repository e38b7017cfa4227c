"""Worlds made by rows: rooms full of people, and a centre with ten thousand open cases.

Keys are made without waiting for the disk here; whoever is measured opens the key store anew or sets it back.
"""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from bitim.cases.models import Case, Consent, Participant, Party, Screening, Side
from bitim.demo import cast
from bitim.kernel import clock, doors, keystore, membership
from bitim.kernel.ids import new_id
from bitim.kernel.locking import write
from bitim.kernel.models import Audience, Membership
from bitim.people.models import Centre, CentreRole, Person
from bitim.people.session_store import SessionStore
from bitim.room.models import Space

STAGES = ("contract", "meetings", "meetings", "drafting", "signing", "performance")
MEDIATORS, PERSONS, BATCH = 50, 400, 500


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
        sessions.append(session_of(who.pk, case.pk))
    return Room(space.pk, persons, sessions)


def session_of(person: UUID, case: UUID) -> str:
    """Return the key of a session of somebody who came in by a door."""
    door = doors.make_door(person, case, "case", second="1234", second_kind="word")
    session = SessionStore()
    session.update({"door": str(door.pk), "generation": door.generation, "person": str(person)})
    session.save()
    return str(session.session_key)


class Desk:
    """A centre whose open cases grow; every title, name and account is sealed as in a real house."""

    def __init__(self) -> None:
        self.centre = cast.centre("bench")
        self.coordinator = cast.staff(self.centre, "Данияр", CentreRole.COORDINATOR, "kk", "daniyar@bench.example")
        self.mediators = [
            cast.staff(self.centre, f"Сәуле {n}", CentreRole.MEDIATOR, "ru", f"saule{n}@bench.example")
            for n in range(MEDIATORS)
        ]
        self.persons = [cast.person(f"Тұрғын {n}", "kk") for n in range(PERSONS)]
        self.cases: list[tuple[UUID, Person]] = []
        self.chance = random.Random(7)

    def grow(self, until: int) -> None:
        """Add cases until there are so many."""
        with quick_keys():
            while len(self.cases) < until:
                with write():
                    self._add(min(BATCH, until - len(self.cases)))

    def _add(self, count: int) -> None:
        rows: dict[type, list[Any]] = {
            kind: [] for kind in (Case, Side, Party, Participant, Consent, Screening, Space, Audience, Membership)
        }
        for _ in range(count):
            self._one(rows)
        for kind, made in rows.items():
            kind.objects.bulk_create(made)  # type: ignore[attr-defined]

    def _one(self, rows: dict[type, list[Any]]) -> None:
        now, number = clock.now(), len(self.cases)
        mediator, stage = self.mediators[number % MEDIATORS], STAGES[number % len(STAGES)]
        case = Case(
            centre=self.centre,
            number=f"{20_000_000 + number}",
            pack="kz",
            stage=stage,
            stage_since=now,
            title={"kk": f"Жайлым мен су туралы дау {number}", "ru": f"Спор о пастбище и воде {number}"},
            owner=self.coordinator,
            made=now - timedelta(days=number % 90),
            due=now + timedelta(days=self.chance.randint(-5, 40)),
            term_ends=clock.today() + timedelta(days=self.chance.randint(1, 60)),
        )
        self.cases.append((case.pk, mediator))
        rows[Case].append(case)
        places = [Space(case=case, kind=kind, open=True, made=now) for kind in (Space.JOINT, Space.TEAM)]
        for position in (1, 2):
            who = self.persons[(2 * number + position) % PERSONS]
            side = Side(case=case, position=position, name=f"Ауыл {position}", account="Не болды " * 40, state="joined")
            party = Party(side=side, kind=Party.PERSON, name=f"Тұрғын {position}")
            rows[Side].append(side)
            rows[Party].append(party)
            rows[Consent].append(Consent(case=case, side=side, person=who, language="kk", given=now))
            rows[Screening].append(
                Screening(case=case, side=side, person=who, by=mediator, answers={}, result="joint", at=now)
            )
            self._member(rows, case, who, "party", [side.pk], side=side, party=party, signs=True)
            places.append(Space(case=case, kind=Space.CAUCUS, side=side, open=True, made=now))
        rows[Space] += places
        rows[Audience] += [Audience(pk=place.pk) for place in places]
        self._member(rows, case, mediator, "mediator", [case.pk, *(place.pk for place in places)], signs=True)
        self._member(rows, case, self.coordinator, "coordinator", [case.pk])

    def _member(
        self, rows: dict[type, list[Any]], case: Case, who: Person, role: str, audiences: list[UUID], **more: Any
    ) -> None:
        now = clock.now()
        rows[Participant].append(
            Participant(pk=new_id(), case=case, person=who, role=role, shown_name=str(who.name), since=now, **more)
        )
        rows[Membership] += [
            Membership(audience=one, person=who.pk, role=role, from_seq=0, why="benchmark", since=now)
            for one in audiences
        ]
