"""Taking a file in: told by its content, cleaned, named harmlessly - or refused in a plain sentence."""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bitim.kernel.access import Refused
from bitim.kernel.files.clean import cleaned
from bitim.kernel.files.kinds import Kind, kind_of
from bitim.kernel.files.names import harmless


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: harmless name, media type by content, cleaned bytes, family (pdf, image, audio ...)."""

    name: str
    media_type: str
    data: bytes
    family: str


def accept(upload: "UploadedFile[bytes]", *, families: tuple[str, ...] = ()) -> Accepted:
    """Check an upload; `families` narrows what is taken (e.g. `("audio",)` for a voice note)."""
    if (upload.size or 0) > settings.FILE_LIMIT:
        raise Refused(too_large())
    return accept_bytes(upload.read(), upload.name or "", families=families)


def accept_bytes(data: bytes, name: str, *, families: tuple[str, ...] = ()) -> Accepted:
    """Check a file given as bytes."""
    if not data:
        raise Refused(_("This file is empty. Please choose it again."))
    if len(data) > settings.FILE_LIMIT:
        raise Refused(too_large())
    kind = kind_of(data)
    if kind is None or (families and kind.family not in families):
        raise Refused(
            _("Files of this kind are not taken here."),
            _("Pictures, PDF, plain text, Word, Excel and sound recordings are taken."),
        )
    if _disguised(name, kind):
        raise Refused(_("The ending of this file's name does not fit what is in it. Please check the file."))
    return Accepted(harmless(name, kind.suffix), kind.media_type, cleaned(data, kind), kind.family)


def too_large() -> str:
    """Return the sentence for a file over the limit."""
    return _("This file is too large. At most %(most)s MB are taken.") % {"most": settings.FILE_LIMIT // 1024 // 1024}


_SAME = {
    "jpeg": "jpg",
    "jpe": "jpg",
    "oga": "ogg",
    "opus": "ogg",
    "mp4": "m4a",
    "weba": "webm",
    "md": "txt",
    "csv": "txt",
}
_KNOWN = {"pdf", "jpg", "png", "webp", "txt", "docx", "xlsx", "odt", "webm", "ogg", "m4a", "wav", "mp3"}


def _disguised(name: str, kind: Kind) -> bool:
    """A known ending that contradicts the content, or an ending that runs on a computer."""
    ending = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    ending = _SAME.get(ending, ending)
    if ending in {
        "exe",
        "js",
        "html",
        "htm",
        "svg",
        "bat",
        "cmd",
        "scr",
        "apk",
        "jar",
        "php",
        "vbs",
        "lnk",
        "docm",
        "xlsm",
    }:
        return True
    return ending in _KNOWN and ending != kind.suffix
