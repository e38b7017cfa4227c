"""Pages signed with a pen, compared one by one by one person, confirmed by a second.

The machine says only which page of which paper a picture is. Whether the words are the same and who has signed, people
say. Nothing counts before the second of them, in their own login, has confirmed it.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Consent
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused, Words
from bitim.kernel.action import action
from bitim.kernel.keystore import Shredded
from bitim.kernel.paper.digest import document_hash
from bitim.kernel.record import record
from bitim.kernel.sealed import Tampered
from bitim.settlements import archive
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.signing import complete_if_all, seal_if_complete
from bitim.settlements.events import (
    DocumentSignedBy,
    ScanChecked,
    ScanCheckedByOne,
    ScanConfirmed,
    ScanPutAside,
)
from bitim.settlements.facts_spoken import require_understood
from bitim.settlements.kinds import SIGN_STEP
from bitim.settlements.models import Document, Scan, ScanFile, ScanLine, ScanPage, Signature
from bitim.settlements.permissions import P

DIFFERS, NOT_SIGNED, UNCLEAR = "differs", "not_signed", "unclear"
WHY_ASIDE = (DIFFERS, NOT_SIGNED, UNCLEAR)


def require_day(day: date | None, document: Document, empty: Words) -> date:
    """Return a day that lies between the day on which the text was made final and today; Refused otherwise."""
    if day is None:
        raise Refused(empty)
    if day > clock.today():
        raise Refused(_("This day is still to come."))
    if document.frozen is not None and day < timezone.localtime(document.frozen).date():
        raise Refused(_("On this day the text was not final yet."))
    return day


@action(P.CHECK_SCAN, on=Scan)
def look_at_page(
    scan: Scan,
    *,
    actor: Actor,
    number: int,
    same: bool,
    compared: bool = False,
    signed: Mapping[UUID, date | None] | None = None,
) -> Scan:
    """Say of one page that it has the same words as the original; on a page for signatures, whose stands there and with
    what day (`signed`: line -> day, None where there is no signature). Whoever compared them already and says it again
    begins the comparison again; another person confirms it or puts the pages aside."""
    _require_mine(scan, actor)
    page = ScanPage.objects.system().filter(scan=scan, number=number).first()
    if page is None:
        raise Refused(_("There is no such page."))
    if not same:
        raise Refused(
            _("Say that the text is the same, or put these pages aside."), _("Nothing counts while a page differs.")
        )
    if not page.read and not compared:
        raise Refused(_("The mark of this page could not be read. Say that you compared it with the original."))
    if number in signing_pages(scan.document):
        _note_lines(scan, signed or {})
    page.same_by_id, page.compared = actor.who, compared and not page.read
    page.save(update_fields=["same_by", "compared"])
    if scan.checked is not None:
        scan.checked, scan.checked_by = None, None
        scan.save(update_fields=["checked", "checked_by"])
    return scan


def _require_mine(scan: Scan, actor: Actor) -> None:
    if scan.checked is not None and scan.checked_by_id != actor.person:
        raise Refused(_("Somebody compared these pages already: confirm them, or put them aside."))


def signing_pages(document: Document) -> list[int]:
    """Return the pages on which people sign: by the layout, the last one otherwise."""
    return list(document.signing_pages) or [document.pages]


def lines_on_paper(scan: Scan) -> list[Signature]:
    """Return the lines that these pages can carry: of who signs with a pen, or of who sent the copy."""
    rows = Signature.objects.system().filter(document=scan.document_id, voided=None, signed=None, method=scan.route)
    if scan.line_id is not None:
        rows = rows.filter(pk=scan.line_id)
    return list(rows.select_related("participant__case", "participant__person", "document__case").order_by("pk"))


def _note_lines(scan: Scan, signed: Mapping[UUID, date | None]) -> None:
    for line in lines_on_paper(scan):
        if line.pk not in signed:
            continue
        ScanLine.objects.system().filter(scan=scan, signature=line).delete()
        day = signed[line.pk]
        if day is not None:
            _require_day_of(line, day)
            ScanLine.objects.create(scan=scan, signature=line, written=day)


def _require_day_of(line: Signature, day: date) -> None:
    """Refuse a day on which the text was not final, or before the side took its consent back: that signature went."""
    require_day(day, line.document, "")
    left = (
        Consent.objects.system()
        .filter(side=line.participant.side_id, withdrawn__isnull=False, case=line.document.case_id)
        .order_by("-withdrawn")
        .values_list("withdrawn", flat=True)
        .first()
    )
    if left is not None and line.participant.side_id is not None and day < timezone.localtime(left).date():
        raise Refused(_("After this day the side took its consent back; what it had signed does not count."))


@action(P.CHECK_SCAN, on=Scan)
def exchange_pages(scan: Scan, *, actor: Actor, one: int, other: int) -> Scan:
    """Let two pages whose marks could not be read take each other's place."""
    _require_mine(scan, actor)
    rows = {row.number: row for row in ScanPage.objects.system().filter(scan=scan, number__in=(one, other), read=False)}
    if one == other or len(rows) != 2:
        raise Refused(_("Only pages whose marks could not be read may change places."))
    first, second = rows[one], rows[other]
    kept = (first.file_id, first.index, first.turn)
    first.file_id, first.index, first.turn = second.file_id, second.index, second.turn
    second.file_id, second.index, second.turn = kept
    for row in (first, second):
        row.compared, row.same_by = False, None
        row.save()
    scan.checked, scan.checked_by = None, None
    scan.save(update_fields=["checked", "checked_by"])
    return scan


