"""Who is who on the pages of the table, as far as the reader may know: sides by shape, people by name where they sit
together. Held apart, a party sees of the others a shape and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bitim.cases.facts_reading import sides_by_voice
from bitim.cases.models import Case, Participant, Side
from bitim.cases.predicates import is_accepted_here, side_of
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.models import Row
from bitim.kernel.text import LANGUAGES
from bitim.settlements.facts_heard import sides_at_home
from bitim.settlements.models import Document
from bitim.settlements.permissions import P


@dataclass(frozen=True)
class SideSeen:
    """A side on a page: `mark` is its shape; `mine` says "you"."""

    id: UUID
    mark: int
    name: str
    mine: bool


@dataclass(frozen=True)
class People:
    """The sides in the reader's order, and how each person of the case is called before this reader."""

    sides: tuple[SideSeen, ...]
    mine: UUID | None
    apart: bool
    side_of: Mapping[UUID, UUID] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)
    readers: tuple[tuple[UUID, str], ...] = ()
    languages: tuple[str, ...] = ()

    def side(self, side_id: UUID | None) -> SideSeen | None:
        """Return one side."""
        return next((one for one in self.sides if one.id == side_id), None)

    def side_for(self, person: UUID | None) -> SideSeen | None:
        """Return the side of a person; None for staff."""
        return self.side(self.side_of.get(person)) if person else None

    def hides(self, side_id: UUID | None) -> bool:
        """Tell whether this is a side from which the reader is kept apart: how it comes, says and signs, and when, is
        not for the reader; that it has signed or agreed is."""
        return self.apart and side_id is not None and side_id != self.mine

    def name(self, person: UUID | None) -> str:
        """Return how a person is called before this reader; empty where the name is not for them."""
        return self.names.get(person, "") if person else ""


def case_seen(actor: Actor, case_id: UUID, permission: P = P.SEE_ISSUES) -> Case:
    """Return a case of the reader; NotFound otherwise."""
    case = Case.objects.system().select_related("centre").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    require_visible(actor, permission, case)
    return case


def thing_seen(actor: Actor, model: type[Row], thing_id: UUID, permission: P) -> Any:
    """Return something of a case of the reader; NotFound otherwise."""
    path: str = model.lock_path  # type: ignore[attr-defined]
    found = model.objects.system().select_related(f"{path}__centre").filter(pk=thing_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, permission, found)
    return found


def document_seen(actor: Actor, document_id: UUID) -> Document:
    """Return a document of a case of the reader; NotFound otherwise."""
    document: Document = thing_seen(actor, Document, document_id, P.SEE_DOCUMENT)
    return document


def documents_for(actor: Actor, case: Case) -> list[Document]:
    """Return the documents of a case that are not void, the agreement first."""
    require_visible(actor, P.SEE_ISSUES, case)
    return list(Document.objects.system().filter(case=case).exclude(state=Document.VOID).order_by("kind", "made"))


def sides_seen(actor: Actor, case: Case) -> People:
    """Return who is who, in two queries. The reader's own side comes first."""
    mine = side_of(actor, case)
    apart = case.mode == "shuttle" and actor.role == "party"
    sides = []
    for one in Side.objects.system().filter(case=case).select_related("case").order_by("position"):
        hidden = apart and one.pk != mine
        name = _("The other side") if hidden else str(one.name or "")
        if one.state not in (Side.LEFT, Side.DECLINED):
            sides.append(SideSeen(one.pk, one.position, name, one.pk == mine))
    sides.sort(key=lambda one: (not one.mine, one.mark))
    side_by_person: dict[UUID, UUID] = {}
    names: dict[UUID, str] = {}
    readers, spoken = [], set()
    for who in Participant.objects.system().filter(case=case).select_related("case").order_by("since", "pk"):
        if who.side_id:
            side_by_person[who.person_id] = who.side_id
            if who.role in Participant.SIDE_ROLES:
                spoken.add(who.language)
        if not (apart and who.side_id not in (None, mine)):
            names[who.person_id] = str(who.shown_name or "")
            if who.ended is None:
                readers.append((who.person_id, names[who.person_id]))
    languages = tuple(code for code in LANGUAGES if code in spoken)
    return People(tuple(sides), mine, apart, side_by_person, names, tuple(dict(readers).items()), languages)


def sides_to_note(actor: Actor, case: Case) -> frozenset[UUID]:
    """Return the sides whose word the mediator may note, for the pages of the table; none for anybody else."""
    if actor.role != "mediator" or case.stage not in ("meetings", "drafting"):
        return frozenset()
    require_visible(actor, P.SEE_ISSUES, case)
    return frozenset(side.pk for side in sides_by_voice(case) if is_accepted_here(actor, side))


def sides_to_hear(actor: Actor, case: Case) -> dict[str, Any]:
    """Return of which sides the mediator may note a yes to what lies on the table (`to_note`), which ones are called
    instead (`to_call`: the side and whom to call) and may only take a yes back (`to_take_back`); none for anybody
    else."""
    sides = sides_to_note(actor, case)
    at_home = sides_at_home(case) if sides else []
    called = {side.pk for side, _who in at_home}
    return {"to_note": sides - called, "to_call": at_home, "to_take_back": called}
