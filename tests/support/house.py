"""A whole house for the guards: a case with everybody in it, another case of the same centre, another centre.

Made by rows, with the rooms seated by the room's own rule. Side 1 is *own*, side 2 is *other*; the things of a side
belong to side 1 unless their label says otherwise.
"""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.test import Client
from PIL import Image

from bitim.cases.models import Appointment, Ballot, Consent, Invitation, Panel, Participant, Party, Request, Screening
from bitim.cases.models_after import OwnNote
from bitim.cases.models_reading import ReadBack
from bitim.cases.models_shape import SideWord
from bitim.demo import cast as people
from bitim.demo.cast import Cast
from bitim.desk.actions import ask_call_back
from bitim.journal.actions import registering, write_consultation
from bitim.kernel import clock, doors, files, membership
from bitim.kernel.access import SYSTEM, VISITOR, Actor
from bitim.kernel.keystore import Scope
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery, Event, StoredFile
from bitim.kernel.paper.digest import document_hash
from bitim.people import session_keys
from bitim.people.models import (
    Absence,
    Account,
    Centre,
    CentreInterest,
    CentreRole,
    MediatorCard,
    Person,
    RegisterImport,
)
from bitim.people.models import (
    Place as CentrePlace,
)
from bitim.room.actions import arrange
from bitim.room.models import (
    Constraint,
    Meeting,
    MeetingRecord,
    Message,
    Proposal,
    ProposedTime,
    Release,
    Space,
    TimeAnswer,
    Translation,
    VoicePlace,
)
from bitim.settlements.models import Clause, Document, Issue, Option, Scan, ScanFile, ScanPage, Signature
from bitim.settlements.models_after import Demand, DemandStep, DutyKept, Pulse
from tests.support.scenes import shared
from tests.support.searching import search_things
from tests.support.talking import dialogue_things

# Label of a role -> who that is. The order is that of docs/permissions.md.
ROLES = {
    "visitor": "nobody in particular",
    "asker": "somebody whose request has not become a case",
    "own": "a person of the side to which the thing belongs",
    "other": "a person of the other side of the same case",
    "former": "somebody who was of that side and left",
    "stranger": "a party of another case of the same centre",
    "supporter": "somebody who sits beside that side and hears its private room by its word",
    "observer": "an observer to whom every side has agreed",
    "interpreter": "an interpreter whom the mediator let into the rooms",
    "waiting": "an interpreter of the case, let into no room",
    "mediator": "the mediator of the case",
    "idle": "a mediator of the centre, appointed to another case",
    "coordinator": "the coordinator of the centre",
    "head": "the head of the centre",
    "far": "a coordinator of another centre",
    "far_mediator": "a mediator of another centre",
}
BY_CODE = ("asker", "former", "stranger", "supporter", "observer")
STAFF_ROLES = ("mediator", "idle", "coordinator", "head", "far", "far_mediator", "interpreter", "waiting")
DOCUMENT_STATE = {"signing": Document.FROZEN, "performance": Document.SIGNED, "closed": Document.SIGNED}