@action(P.CHECK_SCAN, on=Scan)
def finish_check(scan: Scan, *, actor: Actor) -> Scan:
    """Say that one compared every page; from now on it waits for a second person."""
    if scan.checked is not None:
        return scan
    pages = list(ScanPage.objects.system().filter(scan=scan).order_by("number"))
    open_pages = [one.number for one in pages if one.same_by_id != actor.who or not (one.read or one.compared)]
    if open_pages:
        raise Refused(_g("Page %(page)s is not compared by you yet.") % {"page": open_pages[0]})
    lines = ScanLine.objects.system().filter(scan=scan).count()
    if not lines:
        raise Refused(_("No signature was found on these pages."), _("Say on the page for signatures whose are there."))
    _require_unaltered(scan)
    scan.checked, scan.checked_by_id = clock.now(), actor.who
    scan.save(update_fields=["checked", "checked_by"])
    case = scan.document.case
    record(ScanChecked(case.pk, case.pk, case.pk, scan.pk, lines), actor=actor)
    return scan


@action(P.CHECK_SCAN, on=Scan)
def put_aside(scan: Scan, *, actor: Actor, why: str) -> Scan:
    """Put pages aside: the words differ, a signature is missing, or it cannot be seen. New ones may be handed in."""
    if why not in WHY_ASIDE:
        raise Refused(_("Say why these pages do not count."))
    void_scan(scan, why, actor)
    return scan


# --- confirming ------------------------------------------------------------------------------------------------------


def confirm(scan: Scan | UUID, *, actor: Actor, looked: bool, key: str = "") -> Scan:
    """Confirm as the second person; when the document is then complete, the centre's seal is put on."""
    row: Scan = confirm_scan(scan, actor=actor, key=key, looked=looked)
    seal_if_complete(row.document_id)
    return row


@action(P.CONFIRM_SCAN, on=Scan)
def confirm_scan(scan: Scan, *, actor: Actor, looked: bool) -> Scan:
    """Confirm what the first person found: every line on these pages is signed from now on.

    Everything is asked again under the lock: the text is the one that was frozen, the files are those that were handed
    in, every page was compared by the first person, and each line is still to be signed on paper.
    """
    document = scan.document
    require_step(document.case, SIGN_STEP[document.kind])
    if not looked:
        raise Refused(_("Say that you looked at every page yourself."))
    if scan.digest != document.digest:
        raise Refused(_("These pages belong to an earlier text."))
    _require_unaltered(scan)
    _require_whole(scan)
    looks = list(
        ScanLine.objects.system()
        .filter(scan=scan)
        .select_related("signature__participant__side", "signature__participant__case", "signature__document__case")
    )
    if not looks:
        raise Refused(_("No signature was found on these pages."))
    for one in looks:
        _require_countable(scan, one)
    scan.confirmed, scan.confirmed_by_id = clock.now(), actor.who
    scan.alone = actor.who == scan.checked_by_id
    scan.save(update_fields=["confirmed", "confirmed_by", "alone"])
    for one in looks:
        _sign(scan, one, actor)
    case = document.case
    record(ScanConfirmed(case.pk, case.pk, case.pk, scan.pk, len(looks)), actor=actor)
    if scan.alone:
        record(ScanCheckedByOne(case.pk, case.pk, case.pk, scan.pk), actor=actor)
    complete_if_all(document, actor)
    return scan


