"""The same paper as a document that an office can go on writing in (Office Open XML, by python-docx).

It is never what is signed: only the frozen PDF has a hash that signatures bind to. A draft says on every page that it
is one. Languages stand side by side as in the PDF, one row of a table for each thought.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bitim.kernel.paper.model import Paper, PaperSection, SignerLine
from bitim.kernel.paper.plain import BREAK_HERE, plain
from bitim.kernel.paper.words import AUTONYMS, prevailing_sentence, word

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TAGS = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB", "uz": "uz-Latn-UZ", "ky": "ky-KG", "bg": "bg-BG"}
BODY, SMALL, TITLE = Pt(11), Pt(9), Pt(15)
LINE = "_" * 32
Words = Mapping[str, str]


def render_docx(paper: Paper, *, created: datetime, draft: Words | None = None) -> bytes:
    """Return the document of a paper. `draft`: the words, in each language, that mark every page as a draft."""
    made: Any = Document()
    _setup(made, paper, created)
    _marks(made, paper, draft)
    for line in _lines(paper.head):
        _spoken(made, paper, line, size=SMALL)
    _spoken(made, paper, paper.title, size=TITLE, bold=True)
    if paper.number:
        _say(made.add_paragraph(), f"№ {paper.number}", paper.prevailing)
    if any(paper.place_date.values()):
        _spoken(made, paper, paper.place_date)
    _body(made, paper)
    for note in paper.notes:
        _spoken(made, paper, note, size=SMALL)
    if len(paper.languages) > 1:
        _spoken(
            made, paper, {code: prevailing_sentence(code, paper.prevailing) for code in paper.languages}, size=SMALL
        )
    _signers(made, paper)
    out = io.BytesIO()
    made.save(out)
    return _dated(out, created)


def _dated(packed: io.BytesIO, created: datetime) -> bytes:
    """Return a packed document whose parts bear the moment of the paper, not that of the clock on the wall: the same
    words are the same bytes."""
    out, moment = io.BytesIO(), created.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return out.getvalue()


def _setup(made: Any, paper: Paper, created: datetime) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if len(paper.languages) > 2:
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    made.styles["Normal"].font.size = BODY
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    said = made.core_properties
    moment = created.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    said.author, said.comments, said.last_modified_by = "", "", ""
    said.title, said.created, said.modified = _clean(paper.title[paper.prevailing]), moment, moment
    said.language = TAGS.get(paper.prevailing, paper.prevailing)


def _marks(made: Any, paper: Paper, draft: Words | None) -> None:
    """Put on every page what nobody may overlook: that it is a draft, that the rules are unchecked, whose form it
    is."""
    header = made.sections[0].header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for place, words in enumerate(one for one in (draft, paper.watermark) if one):
        text = " · ".join(dict.fromkeys(words[code] for code in paper.languages if words.get(code)))
        run = _say(header, ("  " if place else "") + text, paper.prevailing)
        run.bold, run.font.size = not place, SMALL
    footer = made.sections[0].footer.paragraphs[0]
    said = [paper.approval.get(paper.prevailing, ""), paper.footer.get(paper.prevailing, "")]
    _say(footer, " · ".join(part for part in said if part), paper.prevailing).font.size = SMALL


def _body(made: Any, paper: Paper) -> None:
    """Lay the sections out: one column as plain text, several as a table with a row for each paragraph."""
    rows = [row for section in paper.sections for row in _rows(section, paper)]
    if len(paper.languages) == 1:
        code = paper.languages[0]
        for words, bold in rows:
            _say(made.add_paragraph(), words[code], code).bold = bold
        return
    table = made.add_table(rows=1, cols=len(paper.languages))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, code in zip(table.rows[0].cells, paper.languages, strict=True):
        _say(cell.paragraphs[0], AUTONYMS.get(code, code), code).bold = True
    _repeat(table.rows[0])
    for words, bold in rows:
        for cell, code in zip(table.add_row().cells, paper.languages, strict=True):
            _say(cell.paragraphs[0], words[code], code).bold = bold


def _rows(section: PaperSection, paper: Paper) -> list[tuple[dict[str, str], bool]]:
    """Return (words by language, whether it is a heading), numbered as the PDF numbers them."""
    titled = any(section.title.values())
    rows = []
    if titled:
        mark = f"{section.number}. " if section.number else ""
        rows.append(({code: mark + section.title.get(code, "") for code in paper.languages}, True))
    several = bool(section.number) and len(section.paragraphs) > 1
    for place, paragraph in enumerate(section.paragraphs, start=1):
        mark = (
            f"{section.number}.{place}. " if several else f"{section.number}. " if section.number and not titled else ""
        )
        rows.append(({code: mark + paragraph.get(code, "") for code in paper.languages}, False))
    return rows


def _signers(made: Any, paper: Paper) -> None:
    if not paper.signers:
        return
    _spoken(made, paper, {code: word("signatures", code) for code in paper.languages}, bold=True)
    for signer in paper.signers:
        _signer(made, paper, signer)


def _signer(made: Any, paper: Paper, signer: SignerLine) -> None:
    code = paper.prevailing
    role = signer.role.get(code, "")
    _say(made.add_paragraph(), f"{signer.name}{', ' if role else ''}{role}", code)
    line = f"{word('signature', code)} {LINE}   {word('date', code)} {'_' * 14}"
    _say(made.add_paragraph(), line, code).font.size = SMALL


def _spoken(made: Any, paper: Paper, words: Words, *, size: Any = None, bold: bool = False) -> None:
    """Write a line once for each language that says it differently."""
    said: dict[str, str] = {}
    for code in paper.languages:
        said.setdefault(words.get(code, ""), code)
    for text, code in said.items():
        if text:
            run = _say(made.add_paragraph(), text, code)
            run.bold = bold
            if size is not None:
                run.font.size = size


def _lines(words: Words) -> list[dict[str, str]]:
    """Turn a text of several lines into lines of a text."""
    split = {code: text.split("\n") for code, text in words.items()}
    most = max((len(parts) for parts in split.values()), default=0)
    return [{code: parts[at] if at < len(parts) else "" for code, parts in split.items()} for at in range(most)]


def _say(paragraph: Any, text: str, code: str) -> Any:
    """Add words in a language, so that a reader's device speaks and spells them rightly."""
    run = paragraph.add_run(_clean(text))
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), TAGS.get(code, code))
    run._r.get_or_add_rPr().append(mark)
    return run


def _repeat(row: Any) -> None:
    """Show the languages again at the head of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _clean(text: str) -> str:
    """Return the words as the PDF would print them, without the breaks that only its columns need."""
    return plain(text)[0].replace(BREAK_HERE, "")
