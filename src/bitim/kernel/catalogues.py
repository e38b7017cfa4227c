"""Compile the message catalogues (.po) into what gettext reads (.mo), with the standard library alone.

Why not `msgfmt`: a centre's machine has no gettext tools, and compiled files are not kept in the repository. The .mo
layout is the one in the GNU gettext manual, "The Format of GNU MO Files": magic, revision, count, two tables of
(length, offset), then the strings, each ended by a zero byte. Fuzzy and empty entries are left out, so an unfinished
sentence shows in the source language and never half translated.
"""

import ast
import json
import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
_MAGIC = 0x950412DE
_HEADER_BYTES = 28
_CONTEXT_END = "\x04"
_PLURAL_END = "\x00"


def entries(text: str) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield each entry of a .po text as its fields (msgctxt, msgid, msgid_plural, msgstr, msgstr[0]...) and "fuzzy".

    Obsolete entries (`#~`) are passed over.
    """
    fields: dict[str, str] = {}
    fuzzy = False
    current = ""
    for line in (*text.split("\n"), "#"):
        line = line.strip()
        starts_next = line.startswith(("#", "msgctxt ", "msgid "))
        if starts_next and any(name.startswith("msgstr") for name in fields):
            yield fields, fuzzy
            fields, fuzzy, current = {}, False, ""
        if line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in [flag.strip() for flag in line[2:].split(",")]
        elif line.startswith('"') and current:
            fields[current] += ast.literal_eval(line)
        elif line and not line.startswith("#"):
            current, _, value = line.partition(" ")
            fields[current] = ast.literal_eval(value)


def messages(text: str) -> dict[str, str]:
    """Return finished messages as gettext keys and values: context before \\x04, plural forms joined by \\x00."""
    found: dict[str, str] = {}
    for fields, fuzzy in entries(text):
        key = fields.get("msgid", "")
        forms = [fields[name] for name in sorted(fields, key=_form_number) if name.startswith("msgstr")]
        if (fuzzy and key) or not all(forms):
            continue
        if "msgctxt" in fields:
            key = fields["msgctxt"] + _CONTEXT_END + key
        if "msgid_plural" in fields:
            key += _PLURAL_END + fields["msgid_plural"]
        found[key] = _PLURAL_END.join(forms)
    return found


def _form_number(name: str) -> int:
    """Return n of msgstr[n], so that form 10 comes after form 9."""
    return int(name[7:-1]) if name.startswith("msgstr[") else 0


def compiled(text: str) -> bytes:
    """Return the .mo bytes of a .po text. Keys are sorted as bytes, as gettext's binary search expects."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages(text).items())
    keys_at = _HEADER_BYTES
    values_at = keys_at + 8 * len(pairs)
    offset = values_at + 8 * len(pairs)
    tables: list[bytes] = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), offset))
            offset += len(pair[column]) + 1
    strings = b"".join(pair[column] + b"\0" for column in (0, 1) for pair in pairs)
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), keys_at, values_at, 0, 0)
    return header + b"".join(tables) + strings


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue whose .po is newer than its .mo, and return the files written.

    Each file is replaced in one step: a server that starts beside us never reads half a catalogue.
    """
    written: list[Path] = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(compiled(source.read_text(encoding="utf-8")))
        Path(name).chmod(0o644)
        Path(name).replace(target)
        written.append(target)
    return written


def checked_by(language: str, locale: Path = LOCALE) -> str:
    """Return who read a language's texts, "" while nobody has: it is then offered as not yet checked by a reader."""
    readers = json.loads((locale / "checked_by.json").read_text(encoding="utf-8"))
    return str(readers.get(language, {}).get("checked_by", ""))


if __name__ == "__main__":
    sys.stdout.write(f"{len(compile_all())} catalogues compiled\n")
