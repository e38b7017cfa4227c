"""Requests that wait: a draft left on the second screen, one that came two hours ago, one in Uzbek."""

from bitim.demo.telling import Teller, Who

ZARINA = Who("zarina", "Зарина Мусина", "ru", "+7 701 555 0151", "Квартира 34")
ABOVE = Who("", "Соседи сверху", "ru", "", "Квартира 38")
NOISE = (
    "Над нами с осени делают ремонт, часто после девяти вечера. У меня маленький ребёнок. Мы здороваемся, но говорить "
    "об этом уже трудно. Хочу договориться о часах, без жалоб и участкового."
)
QANAT = Who("qanat", "Қанат Бейсенов", "kk", "+7 701 555 0152", "Қанаттың отбасы")
COUSIN = Who("", "Немере ағам", "kk", "+7 701 555 0153", "Немере аға")
FENCE = (
    "Ауладағы қоршау ескіріп құлады. Жаңасын қай жерден тұрғызатынымызға келісе алмай жүрміз: мен ескі шекара дұрыс "
    "деймін, немере ағам бір метр ішке дейді. Туыспыз, сотқа барғымыз келмейді."
)
FERUZA = Who("feruza", "Feruza Ismoilova", "uz", "+7 702 555 0154", "Tikuvchilar")
OWNER = Who("", "Sex egasi", "uz", "+7 702 555 0155", "Sex egasi")
PAY = (
    "Tikuv sexida besh kishi ishlaymiz. Ikki oylik haqimiz kechikdi. Egasi bilan gaplashdik, puli yoʻqligini aytdi. "
    "Ishni tashlab ketmoqchi emasmiz, toʻlov kunlarini yozma kelishib olmoqchimiz."
)


def tell(teller: Teller) -> None:
    """Tell them."""
    days = teller.days
    days.go(2, 21, 15)
    teller.asks("almaty", ZARINA, NOISE, [ABOVE], kind="neighbours", sends=False)
    days.go(1, 18, 5)
    teller.asks("turkistan", FERUZA, PAY, [OWNER], kind="labour")
    days.go(0, 8, 30)
    teller.asks("almaty", QANAT, FENCE, [COUSIN], kind="neighbours")
