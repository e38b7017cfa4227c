"""Almaty: an upper and a lower village, one canal, one pasture road. The sides are meeting; an interpreter helps."""

from bitim.demo.papers import agree_to_mediate
from bitim.demo.telling import Teller, Told, Who

AIGERIM = Who(
    "aigerim",
    "Айгерім Оспанова",
    "kk",
    "+7 701 555 0101",
    "Жоғарғы ауыл",
    kind="group",
    party="Жоғарғы ауыл тұрғындары",
)
VIKTOR = Who(
    "viktor",
    "Виктор Ким",
    "ru",
    "+7 701 555 0102",
    "Нижний аул",
    email="viktor@mail.example",
    kind="group",
    party="Жители нижнего аула",
)
TITLE = {
    "kk": "Суару суы мен жайылым жолы",
    "ru": "Поливная вода и дорога на пастбище",
    "en": "Irrigation water and the road to the pasture",
}
WHAT = (
    "Жазда арықтағы су бізге түнде ғана жетеді, ал төменгі ауылға тіпті аз барады деп естиміз. Жайылымға мал айдайтын жол да "
    "солардың бақшасының жанынан өтеді. Екі ауыл бұрын той-томалақта бірге жүретін. Ренжіспей тұрып келісіп алғымыз келеді."
)
# Who speaks, what they say, and what the interpreter writes for the others.
AT_THE_TABLE: tuple[tuple[str, str, str, str], ...] = (
    (
        "saule",
        "Здравствуйте. Спасибо, что пришли. Мы говорим по очереди, каждый на своём языке, Нодира переводит. Сегодня давайте "
        "услышим, что для каждой стороны важно; решать ничего не нужно.",
        "kk",
        "Сәлеметсіздер ме. Келгендеріңізге рақмет. Кезекпен, әрқайсымыз өз тілімізде сөйлейміз, Нодира аударып отырады. Бүгін "
        "әр тарапқа не маңызды екенін тыңдап алайық; ештеңе шешудің қажеті жоқ.",
    ),
    (
        "aigerim",
        "Біздің ауылда отыз екі үй бар. Шілдеде бақша кеуіп кетпесін деп суды тәулік бойы ашып қоятынымыз рас. Төменге жетпей "
        "қалатынын кейін білдік. Суды кестемен алуға қарсы емеспіз, тек кесте әділ болсын.",
        "ru",
        "В нашем ауле тридцать два двора. Правда, в июле мы держим воду открытой круглые сутки, чтобы огороды не высохли. О том, что "
        "вниз она не доходит, узнали потом. Мы не против брать воду по графику, лишь бы он был справедливым.",
    ),
    (
        "viktor",
        "Спасибо, что сказали об этом прямо. У нас двадцать шесть дворов и теплицы. Три недели в июле полив был только ночью, и никто "
        "не знал, когда вода пойдёт. Нам даже важнее не количество, а знать часы заранее.",
        "kk",
        "Ашық айтқаныңызға рақмет. Бізде жиырма алты үй және жылыжайлар бар. Шілдеде үш апта бойы суару тек түнде болды, су қашан "
        "келетінін ешкім білмеді. Бізге мөлшерінен де бұрын сағатын алдын ала білу маңызды.",
    ),
    (
        "aigerim",
        "Түсінікті. Мұрап біреу болса, екі ауыл бірге сайласақ қалай болады? Ал мал айдайтын жол біз үшін де маңызды: көктемде айналып "
        "жүргенде бір күн кетеді.",
        "ru",
        "Понятно. А если мираб будет один и мы выберем его вместе? И дорога для скота нам тоже важна: весной в объезд уходит целый день.",
    ),
    (
        "viktor",
        "Общий мираб - хорошая мысль, я передам своим. По дороге: скот можно гнать, но не через капельный полив, там шланги лежат "
        "на земле. Давайте посмотрим вместе на месте.",
        "kk",
        "Ортақ мұрап жақсы ой екен, біздің адамдарға жеткіземін. Жолға келсек: малды айдауға болады, бірақ тамшылатып суаратын жерден "
        "емес, шлангілер жерде жатыр. Бірге барып, орнында көрейік.",
    ),
)
UPPER_ALONE = (
    "Өзара айтайын: біз аптасына екі күнді төменгі ауылға толық бере аламыз. Бірақ алдымен ақсақалдармен ақылдасуым керек, "
    "сондықтан әзірге үстелге шығармаңызшы."
)
LOWER_ALONE = (
    "Между нами: больше всего люди обиделись не из-за воды, а из-за того, что прошлым летом никто не пришёл поговорить. "
    "Если бы староста сам пришёл, половина вопросов ушла бы."
)
ADDRESSES = {
    "aigerim": "Алматы облысы, Қарасай ауданы, Жоғарғы көше, 3",
    "viktor": "Алматинская область, Карасайский район, улица Нижняя, 17",
}
SAULE_TO_LOWER = "Понимаю. Это останется здесь. Если захотите, чтобы другая сторона это услышала, решаете только вы."


