"""What can be asked of a ballot on draft clauses; ruled in rules_ratifying.py."""

from bitim.kernel.access import Permission


class R(Permission):
    """Permissions of ratification."""

    SEE_RATIFICATION = "dialogue.see_ratification"
    ASK_TO_RATIFY = "dialogue.ask_to_ratify"
    AGREE_TO_RATIFY = "dialogue.agree_to_ratify"
    NOTE_RATIFIER = "dialogue.note_ratifier"
    OPEN_BALLOT = "dialogue.open_ballot"
    MAKE_PAPERS = "dialogue.make_papers"
    CAST_BALLOT = "dialogue.cast_ballot"
    CLOSE_BALLOT = "dialogue.close_ballot"
    END_RATIFICATION = "dialogue.end_ratification"
    STRIKE_VIEW = "dialogue.strike_view"
