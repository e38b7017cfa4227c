"""Who cannot sign at another's request, nor be the official before whom it is signed: whoever takes part in the case,
is bound by its papers, or works at the centre. Names alone are known of them, so names are compared; where initials or
a part of a name could mean one of them, the whole name is asked for."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case, Participant, Party
from bitim.kernel.access import Refused
from bitim.kernel.sealed import normalised
from bitim.people.models import CentreRole
from bitim.people.queries import names_of

NEAR = _("This person takes part in the case or works at the centre.")
OUTSIDE = _("Whoever signs at request, and the official before whom, come from outside.")
IN_FULL = _("Write the whole name: this could be somebody of the case or of the centre.")


def refuse_near(case: Case, said: str) -> None:
    """Refuse words that name somebody near the case, in whatever order of the names and with whatever title; and those
    that could mean somebody near it, by initials or by a part of the name."""
    _refuse([_words(name) for name in _names_near(case)], said, NEAR, OUTSIDE)


def refuse_of_the_case(case: Case, said: str, reason: Any) -> None:
    """Refuse words that name, or could mean, somebody who takes part in the case or is bound by its papers."""
    _refuse([_words(name) for name in _names_in(case)], said, reason)


def _refuse(names: list[set[str]], said: str, *reason: Any) -> None:
    if _names_one(names, said):
        raise Refused(*reason)
    if _could_be(names, _words(said)):
        raise Refused(IN_FULL, *reason[1:])


def _names_one(names: Iterable[set[str]], said: str) -> bool:
    """Tell whether one of the names stands in what was said."""
    words = _words(said)
    return any(_is_within(name, words) for name in names)


def _words(said: str) -> set[str]:
    return {normalised(word) for word in re.findall(r"\w+", said)}


def _is_within(name: set[str], words: set[str]) -> bool:
    """Tell whether a name stands in the words; a name of one word only as the whole of them."""
    return name == words if len(name) < 2 else name <= words


def _could_be(names: Iterable[set[str]], words: set[str]) -> bool:
    """Tell whether words could mean one of the names: nothing but initials; all of a name's; a part of a name alone;
    one of its words beside the initial of another."""
    initials = {word for word in words if len(word) == 1 and not word.isdigit()}
    if initials and initials == words:
        return True
    for name in names:
        shared, others = name & words, {word[0] for word in name - words}
        if shared and (words < name or initials & others):
            return True
        if len(name) > 1 and {word[0] for word in name} <= initials:
            return True
    return False


def _names_near(case: Case) -> set[str]:
    staff: set[UUID] = set(
        CentreRole.objects.system().filter(centre=case.centre_id, ended=None).values_list("person_id", flat=True)
    )
    return (_names_in(case) | set(names_of([*staff]).values())) - {""}


def _names_in(case: Case) -> set[str]:
    here = Participant.objects.system().filter(case=case).select_related("case")
    people = {one.person_id: str(one.shown_name or "") for one in here}
    bound = Party.objects.system().filter(side__case=case, kind=Party.PERSON).select_related("side__case")
    names = {*people.values(), *names_of([*people]).values(), *(str(one.name or "") for one in bound)}
    return names - {""}
