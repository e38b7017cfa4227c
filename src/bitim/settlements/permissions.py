"""What can be asked of issues, documents, clauses and signatures; ruled in rules.py."""

from bitim.kernel.access import Permission


class P(Permission):
    """Permissions of the settlements domain."""

    SEE_ISSUES = "settlements.see_issues"
    PROPOSE_ISSUE = "settlements.propose_issue"
    MARK_ISSUE = "settlements.mark_issue"
    PROPOSE_OPTION = "settlements.propose_option"
    MARK_OPTION = "settlements.mark_option"
    SEE_DOCUMENT = "settlements.see_document"
    DRAW_UP_AGREEMENT = "settlements.draw_up_agreement"
    START_SETTLEMENT = "settlements.start_settlement"
    SET_LANGUAGES = "settlements.set_languages"
    PROPOSE_CLAUSE = "settlements.propose_clause"
    EDIT_CLAUSE = "settlements.edit_clause"
    REMOVE_CLAUSE = "settlements.remove_clause"
    COMMENT = "settlements.comment"
    AGREE_CLAUSE = "settlements.agree_clause"
    SET_TERMS = "settlements.set_terms"
    KEEP_DETAILS = "settlements.keep_details"
    FREEZE = "settlements.freeze"
    REOPEN = "settlements.reopen"
    ASK_CODE = "settlements.ask_code"
    READ_OUT_CODE = "settlements.read_out_code"
    SIGN = "settlements.sign"
    REFUSE_TO_SIGN = "settlements.refuse_to_sign"
    SEAL = "settlements.seal"
    SEE_EVIDENCE = "settlements.see_evidence"
