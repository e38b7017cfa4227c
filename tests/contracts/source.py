"""The files that contracts read."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "bitim"


def modules(*, tests: bool = False, root: Path = SOURCE) -> Iterator[Path]:
    """Yield the package's Python files; migrations are written by Django and left out."""
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield path


def templates(root: Path = SOURCE) -> list[Path]:
    """Return every template of the package."""
    return sorted(path for path in root.rglob("*.html") if "templates" in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    """Return a path as people write it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def kept_files() -> list[Path]:
    """Return the files the repository keeps, or will keep at the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False) if shutil.which("git") else None
    if listed is None or listed.returncode:  # no git, or unpacked from an archive
        skipped = {".venv", "artefacts", "__pycache__", ".git"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.parts)]
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
