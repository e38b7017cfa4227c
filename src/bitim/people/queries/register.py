"""Reading the register of mediators: openly by number, in whole by the staff of a centre."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from bitim import jurisdictions
from bitim.jurisdictions.register import CardFacts, refusals
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.sealed import normalised
from bitim.kernel.text import in_language
from bitim.people.models import Absence, CentreInterest, CentreRole, MediatorCard, Place
from bitim.people.permissions import P
from bitim.people.queries.centres import centre_for

IN_FORCE, LAPSED, REVOKED = "in_force", "lapsed", "revoked"
STATES = (IN_FORCE, LAPSED, REVOKED)
PAGE = 50


@dataclass(frozen=True)
class CardShown:
    """A line of the register as everybody may see it. `ends`: the last day, of the certificate or of the term."""

    id: UUID
    person: UUID | None
    number: str
    kind: str
    public_name: dict[str, str]
    organisation: dict[str, str]
    centre_name: dict[str, str]
    certificate: str
    issued: date | None
    expires: date | None
    revoked: datetime | None
    languages: list[str]
    state: str
    ends: date | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def speaks(self) -> str:
        """The languages, each by its own name, and those written in free words."""
        named = [settings.LANGUAGE_NAMES.get(code, code) for code in self.languages]
        return ", ".join([*named, *filter(None, [self.more.get("spoken", "")])])


MORE = (
    "register_number",
    "training",
    "training_hours",
    "refreshed",
    "elected_at",
    "elected_on",
    "term_from",
    "term_to",
    "removed_on",
    "removed_for",
    "spoken",
    "kinds",
    "places",
    "load_limit",
    "takes_fee",
    "of_age",
    "point_id",
)


def _shown(card: MediatorCard) -> CardShown:
    ends = min((day for day in (card.expires, card.term_to) if day), default=None)
    lapsed = ends is not None and ends < clock.today()
    removed = card.removed_on is not None and card.removed_on <= clock.today()
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
        state=REVOKED if card.revoked or removed else LAPSED if lapsed else IN_FORCE,
        ends=ends,
        more={name: getattr(card, name) for name in MORE},
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
    return [_shown(card) for card in _ordered(MediatorCard.objects.system().filter(centre_id=centre))]


def _ordered(rows: "QuerySet[MediatorCard]") -> Any:
    over = Q(expires__lt=clock.today()) | Q(term_to__lt=clock.today())
    rank = Case(
        When(Q(revoked__isnull=False) | Q(removed_on__lte=clock.today()), then=Value(2)),
        When(over, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return rows.select_related("centre").annotate(rank=rank).order_by("rank", "search", "pk")


@dataclass(frozen=True)
class RegisterPage:
    """A page of the register: the cards, how many were found in all, and how many there are of each state."""

    cards: list[CardShown]
    total: int
    page: int
    pages: int
    of_state: dict[str, int]


def register_page(actor: Actor, centre: UUID, *, asked: str = "", state: str = "", page: int = 1) -> RegisterPage:
    """Return a page of the register in a fixed number of questions, however long it is. `asked` is found in names,
    numbers, organisations and districts, however they are spelt in Kazakh or Russian letters."""
    centre_for(actor, centre)
    rows = _ordered(MediatorCard.objects.system().filter(centre_id=centre))
    for word in asked.split()[:5]:
        rows = rows.filter(search__contains=normalised(word)[:60])
    counted = Counter(rows.order_by().values_list("rank", flat=True))
    of_state = {name: counted.get(place, 0) for place, name in enumerate(STATES)}
    if state in STATES:
        rows = rows.filter(rank=STATES.index(state))
    total = of_state[state] if state in STATES else sum(of_state.values())
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    return RegisterPage([_shown(card) for card in rows[(page - 1) * PAGE : page * PAGE]], total, page, pages, of_state)


def card_for(actor: Actor, card_id: UUID) -> CardShown:
    """Return a card of the actor's own centre; NotFound otherwise."""
    card = MediatorCard.objects.system().select_related("centre").filter(pk=card_id).first()
    if card is None:
        raise NotFound
    require_visible(actor, P.SEE_CENTRE, card)
    return _shown(card)


def pack_of(card_id: UUID) -> str:
    """Return the law pack of the centre that keeps a card; public, as the card is."""
    rows = MediatorCard.objects.system().filter(pk=card_id)
    return rows.values_list("centre__pack", flat=True).first() or "xx"


def card_of(person: UUID) -> CardShown | None:
    """Return the card of a mediator, public by law."""
    card = MediatorCard.objects.system().select_related("centre").filter(person_id=person).first()
    return _shown(card) if card else None


