"""Names of persons in a text, by their shape and by what stands beside them. Pure; linear.

Signs: patronymics and surnames by their endings, titles, initials, "my name is", everyday given names. A name that has
none of them, or is written small without a title, is not found; a name of a place that looks like a person's is left
alone beside a word for a place only. How much is found is measured in docs/benchmarks.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bitim.engines.rumours.letters import fold
from bitim.engines.rumours.namelists import (
    DOUBTFUL,
    GIVEN,
    NOT_NAMES,
    PLACE_WORDS,
    PLACES,
    TITLES_AFTER,
    TITLES_BEFORE,
    key,
)

Found = list[tuple[int, int]]
LONGEST_NAME = 40
_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʻ‘`][^\W\d_]+)*")
_INITIALS = re.compile(r"(?:[A-ZА-ЯІҚҒҮҰӘӨҢҺЎҲЁ]\.\s?){1,2}")
# As typed: certain even in small letters; the second only beside a capital, or with one within a sentence.
_SURE_PATRONYMIC = re.compile(r".{2,}(?:ұлы|қызы|[ое]вич|оғлы|ўғли|o[‘'’ʻ`]?g[‘'’ʻ`]?li|qyzy|qizi|ovich|evich)\w{0,4}")
# Folded: ұлы уулу оғлы o'g'li uly; қызы кызы qizi; -ович, -овна with their cases and Kazakh endings.
_SHORTENED = frozenset(
    ["ул", "г", "гр", "им", "пр", "д", "кв", "тов", "проф", "mr", "mrs", "ms", "dr", "st", "ст", "с", "пос", "р", "обл"]
)
_CASES = "(?:а|у|ом|е|ним|дин|нин|га|ди|ни|да|дан|мен|не|на|инин|ина|ин|инда|нан|нен|менен|ге|ка|ке|н|м)?"
_PATRONYMIC = re.compile(
    rf".{{2,}}(?:(?:ули|углу|уулу|огли|угли|кизи|зада){_CASES}|[ое]вич(?:а|у|ем|е)?|[ое]вн(?:а|и|е|у|ои|ою)"
    r"|иничн(?:а|и|е|у|ои)|ильич(?:а|у|ем|е)?)"
)
_APART = re.compile(rf"(?:ули|улу|углу|уулу|огли|угли|кизи|кизини?)(?:{_CASES})")
_SURNAME = re.compile(
    r".{2,}(?:[ое]в|ин)(?:а|у|им|е|ои|ю)?(?:нин|дин|тин|га|ге|ка|ке|ди|ни|ти|да|де|та|те|дан|ден|тан|нан|мен|пен|бен|нi)?"
    r"|.{3,}(?:ски|цки)(?:и|ого|ому|м|ая|ои|ую)|.{3,}(?:енко|чук|швили|дзе|иан)"
)
_SURE_SURNAME = re.compile(
    r".{2,}(?:ба[ие]|бек|хан|али|гали|мурат|гул|кул|ген|жан|мет|кан|дин|лиман|рахман|кун|тин)[ое]в(?:а|у|им|е|ои)?.{0,4}"
)
# Kazakh, Kyrgyz and Uzbek words in the genitive end like Russian surnames: Мәтіннің, Документтердин.
_GENITIVE = re.compile(r"[дтн]инг?$")
_INTRODUCED = re.compile(
    r"(?<!\w)(?:меня\s+зовут|зовут|по\s+имени|по\s+фамилии|фамилия|(?:менің|менин|мени[нң])\s+(?:атым|есімім)|атым|есімім"
    r"|аты-жөні|ismim|isмим|исмим|atym|meniñ\s+atym|my\s+name\s+is|her\s+name\s+is|his\s+name\s+is|named|казвам\s+се|на\s+имя)"
    r"\s{0,2}[:\-–—]?\s{1,2}",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\s{1,2}(?:деген|атты|есімді|аттуу|деб|исмли|ismli)(?!\w)", re.IGNORECASE)
_KAZAKH_CASES = (
    *("инин", "нин", "дин", "тин", "ини", "ни", "ди", "ти", "га", "ге", "ка", "ке", "да", "де", "та", "те"),
    *("дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен", "менен", "дар", "лар", "дер", "лер", "нинг"),
)
_RUSSIAN_CASES = ("ою", "ои", "ом", "ем", "еи", "а", "у", "е", "и", "ю", "я")


@dataclass(frozen=True)
class _Token:
    """A word: where it stands, folded, with a capital, first of a sentence, close to the word before it."""

    start: int
    end: int
    plain: str
    capital: bool
    first: bool
    close: bool
    sure: bool  # a patronymic even in small letters


def persons(text: str) -> Found:
    """Return the names of persons that are found in a text, each as (start, end)."""
    tokens = _tokens(text)
    named = bytearray(len(tokens))
    for at in range(len(tokens)):
        for other in _signs(text, tokens, at):
            named[other] = 1
    _introduced(text, tokens, named)
    _widen(tokens, named)
    return _spans(text, tokens, named)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    end = 0
    shouted = sum(one.isupper() for one in text) > sum(one.islower() for one in text)
    for match in _WORD.finditer(text):
        between = text[max(end, match.start() - 4) : match.start()]
        word = match.group()
        first = not found or any(sign in '.!?…\n•«“"' for sign in between)
        if first and found and between.strip(" ") == "." and _shortened(text[found[-1].start : found[-1].end]):
            first = False
        close = bool(found) and match.start() - end <= 2 and not between.strip(" .\u00a0")
        plain = fold(word[:LONGEST_NAME])
        sure = _SURE_PATRONYMIC.fullmatch(word[:LONGEST_NAME].casefold()) is not None
        found.append(
            _Token(
                match.start(),
                match.end(),
                plain,
                word[0].isupper() and not (shouted and word.isupper()),
                first,
                close,
                sure,
            )
        )
        end = match.end()
    return found


def _shortened(word: str) -> bool:
    """Whether a word before a point is an initial or a shortened word, so that the sentence goes on."""
    return (len(word) == 1 and word.isupper()) or word.casefold() in _SHORTENED


@lru_cache(maxsize=65536)
def given(plain: str) -> str:
    """Return the key of the everyday given name that a folded word is, in any case of Russian or Kazakh, or ""."""
    tries = [plain, *(plain[: -len(case)] for case in _KAZAKH_CASES if plain.endswith(case))]
    tries = [key(one) for one in tries] + tries
    tries += [plain[: -len(case)] for case in _RUSSIAN_CASES if plain.endswith(case)]
    return next((one for one in tries if len(one) >= 3 and one in GIVEN), "")


@lru_cache(maxsize=65536)
def _place(plain: str) -> bool:
    cases = (*_KAZAKH_CASES, *_RUSSIAN_CASES)
    return key(plain) in PLACES or any(plain.endswith(case) and key(plain[: -len(case)]) in PLACES for case in cases)


@lru_cache(maxsize=65536)
def _place_word(plain: str) -> bool:
    return any(plain == one or (len(one) > 3 and plain.startswith(one)) for one in PLACE_WORDS)


@lru_cache(maxsize=65536)
def _shaped(plain: str) -> tuple[bool, bool, bool]:
    """Whether a folded word ends like a patronymic, like a surname, like a surname beyond doubt."""
    return (
        _PATRONYMIC.fullmatch(plain) is not None,
        len(plain) >= 4 and _SURNAME.fullmatch(plain) is not None,
        _SURE_SURNAME.fullmatch(plain) is not None,
    )


def _in_place(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a word for a place stands close before or behind."""
    before = at > 0 and tokens[at].close and _place_word(tokens[at - 1].plain)
    behind = at + 1 < len(tokens) and tokens[at + 1].close and _place_word(tokens[at + 1].plain)
    return before or behind


