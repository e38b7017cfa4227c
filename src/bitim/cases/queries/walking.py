"""What the page of a walk-in case needs to know."""

from dataclasses import dataclass
from uuid import UUID

from bitim.cases.models import Case, Participant
from bitim.cases.permissions import P
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.text import in_language
from bitim.people.models import Centre, CentreRole
from bitim.people.queries import names_of, points_of


def centre_to_open_in(actor: Actor) -> Centre:
    """Return the centre at which the actor may open a case; NotFound for everybody who may not."""
    centre = Centre.objects.system().filter(pk=actor.centre).first() if actor.centre else None
    if centre is None:
        raise NotFound
    require_visible(actor, P.OPEN_CASE, centre)
    return centre


def mediators_here(actor: Actor) -> list[tuple[UUID, str]]:
    """Return (person, name) of the mediators of the actor's centre, by name."""
    centre = centre_to_open_in(actor)
    rows = CentreRole.objects.system().filter(centre=centre, role=CentreRole.MEDIATOR, ended=None)
    names = names_of(rows.values_list("person_id", flat=True))
    return sorted(names.items(), key=lambda one: one[1].casefold())


def places_in(centre: Centre) -> list[tuple[str, str]]:
    """Return the choices of places of a centre; the empty one, first, is the centre's own."""
    return [("", in_language(centre.place)), *((str(one.id), in_language(one.name)) for one in points_of(centre.pk))]


def uuid_in(words: str) -> UUID | None:
    """Return an id that a form carries, or None."""
    try:
        return UUID(words)
    except ValueError:
        return None


@dataclass(frozen=True)
class SignerIn:
    """A person who signs for a side, and who signs at their request."""

    id: UUID
    name: str
    hand: dict[str, str]


def signer_in(actor: Actor, case: Case, participant: UUID) -> SignerIn:
    """Return a signer of a side, for the mediator; NotFound for anybody else."""
    found = Participant.objects.system().select_related("case").filter(pk=participant, case=case).first()
    if found is None or found.side_id is None or not found.signs:
        raise NotFound
    require_visible(actor, P.NAME_HAND, found)
    hand = {"name": str(found.hand or ""), "before": str(found.hand_before or ""), "why": found.hand_why}
    return SignerIn(found.pk, str(found.shown_name or ""), hand)
