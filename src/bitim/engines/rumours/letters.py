"""Letters as people type them: Kazakh without its own letters, Latin for Cyrillic, endings taken off. Pure.

What is compared is a word in one plain small alphabet, that of a Russian keyboard with the near letters made one. It is
never shown. Written for Kazakh and Russian; Kyrgyz and Uzbek pass through with fewer endings taken off.
"""

import re
import unicodedata
from functools import lru_cache

# A letter that people type for another, or on which two spellings part, becomes one letter.
_NEAR = str.maketrans(
    {**dict(zip("әғқңөұүіһёэыйщўҳ", "агкноууихееиишух", strict=True)), "ь": "", "ъ": "", "’": "", "'": "", "ʻ": ""}
)
# Latin letters that look like Cyrillic ones; used only inside a word that has Cyrillic letters too.
_LOOKS = str.maketrans(dict(zip("aeopcxyktmbhiuñ", "аеорсхуктмвниин", strict=True)))
_GROUPS = (
    ("shch", "щ"),
    ("sch", "щ"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("zh", "ж"),
    ("kh", "х"),
    ("gh", "г"),
    ("ts", "ц"),
    ("ya", "я"),
    ("yu", "ю"),
    ("yo", "е"),
    ("ng", "н"),
)
_SOUNDS = str.maketrans(
    {
        **dict(zip("abvgdezjiklmnoprstufhcxqyw", "абвгдезжиклмнопрстуфхкхкиу", strict=True)),
        **dict(zip("şçğıñöüäūī", "шчгиноуауи", strict=True)),
    }
)
_WORD = re.compile(r"[^\W_]+(?:['’ʻ][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[a-zÀ-ɏ]")
_SAME = re.compile(r"(.)\1+")
SHORTEST_STEM = 3
MOST_ENDINGS = 4


def bare(said: str) -> str:
    """Return a text in composed letters without signs that show nothing (zero width, direction, soft hyphen)."""
    composed = unicodedata.normalize("NFKC", said)
    return "".join(one if unicodedata.category(one) != "Cc" else " " for one in composed if not hidden(one))


def hidden(one: str) -> bool:
    """Return whether a letter shows nothing: format signs of Unicode (category Cf)."""
    return unicodedata.category(one) == "Cf"


def words(said: str) -> list[str]:
    """Return the words and numbers of a text as they stand, in order."""
    return _WORD.findall(bare(said))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word in the plain alphabet: "Қызылсу", "кызылсу", "Qyzylsu" and "Кызылcу" (Latin c) are one."""
    small = word.casefold()
    if _LATIN.search(small):
        if _CYRILLIC.search(small):
            small = small.translate(_LOOKS)
        for letters, sound in _GROUPS:
            small = small.replace(letters, sound)
        small = small.translate(_SOUNDS)
    plain = small.translate(_NEAR)
    return plain if plain.isdigit() else _SAME.sub(r"\1", plain)


def _endings(said: str) -> tuple[str, ...]:
    return tuple(sorted({fold(one) for one in said.split()}, key=lambda one: (-len(one), one)))


# Plural, possession, case, person, tense, with their harmonies; each is folded as words are.
_KAZAKH = _endings(
    "лар лер дар дер тар тер ымыз іміз ыңыз іңіз сы сі ның нің дың дің тың тің ын ін ны ні ды ді ты ті ға ге қа ке"
    " на не да де та те нда нде нан нен дан ден тан тен мен бен пен дағы дегі тағы тегі ндағы ндегі ған ген қан кен"
    " ып іп ады еді йды йді айды ейді мақ мек бақ бек пақ пек са се сын сін уда уде"
)
_RUSSIAN = _endings(
    "ами ями ого его ому ему ыми ими ах ях ов ев ей ой ый ий ая яя ое ее ые ие ую юю ам ям ом ем ешь ишь ать ять ить"
    " еть уть ться тся ется ают яют ает яет ует уют ют ит ят ут ла ло ли л ал ял ил ел али яли или ели ала яла ила ела"
    " сь ся у ю а я о е и ы ость ости"
)
_VOWEL_ENDS = frozenset("аеиоуюя")


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return the folded beginning of a word without endings; `language` "ru" and "bg" take Russian ones off, any other
    Kazakh ones. At least three letters stay; at most four endings go; numbers stay whole."""
    plain = fold(word)
    if any(one.isdigit() for one in plain):
        return plain
    slavic = language in ("ru", "bg")
    endings = _RUSSIAN if slavic else _KAZAKH
    for _turn in range(2 if slavic else MOST_ENDINGS):
        ending = next((e for e in endings if plain.endswith(e) and len(plain) - len(e) >= SHORTEST_STEM), "")
        if not ending:
            break
        plain = plain[: -len(ending)]
    if len(plain) > SHORTEST_STEM and plain[-1] in _VOWEL_ENDS:
        plain = plain[:-1]
    return plain


def runs(said: str) -> frozenset[str]:
    """Return the runs of three letters of a text's folded words, each word with a blank before and behind."""
    found: set[str] = set()
    for word in words(said):
        found |= runs_of(fold(word))
    return frozenset(found)


@lru_cache(maxsize=65536)
def runs_of(plain: str) -> frozenset[str]:
    """Return the runs of three letters of one folded word."""
    padded = f" {plain} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2)) if plain else frozenset()


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of what two sets have in common, 0 to 1; two empty sets have nothing."""
    return len(left & right) / len(left | right) if left or right else 0.0