def _capital(tokens: Sequence[_Token], at: int) -> bool:
    """Whether there is a word that could be a name by its letter."""
    return 0 <= at < len(tokens) and tokens[at].capital and tokens[at].plain not in NOT_NAMES


def _before(tokens: Sequence[_Token], at: int, most: int) -> list[int]:
    """Return the words with a capital that stand close before one, at most `most`."""
    found: list[int] = []
    while len(found) < most and tokens[at].close and _capital(tokens, at - 1):
        at -= 1
        found.append(at)
    return found


def _behind(tokens: Sequence[_Token], at: int, most: int) -> list[int]:
    """Return the words with a capital that stand close behind one, at most `most`."""
    found: list[int] = []
    while len(found) < most and _capital(tokens, at + 1) and tokens[at + 1].close:
        at += 1
        found.append(at)
    return found


def _signs(text: str, tokens: Sequence[_Token], at: int) -> list[int]:
    """Return the words that are parts of a name because of the word at `at`."""
    token = tokens[at]
    found: list[int] = []
    if _APART.fullmatch(token.plain) and token.close:
        before = [one for one in _before(tokens, at, 3) if not _place(tokens[one].plain)]
        if before and given(token.plain) == "":
            found += [*before, at, *_behind(tokens, at, 1)]
    elif _shaped(token.plain)[0]:
        beside = [*_before(tokens, at, 2), *_behind(tokens, at, 1)]
        sure = token.sure and len(token.plain) > 6
        if sure or (token.capital and (beside or not token.first)):
            found += [at, *beside]
    if token.plain in TITLES_BEFORE:
        found += [one for one in _behind(tokens, at, 3) if not _place(tokens[one].plain)]
        if not found and at + 1 < len(tokens) and tokens[at + 1].close and _small_name(tokens[at + 1]):
            found.append(at + 1)
    if token.plain in TITLES_AFTER and token.close:
        before = _before(tokens, at, 2)
        found += before
        if not before and _small_name(tokens[at - 1]):
            found.append(at - 1)
    if not token.capital or token.plain in NOT_NAMES or _in_place(tokens, at):
        return found
    return found + _shapes(text, tokens, at)