def _require_whole(scan: Scan) -> None:
    pages = list(ScanPage.objects.system().filter(scan=scan).order_by("number"))
    whole = [one.number for one in pages] == list(range(1, scan.document.pages + 1))
    if not whole or any(one.same_by_id != scan.checked_by_id or not (one.read or one.compared) for one in pages):
        raise Refused(_("Not every page was compared."))


def _require_unaltered(scan: Scan) -> None:
    """Read every file again: what is confirmed is what was handed in, byte for byte."""
    for one in ScanFile.objects.system().filter(scan=scan).select_related("file"):
        try:
            same = document_hash(archive.read(one.file)) == one.digest
        except (Tampered, Shredded, OSError):
            same = False
        if not same:
            raise Refused(_("A file of these pages was altered after it was handed in. Hand the pages in again."))


def _require_countable(scan: Scan, look: ScanLine) -> None:
    line, who = look.signature, look.signature.participant
    name = str(who.shown_name or "")
    if line.voided is not None or line.document_id != scan.document_id or line.digest != scan.digest:
        raise Refused(_("A signature on these pages no longer counts. Compare them again."))
    if line.signed is not None or line.method != scan.route:
        raise Refused(
            _g("%(name)s has meanwhile signed, or signs by another way. Compare the pages again.") % {"name": name}
        )
    if line.declined is not None:
        raise Refused(_g("%(name)s said that they do not want to sign. Speak with them first.") % {"name": name})
    if who.ended is not None or who.unconfirmed is not None:
        raise Refused(_g("It has to be confirmed first that %(name)s is who they should be.") % {"name": name})
    if line.at_request is not None and line.witnessed is None:
        raise Refused(
            _g("The second witness has not yet said that they saw the signature for %(name)s.") % {"name": name}
        )
    _require_day_of(line, look.written)


def _sign(scan: Scan, look: ScanLine, actor: Actor) -> None:
    line, document = look.signature, scan.document
    require_understood(line)
    own = line.participant.language
    line.signed, line.written, line.scan = clock.now(), look.written, scan
    line.language = own if own in document.languages else document.prevailing or document.languages[0]
    line.save()
    case = document.case
    record(
        DocumentSignedBy(case.pk, table_of(case), case.pk, document.pk, line.pk, document.digest, line.method),
        actor=actor,
    )


# --- what no longer counts -------------------------------------------------------------------------------------------


def void_scan(scan: Scan, why: str, actor: Actor) -> None:
    """Let pages count no more; inside an action."""
    scan.voided, scan.why = clock.now(), why
    scan.save(update_fields=["voided", "why"])
    case_id = scan.document.case_id
    record(ScanPutAside(case_id, case_id, case_id, scan.pk, why), actor=actor)


def void_scans(document: Document, why: str, actor: Actor) -> None:
    """Let all pages of a text count no more: it was opened again, or drawn up anew."""
    for scan in Scan.objects.system().filter(document=document, voided=None).select_related("document"):
        void_scan(scan, why, actor)


def open_scans_of_side(case_id: UUID, side_id: UUID) -> list[Scan]:
    """Return what waits to be confirmed and may carry a signature of a side."""
    rows = Scan.objects.system().filter(document__case_id=case_id, confirmed=None, voided=None)
    rows = rows.filter(document__state=Document.FROZEN).select_related("document", "line__participant")
    return [one for one in rows if one.line is None or one.line.participant.side_id == side_id]
