"""Whose books these are: the actor's centre, its places, how it writes its numbers."""

from dataclasses import dataclass
from uuid import UUID

from bitim.journal.actions.entering import numbering_of
from bitim.journal.models import Numbering
from bitim.journal.permissions import P
from bitim.kernel.access import Actor, NotFound, Permission, decide, require_visible
from bitim.kernel.text import in_language
from bitim.people.models import Centre, Place


@dataclass(frozen=True)
class Office:
    """The centre whose books the actor opens, and what they may do with them."""

    centre: Centre
    consults: bool
    keeps: bool
    counts: bool
    heads: bool


def centre_with(actor: Actor, permission: Permission) -> Centre:
    """Return the actor's centre when they may; NotFound for everybody else."""
    centre = Centre.objects.system().filter(pk=actor.centre).first() if actor.centre else None
    if centre is None:
        raise NotFound
    require_visible(actor, permission, centre)
    return centre


def office_of(actor: Actor) -> Office:
    """Return the office of a member of staff who has any business with the books; NotFound for everybody else."""
    centre = Centre.objects.system().filter(pk=actor.centre).first() if actor.centre else None
    if centre is None:
        raise NotFound
    asked = (P.WRITE_CONSULTATION, P.WRITE_PAPER, P.SEE_REPORT, P.SET_NUMBERING)
    office = Office(centre, *(bool(decide(actor, permission, centre)) for permission in asked))
    if not (office.consults or office.counts):
        raise NotFound
    return office


def may(actor: Actor, permission: Permission, thing: object) -> bool:
    """Tell whether a button leads anywhere."""
    return bool(decide(actor, permission, thing))


def numbering_for(actor: Actor) -> Numbering:
    """Return how the actor's centre writes its numbers."""
    return numbering_of(centre_with(actor, P.SEE_BOOK))


def places_for(actor: Actor, *, ended: bool = False) -> list[tuple[UUID, str]]:
    """Return (id, name) of the places that the actor's centre counts apart, in its order; with `ended` also those that
    are not chosen any more."""
    office = office_of(actor)
    rows = Place.objects.system().filter(centre=office.centre).order_by("position", "pk")
    if not ended:
        rows = rows.filter(ended=None)
    return [(row.pk, in_language(row.name)) for row in rows]


def place_names_for(actor: Actor) -> list[dict[str, str]]:
    """Return the names of the places in every language, for the head who keeps the list."""
    centre = centre_with(actor, P.SET_NUMBERING)
    rows = Place.objects.system().filter(centre=centre, ended=None).order_by("position", "pk")
    return list(rows.values_list("name", flat=True))
