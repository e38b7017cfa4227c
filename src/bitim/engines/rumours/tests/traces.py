"""Texts with known traces of persons: written ones of the tests' data, and drawn telephones, numbers and addresses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bitim.engines.rumours import traces

DATA = Path(__file__).parents[5] / "tests" / "data" / "prevention" / "traces.psv"
_ITEM = re.compile(r"\{(\w+):([^}]*)\}")


@dataclass(frozen=True)
class Text:
    """A text, its language, and where what kind of trace stands in it."""

    language: str
    said: str
    items: tuple[tuple[int, int, str], ...]


@dataclass
class Score:
    """Of each kind: items, items found (nine tenths of their letters), spans said, spans that lie in an item."""

    items: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def recall(self, *kinds: str) -> float:
        return sum(self.found[k] for k in kinds) / max(sum(self.items[k] for k in kinds), 1)

    def precision(self, *kinds: str) -> float:
        return sum(self.right[k] for k in kinds) / max(sum(self.said[k] for k in kinds), 1)


def parsed(language: str, marked: str) -> Text:
    said, items, at = "", [], 0
    for match in _ITEM.finditer(marked):
        said += marked[at : match.start()]
        items.append((len(said), len(said) + len(match[2]), match[1]))
        said += match[2]
        at = match.end()
    return Text(language, said + marked[at:], tuple(items))


def written(held_out: bool | None = None) -> list[Text]:
    """Return the written texts: all, those that rules were made with, or those that were measured only."""
    lines = DATA.read_text(encoding="utf-8").splitlines()[1:]
    order = list(range(len(lines)))
    Random(7).shuffle(order)
    seen = set(order[: len(order) // 2])
    return [
        parsed(*line.split("|", 1)) for at, line in enumerate(lines) if held_out is None or (at not in seen) == held_out
    ]


def scored(texts: Iterable[Text]) -> Score:
    score = Score()
    for text in texts:
        spans = traces(text.said)
        covered = {at for span in spans for at in range(span.start, span.end)}
        truly = {at for start, end, _kind in text.items for at in range(start, end)}
        for start, end, kind in text.items:
            letters = [at for at in range(start, end) if text.said[at].isalnum()]
            hit = sum(at in covered for at in letters) >= 0.9 * len(letters)
            score.items[kind] += 1
            score.found[kind] += hit
            if not hit:
                score.wrong.append(f"missed {kind}: {text.said[start:end]} | {text.said}")
        for span in spans:
            letters = [at for at in range(span.start, span.end) if text.said[at].isalnum()]
            hit = sum(at in truly for at in letters) >= 0.5 * len(letters)
            score.said[span.kind] += 1
            score.right[span.kind] += hit
            if not hit:
                score.wrong.append(f"untrue {span.kind}: {text.said[span.start : span.end]} | {text.said}")
    return score


# Names of nobody in particular that stand in no list of the engine, and sentences without a title or other help.
RARE = (
    *("Жарылқап Бекмұхамбет", "Үмітжан Сералы", "Тілектес Мейірхан", "Шаймерден Қожа", "Гүлбаршын", "Нұртөре"),
    *("Әлібек Жұма", "Қадырхан", "Алтыншаш Оспан", "Мәулен Тұрғанбай", "Валерьян Грушевой", "Прохор Дубина"),
    *(
        "Аглая Синица",
        "Эльдар Гасанзаде",
        "Мехмет Йылмаз",
        "Чен Ли",
        "Акбота Сеит",
        "Жибек Дос",
        "Фатих Кая",
        "Ибадулла",
    ),
)
BARE = (
    *("кеше {} айтты, су болмайды", "видел {} возле магазина", "{} всё знает, спросите у него"),
    *("бұл істі {} бастады", "говорят {} продал участок", "ертең {} келеді дейді"),
)


def rare() -> list[Text]:
    """Return sentences with a rare name and nothing that helps to see it."""
    return [parsed("kk", frame.replace("{}", f"{{name:{name}}}")) for name in RARE for frame in BARE]


_FRAMES = {
    "kk": {
        "phone": [
            "хабарласыңыз {}",
            "ол кісінің телефоны {} екен",
            "{} деген нөмірден қоңырау шалды",
            "сұрау: {}.",
            "{}",
        ],
        "id": ["ЖСН {} деп жазылған", "оның жсн-і {}", "{} иесі жерді алған", "куәлігінде {} тұр", "{}"],
        "mail": ["поштам {}", "{} мекенжайына жазыңыз", "хат келді ({}) кеше", "{}"],
        "nothing": [
            "базарда ұн {m} теңге болды",
            "жиналысқа {n} адам келді, {d}",
            "бюджеттен {m} тг бөлінген",
            "{y} жылы {n} бас мал шығын болды",
            "сағат {t}, {n}-үйдің жанында",
            "жолдың {n} шақырымы, {m} теңге",
        ],
    },
    "ru": {
        "phone": ["звоните {}", "её телефон {} вечером", "с номера {} угрожали", "спросить по {}.", "{}"],
        "id": ["ИИН {} проверьте", "его иин: {}", "{} хозяин участка", "в удостоверении {} указано", "{}"],
        "mail": ["почта {}", "пишите на {} срочно", "пришло письмо ({}) вчера", "{}"],
        "nothing": [
            "мука на базаре {m} тенге",
            "пришло {n} человек, {d}",
            "из бюджета {m} тг украли",
            "в {y} году пало {n} голов скота",
            "в {t} возле дома культуры, было {n} машин",
            "{n} км дороги за {m} тенге",
        ],
    },
}


def drawn(language: str, kind: str, number: int, seed: int) -> Iterator[Text]:
    """Yield drawn texts with one trace of a kind ("phone", "id", "mail"), or with numbers that are none ("nothing")."""
    random = Random(f"{language} {kind} {seed}")
    for _one in range(number):
        frame = random.choice(_FRAMES[language][kind])
        if kind == "nothing":
            yield parsed(language, _nothing(random, frame))
        else:
            said = {"phone": _phone, "id": _id, "mail": _mail}[kind](random)
            yield parsed(language, frame.replace("{}", f"{{{kind}:{said}}}"))


def _digits(random: Random, number: int) -> str:
    return "".join(str(random.randrange(10)) for _one in range(number))


_SHAPES = (
    *("{a}{b}", "{a} {c} {d} {e}", "({a}) {c}-{d}-{e}", "{a}-{c}-{d}-{e}", "{a} {c} {f}", "{a}.{c}.{d}.{e}"),
    *("{a} {c}-{d}{e}", "{a} {g}"),
)


def _phone(random: Random) -> str:
    a, b = random.choice(["701", "702", "705", "707", "747", "771", "775", "777", "778", "708"]), _digits(random, 7)
    head = random.choice(["+7", "8", "+7 ", "8 ", "8-", "+7-", "7", "7 "])
    shape = random.choice(_SHAPES)
    said = head + shape.format(a=a, b=b, c=b[:3], d=b[3:5], e=b[5:], f=b[3:], g=" ".join(b))
    if random.random() < 0.1:
        said = said.replace("0", random.choice("ОоO"), 1) if re.search(r"\d0\d", said) and "0" in said[2:-1] else said
        said = said if re.search(r"\d[ОоO]\d", said) or not re.search(r"[ОоO]", said) else head + a + b
    if random.random() < 0.1:
        said = said[:4] + "\u200b" + said[4:]
    return said


def _id(random: Random) -> str:
    born = f"{random.randrange(100):02}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    said = born + random.choice("3456") + _digits(random, 4)
    weights = list(range(1, 12))
    check = sum(w * int(d) for w, d in zip(weights, said, strict=True)) % 11
    if check == 10:
        check = sum(w * int(d) for w, d in zip([*range(3, 12), 1, 2], said, strict=True)) % 11
    said += str(check % 10) if random.random() < 0.5 else str((check + random.randint(1, 8)) % 10)
    fours, threes = " ".join(re.findall("....", said)), " ".join(re.findall("...", said))
    halves = [said[:6] + " " + said[6:], said[:6] + "-" + said[6:], f"{said[:6]} {said[6:9]} {said[9:]}"]
    return random.choice([said, said, fours, threes, " ".join(said), *halves])


def _mail(random: Random) -> str:
    name = random.choice(["aigul", "serik.b", "petrov_77", "n-kim", "su2030", "dos+aul", "тойхана", "A.Omar", "z"])
    host = random.choice(
        ["mail.ru", "gmail.com", "mail.kz", "yandex.kz", "example.org", "inbox.ru", "aul.edu.kz", "пошта.қаз"]
    )
    at = random.choice(["@"] * 8 + [" @ ", "(at)", " собака "])
    return f"{name}{at}{host}" if (name.isascii() and host.isascii()) or at == "@" else f"{name}@{host}"


def _nothing(random: Random, frame: str) -> str:
    sums = [f"{random.randint(1, 999)} 000", f"{random.randint(1, 99)} 500 000", f"{random.randint(1, 9)}50 000 000"]
    money = random.choice([*sums, str(random.randint(100, 10**9)), f"{random.randint(1, 9)}.5 млн"])
    day = f"{random.randint(1, 28)}.{random.randint(1, 12):02}.{random.randint(1990, 2031)}"
    said = {"m": money, "n": str(random.randint(2, 9000)), "d": day, "y": str(random.randint(1990, 2031)),
            "t": f"{random.randint(0, 23)}:{random.randint(0, 59):02}"}  # fmt: skip
    return frame.format(**said)
