"""Plovdiv: a family and a student in one house, music and sleep. One has signed; the other has not yet."""

from bitim.demo import papers
from bitim.demo.telling import Teller, Who

MARIA = Who("maria", "Мария Тодорова", "bg", "+359 88 555 0121", "Вторият етаж", email="maria@mail.example")
EMILY = Who("emily", "Emily Carter", "en", "+359 88 555 0122", "The third floor", email="emily@mail.example")
TITLE = {
    "bg": "Музика и тишина в една къща",
    "en": "Music and quiet in one house",
    "ru": "Музыка и тишина в одном доме",
    "kk": "Бір үйдегі әуен мен тыныштық",
    "uz": "Bir uydagi musiqa va sukunat",
    "ky": "Бир үйдөгү музыка жана тынчтык",
}
WHAT = (
    "Над нас живее студентка, която свири на виолончело. Свири хубаво, но синът ни заспива в осем, а къщата е стара и всичко се "
    "чува. Говорихме на стълбите два пъти и двата пъти се разделихме обидени. Искам да намерим часове, удобни и за двете семейства."
)
TALK: tuple[tuple[str, str, str, str], ...] = (
    (
        "dimitar",
        "Добре дошли. Всяка от вас говори на своя език, Весела превежда. Нека започнем с това как минава обикновеният ви ден.",
        "en",
        "Welcome. Each of you speaks her own language, Vesela interprets. Let us begin with what an ordinary day is like for you.",
    ),
    (
        "emily",
        "I practise three hours a day, mostly in the evening because of classes. I did not know the little one goes to bed at eight. I "
        "would have liked to be told before the note on the door.",
        "bg",
        "Свиря по три часа на ден, най-често вечер заради лекциите. Не знаех, че малкият си ляга в осем. Щеше ми се да ми го кажете "
        "преди бележката на вратата.",
    ),
    (
        "maria",
        "Права сте за бележката, бях уморена и съжалявам. Ако знаем часовете, можем и ние да излизаме с детето тогава.",
        "en",
        "You are right about the note; I was tired and I am sorry. If we know the hours, we can take the child out at that time.",
    ),
)
CLAUSES: tuple[papers.Clause, ...] = (
    (
        "emily",
        {
            "bg": "Емили Картър свири в делнични дни от 16 до 19 часа и в събота от 10 до 13 часа.",
            "en": "Emily Carter practises on weekdays from 4 to 7 p.m. and on Saturdays from 10 a.m. to 1 p.m.",
        },
        {
            "who": "emily",
            "what": {"bg": "свири в уговорените часове", "en": "practises at the agreed hours"},
            "how_much": {"bg": "най-много три часа на ден", "en": "three hours a day at most"},
            "in_days": 180,
            "how_proved": {"bg": "график на входната врата", "en": "a timetable at the front door"},
        },
    ),
    (
        "maria",
        {
            "bg": "Преди изпит и концерт Мария Тодорова приема по един допълнителен час, ако ѝ е казано два дни по-рано.",
            "en": "Before an exam or a concert Maria Todorova accepts one more hour when she is told two days ahead.",
        },
        {
            "who": "maria",
            "what": {"bg": "приема допълнителен час", "en": "accepts one more hour"},
            "how_much": {"bg": "до четири пъти в месеца", "en": "up to four times a month"},
            "in_days": 180,
            "how_proved": {"bg": "съобщение по телефона", "en": "a text message"},
        },
    ),
)
ADDRESSES = {"maria": "Пловдив, ул. „Лозарска“ 4, ет. 2", "emily": "Plovdiv, 4 Lozarska Street, 3rd floor"}


def tell(teller: Teller) -> None:
    """Tell it: three weeks, one meeting, a text made final yesterday."""
    days = teller.days
    days.go(22, 19)
    told = teller.opens("plovdiv", "elena", TITLE, MARIA, WHAT, [EMILY], kind="neighbours")
    days.go(20, 11)
    teller.invites(told, "elena", EMILY)
    days.go(17, 10)
    teller.appoints(told, "elena", mediator="dimitar", interpreter="vesela")
    days.go(16, 10)
    teller.screens(told, "dimitar")
    days.go(14, 12)
    teller.consents(told)
    days.go(13, 17)
    papers.agree_to_mediate(teller, told, "dimitar", ADDRESSES, "bg")
    days.go(8, 18)
    teller.admits(told, "dimitar", "vesela")
    for speaker, words, language, translated in TALK:
        teller.translates("vesela", teller.says(told, speaker, words, minutes=6), language, translated)
    days.go(5, 17)
    teller.drafts(told, "dimitar")
    document = papers.draft(teller, told, "dimitar", CLAUSES, "bg")
    days.go(3, 18)
    papers.agree(teller, told, document, [MARIA, EMILY])
    days.go(1, 12)
    final = papers.make_final(teller, document, "dimitar")
    papers.sign(teller, told, "dimitar", final, without=("emily", "dimitar"))
