"""The term of a mediation on a page."""

from dataclasses import dataclass
from datetime import date

from bitim.cases.facts import obstacle_words
from bitim.cases.models import Case
from bitim.kernel import clock
from bitim.kernel.access import Actor, Words, require_visible
from bitim.settlements.facts_matter import languages_of, signers_of
from bitim.settlements.facts_term import term_of
from bitim.settlements.kinds import ADDENDUM
from bitim.settlements.labels import LANGUAGE_NAMES
from bitim.settlements.models import Document
from bitim.settlements.permissions import P


@dataclass(frozen=True)
class TermSeen:
    """The running term, what may still be added, and the addendum that waits for signatures, if there is one."""

    ends: date | None
    over: bool
    days: int
    most: int
    renews: bool
    waiting: Document | None
    obstacles: tuple[Words, ...]
    languages: tuple[tuple[str, str], ...]


def term_seen(actor: Actor, case: Case) -> TermSeen:
    """Return the term of a case for its mediator."""
    require_visible(actor, P.DRAW_UP_ADDENDUM, case)
    term = term_of(case)
    waiting = Document.objects.system().filter(case=case, kind=ADDENDUM, state=Document.FROZEN).first()
    return TermSeen(
        ends=case.term_ends,
        over=bool(case.term_ends and case.term_ends < clock.today()),
        days=term.days,
        most=term.most,
        renews=term.renews,
        waiting=waiting,
        obstacles=tuple(obstacle_words(case, "draw_up_addendum")),
        languages=tuple((code, str(LANGUAGE_NAMES[code])) for code in languages_of(signers_of(case))),
    )
