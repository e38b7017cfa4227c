"""A list on its way into the register, as whoever sent it sees it before the press."""

from uuid import UUID

from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.people.models import LANGUAGE_CHOICES, MediatorCard, RegisterImport
from bitim.people.permissions import P
from bitim.people.register_file import Table, table_of
from bitim.people.register_plan import Plan, plan


def import_for(actor: Actor, import_id: UUID) -> RegisterImport:
    """Return a list that the actor may enter; NotFound otherwise."""
    found = RegisterImport.objects.system().select_related("centre").filter(pk=import_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.IMPORT_REGISTER, found)
    return found


def table_in(one: RegisterImport) -> Table:
    """Return the lines of a list that the caller may see; empty once it was entered."""
    return table_of(str(one.words)) if one.words else Table((), ())


def plan_of(one: RegisterImport) -> Plan:
    """Return what a list would change now; for callers that have already decided who may."""
    if one.entered is not None or not one.words:
        return Plan()
    chosen = one.columns or {}
    cards = MediatorCard.objects.system().filter(centre_id=one.centre_id).order_by("search")
    kind = chosen.get("kind", "")
    known = {code for code, _name in LANGUAGE_CHOICES}
    return plan(
        table_in(one),
        chosen.get("places", {}),
        kind=kind,
        pack=one.centre.pack,
        language=next((code for code in one.centre.languages if code in known), "kk"),
        here=cards.filter(kind=kind) if kind else cards,
        day=clock.today(),
    )
