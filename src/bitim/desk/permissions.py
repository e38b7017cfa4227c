"""What can be asked of the desk; ruled in rules.py."""

from bitim.kernel.access import Permission


class P(Permission):
    """Permissions of the desk."""

    ASK_CALL_BACK = "desk.ask_call_back"
    MARK_CALLED_BACK = "desk.mark_called_back"
    MARK_TOLD = "desk.mark_told"
