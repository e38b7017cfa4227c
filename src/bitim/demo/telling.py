"""How the demo's stories are told: each step is the very action that a person would take, on the story's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bitim.cases.actions import (
    appointing,
    asking,
    closing,
    consenting,
    course,
    inviting,
    receiving,
    screening,
    undertaking,
)
from bitim.cases.models import Appointment, Case, Invitation, Participant, Request, Side
from bitim.demo.days import Days
from bitim.demo.house import House
from bitim.kernel.access import SYSTEM, VISITOR, Actor
from bitim.people.actions import update_contacts
from bitim.people.models import Person
from bitim.room.actions import interpreting, meetings, releasing, talk
from bitim.room.models import Message, Space
from bitim.settlements.actions import issues

CALM = dict.fromkeys(screening.QUESTIONS, "no")
Words = Mapping[str, str]


@dataclass(frozen=True)
class Who:
    """A person of a side. `host` is the name of their door's address; `side` what the side calls itself; `party` the
    organisation or group they speak for, `kind` which of the two it is."""

    host: str
    name: str
    language: str
    phone: str
    side: str
    email: str = ""
    kind: str = "person"
    party: str = ""


@dataclass
class Told:
    """A case as far as it is told: rows by the host name of their person."""

    case: Case
    place: str
    people: dict[str, Person] = field(default_factory=dict)
    sides: dict[str, Side] = field(default_factory=dict)

    def party(self, host: str) -> Actor:
        """Return a person of a side, acting."""
        return Actor(self.people[host].pk, "party")

    def room(self, host: str = "") -> Space:
        """Return the caucus of a person's side, or the joint room."""
        rows = Space.objects.system().filter(case=self.case)
        found: Space = rows.get(side=self.sides[host]) if host else rows.get(kind=Space.JOINT)
        return found


