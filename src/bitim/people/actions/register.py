"""The register of mediators: cards entered, changed, linked to a colleague, revoked."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import check_digit
from bitim.kernel.record import record
from bitim.people.events import CardAdded, CardChanged, CardRevoked
from bitim.people.models import Centre, CentreRole, MediatorCard, Place
from bitim.people.permissions import P

LINES = ("certificate", "training", "elected_at", "register_number", "spoken")
PLAIN = (*LINES, "kind", "issued", "expires", "training_hours", "refreshed", "of_age", "elected_on", "term_from")
KEPT = (*PLAIN, "term_to", "takes_fee", "languages", "kinds", "places", "load_limit", "public_name", "organisation")


def new_card_number(pack: str) -> str:
    """Return a number for a card that no other card has."""
    return new_card_numbers(pack, 1)[0]


def new_card_numbers(pack: str, how_many: int) -> list[str]:
    """Return numbers for cards: the country, seven random digits and a check digit, in fours. No two are alike, and no
    card has one of them: of a thousand drawn blindly two would be, once in twenty lists."""
    found: dict[str, None] = {}
    while len(found) < how_many:
        drawn = {_drawn_number(pack): None for _ in range(how_many - len(found))}
        taken = MediatorCard.objects.system().filter(number__in=list(drawn)).values_list("number", flat=True)
        found |= dict.fromkeys(drawn.keys() - set(taken))
    return list(found)


def _drawn_number(pack: str) -> str:
    body = "".join(secrets.choice("0123456789") for _ in range(7))
    digits = body + check_digit(body)
    return f"{pack.upper()}-{digits[:4]}-{digits[4:]}"


@action(P.ADD_CARD, on=Centre)
def add_card(
    centre: Centre, *, actor: Actor, kind: str, public_name: Mapping[str, str], person: UUID | None = None, **said: Any
) -> MediatorCard:
    """Enter a mediator in the register, with a number that anybody can check; of the centre's own mediators with their
    person, of others without."""
    if person is not None:
        _is_free(centre, person)
    card = MediatorCard(centre=centre, person_id=person, number=new_card_number(centre.pack))
    _fill(card, {"kind": kind, "public_name": public_name, **said})
    card.save(force_insert=True)
    record(CardAdded(chain=centre.pk, audience=centre.pk, card=card.pk, person=person), actor=actor)
    return card


@action(P.CHANGE_CARD, on=MediatorCard)
def change_card(card: MediatorCard, *, actor: Actor, **said: Any) -> MediatorCard:
    """Change what a card says, or whose it is (`person`). A revoked card stays as it was when it was revoked."""
    if card.revoked is not None:
        raise Refused(_("A revoked card is not changed."), _("A mediator who returns gets a new card."))
    person = said.pop("person", card.person_id)
    if person is not None and person != card.person_id:
        _is_free(card.centre, person)
    card.person_id = person
    _fill(card, said)
    card.save()
    record(CardChanged(chain=card.centre_id, audience=card.centre_id, card=card.pk), actor=actor)
    return card


def _is_free(centre: Centre, person: UUID) -> None:
    """Refuse somebody who is no mediator of the centre, or has a card."""
    mediator = CentreRole.objects.system().filter(centre=centre, person_id=person, role=CentreRole.MEDIATOR, ended=None)
    if not mediator.exists():
        raise Refused(_("Only a mediator of this centre can be entered."), _("First give the person the role."))
    if MediatorCard.objects.system().filter(person_id=person).exists():
        raise Refused(_("This mediator is already in the register."))


def _fill(card: MediatorCard, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        if name == "point":
            points = Place.objects.system().filter(centre_id=card.centre_id, pk=value, ended=None)
            card.point = points.first() if value else None
        elif name not in KEPT:
            raise TypeError(f"a card has no {name}")
        else:
            setattr(card, name, _clean(name, value))
    pack = jurisdictions.load(card.centre.pack)
    if card.kind not in {label.key for label in pack.labels["mediator_kinds"]} | {card.PUBLIC, card.PROFESSIONAL}:
        raise Refused(_("Say whether the mediator is professional or public."))
    if not any(card.public_name.values()):
        raise Refused(_("A card needs the mediator's name."))
    if card.issued and card.expires and card.expires <= card.issued:
        raise Refused(_("The certificate would end before it begins."))
    if card.term_from and card.term_to and card.term_to <= card.term_from:
        raise Refused(_("The term of office would end before it begins."))
    if not (card.certificate or card.register_number):
        raise Refused(_("Write the number of the certificate or the number in the register."))


def _clean(name: str, value: Any) -> Any:
    if name in LINES:
        return " ".join(str(value or "").split())[: 200 if name not in ("certificate", "register_number") else 60]
    if name in ("public_name", "organisation"):
        return {code: " ".join(str(words).split())[:200] for code, words in (value or {}).items() if str(words).strip()}
    if name in ("languages", "kinds", "places"):
        return list(value or [])
    return value


@action(P.REVOKE_CARD, on=MediatorCard)
def revoke_card(card: MediatorCard, *, actor: Actor, reason: str = "", decided: date | None = None) -> MediatorCard:
    """Revoke a card: the public page says so from this moment. `reason` is a key of the pack, `decided` the day of the
    decision. It is not undone; a new certificate is a new card."""
    reasons = {label.key for label in jurisdictions.load(card.centre.pack).labels.get("removal_reasons", ())}
    if reason and reason not in reasons:
        raise Refused(_("Choose the ground on which the mediator is removed."))
    card.revoked, card.removed_for, card.removed_on = clock.now(), reason, decided
    card.save(update_fields=["revoked", "removed_for", "removed_on"])
    record(CardRevoked(chain=card.centre_id, audience=card.centre_id, card=card.pk, person=card.person_id), actor=actor)
    return card
