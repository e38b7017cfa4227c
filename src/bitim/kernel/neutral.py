"""Words that a notice, its sender and its links must not hold: whoever looks over a shoulder learns that an office has
written, no more. Stems in the languages of the house, in either script; pure."""

import re

# "Immediate" and "intermediate" are no mediation.
_STEMS = (
    r"bitim|bytim|бітім|битим|бүтүм|бутум|"
    r"(?<!im)(?<!inter)mediat|media[cjz]|medij|медиац|медиат|"
    r"dispute|conflict|konflikt|конфликт|kelisim|келісім|settlement|reconcil|примирен|ymyra|ымыра"
)
TELLING = re.compile(_STEMS, re.IGNORECASE)


def telling(said: str) -> str:
    """Return the first stem in an address or a sentence that says what this is about; empty when there is none. A host
    name in the spelling of the wire (`xn--`) is read as it is shown."""
    found = TELLING.search(f"{said} {' '.join(map(_shown, re.findall(r'xn--[a-z0-9-]+', said.lower())))}")
    return found[0].lower() if found else ""


def _shown(label: str) -> str:
    try:
        return label[4:].encode().decode("punycode")
    except UnicodeError:
        return ""
