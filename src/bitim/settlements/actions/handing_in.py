"""Papers signed with a pen come back: scanned, photographed, or sent by e-mail as a signed copy.

The machine looks for the mark in the foot of each page and says only which page of which paper it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Case
from bitim.kernel import clock, files
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.files import Accepted
from bitim.kernel.keystore import Scope
from bitim.kernel.paper import scans
from bitim.kernel.paper.digest import document_hash
from bitim.kernel.record import record
from bitim.settlements.actions.comparing import require_day, void_scan
from bitim.settlements.actions.preparing import allowed_already, found
from bitim.settlements.events import ScanHandedIn
from bitim.settlements.kinds import SIGN_STEP
from bitim.settlements.models import Document, Scan, ScanFile, ScanPage, Signature
from bitim.settlements.permissions import P

FILES_MOST = 40
_APPLE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")


class PagesRefused(Refused):
    """The pages cannot be taken; `sentences` name each page and what is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(_("These pages cannot be taken. Nothing of them was kept."), " ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Received:
    """Pages as they came: the cleaned files, and the place of every page of the paper in them."""

    files: tuple[Accepted, ...]
    places: tuple[tuple[scans.Place, int, int], ...]  # place, which file, which page of it
    blank: int


def hand_in(
    document: Document | UUID,
    *,
    actor: Actor,
    uploads: "Sequence[UploadedFile[bytes]]",
    line: UUID | None = None,
    received: date | None = None,
    from_recorded: bool = False,
    key: str = "",
) -> Scan:
    """Take in scanned or photographed pages of a final document, in any order and number of files.

    With `line` they are a signed copy that this signer sent by e-mail (`exchange`): `received` is the day, and
    `from_recorded` says that it came from the signer's recorded address. Raises `PagesRefused` for a page of another
    paper, a missing page, a page that came twice. What was handed in before and not confirmed is put aside.
    """
    row: Document = found(Document, document, "case__centre")
    allowed_already(actor, P.HAND_IN_SCAN, row)
    taken = read_uploads(uploads, row)
    kept: Scan = keep_scan(
        row, actor=actor, key=key, taken=taken, line=line, received=received, from_recorded=from_recorded
    )
    return kept


def read_uploads(uploads: "Sequence[UploadedFile[bytes]]", document: Document) -> Received:
    """Clean what came and find the place of every page. Outside any lock: hundredths of a second a page."""
    if not uploads:
        raise Refused(_("Choose the scanned pages first."))
    if len(uploads) > FILES_MOST:
        raise Refused(_("These are too many files at once."))
    accepted = [_accepted(one) for one in uploads]
    read: list[scans.PageRead] = []
    where: list[tuple[int, int]] = []
    for number, one in enumerate(accepted):
        try:
            for index, page in enumerate(scans.pages_of(one.data, one.media_type, scans.PAGES_MOST - len(read))):
                read.append(scans.read_page(page))
                where.append((number, index))
        except scans.TooManyPages:
            raise Refused(
                _("These are more pages than any paper of ours has."), _("Send only the pages of this paper.")
            ) from None
        except scans.Unreadable:
            raise Refused(_("One of the files cannot be read. Please scan it again.")) from None
    report = scans.compare(read, paper=document.paper, pages=document.pages)
    if report.faults:
        raise PagesRefused([fault_words(one) for one in report.faults])
    return Received(tuple(accepted), tuple((one, *where[one.at - 1]) for one in report.places), report.blank)


def _accepted(upload: "UploadedFile[bytes]") -> Accepted:
    """Clean one file. HEIC is refused: telephones turn it into JPEG for a page that asks for JPEG first and names no
    HEIC (`accept` of the input), so it comes only as a file copied by hand."""
    start = upload.read(12)
    upload.seek(0)
    if start[4:8] == b"ftyp" and start[8:12] in _APPLE:
        raise Refused(
            _("Pictures of this telephone (HEIC) cannot be read here."),
            _("Choose JPEG in the telephone's camera settings, or send the pages as a PDF."),
        )
    return files.accept(upload, families=("pdf", "image"))


def fault_words(fault: scans.Fault) -> str:
    """Return the sentence that names a page and what is wrong with it."""
    words = {
        "foreign": _g("Page %(at)s of what you sent belongs to another paper."),
        "doubled": _g("Page %(page)s of the paper came twice: again as page %(at)s of what you sent."),
        "missing": _g("Page %(page)s of the paper is missing."),
        "several": _g("Page %(at)s of what you sent shows two pages at once: each needs a picture of its own."),
        "too_many": _g(
            "Page %(at)s of what you sent could not be recognised, and no page of the paper is left for it."
        ),
    }[fault.key]
    return words % {"at": fault.at, "page": fault.page}


@action(P.HAND_IN_SCAN, on=Document)
def keep_scan(
    document: Document,
    *,
    actor: Actor,
    taken: Received,
    line: UUID | None = None,
    received: date | None = None,
    from_recorded: bool = False,
) -> Scan:
    """Keep pages that were read, under the document's own archive key, each file with its own hash."""
    case = document.case
    require_step(case, SIGN_STEP[document.kind])
    if len(taken.places) != document.pages:
        raise Refused(_("Something changed while the pages were being read. Please send them again."))
    of_line = _sender(document, line, received, from_recorded) if line else None
    for earlier in Scan.objects.system().filter(document=document, line=of_line, confirmed=None, voided=None):
        void_scan(earlier, "replaced", actor)
    scan: Scan = Scan.objects.create(
        document=document,
        digest=document.digest,
        route=Scan.EXCHANGE if of_line else Scan.PEN,
        line=of_line,
        received=_came(of_line, received) if of_line else None,
        by_id=actor.who,
        at=clock.now(),
        blank=taken.blank,
    )
    rows = [_keep_file(scan, case, position, one) for position, one in enumerate(taken.files, start=1)]
    ScanPage.objects.bulk_create(
        [
            ScanPage(scan=scan, number=one.page, file=rows[number], index=index, turn=one.turn, read=one.read)
            for one, number, index in taken.places
        ]
    )
    unread = sum(not one.read for one, _number, _index in taken.places)
    record(
        ScanHandedIn(case.pk, case.pk, case.pk, document.pk, scan.pk, scan.route, len(taken.places), unread),
        actor=actor,
    )
    return scan


def _keep_file(scan: Scan, case: Case, position: int, one: Accepted) -> ScanFile:
    kept = files.store(one, Scope("archive", scan.document_id, case.pk), case.pk)
    row: ScanFile = ScanFile.objects.create(
        scan=scan, position=position, file=kept, digest=document_hash(one.data), size=len(one.data)
    )
    return row


def _sender(document: Document, line: UUID, received: date | None, from_recorded: bool) -> Signature:
    """Return the line of whoever sent a signed copy by e-mail, which is then signed by this route."""
    row = (
        Signature.objects.system()
        .select_related("participant__person")
        .filter(pk=line, document=document, voided=None)
        .first()
    )
    if row is None or row.signed is not None:
        raise Refused(_("This line is signed already, or no longer there."))
    if row.declined is not None:
        raise Refused(_("This person said that they do not want to sign. Speak with them first."))
    if not str(row.participant.person.email or ""):
        raise Refused(_("No e-mail address of this person is recorded."))
    if not from_recorded:
        raise Refused(_("A copy counts only when it came from the recorded e-mail address."))
    require_day(received, document, _("Write the day on which the copy came."))
    row.method, row.code, row.code_expires = Signature.EXCHANGE, None, None
    row.identity_check, row.at_request, row.witness, row.witnessed = "", None, None, None
    row.save()
    return row


def _came(line: Signature, received: date | None) -> dict[str, Any]:
    return {"from": str(line.participant.person.email), "on": received.isoformat() if received else ""}
