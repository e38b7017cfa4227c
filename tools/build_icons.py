"""Build the one icon sprite from a few icons of the lucide-static package and our own drawings.

Rule: an icon is never alone, a word always stands beside it, so the sprite carries no titles. Icons are
stroked with the colour of the text around them; the stroke itself is set in bitim.css (`.icon`).
Usage: `python tools/build_icons.py FOLDER_OF_LUCIDE_ICONS OUTPUT.svg` (called by tools/vendor.sh).
"""

import re
import sys
from pathlib import Path

# our name -> the name in lucide-static; ours says what the icon means on our pages
FROM_LUCIDE = {
    "again": "refresh-cw",
    "attach": "paperclip",
    "back": "arrow-left",
    "bin": "trash-2",
    "book": "book-open",
    "calendar": "calendar",
    "call-back": "phone-call",
    "centre": "building-2",
    "chat": "message-circle",
    "check": "check",
    "clock": "clock",
    "close": "x",
    "code": "qr-code",
    "copy": "copy",
    "done": "circle-check",
    "down": "arrow-down",
    "download": "download",
    "edit": "pencil",
    "exit": "log-out",
    "eye": "eye",
    "file": "file-text",
    "flag": "flag",
    "forward": "arrow-right",
    "globe": "globe",
    "hand": "hand",
    "help": "circle-question-mark",
    "home": "house",
    "info": "info",
    "key": "key",
    "letter": "mail",
    "list": "list",
    "listen": "volume-2",
    "lock": "lock",
    "mic": "mic",
    "open": "chevron-down",
    "pen": "pen-line",
    "people": "users",
    "person": "user",
    "phone": "phone",
    "place": "map-pin",
    "play": "play",
    "plus": "plus",
    "printer": "printer",
    "scales": "scale",
    "seal": "badge-check",
    "search": "search",
    "send": "send",
    "settings": "settings",
    "shield": "shield",
    "stop": "square",
    "theme": "sun-moon",
    "translate": "languages",
    "undo": "undo-2",
    "up": "arrow-up",
    "upload": "upload",
    "wait": "hourglass",
    "warning": "triangle-alert",
}

# drawn for this project: a table with people around it, a door that is shut, people apart
OWN = {
    "joint-table": '<ellipse cx="12" cy="12.5" rx="6.5" ry="4"/><circle cx="12" cy="4.5" r="2"/>'
    '<circle cx="3" cy="11" r="2"/><circle cx="21" cy="11" r="2"/><circle cx="12" cy="20.5" r="2"/>',
    "closed-door": '<path d="M6 21V4.5A1.5 1.5 0 0 1 7.5 3h9A1.5 1.5 0 0 1 18 4.5V21"/><path d="M3 21h18"/>'
    '<path d="M14.5 12.5v.01"/>',
    "apart": '<circle cx="5" cy="8" r="2.5"/><path d="M1.5 18a3.5 3.5 0 0 1 7 0"/>'
    '<circle cx="19" cy="8" r="2.5"/><path d="M15.5 18a3.5 3.5 0 0 1 7 0"/><path d="M12 4v16" stroke-dasharray="2 3"/>',
}


def shapes(source: str) -> str:
    """The drawing inside one lucide file, on one line, without its own size and stroke."""
    inside = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S)
    if inside is None:
        raise SystemExit("not an icon file")
    return re.sub(r"\s*\n\s*", "", inside.group(1)).replace(" />", "/>")


def main(folder: str, output: str) -> None:
    """Write the sprite, names in order so that a rebuild changes nothing."""
    drawings = {
        name: shapes((Path(folder) / f"{lucide}.svg").read_text("utf-8")) for name, lucide in FROM_LUCIDE.items()
    }
    drawings |= OWN
    lines = [f'<symbol id="{name}" viewBox="0 0 24 24">{drawings[name]}</symbol>' for name in sorted(drawings)]
    note = (
        "<!-- Most icons: Lucide (ISC, part MIT after Feather), see vendor/README.md. Rebuilt by tools/vendor.sh. -->"
    )
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + note + "\n" + "\n".join(lines) + "\n</svg>\n"
    Path(output).write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
