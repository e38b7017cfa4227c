"""What a centre keeps beside its register: places, its own interests, absences of its mediators."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.people import marks
from bitim.people.actions.marking import forget_marks, keep_marks
from bitim.people.events import AbsenceMarked, CentreChanged, InterestDeclared
from bitim.people.models import Absence, Centre, CentreInterest, CentreRole, Place
from bitim.people.permissions import P

Texts = Mapping[str, str]


def _texts(said: Texts) -> dict[str, str]:
    return {code: " ".join(words.split())[:200] for code, words in said.items() if words.strip()}


@action(P.KEEP_POINTS, on=Centre)
def add_point(centre: Centre, *, actor: Actor, name: Texts, address: Texts, hours: Texts) -> Place:
    """Add a place of the centre; with an address it is a reception point: where people are received, and when."""
    if not _texts(name):
        raise Refused(_("A place needs a name."))
    point: Place = Place.objects.create(
        centre=centre,
        name=_texts(name),
        address=_texts(address),
        hours=_texts(hours),
        position=Place.objects.system().filter(centre=centre).count(),
    )
    record(CentreChanged(chain=centre.pk, audience=centre.pk), actor=actor)
    return point


@action(P.KEEP_POINTS, on=Place)
def close_point(point: Place, *, actor: Actor) -> Place:
    """End a place: no new line counts for it, no new case is in it; cards that named it name none."""
    if point.ended is None:
        point.ended = clock.now()
        point.save(update_fields=["ended"])
        point.cards.system().update(point=None)
        record(CentreChanged(chain=point.centre_id, audience=point.centre_id), actor=actor)
    return point


@action(P.DECLARE_INTEREST, on=Centre)
def declare_interest(centre: Centre, *, actor: Actor, kind: str, name: str, identifier: str = "") -> CentreInterest:
    """Declare whom the centre depends on: a side learns of it before it consents, where they are a party."""
    if kind not in CentreInterest.KINDS or not name.strip():
        raise Refused(_("Say who it is and what ties the centre to them."))
    made: CentreInterest = CentreInterest.objects.create(
        centre=centre,
        kind=kind,
        name=" ".join(name.split())[:200],
        identifier=identifier.strip()[:40] or None,
        declared=clock.now(),
    )
    keep_marks(made.pk, marks.INTEREST, marks.of_interest(made))
    record(InterestDeclared(chain=centre.pk, audience=centre.pk, interest=made.pk, ended=False), actor=actor)
    return made


@action(P.DECLARE_INTEREST, on=CentreInterest)
def end_interest(interest: CentreInterest, *, actor: Actor) -> CentreInterest:
    """Say that a tie of the centre is over."""
    if interest.ended is None:
        interest.ended = clock.now()
        interest.save(update_fields=["ended"])
        forget_marks([interest.pk])
        place = interest.centre_id
        record(InterestDeclared(chain=place, audience=place, interest=interest.pk, ended=True), actor=actor)
    return interest


@action(P.MARK_ABSENCE, on=Centre)
def mark_absence(centre: Centre, *, actor: Actor, person: UUID, since: date, until: date | None = None) -> Absence:
    """Mark that a mediator is away: the pages then ask who takes over what cannot wait."""
    holds = CentreRole.objects.system().filter(centre=centre, person_id=person, role=CentreRole.MEDIATOR, ended=None)
    if not holds.exists():
        raise Refused(_("This person is no mediator of this centre."))
    if until is not None and until < since:
        raise Refused(_("The last day is before the first one."))
    away: Absence | None = Absence.objects.system().filter(centre=centre, person_id=person, back=None).first()
    if away is None:
        away = Absence(centre=centre, person_id=person)
    away.since, away.until = since, until
    away.save()
    record(AbsenceMarked(chain=centre.pk, audience=centre.pk, absence=away.pk, back=False), actor=actor)
    return away


@action(P.MARK_ABSENCE, on=Absence)
def mark_back(absence: Absence, *, actor: Actor) -> Absence:
    """Say that the mediator is back."""
    if absence.back is None:
        absence.back = clock.now()
        absence.save(update_fields=["back"])
        place = absence.centre_id
        record(AbsenceMarked(chain=place, audience=place, absence=absence.pk, back=True), actor=actor)
    return absence
