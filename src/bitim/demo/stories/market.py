"""Almaty: a trader from Bishkek and the market's administration write down how a stall is kept. Two clauses are open."""

from bitim.demo import papers
from bitim.demo.telling import Teller, Told, Who

GULMIRA = Who("gulmira", "Гүлмира Асанова", "ky", "+7 705 555 0111", "Кездеме катары")
MARKET = Who(
    "oleg",
    "Олег Нургалиев",
    "ru",
    "+7 705 555 0112",
    "Администрация рынка",
    email="oleg@bereke.example",
    kind="organisation",
    party="ТОО «Базар Береке»",
)
TITLE = {
    "kk": "Базардағы сауда орны",
    "ru": "Торговое место на рынке",
    "ky": "Базардагы соода орду",
    "en": "A stall at the market",
    "uz": "Bozordagi savdo oʻrni",
    "bg": "Място на пазара",
}
WHAT = (
    "Базарда он эки жылдан бери кездеме сатам. Жазында катарыбызды оңдоп жатып, ордумду үч жума жаап коюшту, ижара акысы болсо "
    "толук алынды. Администрация менен мамилебиз жакшы эле, бузгум келбейт. Жабылган күндөр эсепке алынып, кийинкиси алдын ала "
    "айтылса дейм."
)
TALK: tuple[tuple[str, str, str, str], ...] = (
    (
        "yerlan",
        "Сәлеметсіздер ме. Бүгін үш сұраққа тоқталамыз: жабық болған күндер, ақысы және алдағы жөндеулер туралы қалай хабарланады.",
        "ru",
        "Здравствуйте. Сегодня три вопроса: дни, когда место было закрыто, оплата за них и как предупреждать о следующих ремонтах.",
    ),
    (
        "gulmira",
        "Ремонт керек экенин түшүнөм. Бирок бир күн мурун эмес, эң аз дегенде он күн мурун билсем, товарымды башка жакка алып коймокмун.",
        "ru",
        "Я понимаю, что ремонт нужен. Но если бы я знала не за день, а хотя бы за десять дней, я бы перевезла товар.",
    ),
    (
        "oleg",
        "Согласен, объявление повесили поздно. Подрядчик подвёл со сроком, но это наша забота, не ваша. Деньги за эти дни готовы зачесть.",
        "ky",
        "Макулмун, жарыя кеч илинди. Подрядчик мөөнөтүндө бүтүрбөй койду, бирок бул сиздин эмес, биздин камыбыз. Ал күндөрдүн акысын "
        "эсептеп берүүгө даярбыз.",
    ),
)
HOW_PROVED = {
    "ru": "запись в карточке аренды",
    "ky": "ижара карточкасындагы жазуу",
    "kk": "жалдау карточкасындағы жазба",
}
CLAUSES: tuple[papers.Clause, ...] = (
    (
        "oleg",
        {
            "ru": "Плата за двадцать один день, когда место было закрыто, зачитывается в счёт двух следующих месяцев.",
            "ky": "Орун жабык турган жыйырма бир күндүн акысы кийинки эки айдын эсебине өткөрүлөт.",
            "kk": "Орын жабық тұрған жиырма бір күннің ақысы келесі екі айдың есебіне жатқызылады.",
        },
        {
            "who": "oleg",
            "what": {"ru": "зачитывает оплату", "ky": "акыны эсепке өткөрөт", "kk": "ақыны есепке жатқызады"},
            "how_much": {"ru": "за 21 день", "ky": "21 күн үчүн", "kk": "21 күн үшін"},
            "in_days": 60,
            "how_proved": HOW_PROVED,
        },
    ),
    (
        "gulmira",
        {
            "ru": "О ремонте ряда администрация предупреждает каждого арендатора лично не позднее чем за десять дней.",
            "ky": "Катар оңдолоору тууралуу администрация ар бир ижарачыга кеминде он күн мурда өзүнө айтат.",
            "kk": "Қатар жөнделетіні туралы әкімшілік әр жалға алушыға кемінде он күн бұрын жеке ескертеді.",
        },
        {
            "who": "oleg",
            "what": {"ru": "предупреждает лично", "ky": "өзүнө айтат", "kk": "жеке ескертеді"},
            "how_much": {"ru": "за десять дней", "ky": "он күн мурда", "kk": "он күн бұрын"},
            "in_days": 360,
            "how_proved": {"ru": "подпись арендатора", "ky": "ижарачынын колу", "kk": "жалға алушының қолы"},
        },
    ),
    (
        "oleg",
        {
            "ru": "На время ремонта администрация даёт другое место в крытом ряду.",
            "ky": "Оңдоо учурунда администрация жабык катардан башка орун берет.",
            "kk": "Жөндеу кезінде әкімшілік жабық қатардан басқа орын береді.",
        },
        {
            "who": "oleg",
            "what": {"ru": "даёт место", "ky": "орун берет", "kk": "орын береді"},
            "how_much": {"ru": "на всё время ремонта", "ky": "оңдоо бүткөнчө", "kk": "жөндеу біткенше"},
            "in_days": 360,
            "how_proved": HOW_PROVED,
        },
    ),
)
ADDRESSES = {"gulmira": "Алматы қаласы, Барыс көшесі, 5", "oleg": "город Алматы, улица Рыночная, 1"}
ALONE = "Чынын айтсам, акчадан да алдын ала айтылганы маанилүү. Кошумча орун жөнүндө макулмун, бирок ал жабык катардан болсо деп өтүнөм."


def tell(teller: Teller) -> None:
    """Tell it: five weeks from the request to a text whose last clause is still open."""
    told = talked(teller)
    days = teller.days
    days.go(6, 11)
    document = papers.draft(teller, told, "yerlan", CLAUSES, "ru")
    days.go(3, 18)
    papers.agree(teller, told, document, [GULMIRA, MARKET], but_last=1)


def talked(teller: Teller) -> Told:
    """Tell the way to the drafting table."""
    days = teller.days
    days.go(26, 9, 30)
    told = teller.opens("almaty", "daniyar", TITLE, GULMIRA, WHAT, [MARKET], kind="commercial")
    days.go(24, 14)
    teller.invites(told, "daniyar", MARKET)
    days.go(21, 10)
    teller.appoints(told, "daniyar", mediator="yerlan", interpreter="nodira")
    days.go(19, 10)
    teller.screens(told, "yerlan")
    days.go(17, 9)
    teller.consents(told)
    days.go(16, 15)
    papers.agree_to_mediate(teller, told, "yerlan", ADDRESSES, "ru")
    days.go(11, 16)
    teller.admits(told, "yerlan", "nodira")
    for speaker, words, language, translated in TALK:
        teller.translates("nodira", teller.says(told, speaker, words, minutes=6), language, translated)
    days.go(9, 20)
    teller.says(told, "gulmira", ALONE, privately="gulmira")
    days.go(7, 10)
    teller.drafts(told, "yerlan")
    return told
