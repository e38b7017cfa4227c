"""A law pack: what one country asks of a mediation, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bitim.jurisdictions.templates import DocumentTemplate

LANGUAGES: Final = ("kk", "ru", "en", "uz", "ky", "bg")

# How well a line of a pack is known: L the law's own words as quoted in a working paper; T seen in a working paper of
# the country; R read in a public secondary source; B background knowledge, not re-read; D this project's choice, with
# no source in law.
Mark = Literal["L", "T", "R", "B", "D"]
Severity = Literal["stop", "ask"]


@dataclass(frozen=True)
class Source:
    """A law, order or paper the pack rests on, and the edition that was looked at."""

    key: str
    title: str
    edition: str


@dataclass(frozen=True)
class Parameter:
    """A figure or list of the law. Days are calendar days unless the name says otherwise."""

    name: str
    value: Any
    basis: str
    mark: Mark


@dataclass(frozen=True)
class StatutoryField:
    """Something a document must carry: in which section of the template, and which lint rules ask for it."""

    document: str
    key: str
    basis: str
    mark: Mark
    section: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A lint rule: the documents it reads, and its weight. ``stop`` bars signing, ``ask`` may be answered."""

    key: str
    documents: frozenset[str]
    severity: Severity


@dataclass(frozen=True)
class Label:
    """A thing with a name in every language (a kind of dispute, of mediator, a hard stop) and its own facts."""

    key: str
    texts: Mapping[str, str]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Pack:
    """One edition of one country's rules. ``fingerprint`` changes with any letter of its content."""

    code: str
    version: str
    edition: str
    names: Mapping[str, str]
    sources: tuple[Source, ...]
    checked_by: str
    checked_on: str
    parameters: Mapping[str, Parameter]
    fields: tuple[StatutoryField, ...]
    rules: Mapping[str, Rule]
    questions: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, tuple[Label, ...]]
    templates: Mapping[str, DocumentTemplate]
    fingerprint: str

    @property
    def unchecked(self) -> bool:
        """True until a lawyer has put name to it; documents made from it must then say so."""
        return not self.checked_by.strip()

    def parameter(self, name: str) -> Any:
        """Return the value of a parameter; raises KeyError for a name the pack does not have."""
        return self.parameters[name].value

    def retention_days(self, sealed_class: str) -> int:
        """Return how many days content of a class outlives the closing of its case; 0 is at closing."""
        return int(self.parameter(f"retention_{sealed_class}_days"))

    def template(self, kind: str) -> DocumentTemplate:
        """Return the template of a kind of document; raises KeyError for a kind the pack does not have."""
        return self.templates[kind]

    def question(self, key: str, lang: str) -> str:
        """Return the question of a lint rule in a language."""
        return self.questions[lang][key]

    def label(self, group: str, key: str) -> Label:
        """Return one label of a group; raises KeyError when it is not there."""
        for label in self.labels[group]:
            if label.key == key:
                return label
        raise KeyError(f"{group}: {key}")

    def statutory(self, document: str) -> tuple[StatutoryField, ...]:
        """Return what a kind of document must carry."""
        return tuple(field for field in self.fields if field.document == document)
