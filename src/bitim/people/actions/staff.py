"""The staff of a centre: roles given and ended, colleagues taken on, the centre's public details."""

from uuid import UUID

from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import digits_of
from bitim.kernel.record import record
from bitim.people.actions.persons import written_down
from bitim.people.events import CentreChanged, PersonAdded, RoleEnded, RoleGiven
from bitim.people.models import Account, Centre, CentreRole, Person
from bitim.people.permissions import P


@action(P.CHANGE_CENTRE, on=Centre)
def change_centre(centre: Centre, *, actor: Actor, phone: str, email: str = "", calendar_title: str = "") -> Centre:
    """Change the public phone and e-mail address of a centre, and how its appointments are called in calendars: by one
    of the pack's neutral titles, never by words of its own, which could name the dispute."""
    if not digits_of(phone):
        raise Refused(_("A centre needs a phone number: people without the internet call it."))
    titles = {label.key for label in jurisdictions.load(centre.pack).labels["calendar_titles"]}
    if calendar_title and calendar_title not in titles:
        raise Refused(_("Choose one of the titles."))
    centre.phone, centre.email = phone.strip()[:40], email.strip()
    centre.calendar_title = calendar_title or centre.calendar_title
    centre.save(update_fields=["phone", "email", "calendar_title"])
    record(CentreChanged(chain=centre.pk, audience=centre.pk), actor=actor)
    return centre


@action(P.GIVE_ROLE, on=Centre)
def give_role(centre: Centre, *, actor: Actor, person: UUID, role: str, email: str = "") -> CentreRole:
    """Give a person a role; with an e-mail address also the account by which they log in."""
    who = Person.objects.system().filter(pk=person).first()
    if who is None:
        raise NotFound
    return _give(centre, who, role, email, actor)


@action(P.GIVE_ROLE, on=Centre)
def take_on(centre: Centre, *, actor: Actor, name: str, email: str, role: str, language: str = "kk") -> CentreRole:
    """Write down a new colleague, with a login and a first role, in one act."""
    who = written_down(name, language=language, email=email)
    record(PersonAdded(chain=centre.pk, audience=centre.pk, person=who.pk), actor=actor)
    return _give(centre, who, role, email, actor)


def _give(centre: Centre, who: Person, role: str, email: str, actor: Actor) -> CentreRole:
    if role not in CentreRole.ROLES:
        raise Refused(_("There is no such role."))
    row = CentreRole.objects.system().filter(centre=centre, person=who, role=role, ended=None).first()
    if row is not None:
        return row
    if email:
        _account(who, email)
    row = CentreRole.objects.create(centre=centre, person=who, role=role, since=clock.now())
    membership.join(centre.pk, who.pk, role, why="role")
    record(RoleGiven(chain=centre.pk, audience=centre.pk, person=who.pk, role=role), actor=actor)
    return row


def _account(person: Person, email: str) -> Account:
    """Return the login of a person, made at first need; an address belongs to one person."""
    own = Account.objects.filter(person=person).first()
    if own is not None:
        return own
    if Account.objects.filter(email=email.strip().lower()).exists():
        raise Refused(_("This e-mail address already belongs to another login."))
    return Account.objects.create_user(email.strip(), person=person)


@action(P.END_ROLE, on=CentreRole)
def end_role(role: CentreRole, *, actor: Actor) -> CentreRole:
    """End a role: it counts no more at the next request, and every session of that person ends."""
    if role.ended is None:
        role.ended = clock.now()
        role.save(update_fields=["ended"])
        _end_sessions(role.person_id)
        others = CentreRole.objects.system().filter(centre_id=role.centre_id, person_id=role.person_id, ended=None)
        record(
            RoleEnded(chain=role.centre_id, audience=role.centre_id, person=role.person_id, role=role.role), actor=actor
        )
        if not others.exists():
            membership.leave(role.centre_id, role.person_id)
    return role


def _end_sessions(person: UUID) -> None:
    """Change the secret that a login's sessions are bound to: each of them is refused at its next request."""
    account = Account.objects.filter(person_id=person).first()
    if account is not None:
        account.set_unusable_password()
        account.save(update_fields=["password"])
