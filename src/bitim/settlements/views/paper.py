"""Signing on paper: choosing it, printing, handing the pages in, comparing them, confirming."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.kernel import clock, handover
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.paper.render import render
from bitim.kernel.pressed import once
from bitim.settlements import queries
from bitim.settlements.actions import comparing, handing_in, pen
from bitim.settlements.labels import KINDS, WAYS, WHY_ASIDE
from bitim.settlements.matter import day_of
from bitim.settlements.slips import compose_slip
from bitim.settlements.views.common import actor_of, see, shown, uuid_of, whole


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, document: UUID) -> HttpResponse:
    """How a final text is signed on paper; sent, it takes in the pages that came back."""
    actor = actor_of(request)
    row = queries.paper_document(actor, document)
    if row.state != "frozen" or actor.role == "party":
        return see("sign", row.pk)
    if request.method != "POST":
        return _page(request, row.pk)
    try:
        if getattr(request, "too_large", False):
            raise Refused(_("These files are larger than can be taken at once."), _("Scan at 150 to 200 dots an inch."))
        scan = handing_in.hand_in(
            row,
            actor=actor,
            key=once(request),
            uploads=request.FILES.getlist("pages"),
            line=uuid_of(request.POST.get("line", "")),
            received=day_of(request.POST.get("received")),
            from_recorded=request.POST.get("from_recorded") == "1",
        )
    except Refused as refused:
        return _page(request, row.pk, refused=refused, status=409)
    return see("look", scan.pk, 1)


def _page(request: HttpRequest, document: UUID, status: int = 200, **more: object) -> HttpResponse:
    actor = actor_of(request)
    row = queries.paper_document(actor, document)
    seen = queries.paper_for(actor, row)
    asked = getattr(more.get("refused"), "sentences", None)
    return shown(
        request,
        "paper",
        status,
        seen=seen,
        document=row,
        case=row.case,
        kind=KINDS[row.kind],
        ways=WAYS,
        today=clock.today().isoformat(),
        asked=asked,
        **more,
    )


@require_POST
def choose(request: HttpRequest, line: UUID) -> HttpResponse:
    """Say that a line is signed with a pen, or no longer."""
    actor = actor_of(request)
    row = queries.line_for_paper(actor, line)
    pen.choose_pen(row, actor=actor, key=once(request), pen=request.POST.get("pen") == "1")
    return _back(request, row.document_id)


def _back(request: HttpRequest, document: UUID) -> HttpResponse:
    return see("sign", document, at="sign") if actor_of(request).role == "party" else see("paper", document)


@require_POST
def slip(request: HttpRequest, line: UUID) -> HttpResponse:
    """Print a code for one signer, this once; the same press again shows nothing."""
    actor = actor_of(request)
    row = queries.line_for_paper(actor, line)
    code = pen.print_code(row, actor=actor, key=once(request), way=request.POST.get("way", ""))
    if not code:
        return see("paper", row.document_id)
    now = queries.line_for_paper(actor, line)
    pdf = render(
        compose_slip(now, code, written=clock.now(), until=now.code_expires or clock.now()), created=clock.now()
    )
    handover.give(handover.SIGNING, str(now.participant.shown_name or ""), code, pdf)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="code.pdf"'
    return answer


@require_POST
def at_request(request: HttpRequest, line: UUID) -> HttpResponse:
    """Note that somebody signs at the request of a signer who cannot."""
    actor = actor_of(request)
    row = queries.line_for_paper(actor, line)
    try:
        pen.note_request(
            row,
            actor=actor,
            key=once(request),
            name=request.POST.get("name", ""),
            why=request.POST.get("why", ""),
            witness=uuid_of(request.POST.get("witness", "")),
        )
    except Refused as refused:
        return _page(request, row.document_id, refused=refused, status=409)
    return see("paper", row.document_id)


@require_POST
def witness(request: HttpRequest, line: UUID) -> HttpResponse:
    """Say as the second witness that one saw it."""
    actor = actor_of(request)
    row = queries.line_for_paper(actor, line)
    pen.witness_request(row, actor=actor, key=once(request))
    return see("paper", row.document_id)


# --- what came back --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, scan: UUID) -> HttpResponse:
    """Every page of a scan with its state; sent, it hands it to the second person, confirms it, or puts it aside."""
    actor = actor_of(request)
    row = queries.scan_for(actor, scan)
    if actor.role == "party":
        return see("sign", row.document_id)
    no: Refused | None = None
    if request.method == "POST":
        try:
            return _decide(request, row.pk, row.document_id, row.document.case_id)
        except Refused as refused:
            no = refused
            row = queries.scan_for(actor, scan)
    whole_scan = queries.scan_whole(actor, row)
    return shown(
        request,
        "scan",
        409 if no else 200,
        whole=whole_scan,
        seen=whole_scan.seen,
        scan=row,
        case=row.document.case,
        kind=KINDS[row.document.kind],
        aside=WHY_ASIDE,
        refused=no,
    )


def _decide(request: HttpRequest, scan_id: UUID, document_id: UUID, case_id: UUID) -> HttpResponse:
    actor, act = actor_of(request), request.POST.get("act", "")
    if act == "finish":
        comparing.finish_check(scan_id, actor=actor, key=once(request))
        messages.success(request, _("Now a second person of the centre has to confirm it."))
        return see("scan", scan_id)
    if act == "confirm":
        comparing.confirm(scan_id, actor=actor, key=once(request), looked=request.POST.get("looked") == "1")
        messages.success(request, _("Confirmed. These signatures count."))
        return _after(request, document_id, case_id)
    comparing.put_aside(scan_id, actor=actor, key=once(request), why=request.POST.get("why", ""))
    messages.success(request, _("Put aside. New pages may be handed in."))
    return _after(request, document_id, case_id)


def _after(request: HttpRequest, document_id: UUID, case_id: UUID) -> HttpResponse:
    """Lead to the page of signing on paper; where nothing more is signed and no text is read, to the case."""
    actor = actor_of(request)
    try:
        return see("paper", queries.paper_document(actor, document_id).pk)
    except NotFound:
        answer = HttpResponseRedirect(reverse("desk:case", args=[case_id]))
        answer.status_code = 303
        return answer


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, scan: UUID, number: int) -> HttpResponse:
    """A page beside its original; sent, it says that they are the same and whose signature stands there."""
    actor = actor_of(request)
    row = queries.scan_for(actor, scan)
    if actor.role == "party":
        return see("sign", row.document_id)
    seen = queries.page_seen(actor, row, number)
    no: Refused | None = None
    if request.method == "POST":
        try:
            return _looked(request, row.pk, seen)
        except Refused as refused:
            no = refused
    turn = whole(request.GET.get("turn", "")) % 360 // 90 * 90
    return shown(
        request,
        "look",
        409 if no else 200,
        seen=seen,
        scan=row,
        case=row.document.case,
        kind=KINDS[row.document.kind],
        before=number - 1,
        after=number + 1 if number < seen.pages else 0,
        turn=turn,
        next_turn=(turn + 90) % 360,
        today=clock.today().isoformat(),
        refused=no,
    )


def _looked(request: HttpRequest, scan_id: UUID, seen: queries.PageSeen) -> HttpResponse:
    actor = actor_of(request)
    if other := whole(request.POST.get("exchange", "")):
        comparing.exchange_pages(scan_id, actor=actor, key=once(request), one=seen.number, other=other)
        return see("look", scan_id, seen.number)
    comparing.look_at_page(
        scan_id,
        actor=actor,
        key=once(request),
        number=seen.number,
        same=request.POST.get("same") == "1",
        compared=request.POST.get("compared") == "1",
        signed={one.id: _day(request, one.id) for one in seen.lines},
    )
    if seen.number < seen.pages:
        return see("look", scan_id, seen.number + 1)
    return see("scan", scan_id)


def _day(request: HttpRequest, line: UUID) -> date | None:
    """Return the day beside a signature that is there; None when it is not. A signature without a day is refused."""
    if request.POST.get(f"there-{line}") != "1":
        return None
    day = day_of(request.POST.get(f"day-{line}"))
    if day is None:
        raise Refused(_("Write the day that stands beside each signature."))
    return day


@require_safe
def picture(request: HttpRequest, scan: UUID, number: int, what: str) -> HttpResponse:
    """A page as a picture: of the original, or of what came back."""
    actor = actor_of(request)
    row = queries.scan_for(actor, scan)
    turn = whole(request.GET.get("turn", "")) % 360 // 90 * 90
    answer = HttpResponse(queries.picture_of(actor, row, number, what, turn), content_type="image/jpeg")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def copy(request: HttpRequest, scan: UUID, position: int) -> HttpResponse:
    """A file of a scan, as it was handed in."""
    actor = actor_of(request)
    content, name, media_type = queries.copy_of(actor, queries.scan_for(actor, scan), position)
    answer = HttpResponse(content, content_type=media_type)
    ending = name.rsplit(".", 1)[-1]
    answer.headers["Content-Disposition"] = f'attachment; filename="signed-{position}.{ending}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
