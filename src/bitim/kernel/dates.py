"""Dates in the reader's language, as people write them there.

Django's own catalogues give month names with a capital and without the form a date needs in several of our languages,
so the words stand here. Order and suffixes follow everyday official writing of each language.
"""

from datetime import date, datetime

from django.utils import timezone

MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "ky": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
}
MONTH_TITLES = {"ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"}
WEEKDAYS = {
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "uz": "dushanba seshanba chorshanba payshanba juma shanba yakshanba",
    "ky": "дүйшөмбү шейшемби шаршемби бейшемби жума ишемби жекшемби",
    "bg": "понеделник вторник сряда четвъртък петък събота неделя",
}
LETTERS = {
    "kk": "Дс Сс Ср Бс Жм Сб Жс",
    "ru": "Пн Вт Ср Чт Пт Сб Вс",
    "en": "Mo Tu We Th Fr Sa Su",
    "uz": "Du Se Ch Pa Ju Sh Ya",
    "ky": "Дш Шш Шр Бш Жм Иш Жш",
    "bg": "Пн Вт Ср Чт Пт Сб Нд",
}
WITH_YEAR = {
    "kk": "{y} жылғы {d} {m}",
    "ru": "{d} {m} {y} г.",
    "en": "{d} {m} {y}",
    "uz": "{y}-yil {d}-{m}",
    "ky": "{y}-ж. {d}-{m}",
    "bg": "{d} {m} {y} г.",
}
NO_YEAR = {"uz": "{d}-{m}", "ky": "{d}-{m}"}


def _code(language: str) -> str:
    return language[:2] if language[:2] in MONTHS else "en"


def day_words(day: date, language: str, year: bool = True, weekday: bool = False) -> str:
    """Write a civil day: `4 желтоқсан`, `2026 жылғы 4 желтоқсан`, `жұма, 4 желтоқсан`."""
    code = _code(language)
    pattern = WITH_YEAR[code] if year else NO_YEAR.get(code, "{d} {m}")
    words = pattern.format(y=day.year, d=day.day, m=MONTHS[code].split()[day.month - 1])
    return f"{WEEKDAYS[code].split()[day.weekday()]}, {words}" if weekday else words


def day_patterns(language: str) -> list[str]:
    """How a day of each month is written, with `%Y` and `%D` in it, for scripts: browsers know few of our languages."""
    code = _code(language)
    return [WITH_YEAR[code].format(y="%Y", d="%D", m=month) for month in MONTHS[code].split()]


def weekday_names(language: str) -> list[str]:
    """The days of the week, Monday first."""
    return WEEKDAYS[_code(language)].split()


def moment_words(moment: date | datetime, language: str, year: bool = True, weekday: bool = False) -> str:
    """Write a moment with its hour in the present time zone; a plain date is written without an hour."""
    if not isinstance(moment, datetime):
        return day_words(moment, language, year, weekday)
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{day_words(local.date(), language, year, weekday)}, {local:%H:%M}"


def month_title(day: date, language: str) -> str:
    """Write the month as a heading: `Желтоқсан 2026`."""
    code = _code(language)
    month = (MONTH_TITLES.get(code) or MONTHS[code]).split()[day.month - 1]
    return f"{month[0].upper()}{month[1:]} {day.year}"


def weekday_letters(language: str) -> list[str]:
    """Two letters for each day, Monday first."""
    return LETTERS[_code(language)].split()
