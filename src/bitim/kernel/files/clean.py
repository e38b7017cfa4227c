"""Cleaning what a file carries besides what it shows: places, cameras, scripts, attachments."""

import io
import warnings

import pikepdf
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from bitim.kernel.access import Refused
from bitim.kernel.files.kinds import JPEG, PNG, WEBP, Kind

PIXELS_MOST = 60_000_000
_FORMATS = {JPEG.media_type: "JPEG", PNG.media_type: "PNG", WEBP.media_type: "WEBP"}
_ROOT_KEYS = ("/OpenAction", "/AA", "/Metadata", "/AcroForm", "/PieceInfo", "/Collection")
_PAGE_KEYS = ("/AA", "/Metadata", "/PieceInfo")
_LIVE_ANNOTATIONS = {"/FileAttachment", "/Movie", "/Screen", "/Sound", "/RichMedia", "/3D", "/Widget"}
CANNOT_READ = _("This file cannot be read. It may be damaged or protected with a password.")


def cleaned(data: bytes, kind: Kind) -> bytes:
    """Return the file without what it should not carry; Refused when it cannot be read."""
    if kind.family == "image":
        return _image(data, kind)
    if kind.family == "pdf":
        return _pdf(data)
    return data


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
    except (OSError, ValueError, SyntaxError):
        raise Refused(CANNOT_READ) from None
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, _FORMATS[kind.media_type], quality=90)
    return out.getvalue()


def _pdf(data: bytes) -> bytes:
    """Write the pages anew without scripts, actions, attachments and metadata."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            root = document.Root
            for key in _ROOT_KEYS:
                if key in root:
                    del root[key]
            if "/Names" in root:
                for key in ("/JavaScript", "/EmbeddedFiles"):
                    if key in root.Names:
                        del root.Names[key]
            for page in document.pages:
                _page(page.obj)
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError):
        raise Refused(CANNOT_READ) from None


def _page(page: pikepdf.Object) -> None:
    for key in _PAGE_KEYS:
        if key in page:
            del page[key]
    if "/Annots" not in page:
        return
    kept = pikepdf.Array()
    for note in page.Annots:
        if str(note.get("/Subtype", "")) in _LIVE_ANNOTATIONS:
            continue
        for key in ("/A", "/AA"):
            if key in note and str(note[key].get("/S", "") if key == "/A" else "") != "/URI":
                del note[key]
        kept.append(note)
    page.Annots = kept
