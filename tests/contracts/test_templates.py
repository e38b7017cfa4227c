"""Templates: every word through the catalogues, nothing inline that a strict content policy refuses."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from tests.contracts import source

SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "content"}
UNSEEN = {"script", "style", "svg", "code", "template"}
INLINE = {
    "a script in the page": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']?(?:application/(?:ld\+)?json|speculationrules))", re.I
    ),
    "a style in the page": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "a script in an attribute": re.compile(r"<[a-z][^>]*?\son[a-z]+\s*=", re.I),
    "a script as an address": re.compile(r"javascript:", re.I),
}
LETTERS = re.compile(r"[^\W\d_]{2,}")


def allowed_words() -> set[str]:
    lines = (Path(__file__).parent / "untranslated.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


class Words(HTMLParser):
    """Collects what a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [
            value
            for name, value in attrs
            if value and name in SPOKEN and not (name == "content" and self._is_setting(attrs))
        ]
        if tag in UNSEEN:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data.strip())

    @staticmethod
    def _is_setting(attrs: list[tuple[str, str | None]]) -> bool:
        """Return whether a meta element holds a setting for the browser, not a sentence."""
        return dict(attrs).get("name") != "description"


def untranslated(text: str) -> list[str]:
    """Return the words of a template that no catalogue can reach."""
    plain, skipping = [], ""
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if skipping and name == skipping:
                skipping = ""
            elif name in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
                skipping = f"end{name}"
            elif not skipping and name == "block" and token.contents.endswith("_class"):
                skipping = "endblock"  # fills an attribute of the page it extends
        elif token.token_type == TokenType.TEXT and not skipping:
            plain.append(token.contents)
    reader = Words()
    reader.feed("".join(plain))
    allowed = allowed_words()
    return [words for words in reader.words if set(LETTERS.findall(words)) - allowed and words not in allowed]


def inline(text: str) -> list[str]:
    """Return which inline things a template holds."""
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def test_every_word_goes_through_the_catalogues():
    # Printed papers (templates/papers/) and specimens of the design (design_*) are in their own language on purpose.
    pages = [path for path in source.templates() if not path.name.startswith("design_")]
    paths = [path for path in pages if "papers" not in path.parts]
    found = {source.shown(path): untranslated(path.read_text(encoding="utf-8")) for path in paths}
    assert {path: words for path, words in found.items() if words} == {}


def test_nothing_is_inline():
    found = {source.shown(path): inline(path.read_text(encoding="utf-8")) for path in source.templates()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ('<img alt="A door">', ["A door"]),
        ("<p>{% translate 'Hello' %} {{ name }} 12 · Bitim</p>", []),
        ("{% blocktranslate %}<b>Hello</b>{% endblocktranslate %}", []),
        ("{# remark #}{% comment %}words{% endcomment %}<script src='a.js'></script>", []),
        ("{% block body_class %}staff{% endblock %}{% block words %}Hello{% endblock %}", ["Hello"]),
        ('<meta name="viewport" content="width=device-width">', []),
    ],
)
def test_the_guard_hears_words(text: str, words: list[str]):
    assert untranslated(text) == words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<script>go()</script>", 1),
        ('<p style="color:red">', 1),
        ('<a href="x" onclick="go()">', 1),
        ('<a href="javascript:go()">', 1),
        ('<script type="module" src="a.js"></script><script type="application/json">{}</script>', 0),
        ('<p class="on" data-style="x">a onset = 1</p>', 0),
    ],
)
def test_the_guard_sees_inline_things(text: str, count: int):
    assert len(inline(text)) == count
