"""Words of people made safe to print: nothing hidden, nothing reversed, no empty boxes.

A signed paper must show exactly what it says. Control characters and the marks that reverse reading order are
dropped (an override could show "1000" where the file says "0001"); a character in none of our fonts is printed
as its code point, `[U+4E2D]`, because an empty box could stand for anything.
"""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# Each entry is a family; within one, every weight must hold the letter.
FAMILIES = (("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"), ("NotoNaskhArabic-Regular.ttf",))
# The only unseen characters kept, for scripts need them: soft hyphen, joiners and the two direction marks.
# Not among them: overrides and isolates (U+202A-202E, U+2066-2069), byte-order mark (PDF/A forbids it).
UNSEEN_KEPT = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f")
LINE_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
# A longer run without a space would leave the column, and words off the page are words nobody agreed to.
# In lower-case letters; a capital counts as one and a half. 36 fill a column of 78 mm at 10.5 pt.
LONGEST_RUN = 36
CAPITAL = 1.5
COMBINING = {"Mn", "Mc", "Me"}
BREAK_HERE = "\u200b"
# "120 000" on two lines reads as two numbers.
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def font_letters(font: bytes) -> frozenset[int]:
    """Return the code points a TrueType font maps to a glyph (cmap format 4; OpenType specification, "cmap")."""
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == b"cmap":
            break
    else:
        raise ValueError("the font has no cmap table")
    found: set[int] = set()
    for index in range(struct.unpack_from(">H", font, start + 2)[0]):
        offset = start + int(struct.unpack_from(">I", font, start + 8 + 8 * index)[0])
        if struct.unpack_from(">H", font, offset)[0] == 4:
            found |= _format4(font, offset)
    return frozenset(found)


def _format4(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    found = set()
    for index, (first, last, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if shift:
                glyph = struct.unpack_from(">H", font, ranges_at + 2 * index + shift + 2 * (code - first))[0]
            if (glyph + delta if glyph or not shift else 0) & 0xFFFF and code != 0xFFFF:
                found.add(code)
    return found


@lru_cache(maxsize=1)
def families() -> tuple[frozenset[int], ...]:
    """Return, for each family in the order of use, the code points that all its weights hold."""
    return tuple(
        frozenset.intersection(*(font_letters((FONTS / name).read_bytes()) for name in names)) for names in FAMILIES
    )


def plain(text: str) -> tuple[str, frozenset[str]]:
    """Return the text as it will be printed, and the characters that had to be replaced by their code point.

    A letter and its combining marks are kept only if one font holds them all: otherwise the typesetter
    would have to leave a box.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(LINE_BREAKS).replace("\t", " "))
    text = THOUSANDS.sub("\u00a0", text)
    if all(map(_simple, set(text))) and max(map(len, text.split()), default=0) * CAPITAL <= LONGEST_RUN:
        return text, frozenset()  # nearly all that is ever printed: nothing in it has to be looked at twice
    out: list[str] = []
    lost: set[str] = set()
    run = 0.0
    for cluster in _clusters("".join(char for char in text if _kept(char))):
        printed = cluster
        if not _printable(cluster):
            missing = [char for char in cluster if not _printable(char)] or list(cluster[1:])
            lost.update(missing)
            printed = "".join(f"[U+{ord(char):04X}]" if char in missing else char for char in cluster)
        width = sum(CAPITAL if char.isupper() else 1.0 for char in printed)
        run = 0.0 if printed.isspace() else run + width
        if run > LONGEST_RUN:
            out.append(BREAK_HERE)
            run = width
        out.append(printed)
    return "".join(out), frozenset(lost)


@lru_cache(maxsize=4096)  # letters, not words: nothing of what people said stays in memory
def _kept(char: str) -> bool:
    """Say whether a character is for reading: line ends yes; controls, surrogates and unseen format marks no."""
    return char == "\n" or char in UNSEEN_KEPT or unicodedata.category(char) not in {"Cc", "Cs", "Cf"}


@lru_cache(maxsize=4096)
def _simple(char: str) -> bool:
    """Say whether a character is printed as it stands, whatever stands beside it."""
    return _kept(char) and unicodedata.category(char) not in COMBINING and _printable(char)


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for char in text:
        if clusters and unicodedata.category(char) in COMBINING and not clusters[-1].isspace():
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


@lru_cache(maxsize=4096)
def _printable(cluster: str) -> bool:
    return cluster == "\n" or any(all(ord(char) in letters for char in cluster) for letters in families())
