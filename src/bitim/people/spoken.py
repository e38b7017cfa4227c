"""Which of the six languages somebody means who writes in a line what they speak. Pure: no database, no clock.

People write as they talk: "қазақша", "казахский, немного русский", "qozoqcha", "Kazakh and a bit of Russian",
"по-русски не говорю", "дунганский". What is spoken a little or not at all does not count: nobody signs on a little.
A language that is none of the six is returned in the person's own words, for whoever looks for an interpreter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# Beginnings of words, as written in Cyrillic and Latin of the six languages; what stands after them is an ending.
BEGINNINGS: Final = {
    "kk": ("қазақ", "казах", "казак", "қозоқ", "козок", "qazaq", "kazak", "kazax", "kazah", "qozoq", "qazax", "kozok"),
    "ru": (
        "русс",
        "руск",
        "русч",
        "русша",
        "рускай",
        "орыс",
        "орус",
        "урус",
        "ўрус",
        "russ",
        "rusk",
        "rusch",
        "rusha",
        "orys",
        "oris",
        "orus",
        "urus",
        "rosc",
    ),
    "en": ("англ", "ағылшын", "агылшын", "инглис", "инглиз", "engl", "ingl", "angl", "agyls", "agils", "aghyl"),
    "uz": ("узбек", "өзбек", "озбек", "ўзбек", "uzbek", "ozbek"),
    "ky": (
        "кыргыз",
        "киргиз",
        "қырғыз",
        "қирғиз",
        "кыргыс",
        "kyrgyz",
        "kirgiz",
        "qirgiz",
        "qyrgyz",
        "kirghiz",
        "kyrghyz",
        "qirghiz",
        "qyrghyz",
        "kirgyz",
    ),
    "bg": ("болгар", "българ", "булгар", "bulgar", "bolgar", "balgar", "bălgar"),
}
LITTLE: Final = _words(
    """
    немного немножко чуть плохо слабо мало понимаю аздап азғантай сәл нашар шала түсінемін бираз озгина озроқ
    ozgina ozroq biroz kam zaif yomon начар түшүнөм little bit some basic poorly badly малко слабо зле лошо разбирам
    sal azdap nashar nemnogo chut ploho
    """
)
NOT: Final = _words(
    """
    не нет без кроме емес жоқ білмеймін білмейді сөйлемеймін билбейм билбейт жок эмес сүйлөбөйм йўқ эмас билмайман
    bilmayman emas yoq gapirmayman not no without except dont doesnt освен bilmeymin bilmeimin emes joq
    """
)
NEARLY: Final = ("аз", "az", "oz", "оз")  # "a little" when it stands alone; the beginning of other words otherwise
# A language of signs is another language than the one it is named after.
SIGNS: Final = ("жест", "дактил", "ымда", "ишора", "ishora", "жаңдоо")
SIGN_WORDS: Final = ("ым", "sign", "signs", "signed", "bsl", "asl")
# Words around the name of a language, which name none.
AROUND: Final = _words(
    """
    язык языка языке языком языки по на говорю говорит владею знаю хорошо лучше родной родная свободно только и
    конечно разговариваю общаюсь мой моя основной
    тіл тілі тілін тілінде тілінен тілде сөйлеймін сөйлейді жақсы ана туған ең білемін білем және мен та де да ғана
    tili tilin tilinde tilida til tilni so sozlashaman gapiraman yaxshi ona va bilan faqat bilaman jaqsy soileimin
    тили тилинде тилин тилди тил сүйлөйм жакшы эне жана менен гана билем ҳам ва гапираман яхши билан фақат биламан
    language languages speak speaks i and my mother tongue native fluent fluently best well only also in the very
    good mostly a of to is am much most mainly
    език езика говоря владея добре роден майчин само най отлично yazyk govoryu po horosho tolko rodnoy
    """
)
_PARTS: Final = re.compile(r"[,;/\\|\n\r•·()+&.]+")
# "and" parts a line as a comma does: "Kazakh and a bit of Russian". Not "мен", which is also "I".
_AND: Final = re.compile(r"\s(?:и|және|жана|and|va|ва|ҳамда|но|а|but|бірақ|lekin|лекин|бирок|ама|но)\s")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_APOSTROPHES: Final = re.compile("['`\u2018\u2019\u02bb\u02bc\u02b9\u00b4]")
_LATIN: Final = str.maketrans({"ö": "o", "ü": "u", "ğ": "g", "ş": "s", "ı": "i", "ё": "е", "ĝ": "g", "ô": "o"})


@dataclass(frozen=True)
class Spoken:
    """What a line names: `well`, `little` and `never` are codes of the six languages; `other` is what is none of them,
    in the person's own words."""

    well: frozenset[str] = frozenset()
    little: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    other: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Tell whether any language was named at all."""
        return bool(self.well or self.little or self.other)

    def understands(self, languages: Iterable[str]) -> bool:
        """Tell whether one of these languages is spoken well. Whoever named none is taken to read their pages, except
        in a language of which they said that they do not speak it."""
        offered = frozenset(languages)
        return bool(self.well & offered) if self.says_something else bool(offered - self.never)


def understand(said: str) -> Spoken:
    """Return the languages that a line names, in whatever order and script."""
    well: set[str] = set()
    little: set[str] = set()
    never: set[str] = set()
    other: list[str] = []
    for words in _pieces(said):
        folded = [word.casefold().translate(_LATIN) for word in words]
        if any(one in SIGN_WORDS or one.startswith(SIGNS) for one in folded):
            other.append(" ".join(words))
        elif any(one in NOT for one in folded):
            never.update(code for one in folded if (code := code_of(one)))
        else:
            barely = any(one in LITTLE or one in NEARLY for one in folded)
            (little if barely else well).update(code for one in folded if (code := code_of(one)))
            if strange := [word for word, one in zip(words, folded, strict=True) if _is_strange(one)]:
                other.append(" ".join(strange))
    return Spoken(frozenset(well), frozenset(little - well), frozenset(never - well - little), tuple(unique(other)))


def unique(words: Iterable[str]) -> list[str]:
    """Return words in their order, each once."""
    return list(dict.fromkeys(words))


def _is_strange(word: str) -> bool:
    return code_of(word) is None and not (word in AROUND or word in LITTLE or word in NEARLY)


def _pieces(said: str) -> Iterator[list[str]]:
    plain = unicodedata.normalize("NFC", said)
    for part in _PARTS.split(plain):
        for piece in _AND.split(f" {part} "):
            words = [word for found in _WORD.findall(_APOSTROPHES.sub("", piece)) for word in found.split("-") if word]
            if words:
                yield words


def code_of(word: str) -> str | None:
    """Return the code of the language that a folded word names, or None."""
    if word in ("рус", "rus"):
        return "ru"
    return next((code for code, begins in BEGINNINGS.items() if word.startswith(begins)), None)
