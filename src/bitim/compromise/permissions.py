"""What can be asked of a search for packages; ruled in rules.py."""

from bitim.kernel.access import Permission


class P(Permission):
    """Permissions of the compromise domain."""

    SEE_SEARCH = "compromise.see_search"
    OFFER_SEARCH = "compromise.offer_search"
    KEEP_OUT = "compromise.keep_out"
    SET_APART = "compromise.set_apart"
    AGREE_TO_SEARCH = "compromise.agree_to_search"
    END_SEARCH = "compromise.end_search"
    SEE_PART = "compromise.see_part"
    SEE_LIST = "compromise.see_list"
    WRITE_LIST = "compromise.write_list"
    CLOSE_LIST = "compromise.close_list"
    SHARE_LIST = "compromise.share_list"
    SPEAK_FOR = "compromise.speak_for"
    ASK_UNLOCK = "compromise.ask_unlock"
    PUT_ROUND = "compromise.put_round"
    SEE_ROUND = "compromise.see_round"
    REPLY = "compromise.reply"
    WRITE_CLAUSES = "compromise.write_clauses"
    NOTE_DEAL = "compromise.note_deal"
    SEE_RECORD = "compromise.see_record"
