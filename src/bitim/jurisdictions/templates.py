"""Texts of documents with holes in them, and the one way to fill the holes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_HOLE: Final = re.compile(r"\{([a-z_]+)\}")


class MissingValue(LookupError):
    """A placeholder has no value or a blank one; ``placeholder`` names it. A document never leaves with a hole."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder)
        self.placeholder = placeholder


@dataclass(frozen=True)
class Section:
    """A section of a document. ``number`` is None for those that carry none (head, signatures); ``basis`` is the
    article it rests on, or empty where it is good practice only."""

    number: int | None
    key: str
    title: str
    paragraphs: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Frame:
    """What a section is in every language: ``option`` names the choice without which the section is left out."""

    key: str
    basis: str
    option: str
    numbered: bool


@dataclass(frozen=True)
class Wording:
    """A template in one language: the document's title, and per section its title and paragraphs."""

    title: str
    sections: Mapping[str, tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class DocumentTemplate:
    """A document of a pack in all its languages. ``fingerprint`` changes with any letter: acceptance is of exactly it.

    ``supplied`` are values that the pack itself knows (terms in days); the caller's values come before them.
    """

    kind: str
    frames: tuple[Frame, ...]
    wordings: Mapping[str, Wording]
    supplied: Mapping[str, str]
    fingerprint: str

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all sections, optional ones too."""
        return frozenset(frame.key for frame in self.frames)

    @property
    def options(self) -> frozenset[str]:
        """The choices that ``render`` understands."""
        return frozenset(frame.option for frame in self.frames if frame.option)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the document is written in."""
        return tuple(self.wordings)

    def title(self, lang: str) -> str:
        """Return the name of the document."""
        return self.wordings[lang].title

    def placeholders(self, lang: str, options: Collection[str] | None = None) -> frozenset[str]:
        """Return the names of all holes in one language; with ``options``, of the sections these choices leave in."""
        chosen = self.options if options is None else options
        texts = (text for frame in self._chosen(chosen) for text in self._texts(lang, frame))
        return frozenset(name for text in texts for name in _HOLE.findall(text))

    def needed(self, lang: str, options: Collection[str] = ()) -> frozenset[str]:
        """Return the holes the caller must fill: all of them but those the pack fills itself."""
        return self.placeholders(lang, options) - self.supplied.keys()

    def render(self, lang: str, values: Mapping[str, str], options: Collection[str] = ()) -> list[Section]:
        """Fill the holes and number the sections.

        Every hole is replaced once and literally: braces in people's own words stay what they are. Sections whose
        option is not among ``options`` are left out, also from the numbering. Raises MissingValue for the first hole
        without a value, KeyError for a language the template is not written in, ValueError for an unknown option.
        """
        unknown = set(options) - self.options
        if unknown:
            raise ValueError(f"{self.kind} has no option {min(unknown)}")
        known = {**self.supplied, **values}
        sections: list[Section] = []
        number = 0
        for frame in self._chosen(options):
            number += frame.numbered
            title, *paragraphs = (_fill(text, known) for text in self._texts(lang, frame))
            place = number if frame.numbered else None
            sections.append(Section(place, frame.key, title, tuple(paragraphs), frame.basis))
        return sections

    def _chosen(self, options: Collection[str]) -> Iterator[Frame]:
        return (frame for frame in self.frames if not frame.option or frame.option in options)

    def _texts(self, lang: str, frame: Frame) -> tuple[str, ...]:
        title, paragraphs = self.wordings[lang].sections[frame.key]
        return (title, *paragraphs)


def _fill(text: str, values: Mapping[str, str]) -> str:
    def value(hole: re.Match[str]) -> str:
        name = hole.group(1)
        if not values.get(name, "").strip():
            raise MissingValue(name)
        given = values[name]
        # A date may end with the full stop of its own abbreviation, as in Russian: a sentence keeps one stop, not two.
        ends_twice = given.endswith(".") and text.startswith(".", hole.end())
        return given[:-1] if ends_twice else given

    return _HOLE.sub(value, text)
