"""Cleaning what a file carries besides what it shows or says: places, cameras, authors, scripts, attachments."""

import io
import struct
import warnings
import zipfile
import zlib

import pikepdf
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from bitim.kernel.access import Refused
from bitim.kernel.files import office, pages, sound
from bitim.kernel.files.kinds import JPEG, PNG, WEBP, Kind, kind_of

PIXELS_MOST = 60_000_000
_FORMATS = {JPEG.media_type: "JPEG", PNG.media_type: "PNG", WEBP.media_type: "WEBP"}
# What the readers of files raise at bytes that are not what they say; RuntimeError is the parent of two of them.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    struct.error,
)
CANNOT_READ = _("This file cannot be read. It may be damaged or protected with a password.")


def cleaned(data: bytes, kind: Kind) -> bytes:
    """Return the file without what it should not carry; Refused when it cannot be read."""
    made = data
    if kind.family == "image":
        made = _image(data, kind)
    elif kind.family == "pdf":
        made = _pdf(data)
    elif kind.family == "office":
        made = _office(data)
    elif kind.family == "audio":
        made = sound.told_nothing(data, kind.suffix)
    if not made:
        raise Refused(CANNOT_READ)
    return made


def _image(data: bytes, kind: Kind) -> bytes:
    """Draw the picture anew: no EXIF, no GPS, no bytes behind the picture. Only the first frame is kept."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[_FORMATS[kind.media_type]]) as picture:
                if picture.width * picture.height > PIXELS_MOST:
                    raise Refused(_("This picture is too large. Please make it smaller."))
                upright = ImageOps.exif_transpose(picture)
                upright.load()
                plain = upright.convert("RGB") if kind is JPEG else upright.convert("RGBA")
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_("This picture is too large. Please make it smaller.")) from None
    except _BROKEN:
        raise Refused(CANNOT_READ) from None
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, _FORMATS[kind.media_type], quality=90)
    return out.getvalue()


def _pdf(data: bytes) -> bytes:
    try:
        return pages.told_nothing(data)
    except (pikepdf.PdfError, pages.TooMuch, *_BROKEN):
        raise Refused(CANNOT_READ) from None


def _office(data: bytes) -> bytes:
    try:
        return office.told_nothing(data, _picture_inside)
    except (zipfile.BadZipFile, zlib.error, *_BROKEN):
        raise Refused(CANNOT_READ) from None


def _picture_inside(data: bytes) -> bytes:
    """Draw a picture of a document anew; what cannot be read as one stays a part that nothing shows."""
    kind = kind_of(data)
    try:
        return _image(data, kind) if kind in (JPEG, PNG, WEBP) else b""
    except Refused:
        return b""
