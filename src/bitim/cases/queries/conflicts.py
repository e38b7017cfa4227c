"""Who has ties to a party of a case: the mediator, the staff, the centre itself. For callers that have already decided
that they may look; what they show is a key and a person, never another case.

Looked for are the parties and everybody who takes part for a side or is invited: by name in any spelling, telephone,
address, IIN or BIN. Looked through are the mediator, every case they ever had a part in, the case's own staff, and what
the centre declared of itself. Two people alike are one question too many; one tie missed costs the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from bitim.cases.models import Case, Invitation, Participant, Party
from bitim.people import marks
from bitim.people.models import CentreInterest, Mark, MediatorCard, Person
from bitim.people.queries.marks import owners_of

PARTY, EARLIER_CASE = "party", "earlier_case"


@dataclass(frozen=True)
class CentreTie:
    """A declared tie of the centre to somebody of these sides."""

    kind: str
    name: str
    sides: frozenset[UUID]


@dataclass(frozen=True)
class Ties:
    """What was found. `of`: person -> keys (`party`: is or resembles somebody of a side; `earlier_case`: had a part in
    an earlier case of somebody of a side)."""

    of: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    centre: tuple[CentreTie, ...] = ()


@dataclass(frozen=True)
class _Sides:
    """The people and parties of a case and what each side is found by."""

    people: frozenset[UUID]
    parties: frozenset[UUID]
    marks: dict[UUID, frozenset[bytes]]

    @property
    def all_marks(self) -> frozenset[bytes]:
        return frozenset().union(*self.marks.values()) if self.marks else frozenset()


def ties_of(case: Case, people: Iterable[UUID]) -> Ties:
    """Return the ties of these people and of the centre to the sides of a case, in a fixed number of questions."""
    wanted = set(people)
    sides = _sides(case)
    owners = [(owner, what) for owner, what in owners_of(sides.all_marks) if owner not in sides.parties]
    alike = {owner for owner, what in owners if what == marks.PERSON} | sides.people
    bodies = {owner for owner, what in owners if what == marks.PARTY}
    found: dict[UUID, list[str]] = {}
    for person in _themselves(case, wanted, alike, sides.all_marks):
        found.setdefault(person, []).append(PARTY)
    for person in _from_earlier(case, wanted, alike, bodies):
        found.setdefault(person, []).append(EARLIER_CASE)
    return Ties({person: tuple(keys) for person, keys in found.items()}, centre_ties(case, sides.marks))


def _sides(case: Case) -> _Sides:
    of_side: dict[UUID, set[bytes]] = {}
    people: dict[UUID, UUID] = {}
    parts = Participant.objects.system().filter(case=case, role__in=Participant.SIDE_ROLES)
    people.update((person, side) for person, side in parts.values_list("person_id", "side_id") if side)
    people.update(Invitation.objects.system().filter(case=case).values_list("person_id", "side_id"))
    for person in Person.objects.system().filter(pk__in=people):
        of_side.setdefault(people[person.pk], set()).update(marks.of_person(person))
    parties = list(Party.objects.system().filter(side__case=case).select_related("side"))
    for party in parties:
        found = marks.of_party(party.kind, str(party.name or ""), party.details or {})
        of_side.setdefault(party.side_id, set()).update(found)
    return _Sides(
        frozenset(people),
        frozenset(party.pk for party in parties),
        {side: frozenset(found) for side, found in of_side.items()},
    )


def _themselves(case: Case, wanted: set[UUID], alike: set[UUID], looked_for: frozenset[bytes]) -> set[UUID]:
    """Return who of the wanted is somebody of a side, or is called or reached like one."""
    found = wanted & alike
    for person in Person.objects.system().filter(pk__in=wanted - found):
        if marks.of_person(person) & looked_for:
            found.add(person.pk)
    for card in MediatorCard.objects.system().filter(person_id__in=wanted - found):
        if card.person_id and marks.of_card(card) & looked_for:
            found.add(card.person_id)
    return found


def _from_earlier(case: Case, wanted: set[UUID], alike: set[UUID], bodies: set[UUID]) -> set[UUID]:
    """Return who of the wanted had a part, other than a coordinator's, in another case of somebody alike."""
    parts = Participant.objects.system().filter(person_id__in=alike, role__in=Participant.SIDE_ROLES)
    cases = set(parts.values_list("case_id", flat=True))
    cases |= set(Invitation.objects.system().filter(person_id__in=alike).values_list("case_id", flat=True))
    cases |= set(Party.objects.system().filter(pk__in=bodies).values_list("side__case_id", flat=True))
    cases.discard(case.pk)
    theirs = Participant.objects.system().filter(case_id__in=cases, person_id__in=wanted)
    return set(theirs.exclude(role=Participant.COORDINATOR).values_list("person_id", flat=True))


def centre_ties(case: Case, of_side: dict[UUID, frozenset[bytes]] | None = None) -> tuple[CentreTie, ...]:
    """Return what the centre declared that meets somebody of a side."""
    interests = {one.pk: one for one in CentreInterest.objects.system().filter(centre_id=case.centre_id, ended=None)}
    if not interests:
        return ()
    met: dict[UUID, set[UUID]] = {}
    looked_for = _sides(case).marks if of_side is None else of_side
    for owner, digest in Mark.objects.system().filter(owner__in=interests).values_list("owner", "digest"):
        for side, found in looked_for.items():
            if bytes(digest) in found:
                met.setdefault(owner, set()).add(side)
    return tuple(
        CentreTie(interests[one].kind, str(interests[one].name or ""), frozenset(sides))
        for one, sides in sorted(met.items(), key=lambda pair: str(pair[0]))
    )
