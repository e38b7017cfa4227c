"""Texts in several languages: `{"kk": ..., "ru": ...}`, read with a fallback."""

from collections.abc import Mapping

from django.utils.translation import get_language

LANGUAGES = ("kk", "ru", "en", "uz", "ky", "bg")
# Whom a reader most likely understands when the own language is missing.
NEAREST = {
    "kk": ("kk", "ru", "ky", "en"),
    "ru": ("ru", "kk", "en"),
    "en": ("en", "ru"),
    "uz": ("uz", "ru", "kk", "en"),
    "ky": ("ky", "ru", "kk", "en"),
    "bg": ("bg", "ru", "en"),
}
Text = Mapping[str, str]


def present_language() -> str:
    """Return the reader's language, one of the six."""
    code = (get_language() or "en")[:2]
    return code if code in LANGUAGES else "en"


def pick(text: Text, language: str | None = None) -> tuple[str, str]:
    """Return (words, language they are in) for a reader; empty words when the text has none at all."""
    for code in (*NEAREST.get(language or present_language(), ()), *LANGUAGES):
        if text.get(code):
            return text[code], code
    return "", language or present_language()


def in_language(text: Text, language: str | None = None) -> str:
    """Return the words alone, by the same fallback as `pick`."""
    return pick(text, language)[0]
