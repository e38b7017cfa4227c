"""What people type, made safe to keep without losing any of it that can be read."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from bitim.kernel.access import Refused

LONG = 100_000
LINE = 300
TOO_LONG = _("This is longer than can be kept in one piece.")
SHORTEN = _("Send the beginning now; the rest can be told to the coordinator.")


def cleaned(words: str, limit: int = LONG) -> str:
    """Return the words without control characters, line ends as one sign, no blank edges.

    Marks of writing direction and joiners stay: they belong to the writing. Raises Refused over `limit` characters.
    """
    joined = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in joined if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if len(kept) > limit:
        raise Refused(TOO_LONG, SHORTEN)
    return kept


def line(words: str, limit: int = LINE) -> str:
    """Return the words as one line: for names, telephones, titles."""
    return " ".join(cleaned(words, limit).split())
