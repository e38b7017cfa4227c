"""The agreement to mediate: drawn up by the mediator, checked against the law pack, printed, made final."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Case
from bitim.jurisdictions import Finding, lint_agreement
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.comparing import void_scans
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.preparing import (
    CHANGED,
    Prepared,
    allowed_already,
    found,
    prepare,
    present_pack,
    put_in,
    require_complete,
)
from bitim.settlements.actions.terms import clean_terms
from bitim.settlements.events import DocumentFrozen, DocumentStarted
from bitim.settlements.facts_matter import matter_of_agreement
from bitim.settlements.matter import Matter, agreement_facts
from bitim.settlements.models import Document, Signature
from bitim.settlements.permissions import P


def draw_up_agreement(case: Case | UUID, *, actor: Actor, terms: Mapping[str, Any], key: str = "") -> Document:
    """Print the agreement to mediate in the languages of all who sign it, and make it final.

    Raises `Incomplete` with questions while the pack's rules find something that forbids signing. Drawn up again
    before everybody has signed, the earlier paper and its signatures are void.
    """
    row: Case = found(Case, case, "centre")
    allowed_already(actor, P.DRAW_UP_AGREEMENT, row)
    require_step(row, "draw_up_agreement")
    said = clean_terms(terms)
    matter = agreement_matter(row, said)
    pack = present_pack(row)
    require_complete(pack, lint_agreement(pack, agreement_facts(matter, pack)))
    prepared = prepare(matter, pack)
    return keep_agreement(row, actor=actor, key=key, terms=said, prepared=prepared)


def agreement_matter(case: Case, terms: Mapping[str, Any]) -> Matter:
    """Return what the agreement would be composed from; a term of the pack's length where none is named."""
    days = terms.get("days") or present_pack(case).parameter("term_days")
    return matter_of_agreement(case, {**terms, "days": days})


def findings(case: Case, terms: Mapping[str, Any]) -> list[Finding]:
    """Return what an agreement with these terms would still lack."""
    pack = present_pack(case)
    return lint_agreement(pack, agreement_facts(agreement_matter(case, clean_terms(terms)), pack))


@action(P.DRAW_UP_AGREEMENT, on=Case)
def keep_agreement(case: Case, *, actor: Actor, terms: Mapping[str, Any], prepared: Prepared) -> Document:
    """Make a printed agreement final, if it still says what is true under the lock."""
    require_step(case, "draw_up_agreement")
    matter = agreement_matter(case, terms)
    if matter.fingerprint != prepared.fingerprint:
        raise Refused(CHANGED)
    _put_aside(case, actor)
    document = Document(
        case=case,
        kind=Document.AGREEMENT,
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


def _put_aside(case: Case, actor: Actor) -> None:
    earlier = Document.objects.system().filter(case=case, kind=Document.AGREEMENT).exclude(state=Document.VOID).first()
    if earlier is None:
        return
    if earlier.state == Document.SIGNED:
        raise Refused(_("The agreement to mediate is signed already."))
    earlier.state = Document.VOID
    earlier.save(update_fields=["state"])
    Signature.objects.system().filter(document=earlier, voided=None).update(voided=clock.now())
    void_scans(earlier, "reopened", actor)