class Teller:
    """Tells stories in one house."""

    def __init__(self, house: House, days: Days) -> None:
        self.house, self.days = house, days
        self.told: list[Told] = []
        self.requests: list[tuple[Who, Request, str]] = []

    # --- the request -----------------------------------------------------------------------------------

    def asks(self, place: str, who: Who, what: str, others: Sequence[Who], *, kind: str, sends: bool = True) -> Request:
        """Fill the three screens of a request as that person; without `sends` it stays a draft on the second."""
        request: Request = asking.begin_request(
            self.house.centres[place], actor=VISITOR, language=who.language, said={"what": what, "kind": kind}
        )
        as_asker = Actor(request.person_id, "party")
        said = {"me": _one(who), "others": [_one(other) for other in others]}
        asking.write_request(request, actor=as_asker, screen=2, said=said)
        contact = {"name": who.name, "phone": who.phone, "email": who.email, "language": who.language}
        self.days.later(4)
        asking.write_request(request, actor=as_asker, screen=3, said=contact)
        if sends:
            asking.send_request(request, actor=as_asker)
        self.requests.append((who, request, place))
        return request

    def opens(
        self, place: str, coordinator: str, title: Words, asker: Who, what: str, others: Sequence[Who], *, kind: str
    ) -> Told:
        """Tell a request and open its case the next morning; the other sides are written down, nothing is sent."""
        request = self.asks(place, asker, what, others, kind=kind)
        self.days.later(60 * 20)
        case: Case = receiving.accept_request(request, actor=self.house.actor(coordinator), title=title)
        self.requests.pop()
        told = Told(case, place, {asker.host: request.person})
        told.sides[asker.host] = Side.objects.system().get(case=case, participants__person=request.person)
        invitations = Invitation.objects.system().filter(case=case).select_related("person", "side")
        by_party = {str(one.side.name): one for one in invitations}
        for other in others:
            invitation = by_party[other.party or other.name]
            update_contacts(invitation.person, actor=SYSTEM, name=other.name, language=other.language)
            told.people[other.host], told.sides[other.host] = invitation.person, invitation.side
        told.people = {host: Person.objects.system().get(pk=one.pk) for host, one in told.people.items()}
        course.name_side(told.sides[asker.host], actor=told.party(asker.host), name=asker.side)
        self.told.append(told)
        return told

    # --- until the agreement ---------------------------------------------------------------------------

    def invites(self, told: Told, coordinator: str, other: Who, *, answers: bool = True) -> None:
        """Send an invitation by letter or e-mail; the invited person comes, and names their side."""
        invitation = Invitation.objects.system().get(case=told.case, person=told.people[other.host])
        route = "email" if other.email else "letter"
        inviting.send_invitation(invitation, actor=self.house.actor(coordinator), route=route)
        if not answers:
            return
        self.days.later(60 * 26)
        inviting.answer_invitation(invitation, actor=told.party(other.host), answer=Invitation.ACCEPTED)
        course.name_side(told.sides[other.host], actor=told.party(other.host), name=other.side)

    def appoints(self, told: Told, coordinator: str, *, mediator: str = "", interpreter: str = "") -> None:
        """Appoint the mediator or an interpreter of the centre."""
        for role, host in (("mediator", mediator), ("interpreter", interpreter)):
            if host:
                person, _worker, _centre = self.house.staff[host]
                appointing.appoint(told.case, actor=self.house.actor(coordinator), person=person.pk, role=role)

    def screens(self, told: Told, mediator: str, *, apart: str = "", reasons: str = "") -> None:
        """Let the mediator speak with each side alone; `apart` is the host of the side that asks to stay apart."""
        for host, side in told.sides.items():
            self.days.later(90)
            result = "shuttle" if host == apart else "joint"
            answers = CALM | ({"fear": "yes"} if host == apart else {})
            screening.screen_side(
                side,
                actor=self.house.actor(mediator),
                person=told.people[host].pk,
                answers=answers,
                result=result,
                reasons=reasons if host == apart else "",
            )

    def consents(self, told: Told) -> None:
        """Let each side accept the mediators and consent, in its own language."""
        waiting = Appointment.objects.system().filter(case=told.case, state=Appointment.ACCEPTED)
        for host, side in told.sides.items():
            self.days.later(45)
            for one in waiting:
                appointing.answer_mediator(side, actor=told.party(host), appointment=one.pk, accepts=True)
            consenting.give_consent(side, actor=told.party(host), language=told.people[host].language)

    def drafts(self, told: Told, mediator: str) -> None:
        """Let the mediator begin the common text."""
        told.case = course.start_drafting(told.case, actor=self.house.actor(mediator))

    def closes(self, told: Told, mediator: str, outcome: str) -> None:
        """Close the case: what the sides said in private is destroyed with it."""
        told.case = closing.close_case(told.case, actor=self.house.actor(mediator), outcome=outcome)

    # --- talking ---------------------------------------------------------------------------------------

    def says(self, told: Told, host: str, words: str, *, privately: str = "", minutes: int = 7) -> Message:
        """Say something at the table, or `privately` in the caucus of that side; staff and sides alike."""
        self.days.later(minutes)
        actor = told.party(host) if host in told.people else self.house.actor(host)
        said: Message = talk.post(told.room(privately), actor=actor, words=words)
        return said

    def admits(self, told: Told, mediator: str, interpreter: str, *, privately: str = "") -> None:
        """Let the mediator admit the interpreter to the table or to one side's caucus."""
        who = self.house.staff[interpreter][0]
        line = Participant.objects.system().get(case=told.case, person=who, role=Participant.INTERPRETER)
        undertaking.record_undertaking(line, actor=self.house.actor(mediator), how="paper", language=line.language)
        interpreting.admit_interpreter(told.room(privately), actor=self.house.actor(mediator), participant=line.pk)

    def shows(self, told: Told, host: str, message: Message) -> None:
        """Let a person of a side allow that one message of their caucus is shown at the table."""
        self.days.later(15)
        releasing.release(message, actor=told.party(host))

    def raises(self, told: Told, mediator: str, title: Words, answers: Sequence[tuple[str, Words]]) -> None:
        """Put a question on the table that every side takes for its own, with ways to answer it and who named them."""
        self.days.later(10)
        issue = issues.propose_issue(told.case, actor=self.house.actor(mediator), title=title)
        for host in told.people:
            issues.mark_issue(issue, actor=told.party(host), yes=True)
        for host, words in answers:
            self.days.later(5)
            option = issues.propose_option(issue, actor=told.party(host), words=words)
            issues.mark_option(option, actor=told.party(host), yes=True)

    def plans(self, told: Told, mediator: str, *, in_days: int, hour: int) -> None:
        """Set the next meeting, on a day to come."""
        day = self.days.present.astimezone(self.days.zone) + timedelta(days=in_days)
        starts = day.replace(hour=hour, minute=0, second=0, microsecond=0)
        meetings.plan_meeting(told.case, actor=self.house.actor(mediator), starts=starts)

    def translates(self, interpreter: str, message: Message, language: str, words: str) -> None:
        """Let the interpreter write what a message says in another language."""
        self.days.later(2)
        interpreting.translate(message, actor=self.house.actor(interpreter), language=language, words=words)


def _one(who: Who) -> dict[str, str]:
    return {"kind": who.kind, "name": who.party or who.name, "phone": who.phone, "email": who.email}
