"""A region's list into the register: read, shown, entered by one press in one transaction, or left."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.people.actions.register import new_card_numbers
from bitim.people.events import RegisterEntered
from bitim.people.models import Centre, MediatorCard, RegisterImport
from bitim.people.permissions import P
from bitim.people.queries.importing import plan_of
from bitim.people.register_file import columns_of, table_of, text_of
from bitim.people.register_plan import PLAIN

KINDS = ("", MediatorCard.PROFESSIONAL, MediatorCard.PUBLIC)


@action(P.IMPORT_REGISTER, on=Centre)
def begin_import(centre: Centre, *, actor: Actor, data: bytes, kind: str = "") -> RegisterImport:
    """Read a file and keep it, sealed, until it is entered or left; nothing in the register changes."""
    text = text_of(data)
    table = table_of(text)
    if kind not in KINDS:
        raise Refused(_("Say whether the mediator is professional or public."))
    columns = {"kind": kind, "places": columns_of(centre.pack, table.header)}
    made: RegisterImport = RegisterImport.objects.create(
        centre=centre, by_id=actor.person, words=text, columns=columns, made=clock.now()
    )
    return made


@action(P.IMPORT_REGISTER, on=RegisterImport)
def choose_columns(one: RegisterImport, *, actor: Actor, columns: Mapping[str, int], kind: str = "") -> RegisterImport:
    """Say which column holds what, where the headers did not; nothing in the register changes."""
    if one.entered is not None:
        raise Refused(_("This list has been entered already."))
    if kind not in KINDS:
        raise Refused(_("Say whether the mediator is professional or public."))
    one.columns = {"kind": kind, "places": {key: int(place) for key, place in columns.items() if int(place) >= 0}}
    one.save(update_fields=["columns"])
    return one


@action(P.IMPORT_REGISTER, on=RegisterImport)
def enter_import(one: RegisterImport, *, actor: Actor) -> RegisterImport:
    """Enter every line that can be read, in one transaction; the file is destroyed. Twice changes nothing."""
    if one.entered is not None:
        return one
    plan, now = plan_of(one), clock.now()
    if not plan.does_anything:
        raise Refused(_("There is nothing in this list that would change the register."))
    numbers = new_card_numbers(one.centre.pack, len(plan.new))
    new = [
        MediatorCard(centre=one.centre, number=number, **fields)
        for number, (_row, fields) in zip(numbers, plan.new, strict=True)
    ]
    for card in new:
        card.issued = card.issued or None
        card.revoked = now if _is_removed(card) else None
        card.search = card.searchable()
    MediatorCard.objects.bulk_create(new)
    changed = []
    for change in plan.changed:
        for name, value in change.fields.items():
            setattr(change.card, name, value)
        if _is_removed(change.card) and change.card.revoked is None:
            change.card.revoked = now
        change.card.search = change.card.searchable()
        changed.append(change.card)
    columns = [*PLAIN, "public_name", "organisation", "revoked", "search"]
    MediatorCard.objects.system().bulk_update(changed, columns, batch_size=100)
    one.entered, one.added, one.changed, one.words = now, len(new), len(changed), ""
    one.columns = {}
    one.save()
    _record(one, actor)
    return one


def _is_removed(card: MediatorCard) -> bool:
    """Tell whether the day of removal has come; one that is still ahead counts by itself when it comes."""
    return card.removed_on is not None and card.removed_on <= clock.today()


def _record(one: RegisterImport, actor: Actor) -> None:
    place: UUID = one.centre_id
    record(
        RegisterEntered(chain=place, audience=place, entered=one.pk, added=one.added, changed=one.changed), actor=actor
    )


@action(P.IMPORT_REGISTER, on=RegisterImport)
def leave_import(one: RegisterImport, *, actor: Actor) -> None:
    """Leave a list: it is destroyed, the register stays as it is."""
    if one.entered is None:
        one.delete()