@dataclass
class House:
    """Everybody and everything; `at(stage)` puts the case at a stage as the house would have it there."""

    main: Cast
    near: Cast
    away: Cast
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Return who acts, by role label."""
        here, there = self.main.centre, self.away.centre
        made = {role: people.acting(self.people[role], "party") for role in BY_CODE}
        made |= {"own": self.main.as_party(1), "other": self.main.as_party(2), "visitor": VISITOR}
        for role in ("interpreter", "waiting"):
            made[role] = people.acting(self.people[role], "interpreter", here)
        made["mediator"], made["coordinator"] = self.main.as_mediator, self.main.as_coordinator
        made["idle"], made["head"] = self.near.as_mediator, people.acting(self.people["head"], "head", here)
        made["far"] = people.acting(self.away.coordinator, "coordinator", there)
        made["far_mediator"] = people.acting(self.away.mediator, "mediator", there)
        return {role: made[role] for role in ROLES}

    def at(self, stage: str, mode: str = "joint") -> None:
        """Put the case, its document and its rooms where they are at a stage."""
        case, document = self.main.case, self.things["document"]
        case.stage, case.mode = stage, mode
        case.closed = clock.now() if stage == "closed" else None
        case.save()
        document.state = DOCUMENT_STATE.get(stage, Document.DRAFT)
        document.save()
        with write():
            arrange(case, actor=SYSTEM)
            self._admit()
        for name in [n for n in self.things if not n.startswith("near ")]:
            self.things[name] = again(self.things[name])

    def _admit(self) -> None:
        """Let the interpreter into every open room but the other side's: seating by rows leaves them outside."""
        if self.main.case.stage == "closed":
            return
        for space in Space.objects.system().filter(case=self.main.case).exclude(side=self.main.sides[1]):
            membership.join(space.pk, self.people["interpreter"].pk, "interpreter", why="house", from_start=True)

    def client(self, role: str) -> Client:
        """Return a browser in which this role has come in; the door or login is real, the screens before it are not."""
        client, actor = Client(raise_request_exception=False), self.actors[role]
        if role in STAFF_ROLES:
            account = Account.objects.get(person_id=actor.person)
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session[session_keys.ACTING] = [str(actor.centre), actor.role]
            session.save()
        elif actor.person is not None:
            self._through_door(client, role, actor)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
        return client

    def _through_door(self, client: Client, role: str, actor: Actor) -> None:
        subject, purpose = self.main.case.pk, "case"
        if role == "asker":
            subject, purpose = self.things["request"].pk, "request"
        elif role == "stranger":
            subject = self.near.case.pk
        with write():
            door = doors.make_door(actor.who, subject, purpose, second="4417", second_kind=doors.PHONE4)
        session = client.session
        session[session_keys.DOOR], session[session_keys.GENERATION] = str(door.pk), door.generation
        session[session_keys.PERSON] = str(actor.person)
        session.save()


def again(row: Any) -> Any:
    """Return a row as the database has it now; one that lies in no database, as it is."""
    if row._state.adding:
        return row
    return type(row).objects.system().get(pk=row.pk)


def house(anew: bool = False) -> House:
    """Return it; the first to ask has it built. `anew` for whoever watches the building itself, or its chance."""
    return _built() if anew else shared(_built)


def _built() -> House:
    main = people.two_sides("meetings")
    made = House(main, _near(main), people.two_sides("meetings", "elsewhere", "50823347"))
    _newcomers(made)
    _beside(made)
    _agreed(made)
    with write():
        for cast in (made.main, made.near, made.away):
            arrange(cast.case, actor=SYSTEM)
        made._admit()
    made.things = {**_people_things(made), **_case_things(made), **_room_things(made), **_paper_things(made)}
    made.things |= _appointing_things(made) | {"wish": _wish(made), "notice": _notice(made)} | _journal_things(made)
    made.things |= _things_after(made)
    made.things |= _near_things(made) | search_things(main) | dialogue_things(main) | {"file": stored(made)}
    made.things["said"].file = made.things["file"]
    made.things["said"].save()
    made.things["document"].pdf = made.things["file"]
    made.things["document"].save()
    return made


def _near(main: Cast) -> Cast:
    """Another case of the same centre, with another mediator and other people."""
    made = people.two_sides("meetings", "nearby", "61934458")
    made.case.centre = made.centre = main.centre
    made.case.save()
    for who in (made.coordinator, made.mediator, made.interpreter):
        CentreRole.objects.system().filter(person=who).update(centre=main.centre)
    CentreRole.objects.system().filter(person=made.coordinator).update(ended=clock.now())
    MediatorCard.objects.system().filter(person=made.mediator).update(centre=main.centre)
    Centre.objects.system().filter(slug="nearby").delete()
    return made


def _newcomers(made: House) -> None:
    main, known = made.main, made.people
    known["head"] = people.staff(main.centre, "Бас Әділова", CentreRole.HEAD, "kk", "head@shymbulaq.example")
    known["waiting"] = people.staff(main.centre, "Күтуші", CentreRole.INTERPRETER, "ru", "wait@shymbulaq.example")
    known["interpreter"], known["stranger"] = main.interpreter, made.near.parties[0]
    known["asker"], known["former"] = people.person("Сұраушы Біреу"), people.person("Бұрынғы Тарап")
    for role in ("interpreter", "waiting"):
        people._member(main, known[role], Participant.INTERPRETER)
    Participant.objects.create(
        case=main.case,
        side=main.sides[0],
        person=known["former"],
        role=Participant.PARTY,
        shown_name="Бұрынғы Тарап",
        since=clock.now() - timedelta(days=2),
        ended=clock.now(),
    )
    membership.join(main.sides[0].pk, known["former"].pk, "party", why="house")
    membership.leave(main.sides[0].pk, known["former"].pk)


