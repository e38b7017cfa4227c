"""Turkistan: a street and a summer café, tables on the pavement. Settled, signed, closed: the sides' words are gone."""

from bitim.demo import papers
from bitim.demo.telling import Teller, Who

STREET = Who(
    "nargiza",
    "Nargiza Yoʻldosheva",
    "uz",
    "+7 702 555 0161",
    "Koʻcha ahli",
    kind="group",
    party="Navoiy koʻchasi aholisi",
)
CAFE = Who("serik", "Серік Дүйсенов", "kk", "+7 702 555 0162", "Жазғы дәмхана", email="serik@mail.example")
TITLE = {
    "kk": "Жаяу жолдағы дәмхана үстелдері",
    "uz": "Piyodalar yoʻlidagi qahvaxona stollari",
    "ru": "Столики кафе на тротуаре",
    "en": "Café tables on the pavement",
    "ky": "Жөө жолдогу кафе столдору",
    "bg": "Маси на кафене на тротоара",
}
WHAT = (
    "Yozda qahvaxona stollari piyodalar yoʻlini egallaydi. Keksalar va bolalar aravachasi bilan onalar yoʻlning oʻrtasidan yuradi. "
    "Qahvaxonani yopishni soʻramaymiz, yigitlar mehnatkash. Faqat oʻtish joyi qolsa va musiqa kechqurun pastroq boʻlsa."
)
CLAUSES: tuple[papers.Clause, ...] = (
    (
        "serik",
        {
            "kk": "Үстелдер қабырға бойымен бір қатар қойылады, жаяу жолда бір жарым метр өтетін жер қалады.",
            "uz": "Stollar devor boʻylab bir qator qoʻyiladi, piyodalar yoʻlida bir yarim metr oʻtish joyi qoladi.",
        },
        {
            "who": "serik",
            "what": {"kk": "үстелдерді бір қатар қояды", "uz": "stollarni bir qator qoʻyadi"},
            "how_much": {"kk": "бір жарым метр өтетін жер", "uz": "bir yarim metr oʻtish joyi"},
            "in_days": 120,
            "how_proved": {"kk": "жердегі бояу сызығы", "uz": "yerdagi boʻyoq chizigʻi"},
        },
    ),
)
ADDRESSES = {"nargiza": "Turkiston shahri, Navoiy koʻchasi, 9", "serik": "Түркістан қаласы, Науаи көшесі, 2"}


def tell(teller: Teller) -> None:
    """Tell it: begun two months ago, closed three weeks ago."""
    days = teller.days
    days.go(62, 10)
    told = teller.opens("turkistan", "madina", TITLE, STREET, WHAT, [CAFE], kind="community")
    days.go(60, 12)
    teller.invites(told, "madina", CAFE)
    days.go(57, 10)
    teller.appoints(told, "madina", mediator="rustam")
    days.go(55, 10)
    teller.screens(told, "rustam")
    days.go(53, 17)
    teller.consents(told)
    days.go(52, 11)
    papers.agree_to_mediate(teller, told, "rustam", ADDRESSES, "kk")
    days.go(45, 18)
    teller.says(
        told, "serik", "Жолды тарылтып алғанымызды өзім де көріп жүрмін. Бір қатар қойсақ, екі үстел ғана азаяды."
    )
    teller.says(told, "nargiza", "Rahmat. Bizga shu yetadi, bolalar bemalol oʻtadi.")
    days.go(40, 15)
    teller.drafts(told, "rustam")
    document = papers.draft(teller, told, "rustam", CLAUSES, "kk")
    days.go(38, 11)
    papers.agree(teller, told, document, [STREET, CAFE])
    days.go(36, 16)
    papers.sign(teller, told, "rustam", papers.make_final(teller, document, "rustam"))
    days.go(21, 10)
    teller.closes(told, "rustam", "settled")
