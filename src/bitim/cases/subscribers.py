"""What cases learn from people and from the sending of notices, and what follows when somebody comes or says what they
speak."""

from bitim.cases.actions.confirming import end
from bitim.cases.actions.reaching import note_mail
from bitim.cases.events import ContactsChanged, PersonJoined
from bitim.cases.facts_spoken import note_spoken
from bitim.cases.models import Case, Participant
from bitim.kernel import delivery
from bitim.kernel.access import Actor
from bitim.kernel.action import locked
from bitim.kernel.record import on
from bitim.people.events import LanguageChosen, RoleEnded
from bitim.people.models import CentreRole


@on(LanguageChosen)
def follow_language(happening: LanguageChosen, actor: Actor) -> None:
    """Read and sign from now on in the chosen language; papers already made final keep theirs."""
    rows = Participant.objects.system().filter(person=happening.person, ended=None)
    rows.update(language=happening.language)
    note_spoken(person=happening.person)


@on(PersonJoined)
def whether_they_need_an_interpreter(happening: PersonJoined, actor: Actor) -> None:
    """Whoever comes may speak another language than the one they read."""
    if happening.role in Participant.SIDE_ROLES:
        person = Participant.objects.system().values_list("person_id", flat=True).get(pk=happening.participant)
        note_spoken(case=happening.case, person=person)


@on(ContactsChanged)
def whether_they_still_need_one(happening: ContactsChanged, actor: Actor) -> None:
    """What a person speaks is written where they say how they are reached; it is true in all of their cases."""
    note_spoken(person=happening.person)


PARTS = {CentreRole.MEDIATOR: Participant.MEDIATOR_ROLES, CentreRole.INTERPRETER: (Participant.INTERPRETER,)}


@on(RoleEnded)
def leave_the_centres_cases(happening: RoleEnded, actor: Actor) -> None:
    """Whoever works at a centre no more takes part in none of its open cases: they hear nothing that is said from now
    on, wherever else they work. The cases stand in the coordinator's day as without a mediator, or without an owner."""
    if happening.role == CentreRole.COORDINATOR:
        owned = Case.objects.system().filter(centre=happening.chain, owner=happening.person, closed=None)
        owned.update(owner=None)
    rows = Participant.objects.system().filter(
        person=happening.person,
        role__in=PARTS.get(happening.role, ()),
        ended=None,
        case__centre=happening.chain,
        case__closed=None,
    )
    for part in list(rows.order_by("case", "pk")):
        locked(Case, part.case_id)
        end(locked(Participant, part.pk), actor)


delivery.ended.append(note_mail)