def _small_name(token: _Token) -> bool:
    return bool(given(token.plain)) and token.plain not in NOT_NAMES


def _shapes(text: str, tokens: Sequence[_Token], at: int) -> list[int]:
    """Return the words that are parts of a name because of the shape of the capital word at `at`."""
    token = tokens[at]
    if token.plain in TITLES_BEFORE or token.plain in TITLES_AFTER or _place(token.plain):
        return []
    name = given(token.plain)
    if name and name not in DOUBTFUL:
        return [at]
    _patronymic, surname, sure = _shaped(token.plain)
    beside = [one for one in (at - 1, at + 1) if _capital(tokens, one) and tokens[max(one, at)].close]
    beside = [one for one in beside if not _place(tokens[one].plain) and not _place_word(tokens[one].plain)]
    if name:
        known = [one for one in beside if given(tokens[one].plain) or _shaped(tokens[one].plain)[1]]
        return [at, *known] if known else []
    if _initialled(text, token):
        return [at]
    if surname and (sure or not (token.first or _GENITIVE.search(token.plain))):
        return [at, *(one for one in beside if one > at or not tokens[one].first or given(tokens[one].plain))]
    if surname and any(given(tokens[one].plain) for one in beside):
        return [at]
    # Two words with a capital within a sentence: a person, sometimes a company.
    pair = [one for one in beside if one > at and not token.first and tokens[one].start - token.end == 1]
    return [at, *pair] if pair and not _in_place(tokens, pair[0]) else []


def _initialled(text: str, token: _Token) -> bool:
    """Whether initials stand close before or behind a word: А. Жұмабаев, Ким Л. В."""
    if token.end - token.start < 2:
        return False
    behind = _INITIALS.match(text, token.end + 1) if text[token.end : token.end + 1] == " " else None
    before = re.search(r"(?<!\w)([^\W\d_])\.\s?$", text[max(token.start - 6, 0) : token.start])
    return behind is not None or (before is not None and before[1].isupper())


def _introduced(text: str, tokens: Sequence[_Token], named: bytearray) -> None:
    """Mark the words after "my name is" and before "деген" (who is called)."""
    begins = {token.start: at for at, token in enumerate(tokens)}
    ends = {token.end: at for at, token in enumerate(tokens)}
    for match in _INTRODUCED.finditer(text):
        at = begins.get(match.end(), -1)
        if at < 0 or tokens[at].plain in NOT_NAMES or not (tokens[at].capital or given(tokens[at].plain)):
            continue
        named[at] = 1
        for other in _behind(tokens, at, 2):
            named[other] = 1
    for match in _CALLED.finditer(text):
        at = ends.get(match.start(), -1)
        if _capital(tokens, at) and not _place(tokens[at].plain) and not _in_place(tokens, at):
            if at and _place_word(tokens[at - 1].plain):
                continue
            if not tokens[at].first or given(tokens[at].plain):
                named[at] = 1


def _widen(tokens: Sequence[_Token], named: bytearray) -> None:
    """Take along a capital word close to a given name or surname that is marked, once to each side."""
    for at in [one for one in range(len(tokens)) if named[one]]:
        for other in (at - 1, at + 1):
            if not _capital(tokens, other) or not tokens[max(other, at)].close or named[other]:
                continue
            token = tokens[other]
            if token.plain in TITLES_BEFORE or token.plain in TITLES_AFTER or _place(token.plain):
                continue
            if _place_word(token.plain) or (token.first and not given(token.plain)) or _in_place(tokens, other):
                continue
            named[other] = 1


def _spans(text: str, tokens: Sequence[_Token], named: bytearray) -> Found:
    found: Found = []
    for at, token in enumerate(tokens):
        if not named[at]:
            continue
        start, end = token.start, token.end
        if text[end : end + 1] == " " and (behind := _INITIALS.match(text, end + 1)):
            end = behind.end() - len(behind.group()) + len(behind.group().rstrip())
        before = re.search(r"(?<!\w)(?:[^\W\d_]\.\s?){1,2}$", text[max(start - 6, 0) : start])
        if before and before.group()[0].isupper():
            start -= len(before.group())
        if found and start - found[-1][1] <= 2 and not text[found[-1][1] : start].strip(" .-"):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
