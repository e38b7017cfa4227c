"""The office's books: last year's consultations and this month's, papers, a correction, notes on cases."""

from datetime import date

from bitim.demo.telling import Teller
from bitim.journal import actions
from bitim.journal.models import Consultation
from bitim.kernel.access import Actor
from bitim.people.models import Place

# kind, channel, language, what was asked, outcome, to which office, hours of the day
TALKS = (
    ("neighbours", "came", "kk", "dispute", "advised", "", 9),
    ("family", "phone", "ru", "how", "advised", "", 11),
    ("labour", "came", "ru", "rights", "sent", "lawyer", 10),
    ("neighbours", "online", "kk", "what", "again", "", 16),
    ("consumer", "phone", "ru", "cost", "advised", "", 12),
    ("land_water", "came", "uz", "dispute", "case", "", 15),
    ("inheritance", "came", "kk", "paper", "sent", "notary", 14),
    ("school", "came", "ru", "how", "advised", "", 17),
)
DISTRICTS = (
    {"kk": "Алмалы ауданы", "ru": "Алмалинский район"},
    {"kk": "Бостандық ауданы", "ru": "Бостандыкский район"},
    {"kk": "Медеу ауданы", "ru": "Медеуский район"},
)
PAPERS = (
    ("incoming", "referral", "Алматы қаласы Медеу ауданының соты", "№ 7514-26-00-2/1183"),
    ("outgoing", "invitation", "Көрші тарап", ""),
    ("incoming", "letter", "ПИК «Достық-7»", "№ 41"),
    ("outgoing", "answer", "ПИК «Достық-7»", ""),
)


def tell_last_year(teller: Teller) -> None:
    """Consultations of the year before: enough to be told to everybody."""
    days = teller.days
    almaty = teller.house.centres["almaty"]
    patterns = {"cases": "{number}/{year}-М", "consultations": "{number}/{year}-К"}
    patterns |= {"incoming": "{number}/{year}-К", "outgoing": "{number}/{year}-Ш"}
    days.go(429)
    actions.set_numbering(almaty.pk, actor=teller.house.actor("gulnar"), patterns=patterns, places=DISTRICTS)
    today = days.present.astimezone(days.zone).date()
    since = (today - date(today.year - 1, 12, 19)).days
    for number in range(11):
        days.go(since + 44 - 4 * number, 9)
        _talk(teller, "almaty", "daniyar", number, {})
    for number in range(6):
        days.go(since + 40 - 6 * number, 11)
        _talk(teller, "turkistan", "madina", number + 3, {})


def tell(teller: Teller) -> None:
    """This month's consultations, papers in and out, what the office noted of cases."""
    days, office = teller.days, teller.house.actor("daniyar")
    centre = teller.house.centres["almaty"]
    places = list(Place.objects.system().filter(centre=centre).order_by("position"))
    for number, _talked in enumerate(TALKS):
        days.go(24 - 3 * number, TALKS[number][-1])
        entry = _talk(teller, "almaty", "daniyar", number, {"place": places[number % 3].pk})
        if number == 3:
            said = {"kind": "neighbours", "channel": "phone", "language": "kk", "asked": "what", "outcome": "again"}
            actions.correct_consultation(entry.pk, actor=office, why="slip", place=places[0].pk, **said)
    days.go(3, 12)
    for book, subject, whom, theirs in PAPERS:
        days.later(20)
        said = {"book": book, "subject": subject, "whom": whom, "theirs": theirs}
        actions.write_paper(centre.pk, actor=office, **said)
    marks = iter(("no", "yes", "no", "unclear"))
    for number, told in enumerate(one for one in teller.told if one.place == "almaty"):
        days.later(5)
        actions.note_case(told.case.pk, actor=office, place=places[number % 3].pk)
        if told.case.stage != "closed" and (answer := next(marks, "")):
            actions.mark_aspect(told.case.pk, actor=office, answer=answer)


def _talk(teller: Teller, place: str, host: str, number: int, more: dict[str, object]) -> Consultation:
    kind, channel, language, asked, outcome, sent_to, _hour = TALKS[number % len(TALKS)]
    said = {"kind": kind, "channel": channel, "language": language, "asked": asked, "outcome": outcome}
    actor: Actor = teller.house.actor(host)
    centre = teller.house.centres[place]
    entry: Consultation = actions.write_consultation(centre.pk, actor=actor, sent_to=sent_to, **said, **more)
    return entry
