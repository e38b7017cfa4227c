"""A case in its rooms, at the points that the pages are looked at."""

from dataclasses import dataclass

from django.test import Client

from bitim.cases import events
from bitim.cases.models import Case, Consent, Participant, Screening
from bitim.cases.tests.stories import ANSWERS
from bitim.demo import cast as people
from bitim.kernel import clock, doors
from bitim.kernel.access import Actor
from bitim.kernel.locking import write
from bitim.kernel.record import record
from bitim.people.models import Account, Person
from bitim.room import actions as room
from bitim.room.models import Space


@dataclass
class Story:
    """A cast with its rooms; each side has written in its private room."""

    cast: people.Cast

    @property
    def case(self) -> Case:
        return Case.objects.system().select_related("centre").get(pk=self.cast.case.pk)

    @property
    def url(self) -> str:
        return f"/case/{self.cast.case.pk}/"

    def space(self, kind: str, position: int = 0) -> Space:
        rows = Space.objects.system().filter(case=self.cast.case, kind=kind)
        return rows.get(side=self.cast.sides[position - 1]) if position else rows.get()

    def say(self, actor: Actor, space: Space, words: str, language: str = "kk") -> None:
        room.post(space, actor=actor, words=words, language=language)

    def consent(self, *positions: int) -> None:
        for position in positions:
            side, who = self.cast.sides[position - 1], self.cast.parties[position - 1]
            with write():
                made = Consent.objects.create(
                    case=self.cast.case, side=side, person=who, language="kk", given=clock.now()
                )
                self.happens(events.ConsentGiven, side=side.pk, consent=made.pk)

    def screen(self, *positions: int, result: str = Screening.JOINT) -> None:
        from bitim.cases import actions

        for position in positions:
            actions.screen_side(
                self.cast.sides[position - 1],
                actor=self.cast.as_mediator,
                person=self.cast.parties[position - 1].pk,
                answers=ANSWERS,
                result=result,
                reasons="SCREENING-WORDS" if result != Screening.JOINT else "",
            )

    def joined_by(self, number: int) -> None:
        """Let so many neighbours come to the sides, turn by turn, with their seats in the rooms."""
        for turn in range(number):
            Participant.objects.create(
                case=self.cast.case,
                side=self.cast.sides[turn % 2],
                person=people.person(f"Neighbour {turn}"),
                role=Participant.SPOKESPERSON,
                shown_name=f"Neighbour {turn}",
                since=clock.now(),
            )
        room.arrange(self.case, actor=self.cast.as_coordinator)

    def happens(self, kind: type, **said: object) -> None:
        case = self.cast.case
        with write():
            record(kind(chain=case.pk, audience=case.pk, case=case.pk, **said), actor=self.cast.as_coordinator)

    # --- browsers ---------------------------------------------------------------------------------------

    def party(self, position: int) -> Client:
        """A browser in which the person of a side came in by their door."""
        return at_door(self.cast.parties[position - 1], self.cast.case.pk)

    def staff(self, who: Person) -> Client:
        """A browser in which a member of staff is signed in."""
        browser = Client(HTTP_ACCEPT_LANGUAGE="en")
        account = Account.objects.filter(person=who).first() or Account.objects.create_user(
            f"{who.pk}@example.kz", person=who
        )
        browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        browser.cookies["bitim-language"] = "en"
        return browser

    @property
    def mediator(self) -> Client:
        return self.staff(self.cast.mediator)

    @property
    def coordinator(self) -> Client:
        return self.staff(self.cast.coordinator)

    @property
    def interpreter(self) -> Client:
        return self.staff(self.cast.interpreter)


def at_door(who: Person, subject: object, purpose: str = "case") -> Client:
    """A browser that came in by a door of this person."""
    from bitim.people import session_keys

    with write():
        door = doors.make_door(who.pk, subject, purpose, second="1234", second_kind=doors.PHONE4)  # type: ignore[arg-type]
    browser = Client()
    session = browser.session
    session[session_keys.DOOR] = str(door.pk)
    session[session_keys.GENERATION] = door.generation
    session[session_keys.PERSON] = str(who.pk)
    session.save()
    browser.cookies["bitim"] = session.session_key
    browser.cookies["bitim-language"] = "en"
    return browser


def rooms(stage: str = "contract", **more: str) -> Story:
    """A case with its rooms made; side 1 and side 2 have each told their account."""
    made = people.two_sides(stage, **more)
    for side, words in zip(made.sides, ("ACCOUNT-ONE", "ACCOUNT-TWO"), strict=True):
        side.account = words
        side.save()
    story = Story(made)
    with write():
        room.arrange(made.case, actor=made.as_coordinator)
    return story


def interpreting(story: Story) -> None:
    """The interpreter is appointed and let into the private room of side 1."""
    one = Participant.objects.create(
        case=story.cast.case,
        person=story.cast.interpreter,
        role=Participant.INTERPRETER,
        shown_name=str(story.cast.interpreter.name),
        since=clock.now(),
    )
    story.happens(events.PersonJoined, participant=one.pk, role=Participant.INTERPRETER)
    people.promised(one, story.cast.mediator)
    room.admit_interpreter(story.space("caucus", 1), actor=story.cast.as_mediator, participant=one.pk)
