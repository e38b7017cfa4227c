"""What a file tells besides what it shows or says - where it was made, by whom - does not come in; nor does what acts,
or what unpacks to more than the machine holds."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from PIL import Image

from bitim.kernel.access import Refused
from bitim.kernel.files import accept_bytes, sound
from bitim.kernel.files.pages import without_markers

SECRET = b"+43.2389+076.8897 Aigerim"


def photograph():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = SECRET.decode()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=SECRET)
    return out.getvalue()


# --- sound -------------------------------------------------------------------------------------------


def box(name, body):
    return struct.pack(">I", 8 + len(body)) + name + body


def m4a():
    told = box(b"udta", box(b"\xa9xyz", SECRET)) + box(b"meta", SECRET)
    head = box(b"mvhd", b"\0\0\0\0" + SECRET[:8] + b"kept")
    track = box(b"trak", box(b"mdia", box(b"udta", SECRET)))
    return box(b"ftyp", b"M4A \0\0\0\0isom") + box(b"moov", head + told + track) + box(b"mdat", b"sound")


def page(number, *packets):
    lengths = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    made = b"OggS\0\0" + struct.pack("<qIII", 0, 7, number, 0) + bytes([len(lengths)]) + lengths + b"".join(packets)
    return made[:22] + struct.pack("<I", sound._crc(made)) + made[26:]


def ogg(magic=b"OpusTags"):
    said = b"LOCATION=" + SECRET * 20
    comments = magic + struct.pack("<I", 4) + b"Lavf" + struct.pack("<II", 1, len(said)) + said + b"\x01"
    return page(0, b"OpusHead") + page(1, comments) + page(2, b"sound")


def webm():
    def element(name, body):
        return bytes.fromhex(name) + bytes([0x40 | len(body) >> 8, len(body) & 255]) + body

    info = element("1549a966", element("7ba9", SECRET) + element("4d80", b"maker"))
    segment = info + element("1254c367", SECRET * 4) + element("1f43b675", element("a3", b"sound"))
    return element("1a45dfa3", element("4282", b"webm")) + bytes.fromhex("18538067") + b"\x01" + b"\xff" * 7 + segment


RECORDINGS = {
    "m4a": m4a(),
    "ogg": ogg(),
    "vorbis": ogg(b"\x03vorbis"),
    "webm": webm(),
    "mp3": b"ID3\x04\0\0"
    + bytes([0, 0, 0, len(SECRET)])
    + SECRET
    + b"\xff\xfb\x90\0sound"
    + b"TAG"
    + SECRET.ljust(125),
    "wav": b"RIFF\0\0\0\0WAVE" + b"LIST" + struct.pack("<I", 26) + SECRET + b"\0" + b"data\5\0\0\0sound\0",
}


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_does_not_say_where_it_was_made(name):
    data = RECORDINGS[name]
    assert SECRET[:8] in data
    taken = accept_bytes(data, "voice")
    assert taken.family == "audio"
    assert SECRET[:8] not in taken.data and b"Aigerim" not in taken.data
    assert b"sound" in taken.data
    if name not in ("mp3", "wav"):
        assert len(taken.data) == len(data)  # the tables of places inside stay true


def test_the_pages_of_a_changed_recording_have_true_checksums():
    made = bytearray(accept_bytes(ogg(), "voice").data)
    for at, _body, end, _lengths in sound._pages(made):
        whole = bytes(made[at : at + 22] + bytes(4) + made[at + 26 : end])
        assert int.from_bytes(made[at + 22 : at + 26], "little") == sound._crc(whole)


@given(st.sampled_from(["m4a", "ogg", "webm", "mp3", "wav"]), st.binary(max_size=200), st.integers(0, 300))
def test_a_damaged_recording_does_no_harm(name, junk, at):
    data = RECORDINGS[name]
    for broken in (junk, data[:at] + junk + data[at:], data[:at] + junk):
        assert len(sound.told_nothing(broken, name)) <= len(broken) + 12


# --- office ------------------------------------------------------------------------------------------


def test_an_office_document_does_not_say_who_wrote_it():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", '<w:ins w:id="1" w:author="Aigerim"><w:t>words</w:t></w:ins>')
        made.writestr("word/comments.xml", '<w:comment w:author="Aigerim" w:initials="AO">remark</w:comment>')
        made.writestr("docProps/core.xml", "<dc:creator>Aigerim</dc:creator>")
        made.writestr("docProps/app.xml", "<Company>Aigerim</Company>")
        made.writestr("word/media/image1.jpeg", photograph())
    taken = accept_bytes(packed.getvalue(), "paper.docx")
    with zipfile.ZipFile(io.BytesIO(taken.data)) as kept:
        whole = {name: kept.read(name) for name in kept.namelist()}
    assert len(whole) == 5
    assert not [name for name, content in whole.items() if b"Aigerim" in content]
    assert b"words" in whole["word/document.xml"] and b"remark" in whole["word/comments.xml"]
    assert Image.open(io.BytesIO(whole["word/media/image1.jpeg"])).size == (40, 30)


def test_a_table_does_not_say_who_saved_it_and_where():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "xl/workbook.xml", '<x15ac:absPath xmlns:x15ac="x" url="C:\\Users\\Aigerim\\"/><sheet name="Sheet"/>'
        )
        made.writestr("xl/tables/table1.xml", '<table displayName="Table1"/>')
        made.writestr("xl/comments1.xml", "<authors><author>Aigerim</author></authors><t>remark</t>")
        made.writestr(
            "xl/persons/person.xml", '<person displayName="Aigerim" id="{1}" userId="Aigerim" providerId="AD"/>'
        )
    taken = accept_bytes(packed.getvalue(), "table.xlsx")
    with zipfile.ZipFile(io.BytesIO(taken.data)) as kept:
        whole = b"".join(kept.read(name) for name in kept.namelist())
    assert b"Aigerim" not in whole
    assert all(
        words in whole
        for words in (b'<sheet name="Sheet"/>', b"<author></author>", b"remark", b'id="{1}"', b'"Table1"')
    )


# --- pdf ---------------------------------------------------------------------------------------------


def hostile():
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(100, 100))

    def script(words):
        return Dictionary(S=Name.JavaScript, JS=words)

    def outside(**said):
        return document.make_indirect(Dictionary(**said))

    photo = pikepdf.Stream(document, photograph())
    photo.Subtype, photo.Width, photo.Height, photo.BitsPerComponent = Name.Image, 40, 30, 8
    photo.ColorSpace, photo.Filter = Name.DeviceRGB, Name.DCTDecode
    photo.Metadata = pikepdf.Stream(document, b"XMP " + SECRET)
    page.Resources = Dictionary(XObject=Dictionary(AA=photo))
    link = Dictionary(S=Name.URI, URI="https://office.example", Next=script("chained"))
    spot = {"Subtype": Name.Link, "Rect": [0, 0, 1, 1]}
    page.Annots = pikepdf.Array(
        [outside(**spot, A=link, T="Aigerim"), outside(**spot, PA=script("before")), outside(Subtype=Name.Screen)]
    )
    line = outside(Title="x", A=script("outlined"))
    document.Root.Outlines = outside(First=line, Last=line, Count=1)
    file = Dictionary(Type=Name.Filespec, EF=Dictionary(F=pikepdf.Stream(document, b"attached")))
    document.Root.AF = pikepdf.Array([document.make_indirect(file)])
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=["n", script("named")]))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_pdf_neither_acts_nor_tells():
    taken = accept_bytes(hostile(), "paper.pdf").data
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(taken)) as document:
        photo = document.pages[0].Resources.XObject.AA  # a name that its maker chose is no key of ours
        assert Image.open(io.BytesIO(photo.read_raw_bytes())).size == (40, 30)
        assert str(document.pages[0].Annots[0].A.URI) == "https://office.example"
        document.save(
            plain,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    found = [
        w for w in (b"Aigerim", b"chained", b"before", b"outlined", b"attached", b"named") if w in plain.getvalue()
    ]
    assert found == []


def test_a_photograph_keeps_its_picture_and_loses_its_marks():
    clean = without_markers(photograph())
    assert SECRET not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(photograph())).tobytes()


@pytest.mark.slow
def test_a_small_pdf_that_unpacks_to_much_is_refused():
    squeeze = zlib.compressobj(9)
    parts = [squeeze.compress(b"2 0 <</Type/Catalog/Pages 4 0 R>>")]
    parts += [squeeze.compress(b" " * (1 << 24)) for _part in range(16)]
    packed = b"".join([*parts, squeeze.flush()])
    made = b"%PDF-1.7\n"
    holder = len(made)
    made += b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    made += packed + b"\nendstream\nendobj\n"
    pages = len(made)
    made += b"4 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    table = len(made)
    places = [(0, 0, 255), (1, holder, 0), (2, 1, 0), (1, table, 0), (1, pages, 0)]
    rows = b"".join(struct.pack(">BIB", *place) for place in places)
    made += b"3 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 2 0 R/Length %d>>\nstream\n" % len(rows)
    made += rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table
    assert len(made) < 1_000_000
    with pytest.raises(Refused):
        accept_bytes(made, "paper.pdf")
    assert 0 < pikepdf.settings.get_qpdf_limits()["flate_max_memory"] < 1 << 28
