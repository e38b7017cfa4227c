"""Contact sheets: many pictures of pages small, side by side, so that a person can look at all of them.

python tools/sheets.py artefacts/sweep '*-kk-360-light.png' sheet      writes artefacts/sweep/sheet-1.png ...
"""

import re
import sys
from pathlib import Path
from typing import Any

WIDE = 2160  # of a sheet
LOOK = re.compile(r"-(\w\w)-(\d+)-(light|dark)\.png$")
SHOWN = {"360": 300, "768": 430, "1280": 700}
TALL, MOST = 1100, 2200  # of one column of a picture, and of a sheet


def columns(path: Path, width: int) -> list[tuple[str, Any]]:
    """Return a picture, made small; a long page in up to three columns."""
    from PIL import Image

    picture = Image.open(path).convert("RGB")
    picture = picture.resize((width, max(1, int(picture.height * width / picture.width))), Image.Resampling.LANCZOS)
    tops = range(0, min(picture.height, 3 * TALL), TALL)
    return [
        (path.stem + (" ..." if top else ""), picture.crop((0, top, width, min(picture.height, top + TALL))))
        for top in tops
    ]


def lay(found: list[Path], width: int, name: Path) -> list[Path]:
    """Lay pictures onto as many sheets as they need."""
    from PIL import Image, ImageDraw

    pieces = [piece for path in found for piece in columns(path, width)]
    across = max(1, WIDE // (width + 8))
    lines = [pieces[at : at + across] for at in range(0, len(pieces), across)]
    made: list[Path] = []
    while lines:
        taken, height = [], 0
        while lines and (not taken or height + max(one.height for _, one in lines[0]) + 18 <= MOST):
            height += max(one.height for _, one in lines[0]) + 18
            taken.append(lines.pop(0))
        sheet = Image.new("RGB", (WIDE, height), "#777777")
        pen, top = ImageDraw.Draw(sheet), 0
        for line in taken:
            for at, (words, picture) in enumerate(line):
                pen.text((at * (width + 8) + 2, top + 2), words, fill="white")
                sheet.paste(picture, (at * (width + 8), top + 16))
            top += max(picture.height for _, picture in line) + 18
        made.append(Path(f"{name}-{len(made) + 1}.png"))
        sheet.save(made[-1])
    return made


def make(folder: Path) -> None:
    """Make the sheets of every look there are pictures of."""
    looks: dict[tuple[str, ...], list[Path]] = {}
    for path in sorted(folder.glob("*.png")):
        look = LOOK.search(path.name)
        if look and not path.name.startswith("sheet-"):
            looks.setdefault(look.groups(), []).append(path)
    for (language, width, theme), found in looks.items():
        for sheet in lay(found, SHOWN.get(width, 500), folder / f"sheet-{language}-{width}-{theme}"):
            print(sheet)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        make(Path(sys.argv[1]))
    else:
        chosen = sorted(Path(sys.argv[1]).glob(sys.argv[2]))
        size = LOOK.search(chosen[0].name) if chosen else None
        for one in lay(chosen, SHOWN.get(size[2], 500) if size else 500, Path(sys.argv[1]) / sys.argv[3]):
            print(one)
