"""Who needs an interpreter: what a person says they speak meets no language in which they take part.

The answer is kept as one open yes or no beside the person's part, so that a day's list is counted without opening a
word; what they speak stays sealed. It is worked out anew whenever a person comes, says what they speak, chooses another
language, or a text is drawn up in its languages. Higher layers add those languages to `LANGUAGES_OF`.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from bitim.cases.models import Participant
from bitim.people.models import Person
from bitim.people.spoken import Spoken, understand

LANGUAGES_OF: list[Callable[[UUID], Iterable[str]]] = []


def spoken_by(person: Person) -> Spoken:
    """Return what a person says they speak."""
    return understand(str(person.spoken or ""))


def note_spoken(*, case: UUID | None = None, person: UUID | None = None) -> None:
    """Work out anew who needs an interpreter, of the sides' people of a case or of one person in all cases."""
    rows = Participant.objects.system().filter(ended=None, role__in=Participant.SIDE_ROLES).select_related("person")
    rows = rows.filter(case=case) if case else rows
    rows = rows.filter(person=person) if person else rows
    offered: dict[UUID, set[str]] = {}
    for one in rows:
        spoken = spoken_by(one.person)
        if one.case_id not in offered:
            offered[one.case_id] = {code for ask in LANGUAGES_OF for code in ask(one.case_id)}
        required = not spoken.understands({one.language} | offered[one.case_id])
        if required != one.interpreter_required:
            one.interpreter_required = required
            one.save(update_fields=["interpreter_required"])
