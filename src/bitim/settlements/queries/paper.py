"""Signing on paper as its readers see it: who signs how, what came back, a page beside its original."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bitim import jurisdictions
from bitim.cases.facts import obstacle_words
from bitim.cases.facts_vouching import is_alone, staff_of
from bitim.cases.models import Case
from bitim.kernel import keystore
from bitim.kernel.access import Actor, NotFound, Words, decide, require_visible
from bitim.kernel.models import NOBODY, StoredFile
from bitim.kernel.paper import scans
from bitim.kernel.paper.digest import document_hash, fragment
from bitim.kernel.sealed import Tampered
from bitim.people.models import Person
from bitim.settlements import archive
from bitim.settlements.actions.comparing import lines_on_paper, signing_pages
from bitim.settlements.kinds import SIGN_STEP
from bitim.settlements.labels import METHODS, REASONS
from bitim.settlements.models import Document, Scan, ScanFile, ScanLine, ScanPage, Signature
from bitim.settlements.permissions import P
from bitim.settlements.queries.seen import SideSeen, sides_seen, thing_seen

ORIGINAL, SCANNED = "original", "scan"


@dataclass(frozen=True)
class PaperLine:
    """One signer's line for the staff: how it is signed, and what may be done with it."""

    id: UUID
    side: SideSeen | None
    name: str
    method: str
    method_words: Words
    signed: datetime | None
    written: date | None
    declined: bool
    has_mail: bool
    is_mine: bool
    at_request: str
    why: Words
    witness: str
    is_seen_by_two: bool
    can_witness: bool
    can_choose: bool
    can_note: bool
    can_print_code: bool


@dataclass(frozen=True)
class ScanSeen:
    """Pages that came back. `state`: compare, confirm, confirmed or aside."""

    id: UUID
    route: str
    sender: str
    at: datetime
    pages: int
    unread: int
    blank: int
    state: str
    checked_by: str
    alone: bool
    may_check: bool
    may_confirm: bool
    is_waiting_for_another: bool
    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class PaperSeen:
    """Everything the page of signing on paper shows. `copies`: one for each party and one for the mediator."""

    document: Document
    mark: str
    lines: tuple[PaperLine, ...]
    scans: tuple[ScanSeen, ...]
    copies: int
    obstacles: tuple[Words, ...]
    witnesses: tuple[tuple[UUID, str], ...]
    reasons: tuple[tuple[str, Words], ...]
    at_request: bool
    is_first: bool


@dataclass(frozen=True)
class LineLook:
    """A line that these pages can carry, and the day found beside it so far."""

    id: UUID
    name: str
    at_request: str
    written: date | None


@dataclass(frozen=True)
class PageSeen:
    """One page of the paper beside its picture."""

    scan: Scan
    number: int
    pages: int
    read: bool
    compared: bool
    is_same: bool
    lines: tuple[LineLook, ...]
    others_unread: tuple[int, ...]
    may_check: bool


@dataclass(frozen=True)
class ScanWhole:
    """A scan with the state of each of its pages."""

    seen: ScanSeen
    scan: Scan
    pages: tuple[tuple[int, bool, bool], ...]  # number, read by its mark, the first person said "same"
    lines: tuple[tuple[str, date], ...]


def paper_document(actor: Actor, document_id: UUID) -> Document:
    """Return a document for which the reader may hand in pages, or which they may read; NotFound otherwise."""
    row: Document | None = Document.objects.system().select_related("case__centre").filter(pk=document_id).first()
    if row is None or not (decide(actor, P.HAND_IN_SCAN, row) or decide(actor, P.SEE_DOCUMENT, row)):
        raise NotFound
    return row


def paper_for(actor: Actor, document: Document) -> PaperSeen:
    """Return how a final document is signed on paper, for the staff of its case."""
    require_visible(actor, P.HAND_IN_SCAN, document)
    case = document.case
    people = sides_seen(actor, case)
    pack = jurisdictions.load(case.pack)
    rows = list(
        Signature.objects.system()
        .filter(document=document, voided=None)
        .select_related("participant__case", "participant__person", "document__case", "witness")
        .order_by("participant__side__position", "pk")
    )
    lines = tuple(_line(actor, row, people.side(row.participant.side_id)) for row in rows)
    reasons = tuple((key, REASONS.get(key, key)) for key in pack.parameter("signing_at_request_reasons"))
    sides = {row.participant.side_id for row in rows if row.participant.side_id}
    return PaperSeen(
        document=document,
        mark=fragment(document.paper),
        lines=lines,
        scans=tuple(_scan(actor, row) for row in _scans(document)),
        copies=len(sides) + 1,
        obstacles=tuple(obstacle_words(case, SIGN_STEP[document.kind])),
        witnesses=_witnesses(actor, case),
        reasons=reasons,
        at_request=pack.parameter("signs_at_request") != "no",
        is_first=not any(line.method in Signature.ON_PAPER for line in lines),
    )


