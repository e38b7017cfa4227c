"""The register of demands, for those of the centre who keep it, and what a side may be told of it."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from bitim import jurisdictions
from bitim.cases.models import Case, Participant
from bitim.cases.predicates import is_confirmed, is_of_a_side
from bitim.kernel import clock, keystore
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.models import StoredFile
from bitim.kernel.text import in_language
from bitim.people.models import CentreRole
from bitim.people.queries import names_of
from bitim.people.rules import has_centre_role
from bitim.settlements import archive
from bitim.settlements.actions.demands import GIVEN_CLASS, may_tell
from bitim.settlements.kinds import ADDENDUM, AGREEMENT, SETTLEMENT
from bitim.settlements.matter import day_of
from bitim.settlements.models import Document
from bitim.settlements.models_after import Demand, DemandStep
from bitim.settlements.permissions import P

MOST = 100
IN_FORCE = (Document.SIGNED, Document.REPLACED)


@dataclass(frozen=True)
class Step:
    """One thing that happened to a demand."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DemandSeen:
    """A demand with all that happened to it. `given` are names of kinds of paper."""

    id: UUID
    number: int
    case_number: str
    asker: str
    office: str
    paper: str
    day: date | None
    note: str
    given: tuple[str, ...]
    by: str
    at: datetime
    tell: str
    tell_after: date | None
    steps: tuple[Step, ...]
    can_confirm: bool
    can_give: bool

    @property
    def state(self) -> str:
        """Whether it waits for a second person, was confirmed or refused."""
        return next((one.what for one in self.steps if one.what != DemandStep.GIVEN), "waits")


@dataclass(frozen=True)
class ToldDemand:
    """What a side is told: that an authority asked, when, and which papers it was given."""

    at: datetime
    asker: str
    office: str
    given: tuple[str, ...]


def demand_kinds(pack_code: str) -> list[tuple[str, str, str]]:
    """Return (key, name, why it is given to nobody) of what authorities ask for; the reason is empty for what may be
    given."""
    pack = jurisdictions.load(pack_code)
    found = []
    for label in pack.labels["demand_kinds"]:
        klass = str(label.facts["class"])
        reason = "" if klass == GIVEN_CLASS else in_language(pack.label("demand_refusals", klass).texts)
        found.append((label.key, in_language(label.texts), reason))
    return found


def demands_for(actor: Actor, case: Case | None = None) -> list[DemandSeen]:
    """Return the register as far as it is the reader's: the whole centre's for head and coordinator, their own cases'
    for a mediator; of one case where it is named. NotFound for everybody else."""
    rows = Demand.objects.system().filter(_own(actor))
    if case is not None:
        rows = rows.filter(case=case)
    return _seen(actor, [one for one in _newest(rows) if decide(actor, P.SEE_DEMANDS, one)])


def _newest(rows: object) -> list[Demand]:
    return list(rows.select_related("case").order_by("-at", "-number")[:MOST])  # type: ignore[attr-defined]


def _own(actor: Actor) -> Q:
    if actor.centre and any(
        has_centre_role(actor, actor.centre, role) for role in (CentreRole.COORDINATOR, CentreRole.HEAD)
    ):
        return Q(centre_id=actor.centre)
    if actor.role == "mediator" and actor.person is not None:
        mine = Participant.objects.system().filter(
            person_id=actor.person, role__in=Participant.MEDIATOR_ROLES, ended=None
        )
        return Q(case__in=mine.values("case"), case__centre=actor.centre)
    raise NotFound


def demand_for(actor: Actor, demand_id: UUID) -> Demand:
    """Return one demand of the reader's register; NotFound otherwise."""
    found = Demand.objects.system().select_related("case__centre").filter(pk=demand_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_DEMANDS, found)
    return found


def _seen(actor: Actor, rows: list[Demand]) -> list[DemandSeen]:
    steps: dict[UUID, list[DemandStep]] = {}
    for step in DemandStep.objects.system().filter(demand__in=[one.pk for one in rows]).order_by("at", "pk"):
        steps.setdefault(step.demand_id, []).append(step)
    people = {one.by_id for one in rows} | {step.by_id for found in steps.values() for step in found}
    names = names_of(list(people)) if people else {}
    return [_one(actor, row, steps.get(row.pk, []), names) for row in rows]


