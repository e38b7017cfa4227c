"""One computer for everybody: what a side says is noted, a person signs before the mediator, the copies are printed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bitim.kernel.access import NotFound, Refused
from bitim.kernel.pressed import once
from bitim.settlements import queries
from bitim.settlements.actions import saying
from bitim.settlements.actions.signing_here import sign_here
from bitim.settlements.labels import KINDS, SEEN_TO_SIGN
from bitim.settlements.views.common import actor_of, see, shown, uuid_of, whole


def _side(request: HttpRequest) -> UUID:
    side = uuid_of(request.POST.get("side", ""))
    if side is None:
        raise NotFound
    return side


@require_POST
def note_issue(request: HttpRequest, issue: UUID) -> HttpResponse:
    """Note what a side says to a question."""
    actor, yes = actor_of(request), request.POST.get("yes") == "1"
    row = queries.issue_for(actor, issue)
    saying.note_on_issue(row, actor=actor, key=once(request), side=_side(request), yes=yes)
    return see("issues", row.case_id, at=f"issue-{row.pk}")


@require_POST
def note_option(request: HttpRequest, option: UUID) -> HttpResponse:
    """Note what a side says to an option."""
    actor, yes = actor_of(request), request.POST.get("yes") == "1"
    row = queries.option_for(actor, option)
    saying.note_on_option(row, actor=actor, key=once(request), side=_side(request), yes=yes)
    return see("issues", row.issue.case_id, at=f"issue-{row.issue_id}")


@require_POST
def note_clause(request: HttpRequest, clause: UUID) -> HttpResponse:
    """Note that a side agrees to a clause, or takes it back."""
    actor, yes = actor_of(request), request.POST.get("yes") == "1"
    row = queries.clause_for(actor, clause)
    version = whole(request.POST.get("version", ""))
    saying.note_agreement(row, actor=actor, key=once(request), side=_side(request), version=version, yes=yes)
    return see("text", row.document_id, at=f"clause-{row.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, line: UUID) -> HttpResponse:
    """Two pages on one computer: the mediator says how they know who it is; the person reads the whole text and
    presses. What the mediator looked at goes from the first to the second in the form itself."""
    actor = actor_of(request)
    row = queries.signature_for(actor, line)
    signer = queries.signer_here(actor, row)
    seen_as = request.POST.get("seen_as", "")
    refused: Refused | None = None
    if request.method == "POST" and seen_as and "digest" in request.POST:
        try:
            sign_here(
                row,
                actor=actor,
                key=once(request),
                seen_as=seen_as,
                digest_seen=request.POST.get("digest", ""),
                language=signer.page.code,
                confirmed=request.POST.get("confirmed") == "1",
            )
            messages.success(request, _("%(name)s has signed.") % {"name": signer.name})
            return see("sign", row.document_id)
        except Refused as no:
            refused = no
    known = seen_as in dict(SEEN_TO_SIGN)
    return shown(
        request,
        "sign_here",
        409 if refused else 200,
        case=row.document.case,
        document=row.document,
        line=row,
        signer=signer,
        kind=KINDS[row.document.kind],
        seen_as=seen_as if known else "",
        checks=SEEN_TO_SIGN,
        refused=refused,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest, document: UUID) -> HttpResponse:
    """How many copies are for whom; one press makes them all as one file for the printer."""
    actor = actor_of(request)
    row = queries.document_seen(actor, document)
    seen = queries.copies_for(actor, row)
    if request.method == "POST":
        both = request.POST.get("both") == "1"
        answer = HttpResponse(queries.printed_copies(actor, row, both_sides=both), content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'inline; filename="{row.case.number}.pdf"'
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
    return shown(request, "copies", case=row.case, document=row, copies=seen, kind=KINDS[row.kind])
