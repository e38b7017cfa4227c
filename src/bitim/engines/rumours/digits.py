"""Telephones, numbers of persons (IIN and its like), bank cards and accounts in a text. Pure; linear.

Groups of digits with at most three plain signs between them are read together, the longest reading that fits first.
Facts: IIN and BIN of Kazakhstan (12 digits, birth or registration date first), PIN of Kyrgyzstan and PINFL of
Uzbekistan (14), EGN of Bulgaria (10, with its check digit); cards by the check of Luhn (ISO/IEC 7812-1); IBAN lengths.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Found = tuple[str, int, int]
MOST_DIGITS = 20
_GROUP = re.compile(r"\d+")
_BETWEEN = re.compile(r"[ \t().\-‐-―−]{0,3}")
_PAPER = re.compile(r"(?<!\w)[A-ZА-ЯІҚ]{1,2} ?№? ?\d{7,9}(?!\w)")
_ACCOUNT = re.compile(
    r"(?<!\w)(?:KZ\d{2}(?:[ \-]?[A-Z0-9]){16}|BG\d{2}(?:[ \-]?[A-Z0-9]){18}|[A-Z]{2}\d{2}[A-Z0-9]{11,30})(?!\w)"
)
_CALLING = re.compile(
    r"(?<!\w)(?:тел\b|тел\.|телефон|ұялы|моб|сот[ко]|номер|нөмір|номир|nomir|nömir|звон|позвон|набер|набира|ватсап|вацап"
    r"|уатсап|whats|viber|вайбер|хабарлас|қоңырау|конырау|чалг|чалы|qo.ng|обад|обаж|call|phone|tel\b|ring|number)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"кадастр|сч[её]т|шот|закон|заң|бап|стать|приказ|автобус|маршрут|мектеп|школ|дом|үй|участ|гос|машин|көлік|бұйрық",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(?<!\w)(?:иин|жсн|iin|jsn|бин|бсн|bin|инн|пин|pin|пинфл|жшшир|jshshir|егн|egn|удостовер|куәлі|куали|паспорт|passport)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"[\s]{0,2}(?:тг|теңге|тенге|tenge|тнг|₸|сом|сум|сўм|so.m|руб|р\.|₽|лв|лева"
    r"|\$|€|usd|долл|млн|млрд|тыс|мың|мын|км"
    r"|м²|м2|кв\.? ?м|тонн|га\b|кг|адам|человек|чел|бала|дет|%|пайыз|процент|шт|дана|голов|бас"
    r"|литр|куб|гект|сот[оы]к|people|ton)",
    re.IGNORECASE,
)
_LOOK_BACK = 30


@dataclass(frozen=True)
class _Read:
    """Digits read together: lengths of their groups, signs between, what stands before, whether they count a thing."""

    digits: str
    lengths: tuple[int, ...]
    between: tuple[str, ...]
    plus: bool
    calling: bool
    identity: bool
    counted: bool

    @property
    def whole(self) -> bool:
        return len(self.lengths) == 1

    @property
    def in_threes(self) -> bool:
        """Written as sums are: 15 000 000."""
        spaced = all(sign in (" ", ".") for sign in self.between)
        return len(self.lengths) > 1 and spaced and self.lengths[0] <= 3 and set(self.lengths[1:]) == {3}


def numbers(text: str) -> Iterator[Found]:
    """Yield (kind, start, end) of telephones ("phone"), numbers of persons ("id"), cards and accounts ("card")."""
    for match in _ACCOUNT.finditer(text):
        yield "card", *match.span()
    for match in _PAPER.finditer(text):
        yield "id", *match.span()
    run: list[tuple[int, int]] = []
    for match in _GROUP.finditer(text):
        if run and not _joined(text, run[-1][1], match.start()):
            yield from _of_run(text, run)
            run = []
        run.append(match.span())
    yield from _of_run(text, run)


def _joined(text: str, end: int, start: int) -> bool:
    return start - end <= 3 and _BETWEEN.fullmatch(text, end, start) is not None


def _of_run(text: str, run: Sequence[tuple[int, int]]) -> Iterator[Found]:
    at = 0
    while at < len(run):
        skipped = _date(text, run[at : at + 3])
        if skipped:
            at += skipped
            continue
        found = next(_readings(text, run, at), None)
        if found is None:
            at += 1
            continue
        kind, after = found
        start = run[at][0]
        start -= 1 if text[max(start - 1, 0) : start] in ("+", "(") else 0
        start -= 1 if text[max(start - 1, 0) : start] == "+" else 0
        yield kind, start, run[after - 1][1]
        at = after


def _readings(text: str, run: Sequence[tuple[int, int]], at: int) -> Iterator[tuple[str, int]]:
    """Yield what the groups from `at` on may be, with the group after, the longest reading first."""
    start = run[at][0]
    before = text[max(start - _LOOK_BACK, 0) : start]
    plus = "+" in before[-2:]
    calling = bool(_CALLING.search(before)) and not _OTHER_NUMBER.search(before)
    identity = bool(_IDENTITY.search(before))
    last, total = at, 0
    while last < len(run) and total + run[last][1] - run[last][0] <= MOST_DIGITS:
        total += run[last][1] - run[last][0]
        last += 1
    if last == at:
        yield "id", at + 1  # more digits in one piece than any sum has
    for after in range(last, at, -1):
        groups = run[at:after]
        read = _Read(
            "".join(text[a:b] for a, b in groups),
            tuple(b - a for a, b in groups),
            tuple(text[groups[k][1] : groups[k + 1][0]] for k in range(len(groups) - 1)),
            plus,
            calling,
            identity,
            _COUNTED.match(text, groups[-1][1]) is not None,
        )
        if kind := _kind(read):
            yield kind, after


def _kind(read: _Read) -> str:
    if _is_card(read):
        return "card"
    if _is_id(read):
        return "id"
    return "phone" if _is_phone(read) else ""


def _date(text: str, groups: Sequence[tuple[int, int]]) -> int:
    """Return 3 if three groups are a date (12.05.2024, 2024-05-12), else 0."""
    if len(groups) < 3:
        return 0
    said = [text[a:b] for a, b in groups]
    between = {text[groups[0][1] : groups[1][0]], text[groups[1][1] : groups[2][0]]}
    if len(between) > 1 or between.pop() not in (".", "-"):
        return 0
    if len(said[0]) == 4:
        said.reverse()
    fits = len(said[0]) <= 2 and len(said[1]) <= 2 and len(said[2]) in (2, 4)
    return 3 if fits and 1 <= int(said[0]) <= 31 and 1 <= int(said[1]) <= 12 else 0


def _born(six: str) -> bool:
    return 1 <= int(six[2:4]) <= 12 and 1 <= int(six[4:6]) <= 31


def luhn(digits: str) -> bool:
    """Return whether digits pass the check of Luhn."""
    total = 0
    for place, one in enumerate(reversed(digits)):
        doubled = int(one) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def _is_card(read: _Read) -> bool:
    length = len(read.digits)
    if length == 16:
        return read.whole or set(read.lengths) == {4} or luhn(read.digits)
    if length == 20:
        return read.whole
    fours = read.whole or set(read.lengths[:-1]) == {4} or read.lengths == (4, 6, 5)
    return 13 <= length <= 19 and length != 14 and fours and not read.plus and luhn(read.digits)


def _is_id(read: _Read) -> bool:
    digits, length = read.digits, len(read.digits)
    if read.plus:
        return False
    if length == 12:
        person = _born(digits) and digits[6] in "0123456"
        body = 1 <= int(digits[2:4]) <= 12 and digits[4] in "456" and digits[5] in "0123"
        if person or body:
            return not read.counted or read.whole
        return (read.whole and not _abroad(digits)) or (read.identity and not read.counted)
    if length == 14:
        return read.whole or read.identity
    if length == 10 and read.whole and _egn(digits):
        return True
    if read.identity and 8 <= length <= 14:
        return not read.counted
    return read.whole and length >= 13


def _egn(digits: str) -> bool:
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    weights = (2, 4, 8, 5, 10, 9, 7, 3, 6)
    check = sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11 % 10
    return 1 <= month <= 12 and 1 <= day <= 31 and check == int(digits[9])


def _abroad(digits: str) -> bool:
    """Whether twelve digits begin like a telephone of Uzbekistan, Kyrgyzstan, Tajikistan, Turkmenistan or Bulgaria."""
    return digits[:3] in ("998", "996", "992", "993", "359") and not _born(digits)


def _is_phone(read: _Read) -> bool:
    digits, length = read.digits, len(read.digits)
    if read.plus:
        if digits[0] == "7":
            return length == 11
        exact = {"998": 12, "996": 12, "992": 12}.get(digits[:3])
        return length == exact if exact else 9 <= length <= 15
    if length == 11 and digits[0] in "78" and digits[1] in "3456789":
        return not (read.counted and read.in_threes)
    if length == 12 and _abroad(digits):
        return True
    if read.counted or (read.in_threes and not read.calling):
        return False
    if length == 10 and digits[0] in "79" and digits[1] != "1":
        return read.whole or read.lengths[0] in (1, 3)
    if length in (9, 10) and digits[0] == "0":
        return True
    if read.lengths == (2, 3, 2, 2):
        return True
    local = len(read.lengths) == 3 and read.lengths[1:] == (2, 2) and all(sign == "-" for sign in read.between)
    return local or (read.calling and 5 <= length <= 15)
