"""What cases learn from people: the language a person chose is theirs in every open case."""

from bitim.cases.models import Participant
from bitim.kernel.access import Actor
from bitim.kernel.record import on
from bitim.people.events import LanguageChosen


@on(LanguageChosen)
def follow_language(happening: LanguageChosen, actor: Actor) -> None:
    """Read and sign from now on in the chosen language; papers already made final keep theirs."""
    rows = Participant.objects.system().filter(person=happening.person, ended=None)
    rows.update(language=happening.language)
