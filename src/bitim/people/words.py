"""The words for roles and kinds, as readers see them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bitim.people.models import CentreInterest, CentreRole, MediatorCard

ROLE_WORDS: dict[str, Promise | str] = {
    CentreRole.HEAD: pgettext_lazy("role", "head of the centre"),
    CentreRole.COORDINATOR: pgettext_lazy("role", "coordinator"),
    CentreRole.MEDIATOR: pgettext_lazy("role", "mediator"),
    CentreRole.INTERPRETER: pgettext_lazy("role", "interpreter"),
    "party": pgettext_lazy("role", "party"),
}
KIND_WORDS: dict[str, Promise | str] = {
    MediatorCard.PROFESSIONAL: _("professional mediator"),
    MediatorCard.PUBLIC: _("public mediator"),
}

INTEREST_WORDS: dict[str, Promise | str] = {
    CentreInterest.FOUNDER: _("founder of the centre"),
    CentreInterest.FUNDER: _("gives the centre its money"),
    CentreInterest.LANDLORD: _("landlord of the centre"),
    CentreInterest.OTHER: _("tied to the centre in another way"),
}


def role_word(role: str) -> Promise | str:
    """Return the reader's word for a role; nothing for a visitor."""
    return ROLE_WORDS.get(role, "")
