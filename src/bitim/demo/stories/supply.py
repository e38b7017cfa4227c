"""Almaty: a greenhouse and a shopkeepers' cooperative. The settlement is signed and being kept."""

from bitim.demo import papers
from bitim.demo.telling import Teller, Told, Who

SERGEI = Who("sergei", "Сергей Ли", "ru", "+7 707 555 0131", "Теплица «Рассвет»", email="sergei@rassvet.example")
COOP = Who(
    "marat",
    "Марат Әбенов",
    "kk",
    "+7 707 555 0132",
    "Дүкендер бірлестігі",
    email="marat@dukender.example",
    kind="organisation",
    party="«Көше дүкендері» кооперативі",
)
TITLE = {
    "kk": "Көкөніс жеткізу шарты",
    "ru": "Договор поставки овощей",
    "en": "A contract to supply vegetables",
    "uz": "Sabzavot yetkazib berish shartnomasi",
    "ky": "Жашылча жеткирүү келишими",
    "bg": "Договор за доставка на зеленчуци",
}
WHAT = (
    "Поставляем помидоры и зелень двенадцати магазинам. В марте из-за морозов привезли на треть меньше, магазины задержали оплату за "
    "два месяца. Работаем вместе шестой год, расходиться не хотим, но без этих денег не купить рассаду."
)
TALK: tuple[tuple[str, str], ...] = (
    (
        "saule",
        "Сегодня договоримся о порядке: сначала о том, что уже было, потом о том, как предупреждать друг друга на будущее.",
    ),
    ("sergei", "Недопоставку признаю. Если бы я позвонил в день морозов, полки бы не стояли пустыми."),
    ("marat", "Біз де төлемді ескертпей кідірттік, бұл дұрыс болмады. Қарызды екі бөлікпен төлей аламыз."),
)
DEBT = {"ru": "платёжное поручение", "kk": "төлем тапсырмасы"}
CLAUSES: tuple[papers.Clause, ...] = (
    (
        "marat",
        {
            "ru": "Кооператив оплачивает поставки за февраль и март двумя равными частями.",
            "kk": "Кооператив ақпан мен наурыздағы жеткізілімдер ақысын тең екі бөлікпен төлейді.",
        },
        {
            "who": "marat",
            "what": {"ru": "оплачивает поставки", "kk": "жеткізілім ақысын төлейді"},
            "how_much": {"ru": "1 240 000 тенге", "kk": "1 240 000 теңге"},
            "in_days": 45,
            "how_proved": DEBT,
        },
    ),
    (
        "sergei",
        {
            "ru": "О недостаче больше десятой части теплица предупреждает по телефону накануне до 18 часов.",
            "kk": "Оннан бір бөліктен артық кем жеткізілетін болса, жылыжай бір күн бұрын сағат 18-ге дейін телефонмен ескертеді.",
        },
        {
            "who": "sergei",
            "what": {"ru": "предупреждает по телефону", "kk": "телефонмен ескертеді"},
            "how_much": {"ru": "при каждой недостаче", "kk": "әр кем жеткізгенде"},
            "in_days": 360,
            "how_proved": {"ru": "журнал звонков магазина", "kk": "дүкеннің қоңыраулар журналы"},
        },
    ),
)
ADDRESSES = {"sergei": "Алматинская область, Талгарский район, теплица 8", "marat": "Алматы қаласы, Жетісу көшесі, 21"}


def tell(teller: Teller) -> None:
    """Tell it: settled two weeks ago."""
    told = talked(teller)
    days = teller.days
    days.go(20, 16)
    teller.drafts(told, "saule")
    document = papers.draft(teller, told, "saule", CLAUSES, "ru")
    days.go(18, 11)
    papers.agree(teller, told, document, [SERGEI, COOP])
    days.go(15, 14)
    papers.sign(teller, told, "saule", papers.make_final(teller, document, "saule"))


def talked(teller: Teller) -> Told:
    """Tell the way to the drafting table."""
    days = teller.days
    days.go(45, 10)
    told = teller.opens("almaty", "daniyar", TITLE, SERGEI, WHAT, [COOP], kind="commercial")
    days.go(43, 11)
    teller.invites(told, "daniyar", COOP)
    days.go(40, 10)
    teller.appoints(told, "daniyar", mediator="saule")
    days.go(38, 10)
    teller.screens(told, "saule")
    days.go(36, 15)
    teller.consents(told)
    days.go(35, 11)
    papers.agree_to_mediate(teller, told, "saule", ADDRESSES, "ru")
    days.go(27, 15)
    for speaker, words in TALK:
        teller.says(told, speaker, words, minutes=8)
    return told
