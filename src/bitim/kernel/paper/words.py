"""The few words a layout prints by itself, in six languages.

They are data, not gettext: one paper speaks several languages at once, whatever the reader's own is.
Languages beyond the six get English.
"""

from bitim.kernel.paper.model import Text

AUTONYMS: Text = {
    "kk": "Қазақша",
    "ru": "Русский",
    "en": "English",
    "uz": "Oʻzbekcha",
    "ky": "Кыргызча",
    "bg": "Български",
}
WORDS: dict[str, Text] = {
    "signatures": {
        "kk": "Қолтаңбалар",
        "ru": "Подписи",
        "en": "Signatures",
        "uz": "Imzolar",
        "ky": "Кол тамгалар",
        "bg": "Подписи",
    },
    "signature": {
        "kk": "қолтаңба",
        "ru": "подпись",
        "en": "signature",
        "uz": "imzo",
        "ky": "кол тамга",
        "bg": "подпис",
    },
    "date": {"kk": "күні", "ru": "дата", "en": "date", "uz": "sana", "ky": "күнү", "bg": "дата"},
    "page": {
        "kk": "{page}-бет, барлығы {pages}",
        "ru": "Страница {page} из {pages}",
        "en": "Page {page} of {pages}",
        "uz": "{page}-bet, jami {pages}",
        "ky": "{page}-бет, баары {pages}",
        "bg": "Страница {page} от {pages}",
    },
    "paper_id": {
        "kk": "Құжат белгісі",
        "ru": "Метка документа",
        "en": "Paper id",
        "uz": "Hujjat belgisi",
        "ky": "Документтин белгиси",
        "bg": "Знак на документа",
    },
    "mark": {
        "kk": "Бет белгісі",
        "ru": "Метка страницы",
        "en": "Page mark",
        "uz": "Bet belgisi",
        "ky": "Беттин белгиси",
        "bg": "Знак на страницата",
    },
    "check": {
        "kk": "Тексеру",
        "ru": "Проверка",
        "en": "To check",
        "uz": "Tekshirish",
        "ky": "Текшерүү",
        "bg": "Проверка",
    },
    "qr": {
        "kk": "QR код, мекенжайы: {url}",
        "ru": "QR-код с адресом {url}",
        "en": "QR code with the address {url}",
        "uz": "QR kod, manzili: {url}",
        "ky": "QR код, дареги: {url}",
        "bg": "QR код с адрес {url}",
    },
    "prevails": {
        "kk": "Мәтіндер арасында айырма болса, {name} мәтін басым болады.",
        "ru": "При расхождении текстов преимущество имеет {name} текст.",
        "en": "If the texts differ, the {name} text prevails.",
        "uz": "Matnlar farq qilsa, {name} matn ustun boʻladi.",
        "ky": "Тексттердин айырмасы болсо, {name} текст артыкчылыктуу болот.",
        "bg": "При разлика между текстовете предимство има {name} текст.",
    },
    # Without a full stop: the day of some languages ends with one.
    "approved": {
        "kk": "Құжат нысаны бекітілген: {name}, {day}",
        "ru": "Форма документа утверждена: {name}, {day}",
        "en": "Form of this document approved by {name} on {day}",
        "uz": "Hujjat shakli tasdiqlangan: {name}, {day}",
        "ky": "Документтин формасы бекитилген: {name}, {day}",
        "bg": "Формата на документа е одобрена: {name}, {day}",
    },
    "not_approved": {
        "kk": "Құжат нысаны әлі бекітілген жоқ: үлгі",
        "ru": "Форма документа ещё не утверждена: образец",
        "en": "Form of this document not approved yet: sample",
        "uz": "Hujjat shakli hali tasdiqlanmagan: namuna",
        "ky": "Документтин формасы азырынча бекитиле элек: үлгү",
        "bg": "Формата на документа още не е одобрена: образец",
    },
}
# How each language names the text in another one: LANGUAGE_NAMES[speaking][named].
LANGUAGE_NAMES: dict[str, Text] = {
    "kk": {
        "kk": "қазақша",
        "ru": "орысша",
        "en": "ағылшынша",
        "uz": "өзбекше",
        "ky": "қырғызша",
        "bg": "болгарша",
    },
    "ru": {
        "kk": "казахский",
        "ru": "русский",
        "en": "английский",
        "uz": "узбекский",
        "ky": "кыргызский",
        "bg": "болгарский",
    },
    "en": {"kk": "Kazakh", "ru": "Russian", "en": "English", "uz": "Uzbek", "ky": "Kyrgyz", "bg": "Bulgarian"},
    "uz": {
        "kk": "qozoqcha",
        "ru": "ruscha",
        "en": "inglizcha",
        "uz": "oʻzbekcha",
        "ky": "qirgʻizcha",
        "bg": "bolgarcha",
    },
    "ky": {
        "kk": "казакча",
        "ru": "орусча",
        "en": "англисче",
        "uz": "өзбекче",
        "ky": "кыргызча",
        "bg": "болгарча",
    },
    "bg": {
        "kk": "казахският",
        "ru": "руският",
        "en": "английският",
        "uz": "узбекският",
        "ky": "киргизкият",
        "bg": "българският",
    },
}


def word(key: str, language: str) -> str:
    """Return a layout word in a language, English when the house does not speak it."""
    return WORDS[key].get(language) or WORDS[key]["en"]


def prevailing_sentence(language: str, prevailing: str) -> str:
    """Return, in `language`, the sentence that says which text prevails."""
    names = LANGUAGE_NAMES.get(language, LANGUAGE_NAMES["en"])
    return word("prevails", language).format(name=names.get(prevailing, prevailing))