def _line(actor: Actor, row: Signature, side: SideSeen | None) -> PaperLine:
    request = row.at_request or {}
    return PaperLine(
        id=row.pk,
        side=side,
        name=str(row.participant.shown_name or ""),
        method=row.method,
        method_words=METHODS.get(row.method, ""),
        signed=row.signed,
        written=row.written,
        declined=row.declined is not None,
        has_mail=bool(str(row.participant.person.email or "")),
        is_mine=row.participant.person_id == actor.person,
        at_request=request.get("name", ""),
        why=REASONS.get(request.get("why", ""), ""),
        witness=str(row.witness.name or "") if row.witness else "",
        is_seen_by_two=row.witnessed is not None,
        can_witness=bool(request) and row.witnessed is None and bool(decide(actor, P.WITNESS_REQUEST, row)),
        can_choose=row.signed is None and bool(decide(actor, P.CHOOSE_PEN, row)),
        can_note=row.signed is None and bool(decide(actor, P.NOTE_REQUEST, row)),
        can_print_code=row.signed is None and bool(decide(actor, P.PRINT_CODE, row)),
    )


def _scans(document: Document) -> list[Scan]:
    rows = Scan.objects.system().filter(document=document)
    return list(
        rows.select_related("document__case", "checked_by", "line__participant__case").order_by("-at", "pk")[:20]
    )


def _scan(actor: Actor, row: Scan) -> ScanSeen:
    pages = list(ScanPage.objects.system().filter(scan=row).values_list("read", flat=True))
    state = "compare"
    if row.voided is not None:
        state = "aside"
    elif row.confirmed is not None:
        state = "confirmed"
    elif row.checked is not None:
        state = "confirm"
    may_confirm = state == "confirm" and bool(decide(actor, P.CONFIRM_SCAN, row))
    kept = ScanFile.objects.system().filter(scan=row).select_related("file").order_by("position")
    return ScanSeen(
        id=row.pk,
        route=row.route,
        sender=str(row.line.participant.shown_name or "") if row.line else "",
        at=row.at,
        pages=len(pages),
        unread=sum(not read for read in pages),
        blank=row.blank,
        state=state,
        checked_by=str(row.checked_by.name or "") if row.checked_by else "",
        alone=row.alone or (actor.person is not None and is_alone(row.document.case, actor.who)),
        may_check=state in ("compare", "confirm") and bool(decide(actor, P.CHECK_SCAN, row)),
        may_confirm=may_confirm,
        is_waiting_for_another=state == "confirm" and not may_confirm,
        files=tuple((one.position, str(one.file.name or "")) for one in kept),
    )


def _witnesses(actor: Actor, case: Case) -> tuple[tuple[UUID, str], ...]:
    rows = Person.objects.system().filter(pk__in=staff_of(case) - {actor.who})
    return tuple(sorted(((one.pk, str(one.name or "")) for one in rows), key=lambda one: one[1]))


def line_for_paper(actor: Actor, line_id: UUID) -> Signature:
    """Return a line for the staff of its case or for its signer; NotFound otherwise."""
    row: Signature | None = (
        Signature.objects.system()
        .select_related("document__case__centre", "participant__case", "participant__person")
        .filter(pk=line_id)
        .first()
    )
    if row is None or not (decide(actor, P.SEE_DOCUMENT, row) or decide(actor, P.HAND_IN_SCAN, row.document)):
        raise NotFound
    return row


# --- what came back --------------------------------------------------------------------------------------------------


def scan_for(actor: Actor, scan_id: UUID) -> Scan:
    """Return pages that came back, for those who compare them or may keep a copy; NotFound otherwise."""
    row: Scan = thing_seen(actor, Scan, scan_id, P.SEE_SCAN)
    return row


def scan_whole(actor: Actor, scan: Scan) -> ScanWhole:
    """Return a scan with the state of each page and the signatures found on it so far."""
    require_visible(actor, P.SEE_SCAN, scan)
    row = next(one for one in _scans_of(scan))
    pages = ScanPage.objects.system().filter(scan=scan).order_by("number")
    said = scan.checked_by_id or actor.person
    looks = ScanLine.objects.system().filter(scan=scan).select_related("signature__participant__case")
    return ScanWhole(
        _scan(actor, row),
        scan,
        tuple((one.number, one.read, one.same_by_id is not None and one.same_by_id == said) for one in pages),
        tuple((str(one.signature.participant.shown_name or ""), one.written) for one in looks),
    )


def _scans_of(scan: Scan) -> Iterable[Scan]:
    rows = Scan.objects.system().filter(pk=scan.pk)
    return rows.select_related("document__case", "checked_by", "line__participant__case")