def _one(actor: Actor, row: Demand, steps: list[DemandStep], names: dict[UUID, str]) -> DemandSeen:
    words = row.words or {}
    kinds = {key: name for key, name, _reason in demand_kinds(row.case.pack)}
    answered = any(step.what != DemandStep.GIVEN for step in steps)
    confirmed = any(step.what == DemandStep.CONFIRMED for step in steps)
    return DemandSeen(
        id=row.pk,
        number=row.number,
        case_number=row.case.number,
        asker=str(words.get("asker", "")),
        office=str(words.get("office", "")),
        paper=str(words.get("paper", "")),
        day=day_of(words.get("day")),
        note=str(words.get("note", "")),
        given=tuple(kinds.get(key, key) for key in words.get("given", ())),
        by=names.get(row.by_id, ""),
        at=row.at,
        tell=row.tell,
        tell_after=row.tell_after,
        steps=tuple(Step(step.what, names.get(step.by_id, ""), step.at) for step in steps),
        can_confirm=not answered and bool(decide(actor, P.CONFIRM_DEMAND, row)),
        can_give=confirmed and bool(words.get("given")),
    )


def waiting_to_confirm(actor: Actor) -> int:
    """Return how many demands wait for this very reader's word."""
    try:
        own = _own(actor)
    except NotFound:
        return 0
    answered = DemandStep.objects.system().filter(what__in=(DemandStep.CONFIRMED, DemandStep.REFUSED))
    return (
        Demand.objects.system()
        .filter(own)
        .exclude(by_id=actor.person)
        .exclude(pk__in=answered.values("demand"))
        .count()
    )


def told_to(actor: Actor, case: Case) -> list[ToldDemand]:
    """Return what a side of a case may be told today of demands that were confirmed."""
    if not (is_of_a_side(actor, case) and is_confirmed(actor, case)):
        return []
    confirmed = DemandStep.objects.system().filter(what=DemandStep.CONFIRMED)
    rows = Demand.objects.system().filter(case=case, pk__in=confirmed.values("demand")).order_by("at")
    kinds = {key: name for key, name, _reason in demand_kinds(case.pack)}
    found = []
    for row in rows:
        words = row.words or {}
        if words and may_tell(row):
            given = tuple(kinds.get(key, key) for key in words.get("given", ()))
            found.append(ToldDemand(row.at, str(words.get("asker", "")), str(words.get("office", "")), given))
    return found


def bundle_of(actor: Actor, demand: Demand) -> tuple[bytes, str]:
    """Return the papers of a confirmed demand as one archive, and its name. Papers that are there no more are left
    out; the register says what was asked, the archive what there is."""
    require_visible(actor, P.GIVE_DEMANDED, demand)
    wanted = set((demand.words or {}).get("given", ()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in _papers(demand.case, wanted):
            box.writestr(name, content)
    return out.getvalue(), f"demand-{demand.number}-{demand.case.number}.zip"


def _papers(case: Case, wanted: set[str]) -> list[tuple[str, bytes]]:
    kinds = {"agreement": AGREEMENT, "addendum": ADDENDUM, "settlement": SETTLEMENT}
    found: list[tuple[str, bytes]] = []
    rows = Document.objects.system().filter(case=case, state__in=IN_FORCE).order_by("kind", "signed")
    for place, document in enumerate(rows, start=1):
        if document.kind in {kinds[key] for key in wanted & kinds.keys()}:
            found += _kept(f"{place}-{document.kind}.pdf", document.sealed_pdf_id or document.pdf_id)
        if "evidence" in wanted:
            found += _kept(f"{place}-{document.kind}-evidence.zip", document.evidence_id)
    if "ending" in wanted:
        ended = f"{case.closed:%Y-%m-%d}" if case.closed else "-"
        found.append(("ending.txt", f"{case.number}\n{ended}\n".encode()))
    return found


def _kept(name: str, row_id: UUID | None) -> list[tuple[str, bytes]]:
    row = StoredFile.objects.system().filter(pk=row_id).first() if row_id else None
    if row is None:
        return []
    try:
        return [(name, archive.read(row))]
    except keystore.Shredded:
        return []


def tells_due() -> list[Demand]:
    """Return the confirmed demands of which the sides may be told since the day has passed."""
    confirmed = DemandStep.objects.system().filter(what=DemandStep.CONFIRMED)
    rows = Demand.objects.system().filter(tell=Demand.AFTER, tell_after__lt=clock.today())
    return list(rows.filter(pk__in=confirmed.values("demand")).select_related("case"))
