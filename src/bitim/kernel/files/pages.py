"""A PDF written anew without what acts (scripts, actions), what hides (attachments) and what tells of its maker and
of the place where its photographs were taken."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

# A small file can unpack to more than the machine holds; set before any thread opens a PDF.
UNPACKED_MOST = 128 * 1024 * 1024
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=UNPACKED_MOST,
    png_max_memory=UNPACKED_MOST,
    tiff_max_memory=UNPACKED_MOST,
    run_length_max_memory=UNPACKED_MOST,
    dct_max_memory=UNPACKED_MOST,
    max_stream_filters=4,
)
OBJECTS_MOST = 300_000
_ROOT_KEYS = ("/OpenAction", "/AcroForm", "/Collection")
_DROPPED = ("/AA", "/AF", "/EF", "/EmbeddedFiles", "/JavaScript", "/JS", "/LastModified", "/Metadata", "/PieceInfo")
_ACTIONS = ("/A", "/PA")
_HARMLESS = ("/URI", "/GoTo")
_OF_WHO_REMARKED = ("/T", "/M", "/CreationDate", "/NM")
_LIVE_ANNOTATIONS = {"/FileAttachment", "/Movie", "/Screen", "/Sound", "/RichMedia", "/3D", "/Widget"}
# Here the keys are names that the maker chose: a font may be called /AA.
_NAMED = {
    "/Font",
    "/XObject",
    "/ColorSpace",
    "/ExtGState",
    "/Pattern",
    "/Shading",
    "/Properties",
    "/CharProcs",
    "/Dests",
}


class TooMuch(Exception):
    """More parts than any paper has."""


def told_nothing(data: bytes) -> bytes:
    """Return the same pages. Raises what pikepdf raises, or TooMuch."""
    with pikepdf.open(io.BytesIO(data)) as document:
        if len(document.objects) > OBJECTS_MOST:
            raise TooMuch
        for key in _ROOT_KEYS:
            if key in document.Root:
                del document.Root[key]
        for page in document.pages:
            if "/Annots" in page.obj:
                kept = [one for one in page.obj.Annots if str(one.get("/Subtype", "")) not in _LIVE_ANNOTATIONS]
                page.obj.Annots = pikepdf.Array(kept)
        for part in _parts(document):
            _clean(part)
            if isinstance(part, pikepdf.Stream):
                _photograph(part)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def _parts(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary and stream, those that lie inside others too; not the lists of chosen names."""
    todo = [(one, False) for one in document.objects]
    while todo:
        part, is_named = todo.pop()
        inner: list[tuple[object, bool]] = []
        if isinstance(part, pikepdf.Array):
            inner = [(one, False) for one in part.as_list()]
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            if not is_named:
                yield part
            of = part.stream_dict if isinstance(part, pikepdf.Stream) else part
            inner = [(one, key in _NAMED and not is_named) for key, one in of.as_dict().items()]
        todo += [(one, named) for one, named in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _clean(part: pikepdf.Object) -> None:
    for key in _DROPPED:
        if key in part:
            del part[key]
    for key in _ACTIONS:
        if key in part and isinstance(part[key], pikepdf.Dictionary):
            if str(part[key].get("/S", "")) not in _HARMLESS:
                del part[key]
            elif "/Next" in part[key]:
                del part[key]["/Next"]
    if "/Rect" in part:
        for key in _OF_WHO_REMARKED:
            if key in part:
                del part[key]


def _photograph(stream: pikepdf.Stream) -> None:
    """Take what a camera wrote (place, day, its owner) out of a photograph that lies in the file as it was taken."""
    said = stream.get("/Filter")
    if isinstance(said, pikepdf.Array):
        said = said[0] if len(said) == 1 else None
    if said is None or str(said) != "/DCTDecode":
        return
    raw = stream.read_raw_bytes()
    clean = without_markers(raw)
    if clean != raw:
        parameters: Any = stream.get("/DecodeParms")
        stream.write(clean, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)


def without_markers(photograph: bytes) -> bytes:
    """Return a JPEG without its application parts (but JFIF, colour profile and Adobe's colour mark) and comments, the
    picture itself as it is (ITU-T T.81, annex B)."""
    kept, at = bytearray(photograph[:2]), 2
    while photograph[at : at + 1] == b"\xff" and at + 4 <= len(photograph):
        marker = photograph[at + 1]
        end = at + 2 + int.from_bytes(photograph[at + 2 : at + 4], "big")
        if marker == 0xDA:
            break
        if marker == 0xFF:  # filling before a marker
            at += 1
            continue
        if not (0xE1 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE2, 0xEE):
            kept += photograph[at:end]
        at = end
    return bytes(kept) + photograph[at:]
