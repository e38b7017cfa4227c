"""File names as people give them, made harmless."""

import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext

LONGEST = 120
_DIRECTION = {chr(c) for c in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)}
_FORBIDDEN = set('/\\:*?"<>|')


def harmless(name: str, suffix: str) -> str:
    """Return a name without path, control or direction characters, at most 120 characters, ending in `suffix`.

    A right-to-left mark can make `gpj.exe` look like `exe.jpg`; the ending is therefore always that of the content.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C" and c not in _DIRECTION
    )
    kept = " ".join("".join("_" if c in _FORBIDDEN else c for c in kept).split()).strip(" .")
    stem = kept.rsplit(".", 1)[0] if "." in kept else kept
    stem = stem.strip(" .")[: LONGEST - len(suffix) - 1] or gettext("file")
    return f"{stem}.{suffix}"
