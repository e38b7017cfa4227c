"""What can be read of issues, texts, signatures; every question takes the actor first and is narrowed to them."""

from bitim.settlements.queries.agreeing import AgreementSeen, agreement_page
from bitim.settlements.queries.checking import Answer, about_bytes, about_hash
from bitim.settlements.queries.files import kept_file
from bitim.settlements.queries.here import copies_for, printed_copies, signer_here
from bitim.settlements.queries.line import line_about, line_of_questions, line_of_text
from bitim.settlements.queries.paper import (
    PageSeen,
    copy_of,
    line_for_paper,
    on_paper,
    page_seen,
    paper_document,
    paper_for,
    paper_to_hand_in,
    picture_of,
    scan_for,
    scan_whole,
    scans_waiting,
)
from bitim.settlements.queries.seen import (
    SideSeen,
    case_seen,
    document_seen,
    documents_for,
    sides_seen,
    sides_to_hear,
    sides_to_note,
)
from bitim.settlements.queries.signing import SigningSeen, interpreters_of, signature_for, signing_for
from bitim.settlements.queries.table import IssueSeen, issue_for, issues_for, option_for
from bitim.settlements.queries.text import ClauseSeen, TextSeen, clause_for, clause_seen, text_for, versions_for

__all__ = [
    "AgreementSeen",
    "Answer",
    "ClauseSeen",
    "IssueSeen",
    "PageSeen",
    "SideSeen",
    "SigningSeen",
    "TextSeen",
    "about_bytes",
    "about_hash",
    "agreement_page",
    "case_seen",
    "clause_for",
    "clause_seen",
    "copies_for",
    "copy_of",
    "document_seen",
    "documents_for",
    "interpreters_of",
    "issue_for",
    "issues_for",
    "kept_file",
    "line_about",
    "line_for_paper",
    "line_of_questions",
    "line_of_text",
    "on_paper",
    "option_for",
    "page_seen",
    "paper_document",
    "paper_for",
    "paper_to_hand_in",
    "picture_of",
    "printed_copies",
    "scan_for",
    "scan_whole",
    "scans_waiting",
    "sides_seen",
    "sides_to_hear",
    "sides_to_note",
    "signature_for",
    "signer_here",
    "signing_for",
    "text_for",
    "versions_for",
]
