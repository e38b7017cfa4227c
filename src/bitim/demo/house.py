"""The three centres of the demo and the people who work there. All are invented."""

from dataclasses import dataclass, field
from datetime import date

from bitim.kernel.access import SYSTEM, Actor
from bitim.people.actions import add_card, take_on
from bitim.people.founding import first_head, found_centre
from bitim.people.models import Centre, CentreRole, MediatorCard, Person

HEAD, COORDINATOR, MEDIATOR, INTERPRETER = "head", "coordinator", "mediator", "interpreter"


@dataclass(frozen=True)
class Worker:
    """A member of staff: `host` is the name of their door's address."""

    host: str
    name: str
    role: str
    language: str
    speaks: tuple[str, ...] = ()
    kind: str = MediatorCard.PUBLIC
    certificate: str = ""


@dataclass(frozen=True)
class Place:
    """A centre as the demo knows it."""

    slug: str
    pack: str
    shown: str
    name: dict[str, str]
    place: dict[str, str]
    address: dict[str, str]
    phone: str
    languages: tuple[str, ...]
    workers: tuple[Worker, ...]
    zone: str = "Asia/Almaty"


ALMATY = Place(
    "almaty",
    "kz",
    "Almaty",
    {
        "kk": "Алматы қаласының Достық үйі, медиация кабинеті",
        "ru": "Дом дружбы города Алматы, кабинет медиации",
        "en": "House of Friendship of Almaty, mediation room",
        "uz": "Olmaota shahri Doʻstlik uyi, mediatsiya xonasi",
        "ky": "Алматы шаарынын Достук үйү, медиация бөлмөсү",
        "bg": "Дом на дружбата в Алмати, стая за медиация",
    },
    {"kk": "Алматы қаласы", "ru": "город Алматы", "en": "Almaty", "uz": "Olmaota", "ky": "Алматы", "bg": "Алмати"},
    {
        "kk": "Құрманғазы көшесі, 40",
        "ru": "улица Курмангазы, 40",
        "en": "40 Kurmangazy Street",
        "uz": "Qurmangʻazi koʻchasi, 40",
        "ky": "Курмангазы көчөсү, 40",
        "bg": "ул. „Курмангази“ 40",
    },
    "+7 727 000 00 00",
    ("kk", "ru", "uz", "ky", "en"),
    (
        Worker("gulnar", "Гүлнар Бекова", HEAD, "kk"),
        Worker("daniyar", "Данияр Сейітов", COORDINATOR, "kk"),
        Worker("saule", "Сәуле Ахметова", MEDIATOR, "ru", ("kk", "ru"), certificate="0417"),
        Worker("yerlan", "Ерлан Жүнісов", MEDIATOR, "kk", ("kk", "ru", "ky"), MediatorCard.PROFESSIONAL, "1182"),
        Worker("nodira", "Нодира Каримова", INTERPRETER, "ru", ("kk", "ru", "uz")),
    ),
)
TURKISTAN = Place(
    "turkistan",
    "kz",
    "Turkistan",
    {
        "kk": "Түркістан облысының этномедиация орталығы",
        "ru": "Центр этномедиации Туркестанской области",
        "en": "Ethnomediation Centre of Turkistan Region",
        "uz": "Turkiston viloyati etnomediatsiya markazi",
        "ky": "Түркстан облусунун этномедиация борбору",
        "bg": "Център за етномедиация на Туркестанска област",
    },
    {
        "kk": "Түркістан қаласы",
        "ru": "город Туркестан",
        "en": "Turkistan",
        "uz": "Turkiston",
        "ky": "Түркстан",
        "bg": "Туркестан",
    },
    {
        "kk": "Бекзат Саттарханов даңғылы, 12",
        "ru": "проспект Бекзата Саттарханова, 12",
        "en": "12 Bekzat Sattarkhanov Avenue",
        "uz": "Bekzat Sattarxanov shoh koʻchasi, 12",
        "ky": "Бекзат Саттарханов проспектиси, 12",
        "bg": "бул. „Бекзат Сатарханов“ 12",
    },
    "+7 725 000 00 00",
    ("kk", "uz", "ru"),
    (
        Worker("madina", "Мадина Әбдіраманова", COORDINATOR, "kk"),
        Worker("rustam", "Рустам Юлдашев", MEDIATOR, "uz", ("uz", "kk", "ru"), certificate="0093"),
        Worker("asem", "Әсем Нұрланқызы", INTERPRETER, "kk", ("kk", "uz", "ru")),
    ),
)
PLOVDIV = Place(
    "plovdiv",
    "xx",
    "Plovdiv",
    {
        "bg": "Център за медиация и диалог, Пловдив",
        "en": "Centre for Mediation and Dialogue, Plovdiv",
        "ru": "Центр медиации и диалога, Пловдив",
        "kk": "Медиация және диалог орталығы, Пловдив",
    },
    {"bg": "град Пловдив", "en": "Plovdiv", "ru": "город Пловдив", "kk": "Пловдив қаласы"},
    {
        "bg": "ул. „Отец Паисий“ 21",
        "en": "21 Otets Paisiy Street",
        "ru": "улица Отца Паисия, 21",
        "kk": "Отец Паисий көшесі, 21",
    },
    "+359 32 000 000",
    ("bg", "en"),
    (
        Worker("elena", "Елена Маринова", COORDINATOR, "bg"),
        Worker("dimitar", "Димитър Колев", MEDIATOR, "bg", ("bg", "en"), MediatorCard.PROFESSIONAL, "BG-2051"),
        Worker("vesela", "Весела Попова", INTERPRETER, "bg", ("bg", "en")),
    ),
    "Europe/Sofia",
)
PLACES = (ALMATY, TURKISTAN, PLOVDIV)


@dataclass
class House:
    """What the stories need of the centres: who is where."""

    centres: dict[str, Centre] = field(default_factory=dict)
    staff: dict[str, tuple[Person, Worker, Centre]] = field(default_factory=dict)

    def actor(self, host: str) -> Actor:
        """Return a member of staff, acting in their role."""
        person, worker, centre = self.staff[host]
        return Actor(person.pk, worker.role, centre.pk)


def build() -> House:
    """Make the centres and their staff, through the same actions that a head uses."""
    house = House()
    for place in PLACES:
        centre = found_centre(
            place.slug,
            pack=place.pack,
            name=place.name,
            place=place.place,
            address=place.address,
            phone=place.phone,
            email=f"office@{place.slug}.example",
            languages=list(place.languages),
            time_zone=place.zone,
        )
        house.centres[place.slug] = centre
        for worker in place.workers:
            house.staff[worker.host] = (_employ(centre, place, worker), worker, centre)
    return house


def _employ(centre: Centre, place: Place, worker: Worker) -> Person:
    email = f"{worker.host}@{place.slug}.example"
    role: CentreRole
    if worker.role == HEAD:
        role = first_head(centre, name=worker.name, email=email, language=worker.language)
    else:
        role = take_on(centre, actor=SYSTEM, name=worker.name, email=email, role=worker.role, language=worker.language)
    if worker.certificate:
        add_card(
            centre,
            actor=SYSTEM,
            person=role.person_id,
            kind=worker.kind,
            public_name={worker.language: worker.name},
            certificate=worker.certificate,
            issued=date(2024, 5, 14),
            languages=list(worker.speaks),
            organisation=place.name,
        )
    return role.person
