"""From a paper to the bytes of a PDF/A document that is also readable aloud (PDF/UA).

Everything people wrote reaches the typesetter as JSON data and is never part of its source, so no character in it
can be an instruction. Nothing is written to disk: the layout is read from the package, the rest stays in memory.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import qrcode
import typst

from bitim.kernel.paper.digest import fragment
from bitim.kernel.paper.marks import Mark, mark_words
from bitim.kernel.paper.model import Paper
from bitim.kernel.paper.plain import BREAK_HERE, FONTS, plain
from bitim.kernel.paper.words import AUTONYMS, prevailing_sentence, word

LAYOUTS = Path(__file__).parent / "layouts"
SHEET = "sheet.typ"
# Letters: one page, folded into an envelope, never signed.
LAYOUT_OF = {"invitation_letter": "letter.typ", "code_slip": "letter.typ"}
# The letters of a printed code stand in groups of four: 4+4+4 is what people can copy by hand.
CODE_GROUP = 4
# Never part of the paper id: a short secret must not be guessable from a printed hash.
SECRET_FIELDS = ("verify_url", "verify_code")


class PaperUnprintable(RuntimeError):
    """The typesetter refused the paper; the message is for the operator and quotes none of the words."""


@dataclass(frozen=True)
class Printed:
    """A paper as printed: its bytes, the 16 hex characters of its id, how many pages it has, and on which of them
    somebody signs."""

    pdf: bytes
    id: str
    pages: int
    signing_pages: tuple[int, ...]


def render(paper: Paper, *, created: datetime) -> bytes:
    """Return the PDF of a paper. The same paper and moment (aware) give the same bytes on every machine."""
    return printed(paper, created=created).pdf


def printed(paper: Paper, *, created: datetime) -> Printed:
    """Return the PDF with what is known of its pages. Laid out twice: the mark of each page says of how many."""
    if created.tzinfo is None:
        raise ValueError("created must be an aware moment")
    created = created.astimezone(UTC).replace(microsecond=0)
    data = _layout_data(paper, created)
    of_paper = data["id"].replace(" ", "")
    common: dict[str, Any] = {"root": str(LAYOUTS), "font_paths": _fonts(), "ignore_system_fonts": True}
    layout = str(LAYOUTS / LAYOUT_OF.get(paper.kind, SHEET))
    try:
        found = _found(layout, data, common)
        pages = max(page for _what, page in found)
        signing = tuple(sorted({page for what, page in found if what == "pen"}))
        if paper.kind not in LAYOUT_OF:
            data["marks"] = [
                qr_svg(mark_words(Mark(of_paper, page, pages)), sturdy=True) for page in range(1, pages + 1)
            ]
        pdf = typst.compile(
            layout,
            format="pdf",
            sys_inputs={"paper": json.dumps(data, ensure_ascii=True)},
            # 2a: kept for decades, tagged, letters can be extracted; UA-1: can be read aloud.
            # No attachments, so not 3.
            pdf_standards=["a-2a", "ua-1"],
            timestamp=created,
            **common,
        )
    except typst.TypstError as trouble:
        # The typesetter's own message may quote the paper: only its length is told.
        raise PaperUnprintable(f"a {paper.kind} could not be laid out ({len(str(trouble))} characters)") from None
    return Printed(bytes(pdf), of_paper, pages, signing)


def _found(layout: str, data: dict[str, Any], common: dict[str, Any]) -> list[tuple[str, int]]:
    """Return what the layout says of its pages: where it ends, and where each signer's line stands."""
    inputs = {"paper": json.dumps(data, ensure_ascii=True)}
    said: list[tuple[str, int]] = json.loads(typst.query(layout, "<found>", field="value", sys_inputs=inputs, **common))
    return said


def paper_id(paper: Paper, *, created: datetime) -> str:
    """Return the printed id of a paper, 16 hex characters in groups of four.

    It tells one version from another on a table full of sheets. It is made from the words, not from the file
    (a file cannot contain its own hash) and without codes or addresses.
    """
    return _id_of(_printed(paper), created)


def _id_of(printed: dict[str, Any], created: datetime) -> str:
    content = {name: kept for name, kept in printed.items() if name not in SECRET_FIELDS}
    content["created"] = created.astimezone(UTC).replace(microsecond=0).isoformat()
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True).encode()
    return fragment(hashlib.sha256(canonical).hexdigest())


def replaced_characters(paper: Paper) -> frozenset[str]:
    """Return the characters no font of ours holds: show them to the author before anybody signs."""
    lost: set[str] = set()
    _plain_all(_fields(paper), lost)
    return frozenset(lost)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _fields(paper: Paper) -> dict[str, Any]:
    """Return the paper as plain dicts and lists (dataclasses.asdict refuses read-only mappings)."""
    fields = dict(vars(paper))
    fields["sections"] = [dict(vars(section)) for section in paper.sections]
    fields["signers"] = [dict(vars(signer)) for signer in paper.signers]
    return fields


def _printed(paper: Paper) -> dict[str, Any]:
    cleaned: dict[str, Any] = _plain_all(_fields(paper), set())
    return cleaned


def _plain_all(value: Any, lost: set[str]) -> Any:
    if isinstance(value, str):
        cleaned, missing = plain(value)
        lost.update(missing)
        return cleaned
    if isinstance(value, Mapping):
        return {key: _plain_all(item, lost) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_all(item, lost) for item in value]
    return value


def _layout_data(paper: Paper, created: datetime) -> dict[str, Any]:
    """Return what the layouts read; every word is already chosen here, so they only place it."""
    data = _printed(paper)
    data["id"] = _id_of(data, created)
    languages = paper.languages
    data["languages"] = [{"code": code, "name": AUTONYMS.get(code, code)} for code in languages]
    data["words"] = {
        key: {code: word(key, code) for code in languages}
        for key in ("signatures", "signature", "date", "page", "paper_id", "mark", "check")
    }
    data["prevails"] = (
        {code: prevailing_sentence(code, paper.prevailing) for code in languages} if len(languages) > 1 else {}
    )
    data["created"] = {part: getattr(created, part) for part in ("year", "month", "day", "hour", "minute", "second")}
    data["name"] = data["title"][paper.prevailing].replace("\n", " ")
    data["watermark"] = [data["watermark"][code] for code in languages if (data["watermark"] or {}).get(code)]
    data["qr"] = qr_svg(paper.verify_url) if paper.verify_url and paper.kind in LAYOUT_OF else ""
    # An address is copied from the screen too: no unseen break may travel with it.
    data["verify_url"] = (data["verify_url"] or "").replace(BREAK_HERE, "")
    data["qr_says"] = word("qr", paper.prevailing).format(url=data["verify_url"])
    data["code"] = code_groups(paper.verify_code or "")
    data["marks"] = []
    return data


def code_groups(code: str) -> list[str]:
    """Return the letters and digits of a code in groups of four, separators dropped."""
    letters = "".join(char for char in code if unicodedata.category(char)[0] in "LN")
    return [letters[start : start + CODE_GROUP] for start in range(0, len(letters), CODE_GROUP)]


def qr_svg(content: str, *, sturdy: bool = False) -> str:
    """Return a QR code as SVG text: one path, black on white, with the four modules of quiet zone it needs.

    `sturdy`: a quarter of it may be spoilt (level Q), for paper that is folded, stamped, copied and scanned.
    """
    level = qrcode.constants.ERROR_CORRECT_Q if sturdy else qrcode.constants.ERROR_CORRECT_M
    code = qrcode.QRCode(error_correction=level, border=4)
    code.add_data(content)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>'
    )
