"""What can be asked of people, roles and the register; ruled in rules.py."""

from bitim.kernel.access import Permission


class P(Permission):
    """Permissions of the people domain."""

    SEE_CENTRE = "people.see_centre"
    CHANGE_CENTRE = "people.change_centre"
    ACCEPT_TEMPLATE = "people.accept_template"
    ADD_PERSON = "people.add_person"
    GIVE_ROLE = "people.give_role"
    END_ROLE = "people.end_role"
    UPDATE_CONTACTS = "people.update_contacts"
    MAKE_SHEET = "people.make_sheet"
    END_SHEET = "people.end_sheet"
    ADD_CARD = "people.add_card"
    REVOKE_CARD = "people.revoke_card"
    CHANGE_CARD = "people.change_card"
    IMPORT_REGISTER = "people.import_register"
    KEEP_POINTS = "people.keep_points"
    DECLARE_INTEREST = "people.declare_interest"
    MARK_ABSENCE = "people.mark_absence"