def _beside(made: House) -> None:
    """A supporter of side 1 whom it lets into its private room, an observer to whom both sides agreed."""
    main, now = made.main, clock.now()
    for role, side in ((Participant.SUPPORTER, main.sides[0]), (Participant.OBSERVER, None)):
        who = made.people[role] = people.person({"supporter": "Қолдаушы Ана", "observer": "Бақылаушы Біреу"}[role])
        one = Participant.objects.create(
            case=main.case, side=side, person=who, role=role, shown_name=str(who.name), since=now
        )
        people.promised(one, main.mediator)
        about = SideWord.OBSERVE if side is None else SideWord.CAUCUS
        for said_by, speaker in zip(main.sides, main.parties, strict=True):
            if side is None or said_by == side:
                SideWord.objects.create(
                    case=main.case, side=said_by, participant=one, about=about, yes=True, person=speaker, given=now
                )


def _agreed(made: House) -> None:
    for cast in (made.main, made.near, made.away):
        for side, who in zip(cast.sides, cast.parties, strict=True):
            now = clock.now()
            Consent.objects.create(case=cast.case, side=side, person=who, language="kk", given=now)
            Screening.objects.create(
                case=cast.case, side=side, person=who, by=cast.mediator, answers={}, result="joint", at=now
            )


def _people_things(made: House) -> dict[str, Any]:
    main = made.main
    return {
        "centre": main.centre,
        "role": CentreRole.objects.system().get(person=main.mediator),
        "card": MediatorCard.objects.system().get(person=main.mediator),
        **_register_things(made),
        "person": main.parties[0],
        "colleague": main.mediator,
    }


def _register_things(made: House) -> dict[str, Any]:
    at, now = made.main.centre, clock.now()
    return {
        "list": RegisterImport.objects.create(centre=at, words="ФИО;Сертификат\nБіреу;1", columns={}, made=now),
        "point": CentrePlace.objects.create(centre=at, name={"kk": "Кеңсе"}, address={"kk": "1"}),
        "interest": CentreInterest.objects.create(centre=at, kind="funder", name="Қор", declared=now),
        "absence": Absence.objects.create(centre=at, person=made.main.mediator, since=now.date()),
    }


def _appointing_things(made: House) -> dict[str, Any]:
    """The mediator's appointment; a case put before the idle one; a list before the sides, on which both wrote."""
    case, now = made.main.case, clock.now()
    asked = Appointment.objects.create(case=case, person=made.near.mediator, role="co_mediator", proposed=now)
    panel = Panel.objects.create(case=case, members=[str(made.near.mediator.pk)], seed="0", made=now)
    for side in made.main.sides:
        Ballot.objects.create(panel=panel, side=side, said={"strikes": [], "ranks": []}, at=now)
    return {
        "appointment": Appointment.objects.system().get(case=case, person=made.main.mediator),
        "proposal": asked,
        "panel": panel,
    }


def _case_things(made: House) -> dict[str, Any]:
    main, now = made.main, clock.now()
    request: dict[str, Any] = {"centre": main.centre, "person": made.people["asker"], "words": {}, "made": now}
    mine = Participant.objects.system().get(case=main.case, person=main.parties[0], ended=None)
    return {
        "case": main.case,
        "side": main.sides[0],
        "party": Party.objects.system().get(side=main.sides[0]),
        "participant": mine,
        "beside": Participant.objects.system().get(case=main.case, person=made.people["supporter"]),
        "former participant": Participant.objects.system().get(case=main.case, person=made.people["former"]),
        "screening": Screening.objects.system().get(side=main.sides[0]),
        "invitation": Invitation.objects.create(case=main.case, side=main.sides[0], person=main.parties[0]),
        "elder": _elder(made),
        "read back": _call(made),
        "request": Request.objects.create(state=Request.SENT, sent=now, **request),
        "draft": Request.objects.create(state=Request.DRAFT, **request),
    }


