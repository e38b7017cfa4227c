"""Which centre a visitor means, and where somebody who is signed in belongs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bitim.desk.links import link
from bitim.kernel import doors
from bitim.people import queries as people
from bitim.people.queries import CentreShown

STAFF_ROLES = ("coordinator", "head", "mediator", "interpreter")


def centres() -> list[CentreShown]:
    """Return every centre of this house as the public sees it."""
    return people.centres_public()


def centre_at(among: Sequence[CentreShown], host: str) -> CentreShown | None:
    """Return the centre that the address names (`slug.example.org`), if it names one."""
    first = host.split(":")[0].split(".")[0]
    return next((one for one in among if one.slug == first), None)


def centre_of_reader(request: Any) -> CentreShown | None:
    """Return the centre of somebody who is signed in or came by a door."""
    actor, door = getattr(request, "actor", None), getattr(request, "door", None)
    if actor is None or (actor.centre is None and door is None):
        return None
    return people.centre_shown(actor, door)


def own_home(request: Any) -> tuple[str, str]:
    """Return (address, word) of the page of somebody who is in already; empty for a visitor."""
    actor, door = getattr(request, "actor", None), getattr(request, "door", None)
    if actor is None or actor.person is None:
        return "", ""
    if actor.role in STAFF_ROLES:
        return link(("desk:today",)), _("Go on to your day")
    if door is not None and door.purpose in doors.HOMES:
        return doors.HOMES[door.purpose](door.person, door.subject), _("Go on to your mediation")
    return "", ""
