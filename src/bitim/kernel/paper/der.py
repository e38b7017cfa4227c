"""Whether bytes are written in the one way that the distinguished encoding rules allow (ITU-T X.690, 10 and 11).

What may be written in two ways may be changed without changing what it says. asn1crypto can encode everything anew to
compare, and does the innermost parts again for every part around them: a quarter of a second for one seal, while the
whole house waits to write.
"""

from asn1crypto import parser

UNIVERSAL = 0
END, BOOLEAN, INTEGER, NULL, OBJECT_ID, SET = 0, 1, 2, 5, 6, 17


def is_der(encoded: bytes, depth: int = 40) -> bool:
    """Say whether these bytes are one value and each part of it is in its shortest form; ValueError when cut off."""
    return len(parts := _values(encoded)) == 1 and _is_strict(*parts[0], depth)


Value = tuple[int, int, int, bytes, bytes]  # class, constructed, tag, header, contents


def _values(encoded: bytes) -> list[Value]:
    """Return what stands one behind the other."""
    found: list[Value] = []
    while encoded:
        class_, method, tag, header, contents, trailer = parser.parse(encoded)
        found.append((class_, method, tag, header + trailer, contents))
        encoded = encoded[len(header) + len(contents) + len(trailer) :]
    return found


def _is_strict(class_: int, method: int, tag: int, header: bytes, contents: bytes, depth: int) -> bool:
    shortest = parser.emit(class_, method, tag, contents)
    if header + contents != shortest or depth == 0:
        return False
    if not method:
        return class_ != UNIVERSAL or _is_shortest(tag, contents)
    parts = _values(contents)
    written = [header + inner for *_, header, inner in parts]
    sorted_set = (class_, tag) != (UNIVERSAL, SET) or written == sorted(written)
    return sorted_set and all(_is_strict(*part, depth - 1) for part in parts)


def _is_shortest(tag: int, contents: bytes) -> bool:
    """Say whether a plain value has its one form."""
    if tag == END:  # closes a length left open, and there is none
        return False
    if tag == BOOLEAN:
        return contents in (b"\x00", b"\xff")
    if tag == NULL:
        return contents == b""
    if tag == INTEGER:
        twice = len(contents) > 1 and (contents[0], contents[1] >> 7) in ((0x00, 0), (0xFF, 1))
        return contents != b"" and not twice
    if tag == OBJECT_ID:
        begins = [0, *(at + 1 for at, byte in enumerate(contents) if byte < 0x80)]
        return contents != b"" and contents[-1] < 0x80 and all(contents[at] != 0x80 for at in begins[:-1])
    return True
