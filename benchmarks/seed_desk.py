"""A centre whose open cases grow, made by rows: what a coordinator and a mediator with 200 cases come to in the
morning. Two thirds of the cases have words that the mediator has not read, half have a text, a quarter a meeting;
a few have no owner or no mediator; people asked for help, and some want to be called.

Every title, name, account, message and clause is sealed as in a real house. The centre's feed has two lines for each
case; their seals are empty, since no page of the desk checks them.
"""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

from benchmarks.seed import quick_keys
from bitim.cases.models import Case, Consent, Participant, Party, Request, Screening, Side
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.ids import new_id
from bitim.kernel.locking import write
from bitim.kernel.models import Audience, Event, Membership
from bitim.people.models import CentreRole, Person
from bitim.room.models import Meeting, Message, ReadMark, Space
from bitim.settlements.models import Clause, Document

STAGES = ("contract", "meetings", "meetings", "drafting", "signing", "performance")
MEDIATORS, PERSONS, BATCH, WAITING, CALLS = 50, 400, 500, 60, 12
SAID = 3  # messages in each joint room
KINDS: tuple[type, ...] = (
    *(Case, Side, Party, Participant, Consent, Screening, Space, Audience, Membership),
    *(Message, ReadMark, Meeting, Document, Clause, Event),
)


