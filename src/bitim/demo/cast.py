"""A small named cast, made directly in the tables: for tests, and as the people of the demo world.

Aigerim (Kazakh) lives in the upper village, Viktor (Russian) in the lower one; Saule mediates, Daniyar coordinates,
Nodira interprets. Stories that must be true to the house (demo/world.py) use the actions instead.
"""

from dataclasses import dataclass, field
from datetime import date

from bitim.cases.models import Acceptance, Appointment, Case, Participant, Party, Side
from bitim.cases.models_shape import Undertaking
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor
from bitim.kernel.locking import write
from bitim.kernel.models import Door
from bitim.people.models import Account, Centre, CentreRole, MediatorCard, Person


def centre(slug: str = "shymbulaq", pack: str = "kz", **more: object) -> Centre:
    """Make a centre."""
    made = Centre(
        slug=slug,
        pack=pack,
        name={"kk": "Достық үйі", "ru": "Дом дружбы", "en": "House of Friendship"},
        place={"kk": "Алматы қаласы", "ru": "город Алматы", "en": "Almaty"},
        address={"kk": "Құрманғазы көшесі, 40", "ru": "улица Курмангазы, 40", "en": "40 Kurmangazy Street"},
        phone="+7 727 000 00 00",
        languages=["kk", "ru"],
        made=clock.now(),
        **more,
    )
    made.save(force_insert=True)
    return made


def person(name: str, language: str = "kk", phone: str = "", email: str = "") -> Person:
    """Make a person with sealed name and contacts."""
    return Person.objects.create(name=name, language=language, phone=phone, email=email, made=clock.now())


def promised(participant: Participant, by: Person) -> Participant:
    """Record, by rows, that somebody has promised confidentiality on paper, and return them."""
    Undertaking.objects.create(
        case=participant.case, participant=participant, name="", language="kk", how="paper", by=by, at=clock.now()
    )
    return participant


def staff(at: Centre, name: str, role: str, language: str = "ru", email: str = "") -> Person:
    """Make a person with a role at a centre and an account; a mediator also gets a card."""
    who = person(name, language, email=email)
    CentreRole.objects.create(centre=at, person=who, role=role, since=clock.now())
    if email:
        Account.objects.create_user(email, person=who)
    if role == CentreRole.MEDIATOR:
        MediatorCard.objects.create(
            centre=at,
            person=who,
            kind=MediatorCard.PUBLIC,
            public_name={language: name},
            certificate="0417",
            issued=date(2024, 5, 14),
            number=f"KZ-{str(who.pk)[:8]}",
            languages=["kk", "ru"],
        )
    return who


def acting(who: Person, role: str, at: Centre | None = None) -> Actor:
    """Return the person as an actor in one role."""
    return Actor(who.pk, role, at.pk if at else None)


@dataclass
class Cast:
    """A case with two sides and everybody in it, nothing yet consented or screened."""

    centre: Centre
    coordinator: Person
    mediator: Person
    interpreter: Person
    case: Case
    sides: list[Side] = field(default_factory=list)
    parties: list[Person] = field(default_factory=list)

    @property
    def as_coordinator(self) -> Actor:
        """The coordinator acting."""
        return acting(self.coordinator, "coordinator", self.centre)

    @property
    def as_mediator(self) -> Actor:
        """The mediator acting."""
        return acting(self.mediator, "mediator", self.centre)

    def as_party(self, position: int) -> Actor:
        """The person of side 1, 2 ... acting."""
        return acting(self.parties[position - 1], "party")


def two_sides(stage: str = "contract", slug: str = "shymbulaq", number: str = "40712236") -> Cast:
    """Make the centre, its staff and a case between Aigerim and Viktor at a stage, by rows alone."""
    at = centre(slug)
    coordinator = staff(at, "Данияр Сейітов", CentreRole.COORDINATOR, "kk", f"daniyar@{slug}.example")
    mediator = staff(at, "Сәуле Ахметова", CentreRole.MEDIATOR, "ru", f"saule@{slug}.example")
    interpreter = staff(at, "Нодира Каримова", CentreRole.INTERPRETER, "ru", f"nodira@{slug}.example")
    case: Case = Case.objects.create(
        centre=at,
        number=number,
        pack=at.pack,
        stage=stage,
        stage_since=clock.now(),
        title={"kk": "Жайлым мен су туралы дау", "ru": "Спор о пастбище и воде"},
        owner=coordinator,
        made=clock.now(),
    )
    cast = Cast(at, coordinator, mediator, interpreter, case)
    for position, (side_name, name, language) in enumerate(
        [("Жоғарғы ауыл", "Айгерім Оспанова", "kk"), ("Нижний аул", "Виктор Ким", "ru")], start=1
    ):
        _side(cast, position, side_name, person(name, language, phone=f"+7 701 000 00 0{position}"))
    _member(cast, coordinator, Participant.COORDINATOR)
    _member(cast, mediator, Participant.MEDIATOR, signs=True)
    return cast


def second_mediator(cast: Cast, *accepted_by: int) -> Actor:
    """Let a second mediator take the case, accepted by the sides at these positions alone; return them acting."""
    who = staff(cast.centre, "Ерлан Жүнісов", CentreRole.MEDIATOR, "kk", f"yerlan@{cast.centre.slug}.example")
    _member(cast, who, Participant.CO_MEDIATOR, signs=True)
    silent = [side for position, side in enumerate(cast.sides, start=1) if position not in accepted_by]
    Acceptance.objects.system().filter(appointment__person=who, side__in=silent).delete()
    return acting(who, "mediator", cast.centre)


def without_doors(cast: Cast) -> Cast:
    """Let nobody of the sides have a way in of their own: they sit in the room or are called."""
    Door.objects.system().filter(subject=cast.case.pk).delete()
    return cast


def _side(cast: Cast, position: int, name: str, who: Person) -> None:
    side = Side.objects.create(case=cast.case, position=position, name=name, state=Side.JOINED)
    party = Party.objects.create(side=side, kind=Party.PERSON, name=str(who.name))
    cast.sides.append(side)
    cast.parties.append(who)
    Participant.objects.create(
        case=cast.case,
        side=side,
        party=party,
        person=who,
        role=Participant.PARTY,
        shown_name=str(who.name),
        language=who.language,
        signs=True,
        since=clock.now(),
    )
    # Each came in by a door of their own: a meeting opens without asking by which way they take part.
    Door.objects.create(person=who.pk, subject=cast.case.pk, purpose="case", made=clock.now(), opened=clock.now())
    with write():
        membership.join(side.pk, who.pk, "party", why="cast")


def _member(cast: Cast, who: Person, role: str, signs: bool = False) -> None:
    place: Participant = Participant.objects.create(
        case=cast.case,
        person=who,
        role=role,
        shown_name=str(who.name),
        language=who.language,
        signs=signs,
        since=clock.now(),
    )
    with write():
        membership.join(cast.case.pk, who.pk, role, why="cast")
    if role in Participant.MEDIATOR_ROLES:
        _accepted(cast, place)


def _accepted(cast: Cast, place: Participant) -> None:
    """Let each side have accepted a mediator, from then on."""
    now = clock.now()
    appointment = Appointment.objects.create(
        case=cast.case,
        person_id=place.person_id,
        role=place.role,
        state=Appointment.ACCEPTED,
        participant=place,
        proposed=now,
        answered=now,
    )
    for side, who in zip(cast.sides, cast.parties, strict=True):
        Acceptance.objects.create(appointment=appointment, side=side, person=who, answer=Acceptance.ACCEPTED, at=now)