TOGETHER = "Жителям верхнего аула: у нас нет обиды на то, что огородам нужна вода. Мы хотим вместе выбрать мираба и знать часы заранее."
HOURS = {
    "kk": "Шілде мен тамызда су кімге, қай сағатта беріледі",
    "ru": "Кому и в какие часы идёт вода в июле и августе",
    "en": "Who gets water at which hours in July and August",
}
HOURS_ANSWERS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "aigerim",
        {
            "kk": "Екі ауыл бірге сайлаған бір мұрап апталық кесте жасайды",
            "ru": "Один мираб, выбранный двумя аулами, составляет график на неделю",
        },
    ),
    (
        "viktor",
        {
            "kk": "Кесте әр жексенбіде екі ауылдың дүкеніне ілінеді",
            "ru": "График каждое воскресенье вывешивают в магазинах обоих аулов",
        },
    ),
)
ROAD = {
    "kk": "Мал жайылымға қай жолмен айдалады",
    "ru": "По какой дороге гонят скот на пастбище",
    "en": "By which road the herd goes to the pasture",
}


def tell(teller: Teller) -> None:
    """Tell it: asked a month ago, met once, the next meeting in two days."""
    told = agreed_to_mediate(teller)
    days = teller.days
    days.go(9, 15, 0)
    teller.admits(told, "saule", "nodira")
    for speaker, words, language, translated in AT_THE_TABLE:
        message = teller.says(told, speaker, words, minutes=4)
        teller.translates("nodira", message, language, translated)
    days.go(8, 11)
    teller.raises(told, "saule", HOURS, HOURS_ANSWERS)
    teller.raises(told, "saule", ROAD, ())
    days.go(6, 19, 10)
    teller.says(told, "aigerim", UPPER_ALONE, privately="aigerim")
    days.go(5, 20, 0)
    teller.says(told, "viktor", LOWER_ALONE, privately="viktor")
    teller.says(told, "saule", SAULE_TO_LOWER, privately="viktor", minutes=40)
    days.go(4, 9)
    teller.shows(told, "viktor", teller.says(told, "viktor", TOGETHER, privately="viktor"))
    teller.plans(told, "saule", in_days=2, hour=15)


def agreed_to_mediate(teller: Teller) -> Told:
    """Tell the way to the signed agreement."""
    days = teller.days
    days.go(31, 11, 15)
    told = teller.opens("almaty", "daniyar", TITLE, AIGERIM, WHAT, [VIKTOR], kind="land_water")
    days.go(29, 12)
    teller.invites(told, "daniyar", VIKTOR)
    days.go(26, 10)
    teller.appoints(told, "daniyar", mediator="saule", interpreter="nodira")
    days.go(23, 10)
    teller.screens(told, "saule")
    days.go(20, 17)
    teller.consents(told)
    days.go(18, 16)
    agree_to_mediate(teller, told, "saule", ADDRESSES, "kk")
    return told
