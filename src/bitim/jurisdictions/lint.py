"""Questions about a document that is not ready yet.

A pack says which rules it has, how serious each is and how it asks; here is only how each one looks. A finding is a
question to people, never a verdict on them: it names the clause or the person it is about and the pack's question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bitim.jurisdictions.checks import CHECKS, SECTION, Facts, Spot
from bitim.jurisdictions.facts import AgreementFacts, ScopeFacts, SettlementFacts
from bitim.jurisdictions.pack import Pack, Severity


@dataclass(frozen=True)
class Finding:
    """One question. ``question`` is the key for ``Pack.question(key, lang)``; ``about`` names a person."""

    key: str
    severity: Severity
    clause: int | None
    question: str
    about: str = ""


def lint_agreement(pack: Pack, facts: AgreementFacts) -> list[Finding]:
    """Return what an agreement to mediate still lacks, in the order of the pack's rules; empty means ready."""
    return [*lint_scope(pack, facts.scope), *_lint(pack, "agreement_to_mediate", facts)]


def lint_settlement(pack: Pack, facts: SettlementFacts) -> list[Finding]:
    """Return what a settlement still lacks, in the order of the pack's rules; empty means ready."""
    return [*lint_scope(pack, facts.scope), *_lint(pack, "settlement", facts)]


def lint_scope(pack: Pack, scope: ScopeFacts) -> list[Finding]:
    """Return why mediation is not possible (stop), or which of these questions nobody has answered (ask)."""
    found: list[Finding] = []
    for stop in pack.labels.get("hard_stops", ()):
        answer = getattr(scope, stop.key)
        if answer is not False:
            key = f"scope.{stop.key}"
            found.append(Finding(key, "stop" if answer else "ask", None, key))
    return found


def _lint(pack: Pack, document: str, facts: Facts) -> list[Finding]:
    return [
        Finding(rule.key, rule.severity, spot.clause, rule.key, spot.about)
        for rule in pack.rules.values()
        if document in rule.documents
        for spot in _spots(rule.key, pack, facts)
    ]


def _spots(key: str, pack: Pack, facts: Facts) -> Iterator[Spot]:
    if key.startswith(SECTION):
        if key.removeprefix(SECTION) not in facts.sections:
            yield Spot()
        return
    yield from CHECKS[key](pack, facts)
