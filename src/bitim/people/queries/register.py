"""Reading the register of mediators: openly by number, in whole by the staff of a centre."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.people.models import CentreRole, MediatorCard
from bitim.people.queries.centres import centre_for

IN_FORCE, LAPSED, REVOKED = "in_force", "lapsed", "revoked"


@dataclass(frozen=True)
class CardShown:
    """A line of the register as everybody may see it."""

    id: UUID
    person: UUID
    number: str
    kind: str
    public_name: dict[str, str]
    organisation: dict[str, str]
    centre_name: dict[str, str]
    certificate: str
    issued: date
    expires: date | None
    revoked: datetime | None
    languages: list[str]
    state: str


def _shown(card: MediatorCard) -> CardShown:
    lapsed = card.expires is not None and card.expires < clock.today()
    return CardShown(
        id=card.pk,
        person=card.person_id,
        number=card.number,
        kind=card.kind,
        public_name=card.public_name,
        organisation=card.organisation,
        centre_name=card.centre.name,
        certificate=card.certificate,
        issued=card.issued,
        expires=card.expires,
        revoked=card.revoked,
        languages=card.languages,
        state=REVOKED if card.revoked else LAPSED if lapsed else IN_FORCE,
    )


def card_by_number(number: str) -> CardShown | None:
    """Return the card that a person typed the number of, with or without dashes, in any case; public by law."""
    typed = "".join(number.split()).replace("–", "-").upper()
    bare = typed.replace("-", "")
    grouped = f"{bare[:2]}-{bare[2:6]}-{bare[6:]}"
    rows = MediatorCard.objects.system().select_related("centre")
    card = rows.filter(number__iexact=typed[:30]).first() or rows.filter(number__iexact=grouped[:30]).first()
    return _shown(card) if card else None


def register_of(actor: Actor, centre: UUID) -> list[CardShown]:
    """Return the register of the actor's centre: those in force first, then by name."""
    centre_for(actor, centre)
    cards = [_shown(c) for c in MediatorCard.objects.system().filter(centre_id=centre).select_related("centre")]
    order = (IN_FORCE, LAPSED, REVOKED)
    return sorted(cards, key=lambda c: (order.index(c.state), next(iter(c.public_name.values()), "").casefold()))


def mediators_of(centre: UUID, languages: list[str] | None = None) -> list[CardShown]:
    """Return the mediators of a centre who may be appointed today, those who speak all of the languages first.

    For actions and pages of staff that have already decided who may ask.
    """
    serving = CentreRole.objects.system().filter(centre_id=centre, role=CentreRole.MEDIATOR, ended=None)
    rows = MediatorCard.objects.system().filter(centre_id=centre, person__in=serving.values("person"))
    cards = [card for card in map(_shown, rows.select_related("centre")) if card.state == IN_FORCE]
    wanted = set(languages or ())
    return sorted(cards, key=lambda c: (len(wanted - set(c.languages)), c.number))
