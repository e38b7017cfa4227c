"""Centres: as everybody sees them, and as their own staff do."""

from dataclasses import dataclass
from uuid import UUID

from bitim.kernel import doors
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.models import Door
from bitim.people.models import Centre, CentreRole
from bitim.people.permissions import P


@dataclass(frozen=True)
class CentreShown:
    """What everybody may know of a centre. Texts are `{language: words}`."""

    id: UUID
    slug: str
    name: dict[str, str]
    place: dict[str, str]
    address: dict[str, str]
    phone: str
    email: str
    languages: list[str]
    pack: str
    time_zone: str


_SHOWN = ("id", "slug", "name", "place", "address", "phone", "email", "languages", "pack", "time_zone")


def centre_public(centre: UUID | None = None) -> CentreShown | None:
    """Return a centre as the public sees it; without an id the first one of the house."""
    rows = Centre.objects.system().order_by("made", "pk")
    if centre is not None:
        rows = rows.filter(pk=centre)
    row = rows.values(*_SHOWN).first()
    return CentreShown(**row) if row else None


def centres_public() -> list[CentreShown]:
    """Return every centre of the house as the public sees it, the oldest first."""
    rows = Centre.objects.system().order_by("made", "pk").values(*_SHOWN)
    return [CentreShown(**row) for row in rows]


def centre_shown(actor: Actor, door: Door | None = None) -> CentreShown | None:
    """Return the centre whose name and phone stand on this reader's pages."""
    centre = actor.centre
    if centre is None and door is not None and door.purpose in doors.CENTRES:
        centre = doors.CENTRES[door.purpose](door.subject)
    return centre_public(centre)


def centre_for(actor: Actor, centre: UUID) -> Centre:
    """Return a centre for its own staff; NotFound for everybody else."""
    row = Centre.objects.system().filter(pk=centre).first()
    if row is None:
        raise NotFound
    require_visible(actor, P.SEE_CENTRE, row)
    return row


@dataclass(frozen=True)
class Colleague:
    """A person of a centre in one role."""

    person: UUID
    role: str
    name: str
    language: str
    role_id: UUID


def staff_of(actor: Actor, centre: UUID, role: str | None = None) -> list[Colleague]:
    """Return who works at the actor's centre now, by role and name."""
    centre_for(actor, centre)
    rows = CentreRole.objects.system().filter(centre_id=centre, ended=None).select_related("person")
    if role is not None:
        rows = rows.filter(role=role)
    people = [Colleague(r.person_id, r.role, str(r.person.name or ""), r.person.language, r.pk) for r in rows]
    return sorted(people, key=lambda c: (CentreRole.ROLES.index(c.role), c.name.casefold()))


def _may(actor: Actor, permission: P) -> bool:
    centre = Centre.objects.system().filter(pk=actor.centre).first() if actor.centre else None
    return centre is not None and bool(decide(actor, permission, centre))


def may_keep(actor: Actor) -> bool:
    """Tell whether the actor keeps the register and the details of their centre."""
    return _may(actor, P.ADD_CARD)


def may_give_roles(actor: Actor) -> bool:
    """Tell whether the actor gives and ends roles at their centre."""
    return _may(actor, P.GIVE_ROLE)
