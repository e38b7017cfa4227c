"""What a paper holds, before anybody lays it out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}\Z")


class PaperIncomplete(ValueError):
    """A paper promises a language in which one of its clauses is missing."""


@dataclass(frozen=True, kw_only=True)
class PaperSection:
    """One clause or group of clauses; each paragraph is the same thought in every language of the paper.

    With `number` and several paragraphs the paragraphs are numbered too (1.1, 1.2): people point at them.
    """

    paragraphs: list[Text]
    number: str = ""
    title: Text = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SignerLine:
    """A place for one person's signature.

    `method_note` says how the person signs when not by pen ("by a one-time code; see the evidence file");
    it is printed instead of the pen line, for an empty line would look unsigned.
    """

    name: str
    role: Text = field(default_factory=dict)
    method_note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Everything a printed paper says, as data.

    `kind` chooses the layout: `invitation_letter` is a letter of one page, every other kind is a sheet.
    `head` is who writes (the centre's name, then its address, one line each); `address` is to whom (letters only).
    `notes` stand after the text; on a letter the first line of a note is its heading.
    `watermark` is set when the rules behind the paper are not checked yet.
    `approval` says who approved the template of this paper and when, or that it is a sample.
    `verify_code` is printed large on a letter only, and never enters the paper id.
    """

    kind: str
    title: Text
    languages: tuple[str, ...]
    prevailing: str
    number: str = ""
    place_date: Text = field(default_factory=dict)
    sections: list[PaperSection] = field(default_factory=list)
    signers: list[SignerLine] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    watermark: Text | None = None
    approval: Text = field(default_factory=dict)
    verify_url: str | None = None
    verify_code: str | None = None
    footer: Text = field(default_factory=dict)
    head: Text = field(default_factory=dict)
    address: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a paper that could be signed with a clause missing in one of its languages."""
        if not self.languages or len(set(self.languages)) != len(self.languages):
            raise PaperIncomplete("a paper needs its languages, each once")
        if any(not LANGUAGE_CODE.match(code) for code in self.languages):
            raise PaperIncomplete("language codes are two or three lower-case letters")
        if self.prevailing not in self.languages:
            raise PaperIncomplete("the prevailing language must be one of the paper's languages")
        self._need("title", self.title)
        for place, section in enumerate(self.sections, start=1):
            if any(section.title.values()):
                self._need(f"title of section {place}", section.title)
            for line, paragraph in enumerate(section.paragraphs, start=1):
                self._need(f"section {place}, paragraph {line}", paragraph)

    def _need(self, where: str, text: Text) -> None:
        missing = [code for code in self.languages if not text.get(code, "").strip()]
        if missing:
            raise PaperIncomplete(f"{where}: no text in {', '.join(missing)}")
