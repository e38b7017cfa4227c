"""The office's papers: the addendum on a term, the court that a case belongs to, notices, drafts to write on in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bitim.cases.actions.beside import set_court
from bitim.cases.queries.beside import court_for
from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.settlements import queries
from bitim.settlements.actions.addendum import draw_up_addendum
from bitim.settlements.matter import day_of
from bitim.settlements.permissions import P
from bitim.settlements.queries import office, terms
from bitim.settlements.views.common import actor_of, see, shown, whole


@require_http_methods(["GET", "HEAD", "POST"])
def addendum(request: HttpRequest, case: UUID) -> HttpResponse:
    """By how many days; sent, it prints the addendum and leads to the page on which it is signed."""
    actor = actor_of(request)
    row = queries.case_seen(actor, case, P.DRAW_UP_ADDENDUM)
    no: Refused | None = None
    days, prevailing = request.POST.get("days", ""), request.POST.get("prevailing", "")
    if request.method == "POST":
        try:
            made = draw_up_addendum(row, actor=actor, key=once(request), days=whole(days), prevailing=prevailing)
            return see("sign", made.pk)
        except Refused as refused:
            no = refused
    seen = terms.term_seen(actor, row)
    shown_days = days or (str(seen.most) if seen.most else "")
    return shown(
        request, "addendum", 409 if no else 200, case=row, seen=seen, refused=no, days=shown_days, prevailing=prevailing
    )


@require_http_methods(["GET", "HEAD", "POST"])
def court(request: HttpRequest, case: UUID) -> HttpResponse:
    """Which court, which case, which judge, until when it waits; and the papers for it."""
    actor = actor_of(request)
    row = queries.case_seen(actor, case, P.PRINT_COURT_PAPER)
    no: Refused | None = None
    kept = court_for(actor, row)
    said: dict[str, Any] = {
        "court": kept.court if kept else "",
        "number": kept.number if kept else "",
        "judge": kept.judge if kept else "",
        "stay_until": kept.stay_until.isoformat() if kept and kept.stay_until else "",
    }
    if request.method == "POST":
        said = {key: request.POST.get(key, "") for key in said}
        try:
            typed, day = said["stay_until"], day_of(said["stay_until"])
            if typed and day is None:
                raise Refused(_("Write the day as a date."))
            set_court(row, actor=actor, key=once(request), **{**said, "stay_until": day})
            return see("court", row.pk)
        except Refused as refused:
            no = refused
    papers = office.papers_of_court(actor, row)
    return shown(request, "court", 409 if no else 200, case=row, refused=no, said=said, kept=kept, papers=papers)


@require_safe
def court_paper(request: HttpRequest, case: UUID, kind: str, form: str) -> HttpResponse:
    """One paper for the court, as PDF or DOCX."""
    return as_file(office.court_paper(actor_of(request), case, kind, form))


@require_safe
def ending(request: HttpRequest, side: UUID, form: str) -> HttpResponse:
    """The notice of ending for one side, as PDF or DOCX."""
    return as_file(office.ending_notice(actor_of(request), side, form))


@require_safe
def draft(request: HttpRequest, document: UUID) -> HttpResponse:
    """The settlement as it now stands, as a DOCX marked as a draft."""
    actor = actor_of(request)
    row = queries.document_seen(actor, document)
    try:
        return as_file(office.draft_of_text(actor, row))
    except Refused as refused:
        return shown(request, "not_yet", 409, case=row.case, refused=refused)


@require_safe
def agreement_draft(request: HttpRequest, case: UUID) -> HttpResponse:
    """The agreement to mediate as it would be drawn up now, as a DOCX marked as a draft."""
    actor = actor_of(request)
    row = queries.case_seen(actor, case, P.DRAW_UP_AGREEMENT)
    try:
        return as_file(office.draft_of_agreement(actor, row))
    except Refused as refused:
        return shown(request, "not_yet", 409, case=row, refused=refused)


def as_file(made: tuple[bytes, str, str]) -> HttpResponse:
    """Answer with a file to take along."""
    content, name, media_type = made
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
