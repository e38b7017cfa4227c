"""What is written of people, roles and the register: one file per flow."""

from bitim.people.actions.importing import begin_import, choose_columns, enter_import, leave_import
from bitim.people.actions.keeping import (
    add_point,
    close_point,
    declare_interest,
    end_interest,
    mark_absence,
    mark_back,
)
from bitim.people.actions.marking import forget_marks, keep_marks
from bitim.people.actions.persons import (
    add_person,
    choose_language,
    keep_contacts,
    keep_time_zone,
    update_contacts,
    written_down,
)
from bitim.people.actions.register import add_card, change_card, new_card_number, revoke_card
from bitim.people.actions.sheets import (
    CODES,
    account_by_sheet,
    end_if_made_by_another,
    end_sheet,
    is_a_code,
    make_sheet,
)
from bitim.people.actions.staff import change_centre, end_role, give_role, take_on
from bitim.people.actions.templates import accept_template
from bitim.people.actions.ways_back import RETURN_CODE_DAYS, choose_pin

__all__ = [
    "CODES",
    "RETURN_CODE_DAYS",
    "accept_template",
    "account_by_sheet",
    "add_card",
    "add_person",
    "add_point",
    "begin_import",
    "change_card",
    "change_centre",
    "choose_columns",
    "choose_language",
    "choose_pin",
    "close_point",
    "declare_interest",
    "end_if_made_by_another",
    "end_interest",
    "end_role",
    "end_sheet",
    "enter_import",
    "forget_marks",
    "give_role",
    "is_a_code",
    "keep_contacts",
    "keep_marks",
    "keep_time_zone",
    "leave_import",
    "make_sheet",
    "mark_absence",
    "mark_back",
    "new_card_number",
    "revoke_card",
    "take_on",
    "update_contacts",
    "written_down",
]
