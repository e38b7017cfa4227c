"""A case at the stage of meetings with everybody in their rooms."""

from dataclasses import dataclass

import pytest
from tests.support.scenes import shared

from bitim.cases import events, facts
from bitim.cases.models import Acceptance, Appointment, Consent, Participant, Screening
from bitim.demo import cast as people
from bitim.kernel import clock, membership
from bitim.kernel.access import SYSTEM
from bitim.kernel.locking import write
from bitim.kernel.models import Door
from bitim.kernel.record import record
from bitim.room import queries
from bitim.room.actions import arrange
from bitim.room.models import Space


@dataclass
class Rooms:
    cast: people.Cast

    @property
    def case(self):
        return self.cast.case

    @property
    def joint(self):
        return Space.objects.system().get(case=self.case, kind="joint")

    @property
    def team(self):
        return Space.objects.system().get(case=self.case, kind="team")

    def caucus(self, position):
        return Space.objects.system().get(side=self.cast.sides[position - 1])

    def party(self, position):
        return self.cast.as_party(position)

    @property
    def mediator(self):
        return self.cast.as_mediator

    @property
    def interpreter(self):
        return people.acting(self.cast.interpreter, "interpreter", self.cast.centre)

    def add(self, who, role, side=None):
        made = Participant.objects.create(
            case=self.case, side=side, person=who, role=role, shown_name=str(who.name), since=clock.now()
        )
        if side is not None:
            Door.objects.create(
                person=who.pk, subject=self.case.pk, purpose="case", made=clock.now(), opened=clock.now()
            )
        self.happens(events.PersonJoined, participant=made.pk, role=role)
        return made

    def propose(self, participant):
        return Appointment.objects.create(
            case=self.case,
            person_id=participant.person_id,
            role=participant.role,
            state=Appointment.ACCEPTED,
            participant=participant,
            proposed=clock.now(),
        )

    def accept(self, who, side, earlier=False):
        one = Appointment.objects.system().get(case=self.case, person=who)
        Acceptance.objects.create(
            appointment=one, side=side, person=who, answer=Acceptance.ACCEPTED, earlier=earlier, at=clock.now()
        )
        self.happens(events.MediatorAccepted, appointment=one.pk, side=side.pk)

    def remove(self, participant):
        participant.ended = clock.now()
        participant.save()
        self.happens(events.PersonLeft, participant=participant.pk, role=participant.role)

    def withdraw_consent(self, position):
        with write():
            consent = Consent.objects.system().get(side=self.cast.sides[position - 1], withdrawn=None)
            consent.withdrawn = clock.now()
            consent.save()
            self.happens(events.ConsentWithdrawn, side=consent.side_id, consent=consent.pk)

    def consent(self, position):
        side, who = self.cast.sides[position - 1], self.cast.parties[position - 1]
        made = Consent.objects.create(case=self.case, side=side, person=who, language="kk", given=clock.now())
        self.happens(events.ConsentGiven, side=side.pk, consent=made.pk)

    def go_apart(self):
        with write():
            self.case.mode = "shuttle"
            self.case.save()
            self.happens(events.ModeSwitched, mode="shuttle")

    def close(self):
        with write():
            self.case.stage = "closed"
            self.case.save()
            self.happens(events.CaseClosed, outcome="settled")

    def happens(self, kind, **more):
        with write():
            record(kind(chain=self.case.pk, audience=self.case.pk, case=self.case.pk, **more), actor=SYSTEM)

    def words(self, actor, space):
        """What an actor reads in a room."""
        return [m.words for m in queries.messages_in(actor, queries.space_for(actor, space.pk))]


def seated(**more):
    with write():
        return _seated(**more)


def _seated(**more):
    made = people.two_sides(stage="meetings", **more)
    for side, who in zip(made.sides, made.parties, strict=True):
        Consent.objects.create(case=made.case, side=side, person=who, language="kk", given=clock.now())
        Screening.objects.create(
            case=made.case, side=side, person=who, by=made.mediator, answers={}, result="joint", at=clock.now()
        )
    arrange(made.case, actor=SYSTEM)
    return Rooms(made)


@pytest.fixture
def rooms(db):
    return shared(seated)


@pytest.fixture
def interpreter(rooms):
    return people.promised(rooms.add(rooms.cast.interpreter, Participant.INTERPRETER), rooms.cast.mediator)


@pytest.fixture
def signed(monkeypatch):
    """The agreement to mediate is signed by all."""
    by_all = {"agreement_frozen": True, "mediator_signed_agreement": True}
    gives = frozenset({*by_all, "signed_agreement"})

    def contributor(case, wanted):
        return by_all, {pk: {"signed_agreement": True} for pk in case.sides.system().values_list("pk", flat=True)}

    monkeypatch.setattr(facts, "_contributors", [*facts._contributors, facts.Contributor(gives, contributor)])


@pytest.fixture
def browse(monkeypatch):
    """`browse(actor)` is a browser in which that person acts."""
    from django.test import Client

    from bitim.people import middleware

    monkeypatch.setattr(middleware, "actor_of", lambda request: request.environ["bitim.actor"].fresh())

    def browser(actor, **more):
        return Client(**{"bitim.actor": actor}, headers={"accept-language": "en"}, **more)

    return browser


@pytest.fixture
def elder(rooms):
    """An elder of the first side, who has no door of his own."""
    who = people.person("Қария Жұмабай")
    made = Participant.objects.create(
        case=rooms.case, side=rooms.cast.sides[0], person=who, role="party", shown_name="Қария", since=clock.now()
    )
    with write():
        for space in (rooms.joint, rooms.caucus(1)):
            membership.join(space.pk, who.pk, "party", why="test", from_start=True)
    return made
