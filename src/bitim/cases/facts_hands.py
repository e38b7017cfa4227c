"""Who cannot sign at another's request, nor be the official before whom it is signed: whoever takes part in the case,
is bound by its papers, or works at the centre. Names alone are known of them, so names are compared."""

import re
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case, Participant, Party
from bitim.kernel.access import Refused
from bitim.kernel.sealed import normalised
from bitim.people.models import CentreRole
from bitim.people.queries import names_of


def refuse_near(case: Case, said: str) -> None:
    """Refuse words that name somebody near the case, in whatever order of the names and with whatever title."""
    words = _words(said)
    if any(_is_within(_words(name), words) for name in _names_near(case)):
        raise Refused(
            _("This person takes part in the case or works at the centre."),
            _("Whoever signs at request, and the official before whom, come from outside."),
        )


def _words(said: str) -> set[str]:
    return {normalised(word) for word in re.findall(r"\w+", said)}


def _is_within(name: set[str], words: set[str]) -> bool:
    """Tell whether a name stands in the words; a name of one word only as the whole of them."""
    return name == words if len(name) < 2 else name <= words


def _names_near(case: Case) -> set[str]:
    here = Participant.objects.system().filter(case=case).select_related("case")
    people = {one.person_id: str(one.shown_name or "") for one in here}
    staff: set[UUID] = set(
        CentreRole.objects.system().filter(centre=case.centre_id, ended=None).values_list("person_id", flat=True)
    )
    bound = Party.objects.system().filter(side__case=case, kind=Party.PERSON).select_related("side__case")
    names = {*people.values(), *names_of([*people, *staff]).values(), *(str(one.name or "") for one in bound)}
    return names - {""}
