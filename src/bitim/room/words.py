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
