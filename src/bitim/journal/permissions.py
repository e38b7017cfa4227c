"""What can be asked of the books; ruled in rules.py."""

from bitim.kernel.access import Permission


class P(Permission):
    """Permissions of the journal."""

    WRITE_CONSULTATION = "journal.write_consultation"
    SEE_CONSULTATION = "journal.see_consultation"
    CORRECT_CONSULTATION = "journal.correct_consultation"
    SEE_BOOK = "journal.see_book"
    WRITE_PAPER = "journal.write_paper"
    SEE_NAMES = "journal.see_names"
    CORRECT_LINE = "journal.correct_line"
    NOTE_CASE = "journal.note_case"
    ENTER_CASE = "journal.enter_case"
    MARK_ASPECT = "journal.mark_aspect"
    SET_NUMBERING = "journal.set_numbering"
    SEE_REPORT = "journal.see_report"
    EXPORT = "journal.export"
