"""The coordinator answers a request: a case is opened, or the person is told that it ends here."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.cases.actions import ways
from bitim.cases.events import CaseOpened, PersonJoined, RequestAnswered, SideAdded
from bitim.cases.models import Case, Hand, Invitation, Participant, Party, Request, Side
from bitim.cases.permissions import P
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import LANGUAGES
from bitim.people import marks
from bitim.people.actions import keep_marks, written_down
from bitim.people.models import Centre, Person, Place

DECLINED_AS = ("unsuitable", "consultation", "refused", "no_answer")


@action(P.ACCEPT_REQUEST, on=Request)
def accept_request(
    request: Request, *, actor: Actor, title: Mapping[str, str], kind: str = "", place: UUID | None = None
) -> Case:
    """Open a case from a request.

    The asker's words become the account of the asker's side and leave the request; everybody named becomes a side of
    their own with an invitation prepared and not sent. Positions are drawn, so that who asks is not always first.
    """
    said = request.words or {}
    case = _open_case(request, actor, title, kind, place)
    sides = [(said.get("me", {}), request.person), *((o, None) for o in said.get("others", []))]
    positions = list(range(1, len(sides) + 1))
    secrets.SystemRandom().shuffle(positions)
    for position, (one, person) in zip(positions, sides, strict=True):
        if person:
            _asking_side(case, position, one, person, str(said.get("what", "")), actor)
        else:
            new_side(case, position, one, actor)
    request.state, request.answered, request.case = Request.ACCEPTED, clock.now(), case
    request.words = {}
    request.save()
    ways.lead_to_case(request.person_id, request.pk, case)
    ways.tell(request.person, case.pk, "request_accepted", key=f"accepted:{request.pk}")
    _answered(request, actor)
    return case


@action(P.DECLINE_REQUEST, on=Request)
def decline_request(request: Request, *, actor: Actor, outcome: str) -> Request:
    """End a request without a case, with an outcome of `DECLINED_AS`; the notice to the person says no reason."""
    if outcome not in DECLINED_AS:
        raise Refused(_("Choose how this request ends."))
    request.state, request.answered, request.outcome = Request.DECLINED, clock.now(), outcome
    request.save()
    ways.tell(request.person, request.pk, "request_ended", key=f"declined:{request.pk}")
    _answered(request, actor)
    return request


def _answered(request: Request, actor: Actor) -> None:
    record(
        RequestAnswered(chain=request.centre_id, audience=request.centre_id, request=request.pk, state=request.state),
        actor=actor,
    )


def _open_case(request: Request, actor: Actor, title: Mapping[str, str], kind: str, place: UUID | None) -> Case:
    now, centre = clock.now(), request.centre
    case: Case = Case.objects.create(
        centre=centre,
        number=new_number(),
        pack=centre.pack,
        stage="contract",
        stage_since=now,
        kind=kind if law.is_kind(centre.pack, kind) else request.kind,
        title=titles(title),
        place=place_in(centre, place),
        owner_id=actor.person,
        made=now,
    )
    record(CaseOpened(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
    if actor.person is not None:
        membership.join(case.pk, actor.person, Participant.COORDINATOR, why="opened", from_start=True)
        coordinator = Person.objects.system().get(pk=actor.person)
        take_in(case, coordinator, Participant.COORDINATOR, actor=actor)
    return case


def place_in(centre: Centre, place: UUID | None) -> Place | None:
    """Return one of the centre's places; NotFound for one that is not in its list."""
    if place is None:
        return None
    found: Place | None = Place.objects.system().filter(pk=place, centre=centre, ended=None).first()
    if found is None:
        raise NotFound
    return found


def titles(said: Mapping[str, str]) -> dict[str, str]:
    """Return a title's languages, one line each; refused when there is none."""
    kept = {code: words.line(str(said[code]), 200) for code in LANGUAGES if said.get(code)}
    kept = {code: title for code, title in kept.items() if title}
    if not kept:
        raise Refused(_("Give the case a title that both sides can live with."))
    return kept


