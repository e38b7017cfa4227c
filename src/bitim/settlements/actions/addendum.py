"""The addendum that extends the term of a mediation: drawn up in one step, signed by all who signed the agreement.

Without it there is no meeting past the term (lifecycle guard `in_term`). The sum of days is the law pack's.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Case
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.preparing import (
    CHANGED,
    Prepared,
    allowed_already,
    found,
    prepare,
    present_pack,
    put_in,
)
from bitim.settlements.events import DocumentFrozen, DocumentStarted
from bitim.settlements.facts_matter import matter_of_addendum
from bitim.settlements.facts_term import term_of
from bitim.settlements.kinds import ADDENDUM
from bitim.settlements.matter import Matter
from bitim.settlements.models import Document, Signature
from bitim.settlements.permissions import P


def draw_up_addendum(case: Case | UUID, *, actor: Actor, days: int, prevailing: str = "", key: str = "") -> Document:
    """Print the addendum in the languages of all who sign it, and make it final. Drawn up again before everybody has
    signed, the earlier paper and its signatures are void."""
    row: Case = found(Case, case, "centre")
    allowed_already(actor, P.DRAW_UP_ADDENDUM, row)
    require_step(row, "draw_up_addendum")
    prepared = prepare(addendum_matter(row, days, prevailing), present_pack(row))
    return keep_addendum(row, actor=actor, key=key, days=days, prevailing=prevailing, prepared=prepared)


def addendum_matter(case: Case, days: int, prevailing: str) -> Matter:
    """Return what the addendum would be composed from; refused when so many days cannot be."""
    now, today = term_of(case), clock.today()
    if days < 1:
        raise Refused(_("Say by how many days."))
    if days > now.most:
        raise Refused(
            _("That is longer than the rules allow in all."),
            _("Days that can still be added: %(n)s.") % {"n": now.most},
        )
    then = now.with_more(days, today)
    if then.ends is None or then.ends < today:
        raise Refused(_("Even so the term would be over today. Add more days."))
    terms: dict[str, Any] = {
        "place": dict(case.centre.place or {}),
        "date": today.isoformat(),
        "days": days,
        "total": then.days,
        "until": then.ends.isoformat(),
        "renewed": now.renews,
        "prevailing": prevailing,
    }
    return matter_of_addendum(case, terms, now.agreed_on)


@action(P.DRAW_UP_ADDENDUM, on=Case)
def keep_addendum(case: Case, *, actor: Actor, days: int, prevailing: str, prepared: Prepared) -> Document:
    """Make a printed addendum final, if it still says what is true under the lock."""
    require_step(case, "draw_up_addendum")
    matter = addendum_matter(case, days, prevailing)
    if matter.fingerprint != prepared.fingerprint:
        raise Refused(CHANGED)
    for earlier in Document.objects.system().filter(case=case, kind=ADDENDUM, state__in=Document.OPEN):
        earlier.state = Document.VOID
        earlier.save(update_fields=["state"])
        Signature.objects.system().filter(document=earlier, voided=None).update(voided=clock.now())
    document = Document(
        case=case,
        kind=ADDENDUM,
        languages=list(matter.languages),
        prevailing=matter.prevailing,
        terms=dict(matter.terms),
        pack=case.pack,
        made=clock.now(),
    )
    put_in(document, prepared, present_pack(case))
    record(DocumentStarted(case.pk, table_of(case), case.pk, document.pk), actor=actor)
    record(DocumentFrozen(case.pk, table_of(case), case.pk, document.pk, document.digest), actor=actor)
    return document
