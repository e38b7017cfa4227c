"""Almaty: a brother and a sister and their parents' house. They asked to stay apart; the mediator goes between them."""

from bitim.demo import papers
from bitim.demo.telling import Teller, Who

ALMA = Who("alma", "Алма Сәрсенова", "kk", "+7 708 555 0171", "Алма", email="alma@mail.example")
TIMUR = Who("timur", "Тимур Сарсенов", "ru", "+7 708 555 0172", "Тимур", email="timur@mail.example")
TITLE = {
    "kk": "Ата-ананың үйі",
    "ru": "Родительский дом",
    "en": "The parents' house",
    "uz": "Ota-ona uyi",
    "ky": "Ата-эненин үйү",
    "bg": "Бащината къща",
}
WHAT = (
    "Әке-шешеміздің үйі екеумізге қалды. Мен сол үйде тұрып, анамды бақтым, інім сатып, бөліскісі келеді. Бір бөлмеде отырып "
    "сөйлессек, ескі реніштер шығып кетеді. Сондықтан бөлек сөйлескім келеді."
)
REASONS = "Екеуі де бөлек сөйлескенді қалайды; бұрынғы әңгімелер ауыр аяқталған. Қауіп жоқ, бірақ бір бөлмеде сөз таба алмайды."
ADDRESSES = {"alma": "Алматы қаласы, Шолпан көшесі, 14", "timur": "город Астана, улица Сарыарка, 30"}


def tell(teller: Teller) -> None:
    """Tell it: three weeks in, each speaks with the mediator alone."""
    days = teller.days
    days.go(24, 13)
    told = teller.opens("almaty", "daniyar", TITLE, ALMA, WHAT, [TIMUR], kind="inheritance")
    days.go(22, 10)
    teller.invites(told, "daniyar", TIMUR)
    days.go(19, 10)
    teller.appoints(told, "daniyar", mediator="yerlan")
    days.go(17, 11)
    teller.screens(told, "yerlan", apart="alma", reasons=REASONS)
    days.go(15, 18)
    teller.consents(told)
    days.go(14, 12)
    papers.agree_to_mediate(teller, told, "yerlan", ADDRESSES, "kk")
    days.go(8, 19)
    teller.says(
        told,
        "alma",
        "Мен үшін ең бастысы ақша емес, анамның бөлмесі сол күйі қалса деймін. Көктемге дейін уақыт керек.",
        privately="alma",
    )
    teller.says(told, "yerlan", "Түсіндім. Мұны ініңізге айту-айтпауды өзіңіз шешесіз.", privately="alma", minutes=25)
    days.go(6, 20)
    teller.says(
        told,
        "timur",
        "Мне нужно закрыть ипотеку до лета. Если сестра хочет оставить дом, я готов ждать и получать частями, только не знаю, как предложить.",
        privately="timur",
    )
    teller.says(
        told,
        "yerlan",
        "Спасибо, что сказали. Давайте подумаем вместе, какую часть из этого вы хотели бы показать.",
        privately="timur",
        minutes=30,
    )
