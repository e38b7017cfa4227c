"""A dialogue of a whole street: those who sell at a market and those who live beside it, about living together.

The answers are invented: two leanings and a common ground, drawn by a fixed seed.
"""

from random import Random
from typing import Any

from bitim.demo.telling import Teller
from bitim.dialogue.actions import bringing, entering, moderating, running, voting
from bitim.dialogue.jobs import reckon
from bitim.dialogue.models import Conversation, Statement, Voice
from bitim.dialogue.queries import actor_as
from bitim.engines import opinion
from bitim.kernel.access import VISITOR

QUESTION = {
    "kk": "Базар мен көше бір-бірімен қалай тату тұрады?",
    "ru": "Как рынку и улице жить рядом в мире?",
    "en": "How can the market and the street live side by side in peace?",
}
ABOUT = {
    "kk": "Жауаптарды көше комитеті мен базар әкімшілігі оқиды. Наурыздан кейін бәрі бірге отырып, бәріне ортақ "
    "пікірлерден бастайды.",
    "ru": "Ответы прочтут уличный комитет и администрация рынка. После Наурыза все сядут вместе и начнут с того, в чём "
    "согласны все.",
    "en": "The street committee and the market's office will read the answers. After Nauryz all sit down together and "
    "begin with what all share.",
}
# Each sentence in Kazakh, Russian and English, and how likely somebody of either leaning agrees with it.
SENTENCES = (
    (
        "Қоқыс күн сайын кешке шығарылсын.",
        "Мусор вывозить каждый вечер.",
        "Rubbish is taken away every evening.",
        0.96,
        0.95,
    ),
    (
        "Балалар үшін қауіпсіз өткел керек.",
        "Нужен безопасный переход для детей.",
        "A safe crossing for children is needed.",
        0.97,
        0.96,
    ),
    (
        "Айына бір рет базар мен көше бірге отырып сөйлессін.",
        "Раз в месяц рынок и улица садятся и разговаривают.",
        "Once a month the market and the street sit down and talk.",
        0.9,
        0.92,
    ),
    (
        "Жүк көлігі таңғы жетіге дейін кірмесін.",
        "Грузовики не въезжают до семи утра.",
        "Lorries do not come in before seven in the morning.",
        0.25,
        0.95,
    ),
    (
        "Базар қазіргі орнында қалсын.",
        "Рынок должен остаться на своём месте.",
        "The market stays where it is.",
        0.97,
        0.3,
    ),
    (
        "Сауда кешкі тоғызға дейін жүрсін.",
        "Торговать можно до девяти вечера.",
        "Selling goes on until nine in the evening.",
        0.9,
        0.12,
    ),
    (
        "Ауланың алдына көлік қоюға тыйым салынсын.",
        "Запретить парковку перед дворами.",
        "No parking in front of the yards.",
        0.2,
        0.93,
    ),
    (
        "Көше тұрғындарына базарда жеңілдік болсын.",
        "Жителям улицы — скидка на рынке.",
        "People of the street get a lower price at the market.",
        0.35,
        0.85,
    ),
    (
        "Дауыс зорайтқыш қосылмасын.",
        "Громкоговоритель не включать.",
        "The loudspeaker stays off.",
        0.55,
        0.95,
    ),
    (
        "Шағым айтатын бір телефон нөмірі болсын.",
        "Пусть будет один телефон для жалоб.",
        "There is one telephone number for complaints.",
        0.88,
        0.9,
    ),
    (
        "Мейрам күндері сауда тоқтасын.",
        "По праздникам не торговать.",
        "No selling on feast days.",
        0.15,
        0.5,
    ),
    (
        "Базардың бір бөлігі екінші көшеге көшсін.",
        "Часть рынка перенести на другую улицу.",
        "A part of the market moves to another street.",
        0.2,
        0.8,
    ),
)
NEXT = {
    "kk": "Көшедегі қысқы тазалықты кім қалай бөліседі?",
    "ru": "Как делим зимнюю уборку улицы?",
    "en": "How do we share the clearing of the street in winter?",
}
FIRST = (
    {
        "kk": "Әр үй өз алдын өзі тазаласын.",
        "ru": "Каждый дом убирает перед собой.",
        "en": "Each house clears what lies before it.",
    },
    {
        "kk": "Базар трактор жалдасын.",
        "ru": "Рынок нанимает трактор.",
        "en": "The market hires a tractor.",
    },
    {
        "kk": "Жексенбі сайын бәрі бірге шықсын.",
        "ru": "По воскресеньям выходят все вместе.",
        "en": "On Sundays everybody comes out together.",
    },
    {
        "kk": "Қарттардың алдын жастар тазаласын.",
        "ru": "У пожилых убирает молодёжь.",
        "en": "The young clear for the old.",
    },
)
PEOPLE, SHOWN = (38, 34), 0.85
WAITING = (
    ("kk", "Қыста мұзды кім тазалайтыны жазылсын."),
    ("ru", "Пусть у рынка будет туалет, хозяин Ербол 8 701 000 00 77 обещал."),
)


