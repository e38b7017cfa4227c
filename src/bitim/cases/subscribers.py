"""What cases learn from people, and what follows when somebody comes or says what they speak."""

from bitim.cases.events import ContactsChanged, PersonJoined
from bitim.cases.facts_spoken import note_spoken
from bitim.cases.models import Participant
from bitim.kernel.access import Actor
from bitim.kernel.record import on
from bitim.people.events import LanguageChosen


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
