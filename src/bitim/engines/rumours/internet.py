"""Mail addresses, links and messenger handles in a text. Pure; linear: bounded looks to both sides of an anchor."""

import re

Found = list[tuple[int, int]]
_LOCAL = re.compile(r"[\w.+\-]{1,64}$")
_DOMAIN = re.compile(r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,4}\.[^\W\d_]{2,12}(?![\w])")
# name (at) host (dot) com, and as it is said in Russian and Kazakh
_SPOKEN = re.compile(
    r"(?<![\w.+\-])[A-Za-z0-9._+\-]{1,64}\s{0,2}(?:[(\[]\s?(?:at|@|собака|ат)\s?[)\]]|(?:собака|собачка|кучукча)(?!\w))"
    r"\s{0,2}[A-Za-z0-9\-]{1,63}\s{0,2}(?:\.|[(\[]\s?(?:dot|точка)\s?[)\]]|точка|нүкте|nuqta)\s{0,2}"
    r"(?:[A-Za-z]{2,12}|ру|ком|кз)(?!\w)",
    re.IGNORECASE,
)
_WITH_SCHEME = re.compile(r"(?:https?|ftp|tg)://[^\s<>\"«»]{1,2000}|(?<![\w.])www\.[^\s<>\"«»]{1,2000}", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@.\-])[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,4}"
    r"\.(?:kz|ru|com|org|net|uz|kg|bg|info|me|eu|io|tv|cc|ly|be|su|biz|online|site|shop|app|рф|қаз|бг)"
    r"(?:/[^\s<>\"«»]{0,2000})?(?![\w@])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_.]{2,40}")
_CALLED = re.compile(
    r"(?<!\w)(?:инста\w{0,8}|instagram|телеграм\w{0,5}|telegram|тг|ник\w{0,3}|nick|аккаунт\w{0,4}|парақша\w{0,5}"
    r"|тикток\w{0,4}|tiktok|вк|vk|скайп|skype|login|логин)(?:\s(?:парақша\w{0,5}|аккаунт\w{0,4}|бет\w{0,4}))?"
    r"\s?[:\-–]?\s?([A-Za-z0-9][A-Za-z0-9_.]{2,39})",
    re.IGNORECASE,
)
_TAIL = ".,;:!?)]}'…»"


def mails(text: str) -> Found:
    """Return mail addresses; one blank on each side of the @ is let pass, and "name (at) host (dot) com"."""
    found = [match.span() for match in _SPOKEN.finditer(text)]
    for match in re.finditer("@", text):
        left, right = match.start(), match.end()
        left -= 1 if text[max(left - 1, 0) : left] == " " else 0
        right += 1 if text[right : right + 1] == " " else 0
        local = _LOCAL.search(text[max(left - 64, 0) : left])
        domain = _DOMAIN.match(text, right)
        if local and domain:
            found.append((left - len(local.group()), domain.end()))
    return found


def links(text: str) -> Found:
    """Return links, with a scheme or without one where the name ends like a host."""
    found = []
    for pattern in (_WITH_SCHEME, _BARE):
        for match in pattern.finditer(text):
            shown = match.group().rstrip(_TAIL)
            if any(one.isalpha() for one in shown):
                found.append((match.start(), match.start() + len(shown)))
    return found


def handles(text: str) -> Found:
    """Return names in messengers and networks: after an @, or Latin with a digit, dot or underscore after such a word
    as "Instagram"."""
    found = []
    for match in _HANDLE.finditer(text):
        shown = match.group().rstrip(".")
        if any(one.isalpha() for one in shown):
            found.append((match.start(), match.start() + len(shown)))
    for match in _CALLED.finditer(text):
        shown = match.group(1).rstrip(".")
        if any(one.isalpha() for one in shown) and any(one in "_." or one.isdigit() for one in shown):
            found.append((match.start(1), match.start(1) + len(shown)))
    return found
