"""A seal follows the document, and no byte can change or be added unseen."""

import hashlib
import logging
import random
from collections.abc import Iterator
from datetime import UTC, timedelta

import pytest

from bitim.kernel.paper.digest import document_hash, fragment
from bitim.kernel.paper.render import render
from bitim.kernel.paper.seal import BYTE_RANGE, SealKey, SealReport, check_seal, make_seal_key, seal

from .samples import MOMENT, letter

REASON = "Орталық мөрі (бүтіндік)."


@pytest.fixture(autouse=True)
def quiet_parsers() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def key() -> SealKey:
    return make_seal_key("«Келісім» медиация орталығы", at=MOMENT)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(letter(), created=MOMENT)


@pytest.fixture(scope="module")
def sealed(pdf: bytes, key: SealKey) -> bytes:
    return seal(pdf, key, reason=REASON, at=MOMENT)


def test_the_sealed_file_begins_with_the_document(pdf: bytes, sealed: bytes) -> None:
    assert sealed[: len(pdf)] == pdf
    assert hashlib.sha256(sealed[: len(pdf)]).hexdigest() == document_hash(pdf)


def test_the_report_names_document_signer_and_moment(pdf: bytes, sealed: bytes, key: SealKey) -> None:
    report = check_seal(sealed, known_fingerprints={key.fingerprint})
    assert report == SealReport(
        intact=True,
        covers_whole=True,
        signer="«Келісім» медиация орталығы",
        original_hash=document_hash(pdf),
        original_length=len(pdf),
        fingerprint=key.fingerprint,
        known=True,
        sealed_at=MOMENT,
    )
    assert report.good and report.sealed_at is not None and report.sealed_at.utcoffset() == UTC.utcoffset(None)


def test_a_stranger_with_the_same_name_is_not_known(pdf: bytes, key: SealKey) -> None:
    stranger = make_seal_key("«Келісім» медиация орталығы", at=MOMENT)
    report = check_seal(seal(pdf, stranger, reason=REASON, at=MOMENT), known_fingerprints={key.fingerprint})
    assert report.intact and not report.known and not report.good


@pytest.mark.slow
def test_one_changed_byte_is_seen_wherever_it_is(pdf: bytes, sealed: bytes) -> None:
    first, second = (int(number) for number in BYTE_RANGE.findall(sealed)[-1][1:3])
    chance = random.Random(5)
    places = {
        *chance.sample(range(len(pdf)), 60),
        *chance.sample(range(len(pdf), first), 20),
        *chance.sample(range(first, first + 1800), 80),
        *chance.sample(range(first + 1800, second), 10),
        *chance.sample(range(second, len(sealed)), 20),
        *(first, first + 1, second - 1, second, 0, len(pdf) - 1, len(pdf), len(sealed) - 1),
    }
    for place in places:
        for flip in (0x01, 0x20):  # 0x20 also turns a hex digit into its other case
            changed = bytearray(sealed)
            changed[place] ^= flip
            assert not check_seal(bytes(changed)).intact, (place, flip)


@pytest.mark.parametrize("more", [b"\n", b"x", b"%%EOF\n", b"\0" * 4096])
def test_added_bytes_are_seen(sealed: bytes, more: bytes) -> None:
    report = check_seal(sealed + more)
    assert not report.covers_whole and not report.good
    assert not check_seal(more + sealed).good


def test_a_document_under_a_second_seal_is_not_whole(sealed: bytes, key: SealKey) -> None:
    with pytest.raises(Exception, match="Seal"):
        seal(sealed, key, reason=REASON, at=MOMENT)


@pytest.mark.parametrize("stated", ["sha256=" + "0" * 64 + " bytes=10", "nothing"])
def test_a_seal_that_names_another_document_does_not_hold(
    pdf: bytes, key: SealKey, stated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bitim.kernel.paper.seal._binding", lambda pdf: stated)
    assert not check_seal(seal(pdf, key, reason=REASON, at=MOMENT)).intact


@pytest.mark.parametrize("given", [b"", b"%PDF-1.7", b"no file at all", b"/ByteRange [0 1 2 3]"])
def test_other_files_are_simply_not_sealed(given: bytes) -> None:
    assert check_seal(given) == SealReport(intact=False, covers_whole=False)


def test_an_unsealed_paper_is_not_sealed(pdf: bytes) -> None:
    assert not check_seal(pdf).intact


def test_the_key_never_shows_in_its_repr(key: SealKey) -> None:
    assert "PRIVATE" not in repr(key) and "PRIVATE" in key.pem_key.decode()


def test_a_moment_without_a_zone_is_refused(pdf: bytes, key: SealKey) -> None:
    with pytest.raises(ValueError, match="aware"):
        seal(pdf, key, reason=REASON, at=MOMENT.replace(tzinfo=None))


def test_a_seal_outlives_its_certificate(pdf: bytes, key: SealKey) -> None:
    late = seal(pdf, key, reason=REASON, at=MOMENT + timedelta(days=365 * 30))
    assert check_seal(late).intact


def test_a_fragment_can_be_read_aloud() -> None:
    assert fragment("3f2a91bc0d7e55aa" + "0" * 48) == "3f2a 91bc 0d7e 55aa"
