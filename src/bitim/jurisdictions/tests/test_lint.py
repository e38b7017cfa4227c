"""Every seeded fault is asked about, exactly; a ready paper is left in peace."""

from dataclasses import replace

import pytest

from bitim.jurisdictions import (
    AgreementFacts,
    ScopeFacts,
    SettlementFacts,
    lint_agreement,
    lint_scope,
    lint_settlement,
    load,
)
from bitim.jurisdictions.tests.papers import AGREEMENT, FAULTS, READY, SCOPE, SETTLEMENT

KZ = load("kz")


def lint(pack, paper):
    return lint_agreement(pack, paper) if isinstance(paper, AgreementFacts) else lint_settlement(pack, paper)


@pytest.mark.parametrize("paper", READY)
def test_a_ready_paper_raises_no_question(paper):
    assert lint(KZ, paper) == []


@pytest.mark.parametrize(("paper", "expected"), FAULTS)
def test_a_spoiled_paper_is_asked_about_exactly_what_is_wrong(paper, expected):
    assert {(finding.key, finding.clause) for finding in lint(KZ, paper)} == expected


def test_every_rule_of_the_pack_has_a_fault_in_the_corpus_for_each_document_it_reads():
    seeded = {
        ("agreement_to_mediate" if isinstance(paper, AgreementFacts) else "settlement", key)
        for paper, expected in FAULTS
        for key, _ in expected
    }
    assert {(document, rule.key) for rule in KZ.rules.values() for document in rule.documents} <= seeded


@pytest.mark.parametrize("key", ["third_parties", "capacity", "corruption"])
@pytest.mark.parametrize(("answer", "severity"), [(True, "stop"), (None, "ask")])
def test_a_hard_stop_stops_and_an_unasked_one_is_asked(key, answer, severity):
    scope = replace(SCOPE, **{key: answer})
    for paper in (AGREEMENT, SETTLEMENT):
        (finding,) = lint(KZ, replace(paper, scope=scope))
        assert (finding.key, finding.severity) == (f"scope.{key}", severity)


def test_without_a_national_pack_corruption_is_not_the_pack_s_to_judge():
    assert [finding.key for finding in lint_scope(load("xx"), ScopeFacts())] == [
        "scope.third_parties",
        "scope.capacity",
    ]


def test_a_finding_names_the_person_it_is_about():
    paper = replace(AGREEMENT, parties=(AGREEMENT.parties[0], replace(AGREEMENT.parties[1], powers="")))
    (finding,) = lint_agreement(KZ, paper)
    assert finding.about == AGREEMENT.parties[1].name


@pytest.mark.parametrize("code", ["kz", "xx"])
def test_an_empty_paper_is_only_asked_about_and_never_breaks_the_lint(code):
    pack = load(code)
    for paper in (AgreementFacts(), SettlementFacts()):
        findings = lint(pack, paper)
        assert any(finding.severity == "stop" for finding in findings)
        assert all(pack.question(finding.question, "kk") for finding in findings)


def test_what_the_law_asks_for_stops_and_what_is_only_wise_asks():
    asked = {rule.key for rule in KZ.rules.values() if rule.severity == "ask"}
    assert asked == {
        "clause.duty",
        "document_languages",
        "document_languages.official",
        "duty.by_when_past",
        "duty.consequence",
        "duty.how_much",
        "duty.proof",
        "duty.who_unknown",
        "section.assurances",
        "section.force",
        "singapore.excluded",
        "singapore.needed",
    }
