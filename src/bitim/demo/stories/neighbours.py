"""Almaty: a fence between two yards. Viktor came to the office, old Tolegen stays at home and is called; nobody of them
has a device. Both have consented, the agreement is to be drawn up."""

from bitim.cases.actions import appointing, consenting, reading_back, screening, walking_in
from bitim.cases.models import Appointment, Invitation, Participant, Side
from bitim.cases.models_reading import ReadBack
from bitim.demo.papers import invented_number
from bitim.demo.telling import CALM, Teller, Told
from bitim.people.models import Person

TITLE = {"kk": "Екі ауланың шекарасы", "ru": "Граница двух дворов", "en": "The line between two yards"}
VIKTOR = {
    "name": "Виктор Лебедев",
    "language": "ru",
    "seen_as": "id_card",
    "phone": "+7 701 555 0171",
    "contact": "+7 701 555 0171",
    "identifier": invented_number("viktor-lebedev", body=False),
    "address": "Алматы, ул. Садовая, 9",
}
TOLEGEN = {
    "name": "Төлеген Асанов",
    "language": "kk",
    "by_phone": True,
    "phone": "+7 701 555 0172",
    "contact": "+7 701 555 0172",
    "identifier": invented_number("tolegen-asanov", body=False),
    "address": "Алматы, Бақ көшесі, 7",
}
TIES = {"kk": "Төлегеннің немересін мектепте оқытқанмын.", "ru": "Учила внука Толегена в школе."}
WORD = "қараағаш"


def tell(teller: Teller) -> None:
    """Tell it: a case of two days ago, three calls, two talks alone."""
    days, office, mediator = teller.days, teller.house.actor("daniyar"), teller.house.actor("saule")
    days.go(2, 11)
    case = walking_in.open_walk_in(
        teller.house.centres["almaty"],
        actor=office,
        title=TITLE,
        kind="neighbours",
        sides=[VIKTOR, TOLEGEN],
        mediator=mediator.person,
        disclosure=TIES["ru"],
        accepted=True,
    )
    told = Told(case, "almaty")  # nobody has a door
    teller.told.append(told)
    here, at_home = (Side.objects.system().get(case=case, state=state) for state in (Side.JOINED, Side.ASKED))
    old = Invitation.objects.system().select_related("person").get(side=at_home).person
    days.later(30)
    _call(teller, at_home, old, ReadBack.INVITATION)
    asked = Appointment.objects.system().get(case=case, state=Appointment.ACCEPTED)
    appointing.answer_mediator(at_home, actor=office, appointment=asked.pk, accepts=True, how="phone", person=old.pk)
    for side in (Side.objects.system().select_related("case__centre").get(pk=one.pk) for one in (here, at_home)):
        days.later(25)
        who = Participant.objects.system().get(side=side, ended=None).person_id
        screening.screen_side(side, actor=mediator, person=who, answers=CALM, result="joint", reasons="")
        if side.pk == here.pk:
            consenting.give_consent(side, actor=mediator, language="ru", how="oral", person=who)
    _call(teller, at_home, old, ReadBack.CONSENT)


def _call(teller: Teller, side: Side, who: Person, about: str) -> None:
    """The mediator reads out, the coordinator listens and says that it was so."""
    mediator, office = teller.house.actor("saule"), teller.house.actor("daniyar")
    call = reading_back.begin_read_back(side, actor=mediator, person=who.pk, about=about, witness=office.person)
    reading_back.say_word(call, actor=mediator, word=WORD)
    teller.days.later(8)
    answers = {str(n): {"said": "yes"} for n in range(len(call.text or []))}
    reading_back.finish_read_back(call, actor=mediator, answers=answers, answer="yes")
    reading_back.witness_read_back(call, actor=office, so=True)
