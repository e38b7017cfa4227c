"""Which files are taken, told by their content alone; what a browser or a name claims is not believed."""

import io
import zipfile
from dataclasses import dataclass

UNPACKED_MOST = 200 * 1024 * 1024
ENTRIES_MOST = 5000
_MACROS = ("vbaproject.bin", "basic/script-lb.xml", "scripts/")


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, the ending it gets, and the family that decides how it is cleaned."""

    media_type: str
    suffix: str
    family: str


PDF = Kind("application/pdf", "pdf", "pdf")
JPEG, PNG, WEBP = (
    Kind("image/jpeg", "jpg", "image"),
    Kind("image/png", "png", "image"),
    Kind("image/webp", "webp", "image"),
)
TEXT = Kind("text/plain", "txt", "text")
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "office")
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "office")
ODT = Kind("application/vnd.oasis.opendocument.text", "odt", "office")
WEBM, OGG = Kind("audio/webm", "webm", "audio"), Kind("audio/ogg", "ogg", "audio")
M4A, WAV, MP3 = Kind("audio/mp4", "m4a", "audio"), Kind("audio/wav", "wav", "audio"), Kind("audio/mpeg", "mp3", "audio")
# What an input for files says it takes (`accept`). JPEG stands first and HEIC nowhere: Safari on a telephone then turns
# its photographs into the first of these that it can write.
TAKEN = (JPEG, PNG, WEBP, PDF, TEXT, DOCX, XLSX, ODT, WEBM, OGG, M4A, WAV, MP3)
ACCEPT = ",".join(kind.media_type for kind in TAKEN)


def kind_of(data: bytes) -> Kind | None:
    """Return the kind of a file, or None when it is not one that is taken."""
    for start, kind in ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"OggS", OGG)):
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(data[8:12])
    if data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64]:
        return WEBM
    if data[4:8] == b"ftyp" and data[8:12] in (b"M4A ", b"mp42", b"isom", b"iso5", b"mp41"):
        return M4A
    if data.startswith(b"ID3") or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return MP3
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    return TEXT if _is_text(data) else None


def _office(data: bytes) -> Kind | None:
    """Tell office documents from other archives; bombs, macros and strange entries make it none of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename.lower() for entry in entries}
            too_much = len(entries) > ENTRIES_MOST or sum(entry.file_size for entry in entries) > UNPACKED_MOST
            strange = any(name.startswith("/") or ".." in name.split("/") for name in names)
            macros = any(name.endswith(_MACROS[0]) or name.startswith(_MACROS[1:]) for name in names)
            if too_much or strange or macros:
                return None
            if "word/document.xml" in names:
                return DOCX
            if "xl/workbook.xml" in names:
                return XLSX
            if "mimetype" in names and archive.read("mimetype")[:64] == ODT.media_type.encode():
                return ODT
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    return None


def _is_text(data: bytes) -> bool:
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if any(c < " " and c not in "\n\r\t\f" for c in words):
        return False
    # A page or a script in the clothes of a note: browsers must never be tempted.
    head = words[:1024].lstrip("\ufeff \t\r\n").lower()
    return not head.startswith(("<!doctype", "<html", "<svg", "<script", "<?xml", "<?php", "#!", "{\\rtf"))
