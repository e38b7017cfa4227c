"""The registration journal follows the case: each thing that the law asks for is a line of its own, written in the
transaction in which it happened. Nothing here is ever changed afterwards."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case, Participant, Party, Side
from bitim.journal import channels
from bitim.journal.actions.entering import enter, follow
from bitim.journal.days import today_at
from bitim.journal.keys import (
    AGREED,
    APPOINTED,
    CASES,
    CLOSED,
    CORRECTED,
    EXTENDED,
    NOTED,
    SIDES,
    SIGNED,
    STRUCK,
)
from bitim.journal.models import Consultation, Line
from bitim.journal.permissions import P
from bitim.journal.words import CHANNELS
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import new_token
from bitim.people.models import MediatorCard, Place


def line_of(case: UUID) -> Line | None:
    """Return the first line of a case's number in the registration journal, one that was not struck out."""
    own = Line.objects.system().filter(case=case, book=CASES)
    standing = own.filter(turn=1).exclude(pk__in=own.filter(act=STRUCK).values("first"))
    return standing.select_related("centre").first()


def opened(case: Case, actor: Actor) -> Line:
    """Give the case its number; another one where the one before was struck out."""
    struck = Line.objects.system().filter(case=case.pk, book=CASES, act=STRUCK).count()
    once = f"case:{case.pk}:{struck}"
    return enter(Line, case.centre, CASES, actor=actor, once=once, case=case.pk, kind=case.kind, place_id=case.place_id)


def sides_changed(first: Line, case: Case, side: UUID, actor: Actor) -> Line:
    """Say between how many sides the case is; who they are stays sealed in the line."""
    sides = Side.objects.system().filter(case=case).count()
    named = Party.objects.system().filter(side__case=case).select_related("side").order_by("side__position")
    names = [str(party.name or "") for party in named]
    return follow(
        first, SIDES, actor=actor, once=f"{first.pk}:side:{side}", case=case.pk, sides=sides, names={"sides": names}
    )


def appointed(first: Line, participant: Participant, actor: Actor) -> Line:
    """Say who mediates and in which register they stand."""
    card = MediatorCard.objects.system().filter(person_id=participant.person_id).first()
    return follow(
        first,
        APPOINTED,
        actor=actor,
        once=f"{first.pk}:mediator:{participant.pk}",
        case=participant.case_id,
        register=card.kind if card else "",
        names={"mediator": str(participant.shown_name or "")},
    )


def agreed(first: Line, case: Case, document: UUID, actor: Actor) -> Line:
    """Say on which day the agreement to mediate was signed by all, and how the sides take part so far."""
    return follow(
        first,
        AGREED,
        actor=actor,
        once=f"{first.pk}:agreed:{document}",
        case=case.pk,
        agreed=_today(first),
        channel=_channel(first, case),
    )


def extended(first: Line, case: Case, document: UUID, actor: Actor) -> Line:
    """Say that the term was made longer in writing. The case stands where it stood: no column changes."""
    return follow(first, EXTENDED, actor=actor, once=f"{first.pk}:extended:{document}", case=case.pk)


def signed(first: Line, case: Case, document: UUID, actor: Actor) -> Line:
    """Say on which day the settlement was signed by all."""
    return follow(first, SIGNED, actor=actor, once=f"{first.pk}:signed:{document}", case=case.pk, signed=_today(first))


def ended(first: Line, case: Case, outcome: str, actor: Actor) -> Line:
    """Say how the case ended, and when."""
    return follow(
        first,
        CLOSED,
        actor=actor,
        once=f"{first.pk}:closed",
        case=case.pk,
        outcome=outcome,
        closed=_today(first),
        channel=_channel(first, case),
    )


def came_of(first: Line, case: Case, consultation: UUID, actor: Actor) -> None:
    """Say of a case that began with a consultation for which place it counts, unless that was said when it was opened.
    How its sides take part is seen later: one came to be advised, another may be at home."""
    asked = _talk(case, consultation)
    if asked.place_id is None or case.place_id is not None:
        return
    _in_place(case, asked.place_id)
    once = f"{first.pk}:talk:{asked.head}"
    follow(first, NOTED, actor=actor, once=once, case=case.pk, place_id=asked.place_id)


def _in_place(case: Case, place: UUID) -> None:
    """Keep with the case the place for which it counts: a mediator who works there is proposed first."""
    case.place_id = place
    case.save(update_fields=["place"])


def _talk(case: Case, consultation: UUID) -> Consultation:
    """Return how a consultation of the case's own centre reads now."""
    rows = Consultation.objects.system().filter(centre=case.centre)
    asked = rows.filter(Q(pk=consultation) | Q(first=consultation)).order_by("-turn").first()
    if asked is None:
        raise NotFound
    found: Consultation = asked
    return found


def _today(first: Line) -> date:
    return today_at(first.centre.time_zone)


def _channel(first: Line, case: Case) -> str:
    """Return how the sides took part, unless the office has said it already."""
    said = Line.objects.system().filter(case=case.pk, book=CASES, act__in=(NOTED, CORRECTED)).exclude(channel="")
    return "" if said.exists() else channels.channel_of(case)


@action(P.ENTER_CASE, on=Case)
def enter_case(case: Case, *, actor: Actor) -> Line:
    """Enter a case that has no line: one that was opened before there was a journal. Today is its day."""
    first = opened(case, actor)
    for side in Side.objects.system().filter(case=case).order_by("position")[:1]:
        sides_changed(first, case, side.pk, actor)
    for one in Participant.objects.system().filter(case=case, role=Participant.MEDIATOR, ended=None):
        appointed(first, one, actor)
    if case.closed is not None:
        ended(first, case, case.outcome, actor)
    return first


@action(P.NOTE_CASE, on=Case)
def note_case(
    case: Case, *, actor: Actor, place: UUID | None = None, channel: str = "", consultation: UUID | None = None
) -> Line:
    """Say what the office knows of a case and no step of it tells: for which place it counts, how the sides take part,
    and from which consultation it came, whose place and channel it then has unless others are said."""
    first = line_of(case.pk)
    if first is None:
        raise Refused(_("This case is not in the journal yet."), _("Enter it first."))
    if consultation:
        asked = _talk(case, consultation)
        place, channel = place or asked.place_id, channel or asked.channel
    if place and not Place.objects.system().filter(pk=place, centre=case.centre).exists():
        raise NotFound
    if channel and channel not in CHANNELS:
        raise Refused(_("Choose how they came to the centre."))
    if place:
        _in_place(case, place)
    return follow(
        first,
        NOTED,
        actor=actor,
        once=f"noted:{new_token()}",
        case=case.pk,
        place_id=place,
        channel=channel,
    )
