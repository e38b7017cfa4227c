"""People are in the room: a case is opened with its sides present, without an invitation and without a code.

The people of a walk-in case have no way in of their own, so nobody can come in their place; whoever gives one out later
goes through `reissue_door`, and a second person confirms who came. Where they need no device, what they say is noted by
the mediator before them, and they sign on paper or on the centre's computer. One side may be at home by its
telephone: its invitation is prepared, and it comes when the invitation was read out and answered (`reading_back`).
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.cases.actions.appointing import answer_mediator, appoint
from bitim.cases.actions.people import MOST_SIDES
from bitim.cases.actions.receiving import (
    new_number,
    new_person,
    place_in,
    prepare_invitation,
    remember_party,
    role_of,
    take_in,
    titles,
)
from bitim.cases.events import CaseOpened, CaseWalkedIn, SideAdded
from bitim.cases.facts import move
from bitim.cases.models import Acceptance, Appointment, Case, Participant, Party, Side
from bitim.cases.permissions import P
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action, within
from bitim.kernel.ids import digits_of
from bitim.kernel.record import record
from bitim.people.models import Centre, Person, Place

DETAILS = ("identifier", "address", "contact")
LEAST_DIGITS = 5
PARTY_KINDS = (Party.PERSON, Party.ORGANISATION, Party.GROUP)


@action(P.OPEN_CASE, on=Centre)
def open_walk_in(
    centre: Centre,
    *,
    actor: Actor,
    title: Mapping[str, str],
    sides: Sequence[Mapping[str, Any]],
    kind: str = "",
    mediator: UUID | None = None,
    accepted: bool = False,
    disclosure: str = "",
    consultation: UUID | None = None,
    place: UUID | None = None,
) -> Case:
    """Open a case at the stage of the contract, with two to eight sides of which one at least has come.

    A side: `kind` of party, `name`, `here` (who of them is in the room, when that is not the party itself), `language`,
    `phone` (may be empty), `seen_as` (which kind of paper was looked at, see `Participant.SEEN_AS`), and what the pack
    asks a paper to say (`identifier`, `address`, `contact`); of a side that is not here `by_phone`: it is invited and
    called, and who it is is seen later. Positions are drawn, as everywhere. A mediator who opens
    mediates; a coordinator names the mediator, or appoints one later. `disclosure`: what the mediator says of ties, to
    everybody; `accepted`: asked in the room, each side here said that it accepts this mediator.
    `consultation`: the entry of the office's journal that it came of; `place`: one of the centre's places.
    """
    if not 2 <= len(sides) <= MOST_SIDES:
        raise Refused(_("A case has two to eight sides."))
    case = _begin(centre, actor, title, kind, place_in(centre, place))
    positions = list(range(1, len(sides) + 1))
    secrets.SystemRandom().shuffle(positions)
    for position, one in zip(positions, sides, strict=True):
        (_is_called if one.get("by_phone") else _come)(case, position, one, actor)
    record(CaseWalkedIn(chain=case.pk, audience=case.pk, case=case.pk, consultation=consultation), actor=actor)
    move(case, "open_walk_in")
    chosen = actor.person if actor.role == "mediator" else mediator
    if chosen is not None:
        taken = within(appoint)(case, actor=actor, person=chosen, role=Participant.MEDIATOR, disclosure=disclosure)
        if accepted:
            _accept(case, taken, actor)
    return case


def _accept(case: Case, mediator: Participant, actor: Actor) -> None:
    """Keep what each side said of its mediator before whoever opens the case."""
    appointment = Appointment.objects.system().get(participant=mediator, ended=None)
    here = Participant.objects.system().filter(case=case, side__isnull=False, signs=True).select_related("side__case")
    for one in here.order_by("side__position"):
        within(answer_mediator)(
            one.side,
            actor=actor,
            appointment=appointment.pk,
            accepts=True,
            how=Acceptance.ORAL,
            person=one.person_id,
        )


def _begin(centre: Centre, actor: Actor, title: Mapping[str, str], kind: str, place: Place | None) -> Case:
    now = clock.now()
    case: Case = Case.objects.create(
        centre=centre,
        number=new_number(),
        pack=centre.pack,
        stage="request",
        stage_since=now,
        kind=kind if law.is_kind(centre.pack, kind) else law.OTHER,
        title=titles(title),
        place=place,
        owner_id=actor.person,
        made=now,
    )
    record(CaseOpened(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
    if actor.role == "coordinator":
        membership.join(case.pk, actor.who, Participant.COORDINATOR, why="opened", from_start=True)
        take_in(case, Person.objects.system().get(pk=actor.who), Participant.COORDINATOR, actor=actor)
    return case


def _is_called(case: Case, position: int, one: Mapping[str, Any], actor: Actor) -> None:
    """Write down a side that is at home by its telephone: nothing is sent, and nobody has come yet."""
    name, here = _named(one)
    if len(digits_of(str(one.get("phone") or ""))) < LEAST_DIGITS:
        raise Refused(_("Write down the telephone of whoever is not here: they are called on it."))
    side = _side(case, position, one, Side.ASKED, actor)
    prepare_invitation(side, {**one, "name": here or name, "email": "", "place": ""}, actor)


def _named(one: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name of a side and who comes for it, when that is not the side itself."""
    name, here = words.line(str(one.get("name", ""))), words.line(str(one.get("here", "")))
    if not name:
        raise Refused(_("Say who each side is, as they call themselves."))
    if _kind(one) != Party.PERSON and not here:
        raise Refused(_("Say who is here for an organisation or a group."))
    return name, here


def _kind(one: Mapping[str, Any]) -> str:
    kind = str(one.get("kind"))
    return kind if kind in PARTY_KINDS else Party.PERSON


def _side(case: Case, position: int, one: Mapping[str, Any], state: str, actor: Actor) -> Side:
    side: Side = Side.objects.create(case=case, position=position, name=_named(one)[0], state=state)
    details = {key: said for key in DETAILS if (said := words.line(str(one.get(key) or "")))}
    remember_party(Party.objects.create(side=side, kind=_kind(one), name=side.name, details=details))
    record(SideAdded(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk), actor=actor)
    return side


def _come(case: Case, position: int, one: Mapping[str, Any], actor: Actor) -> None:
    name, here = _named(one)
    seen_as = str(one.get("seen_as", ""))
    if seen_as not in Participant.SEEN_AS:
        raise Refused(_("Say how you know who is before you."))
    side = _side(case, position, one, Side.JOINED, actor)
    person = new_person({**one, "name": here or name, "email": "", "place": ""}, case)
    participant = take_in(case, person, role_of({"kind": _kind(one)}), side=side, actor=actor, signs=True)
    participant.seen_as, participant.seen_by_id, participant.seen_at = seen_as, actor.person, clock.now()
    participant.save(update_fields=["seen_as", "seen_by", "seen_at"])