def page_seen(actor: Actor, scan: Scan, number: int) -> PageSeen:
    """Return one page of a scan; NotFound when the paper has no such page."""
    require_visible(actor, P.SEE_SCAN, scan)
    pages = {one.number: one for one in ScanPage.objects.system().filter(scan=scan)}
    if number not in pages:
        raise NotFound
    page = pages[number]
    may_check = _compares(actor, scan)
    lines: tuple[LineLook, ...] = ()
    if may_check and number in signing_pages(scan.document):
        looks = dict(ScanLine.objects.system().filter(scan=scan).values_list("signature", "written"))
        lines = tuple(
            LineLook(
                one.pk,
                str(one.participant.shown_name or ""),
                (one.at_request or {}).get("name", ""),
                looks.get(one.pk),
            )
            for one in lines_on_paper(scan)
        )
    return PageSeen(
        scan=scan,
        number=number,
        pages=len(pages),
        read=page.read,
        compared=page.compared,
        is_same=page.same_by_id is not None and page.same_by_id == (scan.checked_by_id or actor.person),
        lines=lines,
        others_unread=() if page.read else tuple(n for n, one in sorted(pages.items()) if not one.read and n != number),
        may_check=may_check,
    )


def _compares(actor: Actor, scan: Scan) -> bool:
    """Tell whether the reader is, or may become, the one who compares: once done, only that one begins again."""
    if scan.checked is not None and scan.checked_by_id != actor.person:
        return False
    return bool(decide(actor, P.CHECK_SCAN, scan))


def picture_of(actor: Actor, scan: Scan, number: int, what: str, turn: int = 0) -> bytes:
    """Return a page as a JPEG: of the frozen paper, or of what came back. NotFound when it cannot be shown."""
    require_visible(actor, P.SEE_SCAN, scan)
    page = ScanPage.objects.system().filter(scan=scan, number=number).select_related("file__file").first()
    if page is None or what not in (ORIGINAL, SCANNED):
        raise NotFound
    try:
        if what == ORIGINAL:
            row = StoredFile.objects.system().filter(pk=scan.document.pdf_id or NOBODY).get()
            return scans.shown(scans.picture(archive.read(row), scans.PDF, number - 1, scans.SHOWN_SIDE))
        data = _unaltered(page.file)
        drawn = scans.picture(data, page.file.file.media_type, page.index)
        return scans.shown(drawn, (page.turn + turn) % 360)
    except (keystore.Shredded, scans.Unreadable, Tampered, OSError):
        raise NotFound from None


def copy_of(actor: Actor, scan: Scan, position: int) -> tuple[bytes, str, str]:
    """Return (bytes, name, type) of a file of a scan, as it was handed in; NotFound when it was altered or is gone."""
    require_visible(actor, P.SEE_SCAN, scan)
    row = ScanFile.objects.system().filter(scan=scan, position=position).select_related("file").first()
    if row is None:
        raise NotFound
    try:
        return _unaltered(row), str(row.file.name or "scan.pdf"), row.file.media_type
    except (keystore.Shredded, Tampered, OSError):
        raise NotFound from None


def _unaltered(row: ScanFile) -> bytes:
    data = archive.read(row.file)
    if document_hash(data) != row.digest:
        raise Tampered(str(row.pk))
    return data


# --- short answers for other pages -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnPaper:
    """What the page of the text says of signing on paper: pages are being compared, or copies to keep."""

    being_compared: bool
    copies: tuple[tuple[UUID, int, str], ...]


def on_paper(actor: Actor, document: Document) -> OnPaper:
    """Return whether pages are being compared now, and the signed copies that the reader may keep; three queries."""
    require_visible(actor, P.SEE_DOCUMENT, document)
    rows = Scan.objects.system().filter(document=document, voided=None).select_related("document__case")
    found = list(rows.order_by("at"))
    # A file's own name was given by whoever handed it in: the sides get a neutral one.
    copies = [
        (one.scan_id, one.position, f"signed-{one.position}.{str(one.file.name or 'pdf').rsplit('.', 1)[-1]}")
        for scan in found
        if scan.confirmed is not None and decide(actor, P.SEE_SCAN, scan)
        for one in ScanFile.objects.system().filter(scan=scan).select_related("file").order_by("position")
    ]
    waiting = document.state == Document.FROZEN and any(one.confirmed is None for one in found)
    return OnPaper(waiting, tuple(copies))


def scans_waiting(actor: Actor, case: Case) -> list[tuple[UUID, str]]:
    """Return the pages of a case that wait for the reader: (scan, `compare` or `confirm`)."""
    rows = Scan.objects.system().filter(document__case=case, confirmed=None, voided=None)
    rows = rows.filter(document__state=Document.FROZEN).select_related("document__case")
    found = []
    for scan in rows.order_by("at"):
        if scan.checked is not None:
            if decide(actor, P.CONFIRM_SCAN, scan):
                found.append((scan.pk, "confirm"))
        elif decide(actor, P.CHECK_SCAN, scan):
            found.append((scan.pk, "compare"))
    return found


def paper_to_hand_in(actor: Actor, case: Case) -> UUID | None:
    """Return the document of a case for which the reader may hand in signed pages now, if there is one."""
    row = Document.objects.system().filter(case=case, state=Document.FROZEN).select_related("case").first()
    return row.pk if row is not None and decide(actor, P.HAND_IN_SCAN, row) else None
