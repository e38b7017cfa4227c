"""Cleaning what people type, without changing what they say."""

import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bitim.kernel.access import Refused
from bitim.kernel.text import LANGUAGES

_KEEP = "\n\t\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"


def clean(words: str, most: int) -> str:
    """Drop control characters (direction marks stay), normalise to NFC; refuse what is longer than `most`."""
    kept = "".join(c for c in words.replace("\r\n", "\n") if c in _KEEP or unicodedata.category(c) not in ("Cc", "Cs"))
    kept = unicodedata.normalize("NFC", kept).strip()
    if len(kept) > most:
        raise Refused(_("This text is too long. Please shorten it or divide it."))
    return kept


def clean_texts(texts: Mapping[str, str], most: int, *, may_be_empty: bool = False) -> dict[str, str]:
    """Clean a text in several languages; refused when it says nothing in any."""
    kept = {code: clean(texts[code], most) for code in LANGUAGES if texts.get(code, "").strip()}
    if not kept and not may_be_empty:
        raise Refused(_("Please write something first."))
    return kept
