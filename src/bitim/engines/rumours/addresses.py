"""Addresses of houses in a text: a street, quarter or word for a dwelling together with a number. Pure; linear.

A street without a number of a house stays: it tells where a thing happened, seldom who lives there.
"""

import re

Found = list[tuple[int, int]]
_LETTERS = r"[^\W\d_][\w’'ʻ‘`.\-]{0,30}"
_HOUSE = r"(?:№\s?)?\d{1,4}(?:\s?[/\-]\s?\d{1,4})?(?:\s?[а-гa-d](?!\w))?(?!\d)"
_DWELLING = (
    r"(?:үй\w{0,6}|уй\w{0,6}|ui\w{0,4}|üi\w{0,4}|uy\w{0,4}|хонадон|xonadon|пәтер\w{0,6}|патер\w{0,6}|батир|батир\w{0,4}"
    r"|квартира|қабат\w{0,4}|бөлме\w{0,4})"
)
_BEFORE_NUMBER = (
    r"(?:дом\w{0,2}|д|кв|квартир\w{0,2}|корпус|корп|строение|стр|подъезд|этаж|ет|ап|вх|бл|блок|үй|пәтер|apt|flat|house"
    r"|no|№)"
)
_TAIL = re.compile(
    rf"(?:[,;]?\s{{0,2}}(?:{_BEFORE_NUMBER}\.?\s{{0,2}}\d{{1,4}}[а-гa-d]?(?!\w)|\d{{1,4}}\s?-?\s?{_DWELLING}(?!\w))){{1,4}}",
    re.IGNORECASE,
)
_TO_HOUSE = re.compile(rf"[,.]?\s{{0,2}}(?:(?:дом|д|үй|уй|house|no|блок|бл)\.?\s{{0,2}})?{_HOUSE}", re.IGNORECASE)
# The word stands behind the name: Абай көшесі 12, Навоий кўчаси, 12-уй
_BEHIND = re.compile(
    r"(?<!\w)(?:көше\w{0,7}|коше\w{0,7}|köşe\w{0,6}|koshe\w{0,6}|даңғыл\w{0,6}|дангыл\w{0,6}|dañğyl\w{0,6}|dangyly\w{0,4}"
    r"|шағын\s{1,2}аудан\w{0,7}|шагын\s{1,2}аудан\w{0,7}|мөлтек\s{1,2}аудан\w{0,6}|мкр|микрорайон\w{0,3}"
    r"|тұйы[ғқ]\w{0,5}|бульвар\w{0,5}|көчө\w{0,6}|кўча\w{0,6}|ko[‘'’ʻ`]?cha\w{0,6}|улица|street|avenue|road|lane|проспекті\w{0,4})"
    r"(?!\w)\.?",
    re.IGNORECASE,
)
# The word stands before the name: ул. Абая, д. 12; мкр Север, дом 7; бул. Витоша 45
_BEFORE = re.compile(
    r"(?<!\w)(?:ул|улиц\w{1,2}|пер|переул\w{2,3}|пр|пр-т\w{0,2}|просп|проспект\w{0,2}|б-р|бул(?=\.)|бульвар\w{0,2}|мкр|мкрн|м-н"
    r"|микрорайон\w{0,2}|ж\.\s?к|жк|шоссе|тупик\w?|квартал\w?|дача|дачи|street|str)(?!\w)\.?\s{0,2}",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"(?<!\w)(?:үйі|уйи|үйінің|мекенжай\w{0,4}|адрес\w{0,4}|адреси|живёт|живет|живут|проживает|манзил\w{0,3}|manzil\w{0,3}"
    r"|lives\s(?:at|on)|address|живее|дареги|үйү)(?:\s(?:на|в|по))?\s?:?\s{0,2}",
    re.IGNORECASE,
)
_NAME = rf"{_LETTERS}(?:\s{{1,2}}{_LETTERS}){{0,2}}\s{{0,2}}"
_NAMED = re.compile(_NAME)
_NUMBERED = re.compile(rf"(?:\d{{1,3}}-?(?:й|ый|я|ая|ші|шы|інші|нші)?\s{{1,2}})?(?:{_NAME})?")
_ALONE = re.compile(
    r"(?<!\w)(?:(?:дом|кв|квартир\w{1,2}|apt|flat)\.?\s{0,2}(?:№\s?)?\d{1,4}[а-гa-d]?(?!\w)"
    r"|\d{1,4}\s?-?\s?(?:үй|уй|ui)\w{0,3},?\s{1,2}\d{1,4}\s?-?\s?(?:пәтер|патер)\w{0,6})",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(rf"(?:(?:{_LETTERS}|\d{{1,3}}(?:-?(?:ші|шы|й|я|ая))?)\s{{1,2}}){{1,3}}$")
_ENGLISH_HOUSE = re.compile(r"(?<!\w)\d{1,4}[A-Za-z]?\s{1,2}$")
_LOOK_BACK = 70


def addresses(text: str) -> Found:
    """Return the addresses of a text that have a number of a house or flat."""
    found = [match.span() for match in _ALONE.finditer(text)]
    for match in _BEHIND.finditer(text):
        found += _behind(text, match.start(), match.end())
    for match in _BEFORE.finditer(text):
        found += _named(text, match.start(), match.end())
    for match in _LIVES.finditer(text):
        found += [(match.end(), end) for _start, end in _named(text, match.end(), match.end(), capital=True)]
    return found


def _behind(text: str, start: int, end: int) -> Found:
    before = text[max(start - _LOOK_BACK, 0) : start]
    named = _LAST_WORDS.search(before[-40:] if len(before) > 40 else before)
    begin = start - _capitals(named.group()) if named else start
    house = _TO_HOUSE.match(text, end)
    if house:
        return [(begin, _tail(text, house.end()))]
    if text[begin].isdigit():
        return [(begin, _tail(text, end))]  # 12 Abay Street
    number = _ENGLISH_HOUSE.search(text[max(begin - 8, 0) : begin])
    if number and begin < start:
        return [(begin - len(number.group()), _tail(text, end))]
    return []


def _capitals(words: str) -> int:
    """Return how many letters at the end belong to words with a capital or to numbers, blanks with them; at least the
    last word."""
    parts = list(re.finditer(r"\S+\s+", words))
    length = 0
    for place, part in enumerate(reversed(parts)):
        if place and not (part.group()[0].isupper() or (part.group()[0].isdigit() and place < 2)):
            break
        length += len(part.group())
    return length


def _named(text: str, start: int, end: int, capital: bool = False) -> Found:
    pattern = _NAMED if capital else _NUMBERED
    window = text[end : end + 120]
    for _turn in range(4):
        named = pattern.match(window)
        if named is None:
            return []
        if capital and not window[:1].isupper():
            return []
        house = _TO_HOUSE.match(text, end + named.end())
        if house:
            return [(start, _tail(text, house.end()))]
        shorter = window[: named.end()].rstrip()
        cut = max(shorter.rfind(" "), 0)
        if not cut:
            break
        window = shorter[: cut + 1]
    numbered = re.match(_HOUSE + r"(?=[,\s])", text[end : end + 12])
    tail = _TAIL.match(text, end + numbered.end()) if numbered else None
    return [(start, tail.end())] if tail else []


def _tail(text: str, end: int) -> int:
    """Return the end of what follows a house: flat, storey, the word for a house behind its number."""
    word = re.compile(rf"\s?-?\s?{_DWELLING}(?!\w)", re.IGNORECASE).match(text, end)
    end = word.end() if word else end
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end
