"""What an office document tells besides its words - who wrote, changed and remarked, where a picture was taken - is
taken out; the words, the remarks themselves and the look stay."""

import io
import re
import zipfile
from collections.abc import Callable

_OF_WORD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY = {
    "docprops/core.xml": _OF_WORD
    + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": _OF_WORD
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docprops/custom.xml": _OF_WORD
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>',
}
# Names beside remarks and tracked changes. The attribute and the element stay: the programs ask for them.
_NAMES = (
    re.compile(rb'(\bw(?:15|16cid)?:(?:author|initials|userId)=")[^"]*(?=")'),
    # Excel: the folder, with the account's name in it, from which the file was saved.
    re.compile(rb'(absPath\s[^>]*\burl=")[^"]*(?=")'),
    re.compile(rb"(<author[^>]*>)[^<]*(?=</author>)"),
    re.compile(rb"(<(?:dc:creator|meta:creator-initials|loext:sender-initials)>)[^<]*(?=</)"),
)
# Who remarks in Excel's threads; elsewhere such an attribute may name a table.
_PERSONS = re.compile(rb'(\b(?:displayName|userId)=")[^"]*(?=")')
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def told_nothing(data: bytes, picture: Callable[[bytes], bytes]) -> bytes:
    """Return the document packed anew; `picture` draws one of its pictures anew. Raises what `zipfile` raises."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            place = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            place.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(place, _part(entry.filename.lower(), old.read(entry), picture))
    return out.getvalue()


def _part(name: str, content: bytes, picture: Callable[[bytes], bytes]) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    if name.endswith(_PICTURES):
        return picture(content)
    if name.endswith(".xml"):
        for names in _NAMES:
            content = names.sub(rb"\1", content)
        if "/persons/" in name:
            content = _PERSONS.sub(rb"\1", content)
    return content