def mediators_of(centre: UUID, languages: list[str] | None = None) -> list[CardShown]:
    """Return the mediators of a centre who may be appointed today, those who speak all of the languages first.

    For actions and pages of staff that have already decided who may ask.
    """
    serving = CentreRole.objects.system().filter(centre_id=centre, role=CentreRole.MEDIATOR, ended=None)
    rows = MediatorCard.objects.system().filter(centre_id=centre, person__in=serving.values("person"))
    cards = [card for card in map(_shown, rows.select_related("centre")) if card.state == IN_FORCE]
    wanted = set(languages or ())
    return sorted(cards, key=lambda c: (len(wanted - set(c.languages)), c.number))


def standing_of(pack: str, centre: UUID, people: Iterable[UUID]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Return, for each mediator, why the register forbids to appoint them today: (key, sentence of the pack) each.

    Somebody without a card of this centre is not listed. One question, whoever is asked about.
    """
    wanted = list(people)
    cards = {c.person_id: c for c in MediatorCard.objects.system().filter(person_id__in=wanted, centre_id=centre)}
    law = jurisdictions.load(pack)
    return {
        person: tuple(
            (label.key, in_language(label.texts)) for label in refusals(law, _facts(cards.get(person)), clock.today())
        )
        for person in wanted
    }


def _facts(card: MediatorCard | None) -> CardFacts:
    if card is None:
        return CardFacts(listed=False)
    return CardFacts(
        kind=card.kind,
        removed=card.revoked is not None or (card.removed_on is not None and card.removed_on <= clock.today()),
        certificate_until=card.expires,
        term_from=card.term_from,
        term_to=card.term_to,
        takes_fee=card.takes_fee,
        of_age=card.of_age,
    )


def cards_of(centre: UUID, people: Iterable[UUID]) -> dict[UUID, CardShown]:
    """Return the cards of several mediators of a centre, by person."""
    rows = MediatorCard.objects.system().filter(centre_id=centre, person_id__in=list(people)).select_related("centre")
    return {card.person_id: _shown(card) for card in rows if card.person_id}


@dataclass(frozen=True)
class PointShown:
    """A place; with an address a reception point."""

    id: UUID
    name: dict[str, str]
    address: dict[str, str]
    hours: dict[str, str]


def points_of(centre: UUID) -> list[PointShown]:
    """Return where a centre receives people; public, as a sign on a door is."""
    rows = Place.objects.system().filter(centre_id=centre, ended=None).order_by("position", "pk")
    return [PointShown(row.pk, row.name, row.address, row.hours) for row in rows]


@dataclass(frozen=True)
class InterestShown:
    """A declared tie of the centre."""

    id: UUID
    kind: str
    name: str


def interests_of(actor: Actor, centre: UUID) -> list[InterestShown]:
    """Return the standing ties of the actor's own centre."""
    centre_for(actor, centre)
    rows = CentreInterest.objects.system().filter(centre_id=centre, ended=None).order_by("declared", "pk")
    return [InterestShown(row.pk, row.kind, str(row.name or "")) for row in rows]


@dataclass(frozen=True)
class AwayShown:
    """Somebody who is away."""

    id: UUID
    person: UUID
    since: date
    until: date | None


def away_from(centre: UUID, day: date | None = None) -> list[AwayShown]:
    """Return who is away on a day (today), for callers that have already decided who may ask."""
    on = day or clock.today()
    rows = Absence.objects.system().filter(centre_id=centre, back=None, since__lte=on)
    rows = rows.filter(Q(until=None) | Q(until__gte=on)).order_by("since", "pk")
    return [AwayShown(row.pk, row.person_id, row.since, row.until) for row in rows]


def absences_for(actor: Actor, centre: UUID) -> list[AwayShown]:
    """Return the noted absences of the actor's own centre that are not over, the next first."""
    centre_for(actor, centre)
    rows = Absence.objects.system().filter(centre_id=centre, back=None)
    rows = rows.filter(Q(until=None) | Q(until__gte=clock.today())).order_by("since", "pk")
    return [AwayShown(row.pk, row.person_id, row.since, row.until) for row in rows]


def ending_cards(centre: UUID, by: date) -> list[CardShown]:
    """Return the cards not revoked whose last day is on or before a day, of mediators with a login; the nearest first.
    For callers that have already decided who may ask."""
    rows = MediatorCard.objects.system().filter(centre_id=centre, revoked=None, person__isnull=False)
    serving = CentreRole.objects.system().filter(centre_id=centre, role=CentreRole.MEDIATOR, ended=None)
    rows = rows.filter(Q(expires__lte=by) | Q(term_to__lte=by), person__in=serving.values("person"))
    rows = rows.select_related("centre")
    return sorted(map(_shown, rows), key=lambda card: (card.ends or by, card.number))