def _elder(made: House) -> Person:
    """Somebody whom side 1 wants beside it: written down, without a device, not come yet."""
    elder = people.person("Қария Бейсен", phone="+7 701 000 00 88")
    Invitation.objects.create(case=made.main.case, side=made.main.sides[0], person=elder, added=True)
    return elder


def _call(made: House) -> ReadBack:
    """A call of the coordinator to a person of side 1, to which a mediator of the centre listened."""
    main, now = made.main, clock.now()
    call: ReadBack = ReadBack.objects.create(
        case=main.case,
        side=main.sides[0],
        person=main.parties[0],
        by=main.coordinator,
        witness=made.near.mediator,
        about=ReadBack.CONSENT,
        language="kk",
        number=b"0",
        dialled=now,
        word=ReadBack.FITTED,
        text=[{"words": "Медиация ерікті.", "part": ""}],
        answers={"0": {"said": "yes", "note": "телефонда-айтылған-сөз-54"}},
        answer="yes",
        state=ReadBack.READ,
        ended=now,
    )
    return call


def _room_things(made: House) -> dict[str, Any]:
    case, now = made.main.case, clock.now()
    caucus = Space.objects.system().get(side=made.main.sides[0])
    joint = Space.objects.system().get(case=case, kind=Space.JOINT)
    said = _said(caucus, made.main.parties[0], "жекеде-айтылған-сөз-52")
    copy = _said(joint, made.main.parties[0], "жеке")
    release = Release.objects.create(
        source=said, copy=copy, side=made.main.sides[0], by=made.main.parties[0], source_hash="0" * 64, at=now
    )
    return {
        "caucus": caucus,
        "joint": joint,
        "team": Space.objects.system().get(case=case, kind=Space.TEAM),
        "said": said,
        "said jointly": _said(joint, made.main.parties[1], "ортақта-айтылған-сөз-51"),
        "translation": Translation.objects.create(message=said, language="ru", body="лично", at=now),
        "release": release,
        "meeting": Meeting.objects.create(case=case, mode="joint", starts=now + timedelta(days=1)),
        "held meeting": _held(made),
        "proposed time": _proposed(made),
        "place": _by_voice(made),
    }


def _by_voice(made: House) -> VoicePlace:
    """Somebody of side 1 who waits to be let in by voice."""
    main, now = made.main, clock.now()
    meeting = Meeting.objects.create(case=main.case, mode="joint", starts=now - timedelta(days=9), state="ended")
    own = Participant.objects.system().get(case=main.case, person=main.parties[0], ended=None)
    row = {"meeting": meeting, "person": main.parties[0], "participant": own, "came": now, "moved": now}
    return VoicePlace.objects.create(**row)  # type: ignore[no-any-return]


def _held(made: House) -> Meeting:
    """A meeting that is over, with its record."""
    case, now = made.main.case, clock.now()
    held: Meeting = Meeting.objects.create(case=case, mode="joint", starts=now, state="ended", opened=now, ended=now)
    MeetingRecord.objects.create(
        meeting=held, stage="meetings", place="phone", made=now, content={"people": [], "address": {}, "centre": {}}
    )
    return held


def _proposed(made: House) -> ProposedTime:
    """A time that is asked about, to which side 1 has answered."""
    case, now, main = made.main.case, clock.now(), made.main
    proposal = Proposal.objects.create(case=case, mode="joint", by=main.mediator, made=now)
    time: ProposedTime = ProposedTime.objects.create(proposal=proposal, starts=now + timedelta(days=2))
    own = Participant.objects.system().get(case=case, person=main.parties[0], ended=None)
    TimeAnswer.objects.create(time=time, participant=own, answer="if_need", at=now)
    Constraint.objects.create(participant=own, words="егін-жинау-кезі", never=[], at=now)
    return time


def _said(space: Space, who: Person, words: str) -> Message:
    """Say something by rows alone; `seq` is the next of the room."""
    head = membership.head_of(space.pk)
    head.head += 1
    head.save()
    message: Message = Message.objects.create(
        space=space, seq=head.head, author=who, author_role="party", language="kk", body=words, at=clock.now()
    )
    return message


