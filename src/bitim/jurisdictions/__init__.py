"""Law as data: versioned packs of countries, the documents they ask for, and questions about what is still missing.

Nothing statutory is written in code: terms, fields, texts and questions live in ``packs/<code>/`` with the article
they rest on and a mark saying how well that is known (see ``Mark``). A pack stays *unchecked* until a lawyer's name
stands in it. Pure Python: no framework, no clock; the only reading is of the pack files themselves.
"""

from bitim.jurisdictions.facts import (
    AgreementFacts,
    ClauseFacts,
    DutyFacts,
    MediatorFacts,
    PartyFacts,
    ScopeFacts,
    SettlementFacts,
)
from bitim.jurisdictions.identifiers import valid_bin, valid_iin
from bitim.jurisdictions.lint import Finding, lint_agreement, lint_scope, lint_settlement
from bitim.jurisdictions.loader import UnknownPack, available, load
from bitim.jurisdictions.pack import LANGUAGES, Label, Mark, Pack, Parameter, Rule, Severity, Source, StatutoryField
from bitim.jurisdictions.templates import DocumentTemplate, MissingValue, Section

__all__ = [
    "LANGUAGES",
    "AgreementFacts",
    "ClauseFacts",
    "DocumentTemplate",
    "DutyFacts",
    "Finding",
    "Label",
    "Mark",
    "MediatorFacts",
    "MissingValue",
    "Pack",
    "Parameter",
    "PartyFacts",
    "Rule",
    "ScopeFacts",
    "Section",
    "SettlementFacts",
    "Severity",
    "Source",
    "StatutoryField",
    "UnknownPack",
    "available",
    "lint_agreement",
    "lint_scope",
    "lint_settlement",
    "load",
    "valid_bin",
    "valid_iin",
]
