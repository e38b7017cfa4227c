"""One value, one form: what says the same in other bytes is refused, in a container too."""

import pytest
from asn1crypto import cms, parser

from bitim.kernel.paper import pades
from bitim.kernel.paper.der import is_der
from bitim.kernel.paper.render import render
from bitim.kernel.paper.seal import BYTE_RANGE, check_seal, make_seal_key, seal

from .samples import MOMENT, letter


@pytest.mark.parametrize(
    "encoded",
    [
        *("0101ff", "010100", "020100", "02020080", "0201ff", "0500", "06032a0304", "0603550403", "300602010102010a"),
        *("310602010102010a", "3000", "a003020101", "04020000", "06032a8701", "8001ff"),
    ],
)
def test_the_one_form(encoded: str) -> None:
    assert is_der(bytes.fromhex(encoded))


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "010101",  # true as another number
        "02020001",  # a zero too many
        "0202ffff",
        "0200",
        "0501 00",
        "06042a800304",  # a number of the name with a zero before it
        "06022a83",  # a name that breaks off
        "0281020001"[:8],  # a length in the long form
        "30800201010000",  # a length left open
        "310602010a020101",  # a set out of order
        "3006020101020100ff",  # something behind it
        "0500 0500",
        "3004 02020001",  # the same one level down
        "3005 020101 0000",  # an end of nothing
    ],
)
def test_any_other_form(encoded: str) -> None:
    try:
        assert not is_der(bytes.fromhex(encoded.replace(" ", "")))
    except ValueError:
        return


def _longer(encoded: bytes, more: bytes) -> bytes:
    """Put something behind the last part of the outermost value."""
    inner = parser.parse(encoded)[4] + more
    return parser.emit(0, 1, 16, inner)


OTHER_FORMS = {
    "a length in three bytes": lambda e: e[:1] + b"\x83\x00" + e[2:],
    "padding swallowed": lambda e: _longer(e, bytes(60)),
    "a part that nobody reads": lambda e: _longer(e, b"\x05\x00"),
}


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_a_seal_whose_container_says_the_same_in_other_bytes_does_not_hold(form: str) -> None:
    """The room behind the container lets it grow without moving anything else."""
    sealed = seal(render(letter(), created=MOMENT), make_seal_key("Орталық", at=MOMENT), reason="Мөр", at=MOMENT)
    first, second = (int(number) for number in BYTE_RANGE.findall(sealed)[-1][1:3])
    found = pades.CONTAINER.match(sealed, first, second)
    assert found
    container = bytes.fromhex(found[1].decode())
    encoded = cms.ContentInfo.load(container).dump()
    assert encoded[1] == 0x82  # a length in two bytes
    other = OTHER_FORMS[form](encoded)
    assert cms.ContentInfo.load(other)["content"].native == cms.ContentInfo.load(encoded)["content"].native
    at, end = found.span(1)

    def holding(bytes_: bytes) -> bytes:
        return sealed[:at] + bytes_.ljust(len(container), b"\0").hex().upper().encode() + sealed[end:]

    assert holding(encoded) == sealed and check_seal(sealed).intact
    assert not check_seal(holding(other)).intact
