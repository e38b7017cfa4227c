"""One name in many spellings: Kazakh, Russian, Uzbek, Kyrgyz, Bulgarian, Latin of every passport - one skeleton.

What is compared is the bones of each word: its consonants, written one way. Vowels are where spellings part
(Saule, Sawle; Gulnar, Gulnara with a soft sign), so they are dropped unless a word has fewer than two consonants. Of a
name every pair of words is kept, in no order: a patronymic may be missing, surname and name may stand either way round.
The rule looks for every conflict rather than for none too many: two names alike cost one question to a mediator, one
that is missed costs the case. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import combinations

# Cyrillic of five languages -> one Latin; vowels to a e i o u y.
_CYRILLIC = {
    **dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True)),
    **dict(zip("әғқңөұүіёўҳһ", "agknouuieuhh", strict=True)),
    "й": "i",
    "ж": "zh",
    "х": "h",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
# Groups of letters that stand for one sound, longest first; J and S and C are sounds of their own from here on.
_SOUNDS = (
    ("dzh", "J"),
    ("zh", "J"),
    ("dj", "J"),
    ("shch", "S"),
    ("sch", "S"),
    ("sht", "St"),
    ("sh", "S"),
    ("tch", "C"),
    ("ch", "C"),
    ("tz", "ts"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("ks", "h"),
    ("x", "h"),
    ("ng", "n"),
    ("q", "k"),
    ("ff", "v"),
)
_SPECIAL = str.maketrans(
    {"ş": "sh", "ç": "ch", "ı": "i", "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ž": "zh", "š": "sh"}
)
_VOWELS = "aeiouyw"
# What a company is called by law is not its name; the same in the languages of the region.
_FORMS = frozenset(
    [
        "тоо",
        "жшс",
        "ооо",
        "оао",
        "зао",
        "ао",
        "ақ",
        "аққ",
        "ип",
        "жк",
        "чп",
        "шк",
        "кх",
        "го",
        "гу",
        "кгу",
        "кмм",
        "мкк",
        "мм",
        "гккп",
        "ркп",
        "нао",
        "кеақ",
        "оо",
        "қб",
        "үеұ",
        "нпо",
        "ук",
        "llp",
        "llc",
        "ltd",
        "jsc",
        "inc",
        "oo",
        "mchj",
        "aj",
        "xk",
        "ochj",
        "ак",
        "жчк",
        "еоод",
        "оод",
        "ад",
        "ет",
        "сд",
    ]
)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_APOSTROPHES = re.compile(r"['ʻʼ`’‘ʹ]")


def latin(word: str) -> str:
    """Return a word in plain small Latin letters, whatever alphabet it came in."""
    small = "".join(_CYRILLIC.get(letter, letter) for letter in word.casefold())
    bare = unicodedata.normalize("NFKD", small.translate(_SPECIAL))
    return "".join(letter for letter in bare if "a" <= letter <= "z")


def bones(word: str) -> str:
    """Return the consonants of a word, each sound one way; a word with fewer than two keeps its vowels, folded."""
    plain = latin(word)
    for letters, sound in _SOUNDS:
        plain = plain.replace(letters, sound)
    plain = re.sub(r"(?<=[aeiouy])j(?![aeiouy])", "i", plain).replace("j", "J")  # Sergej, Ajgerim; but Aijan, Jandos
    plain = re.sub(r"c(?=[eiy])", "s", plain).replace("c", "k")
    plain = re.sub(r"^w(?=[aeiouy])", "v", plain)
    kept = re.sub(r"(.)\1+", r"\1", "".join(letter for letter in plain if letter not in _VOWELS))
    if len(kept) >= 2:
        return kept
    return re.sub(r"(.)\1+", r"\1", plain.translate(str.maketrans("yjw", "iiu")))


def _words(name: str) -> list[str]:
    return _WORD.findall(_APOSTROPHES.sub("", name))


def marks_of_name(name: str) -> frozenset[str]:
    """Return the marks of a person's name: each pair of its words, in no order; of one word alone, that word."""
    skeletons = sorted({found for word in _words(name) if len(word) > 1 and (found := bones(word))})
    if len(skeletons) == 1:
        return frozenset({f"one:{skeletons[0]}"})
    return frozenset(f"two:{a}+{b}" for a, b in combinations(skeletons, 2))


def marks_of_body(name: str) -> frozenset[str]:
    """Return the mark of an organisation: its own words without the legal form and without quotation marks."""
    own = [word for word in _words(name) if word.casefold() not in _FORMS] or _words(name)
    skeleton = "+".join(sorted({found for word in own if (found := bones(word))}))
    return frozenset({f"body:{skeleton}"}) if skeleton else frozenset()


def marks_of_number(kind: str, said: str) -> frozenset[str]:
    """Return the mark of a telephone (its last ten digits, so that +7 and 8 meet) or of an IIN or BIN (all digits)."""
    digits = "".join(letter for letter in said if letter.isdecimal())
    digits = "".join(str(unicodedata.decimal(letter)) for letter in digits)
    if kind == "phone":
        digits = digits[-10:]
    return frozenset({f"{kind}:{digits}"}) if len(digits) >= 5 else frozenset()


def marks_of_mail(said: str) -> frozenset[str]:
    """Return the mark of a mail address: letters small, blanks gone."""
    bare = "".join(said.casefold().split())
    return frozenset({f"mail:{bare}"}) if "@" in bare else frozenset()


def together(*found: Iterable[str]) -> frozenset[str]:
    """Return several sets of marks as one."""
    return frozenset(mark for one in found for mark in one)