def new_number() -> str:
    """Return eight random digits that no case has: a number tells nothing of order or count."""
    while True:
        number = f"{secrets.randbelow(10**8):08d}"
        if not Case.objects.system().filter(number=number).exists():
            return number


def _asking_side(case: Case, position: int, one: Mapping[str, Any], person: Person, account: str, actor: Actor) -> Side:
    side = _side(case, position, one, str(person.name or ""), Side.JOINED)
    if account:
        side.account = account
        side.save(update_fields=["account"])
    record(SideAdded(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk), actor=actor)
    take_in(case, person, role_of(one), side=side, actor=actor, signs=True)
    return side


def new_side(case: Case, position: int, one: Mapping[str, Any], actor: Actor) -> Side:
    """Make a side of somebody who does not know yet: party, contacts, an invitation prepared, nothing sent."""
    side = _side(case, position, one, words.line(str(one.get("name", ""))), Side.ASKED)
    record(SideAdded(chain=case.pk, audience=case.pk, case=case.pk, side=side.pk), actor=actor)
    prepare_invitation(side, one, actor)
    return side


def prepare_invitation(
    side: Side, one: Mapping[str, Any], actor: Actor, *, added: bool = False, role: str = ""
) -> Invitation:
    """Write a person down and prepare their invitation; nothing is sent. `added`: to a side that is there already;
    `role`: supporter, if they will sit beside it."""
    person = new_person(one, side.case)
    invitation: Invitation = Invitation.objects.create(case=side.case, side=side, person=person, added=added, role=role)
    ways.note_hand(invitation, actor, Hand.PREPARED)
    return invitation


def new_person(one: Mapping[str, Any], case: Case) -> Person:
    """Make a person with the contacts that are known."""
    language = str(one.get("language", ""))
    return written_down(
        words.line(str(one.get("name", ""))),
        phone=words.line(str(one.get("phone", ""))),
        email=words.line(str(one.get("email", ""))),
        language=language if language in LANGUAGES else _first_language(case),
        safe_contact={"place": words.line(str(one.get("place", "")))} if one.get("place") else {},
    )


def _first_language(case: Case) -> str:
    return next((code for code in case.centre.languages if code in LANGUAGES), "kk")


def _side(case: Case, position: int, one: Mapping[str, Any], name: str, state: str) -> Side:
    kind = one.get("kind")
    party_name = words.line(str(one.get("name") or name))
    side: Side = Side.objects.create(case=case, position=position, name=party_name or name, state=state)
    kinds = (Party.PERSON, Party.ORGANISATION, Party.GROUP)
    party: Party = Party.objects.create(
        side=side, kind=kind if kind in kinds else Party.PERSON, name=party_name or name, details={}
    )
    remember_party(party)
    return side


def remember_party(party: Party) -> None:
    """Renew what a party is found by when ties are looked for."""
    keep_marks(party.pk, marks.PARTY, marks.of_party(party.kind, str(party.name or ""), party.details or {}))


def role_of(one: Mapping[str, Any]) -> str:
    """Return in which role somebody comes for a party of this kind."""
    return {Party.GROUP: Participant.SPOKESPERSON, Party.ORGANISATION: Participant.REPRESENTATIVE}.get(
        str(one.get("kind")), Participant.PARTY
    )


def take_in(
    case: Case, person: Person, role: str, *, actor: Actor, side: Side | None = None, signs: bool = False
) -> Participant:
    """Make a person a participant from now on: of a side's audience, or of the case's staff."""
    beside = role in Participant.BESIDE
    party = Party.objects.system().filter(side=side).first() if side and not beside else None
    participant: Participant = Participant.objects.create(
        case=case,
        side=side,
        party=party,
        person=person,
        role=role,
        shown_name=str(person.name or ""),
        language=person.language,
        signs=signs,
        since=clock.now(),
    )
    if side is not None and not beside:  # what a side is told is told to its own people
        membership.join(side.pk, person.pk, "party", why="joined")
    record(
        PersonJoined(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk, role=role), actor=actor
    )
    return participant