class Desk:
    """The centre, its people, and its cases so far: (case, its mediator)."""

    def __init__(self) -> None:
        self.centre = cast.centre("bench")
        self.coordinator = cast.staff(self.centre, "Данияр", CentreRole.COORDINATOR, "kk", "daniyar@bench.example")
        self.mediators = [
            cast.staff(self.centre, f"Сәуле {n}", CentreRole.MEDIATOR, "ru", f"saule{n}@bench.example")
            for n in range(MEDIATORS)
        ]
        self.persons = [cast.person(f"Тұрғын {n}", "kk") for n in range(PERSONS)]
        self.cases: list[tuple[UUID, Person]] = []
        self.chance, self.fed = random.Random(7), 0
        self.rows: dict[type, list[Any]] = {kind: [] for kind in KINDS}
        self._asked()

    def grow(self, until: int) -> None:
        """Add cases until there are so many."""
        with quick_keys():
            while len(self.cases) < until:
                with write():
                    for _ in range(min(BATCH, until - len(self.cases))):
                        self._one()
                    self._store()

    def _store(self) -> None:
        for kind, made in self.rows.items():
            kind.objects.bulk_create(made)  # type: ignore[attr-defined]
        self.rows = {kind: [] for kind in KINDS}

    def _asked(self) -> None:
        """People who asked for help and nobody has answered, and people who want to be called."""
        now, words = clock.now(), {"what": "Су туралы дау " * 20, "others": []}
        for n in range(WAITING):
            Request.objects.create(
                centre=self.centre,
                person=self.persons[n],
                words=words,
                state=Request.SENT,
                made=now,
                sent=now - timedelta(hours=n),
            )
        for n in range(CALLS):
            self._fed("CallBackAsked", n, {"person": str(self.persons[n].pk), "when": "any", "case": None})
        with write():
            self._store()

    def _one(self) -> None:
        now, number = clock.now(), len(self.cases)
        mediator, stage = self.mediators[number % MEDIATORS], STAGES[number % len(STAGES)]
        case = Case(
            centre=self.centre,
            number=f"{20_000_000 + number}",
            pack="kz",
            stage=stage,
            stage_since=now,
            title={"kk": f"Жайлым мен су туралы дау {number}", "ru": f"Спор о пастбище и воде {number}"},
            owner=None if number % 131 == 130 else self.coordinator,
            made=now - timedelta(days=number % 90),
            due=now + timedelta(days=self.chance.randint(-5, 40)),
            term_ends=clock.today() + timedelta(days=self.chance.randint(1, 60)),
        )
        self.cases.append((case.pk, mediator))
        self.rows[Case].append(case)
        places = [Space(case=case, kind=kind, open=True, made=now) for kind in (Space.JOINT, Space.TEAM)]
        for position in (1, 2):
            places.append(self._side(case, position, mediator))
        self.rows[Space] += places
        if number % 97 != 96:
            self._member(case, mediator, "mediator", [case.pk, *(place.pk for place in places)], signs=True)
            self._said(places, mediator)
        else:
            self.rows[Audience] += [Audience(pk=place.pk) for place in places]
        self._member(case, self.coordinator, "coordinator", [case.pk])
        self._papers(case)
        for kind in ("RequestSent", "RequestAnswered"):
            self._fed(kind, number % 90, {"request": str(new_id())})

    def _side(self, case: Case, position: int, mediator: Person) -> Space:
        now, number = clock.now(), len(self.cases) - 1
        who = self.persons[(2 * number + position) % PERSONS]
        side = Side(case=case, position=position, name=f"Ауыл {position}", account="Не болды " * 40, state="joined")
        party = Party(side=side, kind=Party.PERSON, name=f"Тұрғын {position}")
        self.rows[Side].append(side)
        self.rows[Party].append(party)
        self.rows[Consent].append(Consent(case=case, side=side, person=who, language="kk", given=now))
        self.rows[Screening].append(
            Screening(case=case, side=side, person=who, by=mediator, answers={}, result="joint", at=now)
        )
        self._member(case, who, "party", [side.pk], side=side, party=party, signs=True)
        return Space(case=case, kind=Space.CAUCUS, side=side, open=True, made=now)

    def _said(self, places: list[Space], mediator: Person) -> None:
        """Words in the joint room and in one private room; the mediator has read all, some or nothing of them."""
        joint, team, caucus, other = places
        speaker = self.persons[len(self.cases) % PERSONS]
        for place, count in ((joint, SAID), (caucus, 1), (team, 0), (other, 0)):
            self.rows[Audience].append(Audience(pk=place.pk, head=count))
            for seq in range(1, count + 1):
                at = clock.now() - timedelta(minutes=self.chance.randint(1, 9000))
                said = Message(space=place, seq=seq, author=speaker, author_role="party", language="kk", at=at)
                said.body = "Суды кезекпен аламыз ба? " * 4
                self.rows[Message].append(said)
            read = self.chance.choice((0, count - 1, count, count, count))
            if count and read and len(self.cases) > MEDIATORS:  # each mediator's first case has unread words
                self.rows[ReadMark].append(ReadMark(space=place, person=mediator, seq=read))

    def _papers(self, case: Case) -> None:
        """A meeting in one case of four; a text with two clauses in the stages that have one."""
        now = clock.now()
        if self.chance.random() < 0.25:
            live = self.chance.random() < 0.02
            starts = now + timedelta(days=0 if live else self.chance.randint(1, 30))
            state = Meeting.LIVE if live else Meeting.PLANNED
            self.rows[Meeting].append(Meeting(case=case, mode="joint", starts=starts, state=state))
        if case.stage not in STAGES[3:]:
            return
        text = Document(case=case, kind=Document.SETTLEMENT, languages=["kk", "ru"], prevailing="kk", terms={})
        text.pack, text.pack_version, text.made = "kz", "1", now
        self.rows[Document].append(text)
        for position in (1, 2):
            words = {"kk": "Суды кезекпен алады. " * 5, "ru": "Воду берут по очереди. " * 5}
            self.rows[Clause].append(Clause(document=text, position=position, texts=words, duty={}))

    def _fed(self, kind: str, days: int, payload: dict[str, Any]) -> None:
        """Add a line to the centre's feed."""
        self.fed += 1
        centre = self.centre.pk
        line = Event(chain=centre, chain_seq=self.fed, audience=centre, seq=self.fed, kind=kind, payload=payload)
        line.role, line.at, line.mac, line.digest = "party", clock.now() - timedelta(days=days), b"", b""
        self.rows[Event].append(line)

    def _member(self, case: Case, who: Person, role: str, audiences: list[UUID], **more: Any) -> None:
        now = clock.now()
        self.rows[Participant].append(
            Participant(pk=new_id(), case=case, person=who, role=role, shown_name=str(who.name), since=now, **more)
        )
        self.rows[Membership] += [
            Membership(audience=one, person=who.pk, role=role, from_seq=0, why="benchmark", since=now)
            for one in audiences
        ]
