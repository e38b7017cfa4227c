"""What a sound recording tells besides its sound - where and when it was made, on whose telephone - is taken out.

The sound itself is not touched: nothing is decoded, and every part keeps its length, so that all places inside a file
stay where its tables say. A part that cannot be read ends the cleaning quietly: players stop there too.
Formats: ISO/IEC 14496-12 (m4a), RFC 3533 and RFC 7845 (ogg), RFC 8794 and RFC 9559 (webm), ID3v2.4 (mp3), RIFF (wav).
"""

from collections.abc import Iterator

_HOLDS_BOXES = (b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf")
_TELLING_BOXES = (b"udta", b"meta", b"uuid", b"free", b"skip")
_DATED_BOXES = (b"mvhd", b"tkhd", b"mdhd")
_WAV_KEPT = (b"fmt ", b"fact", b"data")
# EBML ids. Containers are gone into; the payload of the telling ones becomes one element that means nothing (Void).
_SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
_TAGS, _ATTACHED, _CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770
_TITLE, _DATE, _FILE_NAME, _TRACK_NAME = 0x7BA9, 0x4461, 0x7384, 0x536E


def told_nothing(data: bytes, suffix: str) -> bytes:
    """Return a recording without what it tells besides its sound; `suffix` is the ending of its kind."""
    if suffix == "mp3":
        return _mp3(data)
    if suffix == "wav":
        return _wav(data)
    changed = bytearray(data)
    {"m4a": _m4a, "ogg": _ogg, "webm": _webm}[suffix](changed)
    return bytes(changed)


def _blank(data: bytearray, start: int, end: int) -> None:
    end = min(end, len(data))
    data[start:end] = bytes(max(end - start, 0))


def _m4a(data: bytearray) -> None:
    todo = [(0, len(data))]
    while todo:
        at, end = todo.pop()
        while at + 8 <= end:
            size, name, body = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8]), at + 8
            if size == 1:
                size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
            over = end if size == 0 else min(at + size, end)
            if over < body:
                break
            if name in _HOLDS_BOXES:
                todo.append((body, over))
            elif name in _TELLING_BOXES:
                data[at + 4 : at + 8] = b"free"
                _blank(data, body, over)
            elif name in _DATED_BOXES:
                _blank(data, body + 4, min(over, body + 4 + (16 if data[body : body + 1] == b"\x01" else 8)))
            at = over


def _mp3(data: bytes) -> bytes:
    while data[:3] == b"ID3" and len(data) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
        data = data[10 + size + (10 if data[5] & 0x10 else 0) :]
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    if data[-32:-24] == b"APETAGEX":
        size = int.from_bytes(data[-20:-16], "little") + (32 if data[-9] & 0x80 else 0)
        data = data[: max(len(data) - size, 0)]
    return data


def _wav(data: bytes) -> bytes:
    kept, at = bytearray(), 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if name in _WAV_KEPT:
            kept += name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
        at += 8 + size + size % 2
    return b"RIFF" + (4 + len(kept)).to_bytes(4, "little") + b"WAVE" + bytes(kept)


# --- ogg: the second packet of each stream holds the comments ------------------------------------------


def _ogg(data: bytearray) -> None:
    packets: dict[bytes, int] = {}  # by stream: how many packets have ended
    comments: dict[bytes, list[tuple[int, int]]] = {}  # by stream: the pieces of the second one
    pages: dict[bytes, list[tuple[int, int]]] = {}
    for at, body, end, lengths in _pages(data):
        stream, place = bytes(data[at + 14 : at + 18]), body
        for length in lengths:
            if packets.get(stream, 0) == 1:
                comments.setdefault(stream, []).append((place, place + length))
                if (at, end) not in pages.setdefault(stream, []):
                    pages[stream].append((at, end))
            place += length
            if length < 255:
                packets[stream] = packets.get(stream, 0) + 1
    for stream, pieces in comments.items():
        _without_comments(data, pieces)
        for at, end in pages[stream]:
            data[at + 22 : at + 26] = bytes(4)
            data[at + 22 : at + 26] = _crc(data[at:end]).to_bytes(4, "little")


def _pages(data: bytearray) -> Iterator[tuple[int, int, int, bytes]]:
    at = 0
    while data[at : at + 4] == b"OggS" and at + 27 <= len(data):
        lengths = bytes(data[at + 27 : at + 27 + data[at + 26]])
        body = at + 27 + len(lengths)
        end = body + sum(lengths)
        if end > len(data):
            return
        yield at, body, end, lengths
        at = end


def _without_comments(data: bytearray, pieces: list[tuple[int, int]]) -> None:
    """Keep the maker's name of the program, say that no comment follows, and fill the rest with nothing. The 1 after
    the count is the end mark of Vorbis; in Opus it stands in the padding."""
    packet = b"".join(bytes(data[start:end]) for start, end in pieces)
    begin = next((len(magic) for magic in (b"OpusTags", b"\x03vorbis") if packet.startswith(magic)), 0)
    count = begin + 4 + int.from_bytes(packet[begin : begin + 4], "little")
    if not begin or count + 5 > len(packet):
        return
    new = (packet[:count] + bytes(4) + b"\x01").ljust(len(packet), b"\0")
    for start, end in pieces:
        data[start:end], new = new[: end - start], new[end - start :]


def _crc(page: bytes | bytearray) -> int:
    """Return the checksum of an ogg page (RFC 3533: polynomial 0x04c11db7, begun with 0, nothing reflected)."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _bit in range(8):
            crc = ((crc << 1) ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
    return crc


# --- webm ----------------------------------------------------------------------------------------------


def _webm(data: bytearray) -> None:
    at = 0
    while at < len(data):
        name, body = _number(data, at, keep_mark=True)
        size, body = _number(data, body) if body else (None, 0)
        if name is None or size is None or not body:
            return
        end = min(body + size, len(data))
        if name in (_SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK):
            end = body  # gone into
        elif name in (_TAGS, _ATTACHED, _CHAPTERS):
            data[body:end] = _void(end - body)
        elif name in (_TITLE, _DATE, _FILE_NAME, _TRACK_NAME):
            _blank(data, body, end)
        at = end


def _number(data: bytearray, at: int, *, keep_mark: bool = False) -> tuple[int | None, int]:
    """Return a number of EBML's variable length and the place behind it; (None, 0) when there is none."""
    first = data[at] if at < len(data) else 0
    length = 9 - first.bit_length()
    if length > 8 or at + length > len(data):
        return None, 0
    value = int.from_bytes(data[at : at + length], "big")
    return (value if keep_mark else value - (1 << 7 * length)), at + length


def _void(size: int) -> bytes:
    if size < 9:
        return (b"\xec" + bytes([0x80 | max(size - 2, 0)]) if size > 1 else b"").ljust(size, b"\0")
    return (b"\xec\x01" + (size - 9).to_bytes(7, "big")).ljust(size, b"\0")