def _paper_things(made: House) -> dict[str, Any]:
    case, now, who = made.main.case, clock.now(), made.main.parties[0]
    issue = Issue.objects.create(case=case, number=1, title={"kk": "Су"}, by=who, at=now)
    document = Document.objects.create(
        case=case, kind=Document.SETTLEMENT, languages=["kk", "ru"], pack="kz", pack_version="1", made=now
    )
    mine = Participant.objects.system().get(case=case, person=who, ended=None)
    line = Signature.objects.create(
        document=document, participant=mine, digest="0" * 64, witness=made.main.coordinator, at_request={"name": "x"}
    )
    scan = Scan.objects.create(
        document=document,
        digest="0" * 64,
        route=Scan.PEN,
        by=made.main.mediator,
        at=now,
        checked=now,
        checked_by=made.main.mediator,
    )
    _scanned_page(scan)
    return {
        "issue": issue,
        "option": Option.objects.create(issue=issue, number=1, words={"kk": "Түнде"}, by=who, at=now),
        "document": document,
        "clause": Clause.objects.create(document=document, position=1, texts={"kk": "1"}, duty={}),
        "signature": line,
        "scan": scan,
    }


def _things_after(made: House) -> dict[str, Any]:
    """What comes after a settlement, and a mediator's own note about side 1."""
    main, now, document = made.main, clock.now(), made.things["document"]
    side = main.sides[0]
    demand: dict[str, Any] = {"centre": main.centre, "case": main.case, "by": main.coordinator, "at": now, "words": {}}
    confirmed = Demand.objects.create(number=2, tell=Demand.NO, **demand)
    DemandStep.objects.create(demand=confirmed, what=DemandStep.CONFIRMED, by=made.people["head"], at=now)
    return {
        "duty": DutyKept.objects.create(case=main.case, document=document, number=1, side=side, words={}),
        "pulse": Pulse.objects.create(
            document=document, side=side, days=30, person=main.parties[0], answers={}, at=now
        ),
        "demand": Demand.objects.create(number=1, tell=Demand.NO, **demand),
        "confirmed demand": confirmed,
        "note": OwnNote.objects.create(side=side, author=main.mediator, words="өзіндік-жазба-54", at=now),
    }


def _scanned_page(scan: Scan) -> None:
    """A page of what was signed on paper, white, sealed where documents lie."""
    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, "JPEG")
    case = scan.document.case_id
    kept = files.store(files.accept_bytes(out.getvalue(), "page.jpg"), Scope("archive", case, case), case)
    row = ScanFile.objects.create(
        scan=scan, position=1, file=kept, digest=document_hash(b"".join(files.open_sealed(kept))), size=kept.size
    )
    ScanPage.objects.create(scan=scan, number=1, file=row, index=0, read=True)


def _near_things(made: House) -> dict[str, Any]:
    side = made.near.sides[0]
    found = {"near case": made.near.case, "near side": side}
    found["near participant"] = Participant.objects.system().get(side=side)
    return found | {"near caucus": Space.objects.system().get(side=side)}


def _journal_things(made: House) -> dict[str, Any]:
    """The case's number in the registration journal, and a consultation that its mediator gave."""
    main = made.main
    with write():
        line = registering.opened(main.case, SYSTEM)
    talk = {"kind": "other", "channel": "came", "language": "kk", "asked": "how", "outcome": "advised"}
    talk["words"] = "кеңесте-айтылған-сөз-54"
    return {"line": line, "consultation": write_consultation(main.centre.pk, actor=main.as_mediator, **talk)}


def _wish(made: House) -> Event:
    """The wish of a person of side 1 to be called back."""
    ask_call_back(made.main.centre.pk, actor=made.main.as_party(1))
    return Event.objects.system().get(kind="CallBackAsked", chain=made.main.centre.pk)


def _notice(made: House) -> Delivery:
    """News for a person of side 1, who has no mailbox."""
    row = {"person": made.main.parties[0].pk, "subject": made.main.case.pk, "due": clock.now(), "route": "call"}
    return Delivery.objects.create(notice="meeting_set", key="told:house", **row)


def stored(made: House) -> StoredFile:
    """A file of side 1, sealed where files lie."""
    side = made.main.sides[0]
    return files.store(files.accept_bytes(b"house", "house.txt"), Scope("side", side.pk, side.case_id), side.case_id)
