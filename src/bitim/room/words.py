"""What people type: cleaned of what no reader can see, never of what they wrote."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from bitim.kernel.access import Refused

LIMIT = 100_000  # bytes of UTF-8
_KEPT = "\n\t"


def cleaned(words: str) -> str:
    """Return the words with line ends made alike and control characters and halves of characters taken out.

    Marks of direction (Unicode class Cf) stay: right-to-left writing needs them.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in words if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def legible(name: str) -> str:
    """Return a name in one line without letters that nobody sees (Unicode classes C and Z but the space): they would
    hide who hears, turn a list of names around, or make two names look alike."""
    if not name.isprintable():
        name = "".join(one for one in name if one.isspace() or unicodedata.category(one)[0] != "C")
    return " ".join(name.split())


def isolated(name: str) -> str:
    """Return a name for a line of text that has no elements (an option, a button's words): it keeps its direction to
    itself (U+2068, U+2069), whatever letters it has."""
    return f"\u2068{legible(name)}\u2069" if name else ""


def looks(name: str) -> str:
    """Return what two names share that a reader takes for one."""
    return unicodedata.normalize("NFKC", legible(name)).casefold()


def required(words: str) -> str:
    """Return cleaned words that are there and short enough to send; Refused otherwise."""
    found = cleaned(words)
    if not found:
        raise Refused(_("There are no words to send yet."))
    if len(found.encode()) > LIMIT:
        raise Refused(_("This is too long to send at once."), _("Send it in several parts, or as a file."))
    return found


def brief(words: str) -> str:
    """Return cleaned words beside a file or voice note; they may be missing."""
    return required(words) if cleaned(words) else ""
