"""Papers that came in and went out: each book has its own numbers without a gap."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.models import Case
from bitim.journal.actions.entering import enter
from bitim.journal.days import today_at
from bitim.journal.keys import PAPERS
from bitim.journal.models import Line
from bitim.journal.permissions import P
from bitim.journal.words import SUBJECTS
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import new_token
from bitim.people.models import Centre

ALIKE = _("A paper like this was entered today: the same kind, of the same case, with the same name.")


@action(P.WRITE_PAPER, on=Centre)
def write_paper(
    centre: Centre,
    *,
    actor: Actor,
    book: str,
    subject: str,
    whom: str,
    theirs: str = "",
    case: UUID | None = None,
    another: bool = False,
) -> Line:
    """Give a paper its number. `whom`: from whom it came or to whom it goes; `theirs`: the number and date that the
    sender put on it; both sealed. A paper just like one of today is refused, unless it is said to be `another` one."""
    if book not in PAPERS or subject not in SUBJECTS:
        raise Refused(_("Something is not chosen yet."))
    names = {"whom": words.line(whom, 200), "theirs": words.line(theirs, 100)}
    if not names["whom"]:
        raise Refused(_("Say from whom the paper came, or to whom it goes."))
    if case and not Case.objects.system().filter(pk=case, centre=centre).exists():
        raise NotFound
    if not another and (like := _like(centre, book, subject, case, names)):
        number = _("It has the number %(number)s.") % {"number": like.shown}
        raise Refused(ALIKE, f"{number} {_('If this is another paper, tick that it is.')}")
    said: dict[str, Any] = {"subject": subject, "case": case, "names": names}
    return enter(Line, centre, book, actor=actor, once=f"paper:{new_token()}", **said)


def _like(centre: Centre, book: str, subject: str, case: UUID | None, names: dict[str, str]) -> Line | None:
    today = today_at(centre.time_zone)
    same = Line.objects.system().filter(centre=centre, book=book, day=today, subject=subject, case=case, turn=1)
    return next((line for line in same if line.names == names), None)
