"""What can be read of people, centres and the register; each question narrowed to who asks."""

from bitim.people.queries.acting import (
    Reader,
    door_actor,
    has_second_factor,
    has_sheet,
    language_of,
    reader_of,
    roles_of,
    staff_actor,
)
from bitim.people.queries.centres import (
    CentreShown,
    Colleague,
    centre_for,
    centre_public,
    centre_shown,
    centres_public,
    may_give_roles,
    may_keep,
    staff_of,
)
from bitim.people.queries.names import names_of, person_name, phone_blind, same_people
from bitim.people.queries.register import CardShown, card_by_number, mediators_of, register_of

__all__ = [
    "CardShown",
    "CentreShown",
    "Colleague",
    "Reader",
    "card_by_number",
    "centre_for",
    "centre_public",
    "centre_shown",
    "centres_public",
    "door_actor",
    "has_second_factor",
    "has_sheet",
    "language_of",
    "may_give_roles",
    "may_keep",
    "mediators_of",
    "names_of",
    "person_name",
    "phone_blind",
    "reader_of",
    "register_of",
    "roles_of",
    "same_people",
    "staff_actor",
    "staff_of",
]
