"""Who may do what with people and the register: the coordinator keeps it, the head keeps the staff."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.kernel.access import Actor, predicate, register
from bitim.people.models import Account, Centre, CentreRole, MediatorCard, Person
from bitim.people.permissions import P

# Filled by higher layers: whether it is still doubtful that whoever acts is the person of their door.
DOUBTS: list[Callable[[Actor], bool]] = []


def has_centre_role(actor: Actor, centre: Any, role: str) -> bool:
    """Tell whether the actor now acts as `role` at this centre and holds it there. Whoever works at two centres acts at
    one of them at a time: the other's people and cases are not there meanwhile."""
    person = actor.person
    if actor.role != role or person is None or actor.centre != centre:
        return False
    return bool(
        actor.once(
            ("centre-role", centre, role),
            lambda: (
                CentreRole.objects.system().filter(centre_id=centre, person_id=person, role=role, ended=None).exists()
            ),
        )
    )


def centre_of(thing: Any) -> Any:
    """Return the id of the centre that a thing belongs to."""
    return thing.pk if isinstance(thing, Centre) else thing.centre_id


@predicate(_("Only a coordinator of this centre can do this."))
def is_coordinator_here(actor: Actor, thing: Any) -> bool:
    """A coordinator of the thing's centre."""
    return has_centre_role(actor, centre_of(thing), CentreRole.COORDINATOR)


@predicate(_("Only the head of this centre can do this."))
def is_head_here(actor: Actor, thing: Any) -> bool:
    """The head of the thing's centre."""
    return has_centre_role(actor, centre_of(thing), CentreRole.HEAD)


@predicate(_("Only the staff of this centre can see this."))
def is_staff_here(actor: Actor, thing: Any) -> bool:
    """Anybody of the thing's centre, in the role now active."""
    return actor.role in CentreRole.ROLES and has_centre_role(actor, centre_of(thing), actor.role)


@predicate(_("Nobody ends their own last role here."))
def is_another_person(actor: Actor, thing: CentreRole) -> bool:
    """The role belongs to somebody else: a centre is never left without its head by a slip."""
    return thing.person_id != actor.person


@predicate(_("Only the person themselves can do this."))
def is_oneself(actor: Actor, thing: Person) -> bool:
    """The very person whose row this is, and not whoever came in their name: a number on record is where a person
    who lost their way in is called back."""
    return actor.person is not None and actor.person == thing.pk and not any(doubt(actor) for doubt in DOUBTS)


@predicate(_("Only a coordinator of this person's centre can do this."))
def is_coordinator_of_colleague(actor: Actor, thing: Person) -> bool:
    """A coordinator or head of a centre at which this person has a role."""
    if actor.role not in (CentreRole.COORDINATOR, CentreRole.HEAD):
        return False
    roles = CentreRole.objects.system().filter(person=thing, ended=None)
    return any(has_centre_role(actor, centre, actor.role) for centre in set(roles.values_list("centre", flat=True)))


@predicate(_("Only staff sign in with a sheet of codes."))
def is_of_staff(actor: Actor, thing: Any) -> bool:
    """Acting in a role of a centre."""
    return actor.role in CentreRole.ROLES


@predicate(_("Only the head of this person's centre can do this."))
def is_head_of_colleague(actor: Actor, thing: Person) -> bool:
    """A head of a centre at which this person has a role."""
    return actor.role == CentreRole.HEAD and is_coordinator_of_colleague.ask(actor, thing)


@predicate(_("Whoever has signed in once makes their next sheet themselves."))
def has_never_signed_in(actor: Actor, thing: Person) -> bool:
    """A new colleague: until then the sheet can open nothing that they have written or been told."""
    return not Account.objects.filter(person=thing).exclude(last_login=None).exists()


@predicate(_("This card has already been revoked."))
def is_not_revoked(actor: Actor, thing: MediatorCard) -> bool:
    """The card is in force or lapsed by time, not revoked."""
    return thing.revoked is None


register(
    {
        P.SEE_CENTRE: [[is_staff_here]],
        P.CHANGE_CENTRE: [[is_head_here], [is_coordinator_here]],
        P.ACCEPT_TEMPLATE: [[is_head_here]],
        P.ADD_PERSON: [[is_coordinator_here], [is_head_here]],
        P.GIVE_ROLE: [[is_head_here]],
        P.END_ROLE: [[is_head_here, is_another_person]],
        P.UPDATE_CONTACTS: [[is_oneself], [is_coordinator_of_colleague]],
        P.MAKE_SHEET: [[is_oneself, is_of_staff], [is_head_of_colleague, has_never_signed_in]],
        P.END_SHEET: [[is_oneself, is_of_staff], [is_head_of_colleague]],
        P.ADD_CARD: [[is_coordinator_here], [is_head_here]],
        P.CHANGE_CARD: [[is_coordinator_here], [is_head_here]],
        P.IMPORT_REGISTER: [[is_coordinator_here], [is_head_here]],
        P.KEEP_POINTS: [[is_coordinator_here], [is_head_here]],
        P.DECLARE_INTEREST: [[is_head_here], [is_coordinator_here]],
        P.MARK_ABSENCE: [[is_coordinator_here]],
        P.REVOKE_CARD: [[is_coordinator_here, is_not_revoked], [is_head_here, is_not_revoked]],
    }
)
