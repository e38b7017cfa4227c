"""The box of a key backup: the recovery key opens it, nothing else does, and damage is said."""

from pathlib import Path

import pytest

from bitim.commands import recovery_box
from bitim.commands.environment import Stop


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    recovery_box.make(tmp_path / "key", tmp_path / "key.pub")
    return tmp_path / "key", tmp_path / "key.pub"


def test_only_the_recovery_key_opens_the_box(pair: tuple[Path, Path], tmp_path: Path):
    box = recovery_box.close(b"words", recovery_box.read_public(pair[1]))
    assert b"words" not in box
    assert recovery_box.open_box(box, recovery_box.read_private(pair[0])) == b"words"
    recovery_box.make(tmp_path / "other", tmp_path / "other.pub")
    with pytest.raises(Stop, match="does not open"):
        recovery_box.open_box(box, recovery_box.read_private(tmp_path / "other"))


@pytest.mark.parametrize("place", [0, 15, 45, 60, -1])
def test_a_changed_byte_is_noticed(pair: tuple[Path, Path], place: int):
    box = bytearray(recovery_box.close(b"words", recovery_box.read_public(pair[1])))
    box[place] ^= 1
    with pytest.raises(Stop):
        recovery_box.open_box(bytes(box), recovery_box.read_private(pair[0]))


def test_a_recovery_key_is_private_and_never_written_over(pair: tuple[Path, Path]):
    assert pair[0].stat().st_mode & 0o077 == 0
    with pytest.raises(Stop, match="already there"):
        recovery_box.make(*pair)


def test_the_public_half_opens_nothing(pair: tuple[Path, Path]):
    with pytest.raises(Stop, match="private half"):
        recovery_box.read_private(pair[1])
