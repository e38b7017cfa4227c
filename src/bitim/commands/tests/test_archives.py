"""Archives: read back as written; cut, altered or foreign ones are refused before anything is put in place."""

import io
import tarfile
from pathlib import Path

import pytest

from bitim.commands import archives
from bitim.commands.environment import Stop


def packed(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "a.tar.gz"
    archives.write(path, list(members.items()), {"at": "now"})
    return path


def test_what_was_written_is_read(tmp_path: Path):
    members = {archives.LEDGER: b"[]", "files/ab/one": b"sealed"}
    target = tmp_path / "out"
    assert archives.read(packed(tmp_path, members), target)["at"] == "now"
    assert {str(p.relative_to(target)): p.read_bytes() for p in target.rglob("*") if p.is_file()} == members
    assert all(p.stat().st_mode & 0o077 == 0 for p in target.rglob("*") if p.is_file())


def test_an_archive_cut_short_is_refused(tmp_path: Path):
    path = packed(tmp_path, {"files/one": bytes(range(256)) * 50})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Stop, match=r"cut short|says it holds"):
        archives.read(path, tmp_path / "out")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "files", "other"])
def test_a_foreign_member_is_refused(name: str, tmp_path: Path):
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(Stop, match="does not write"):
        archives.read(path, tmp_path / "deep" / "out")
    assert not (tmp_path / "outside").exists()


def test_a_link_is_refused(tmp_path: Path):
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("files/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(Stop, match="does not write"):
        archives.read(path, tmp_path / "out")


def test_swapped_content_is_refused(tmp_path: Path):
    path = packed(tmp_path, {"files/one": b"sealed"})
    with tarfile.open(path) as archive:
        members = {entry.name: archive.extractfile(entry).read() for entry in archive}
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content.replace(b"sealed", b"SEALED")))
    with pytest.raises(Stop, match="says it holds"):
        archives.read(path, tmp_path / "out")