def tell(teller: Teller) -> None:
    """The coordinator prepares it, brings in what was answered on paper at a gathering, and opens it to everybody."""
    days, coordinator = teller.days, teller.house.actor("gulnar")
    days.go(9, 10)
    said: dict[str, Any] = {
        "question": QUESTION,
        "about": ABOUT,
        "policy": {},
        "languages": list(QUESTION),
        "entry": "link",
    }
    said |= {"moderated": True, "embargo": False, "longest": 200, "closes": None}
    talk = running.start_conversation(teller.house.centres["almaty"].pk, actor=coordinator, said=said)
    bringing.bring_in(talk, actor=coordinator, files=_on_paper(), language="kk")
    for number, (_kazakh, russian, english, *_likely) in enumerate(SENTENCES, 1):
        days.later(1)
        moderating.translate(_sentence(talk, number), actor=coordinator, said={"ru": russian, "en": english})
    running.open_conversation(talk, actor=coordinator)
    reckon(talk.pk)
    days.go(3, 18)
    running.close_conversation(talk, actor=coordinator)
    days.go(2, 18)
    talk = _next(teller)
    for language, words in WAITING:
        entered = entering.enter(talk, actor=VISITOR.fresh())
        voice = Voice.objects.system().select_related("conversation").get(pk=entered.voice)
        voting.say(voice, actor=actor_as(voice), said=words, language=language)


def _next(teller: Teller) -> Conversation:
    """The street goes on with one of the questions: open to everybody, so that a visitor of the demo can answer."""
    coordinator = teller.house.actor("gulnar")
    said: dict[str, Any] = {"question": NEXT, "about": {}, "policy": {}, "languages": list(NEXT), "entry": "link"}
    said |= {"moderated": True, "embargo": True, "longest": 200, "closes": None}
    made = running.start_conversation(teller.house.centres["almaty"].pk, actor=coordinator, said=said)
    for words in FIRST:
        moderating.seed(made, actor=coordinator, said=words)
    return running.open_conversation(made, actor=coordinator)


def _sentence(talk: Conversation, number: int) -> Statement:
    found: Statement = Statement.objects.system().get(conversation=talk, number=number)
    return found


def _on_paper() -> dict[str, bytes]:
    random = Random(7)  # noqa: S311 - invented answers, the same at every start
    rows = [f"participant,group-id,n-votes,n-agree,n-disagree,{','.join(str(at) for at in range(len(SENTENCES)))}"]
    for person in range(sum(PEOPLE)):
        camp = int(person >= PEOPLE[0])
        cells = [_answer(random, float(one[3 + camp])) for one in SENTENCES]
        rows.append(f"{person},,,,,{','.join(cells)}")
    comments = ["comment-id,agrees,disagrees,moderated,comment-body"]
    comments += [f'{at},0,0,1,"{one[0]}"' for at, one in enumerate(SENTENCES)]
    return {opinion.FILES[0]: "\n".join(rows).encode(), opinion.FILES[2]: "\n".join(comments).encode()}


def _answer(random: Random, likely: float) -> str:
    if random.random() > SHOWN:
        return ""
    return "1" if random.random() < likely else "0" if random.random() < 0.3 else "-1"
