"""Reading a final text, signing it or not, taking its file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.kernel import handover
from bitim.kernel.access import Refused
from bitim.kernel.ids import spaced
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language
from bitim.settlements import queries
from bitim.settlements.actions import freezing
from bitim.settlements.actions import signing as acts
from bitim.settlements.labels import CHECKS, KINDS
from bitim.settlements.views.common import actor_of, see, shown


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, document: UUID) -> HttpResponse:
    """The whole text, what signing means, the code."""
    actor = actor_of(request)
    row = queries.document_seen(actor, document)
    if row.state == "draft":
        return see("text", row.pk)
    seen = queries.signing_for(actor, row)
    if request.method != "POST":
        return _page(request, row)
    if seen.mine is None:
        raise Refused(_("Only the person who signs can do this."))
    try:
        acts.sign(
            seen.mine.id,
            actor=actor,
            key=once(request),
            code=request.POST.get("code", ""),
            digest_seen=request.POST.get("digest", ""),
            language=request.POST.get("language", "") or present_language(),
            confirmed=request.POST.get("confirmed") == "1",
        )
    except Refused as refused:
        return _page(request, queries.document_seen(actor, document), refused=refused, status=409)
    messages.success(request, _("You have signed."))
    return see("sign", row.pk)


def _page(request: HttpRequest, row: object, status: int = 200, **more: object) -> HttpResponse:
    seen = queries.signing_for(actor_of(request), row)  # type: ignore[arg-type]
    return shown(
        request,
        "sign",
        status,
        seen=seen,
        document=seen.document,
        case=seen.document.case,
        kind=KINDS[seen.document.kind],
        checks=CHECKS,
        confirmed=request.POST.get("confirmed") == "1",
        **more,
    )


@require_POST
def ask_code(request: HttpRequest, line: UUID) -> HttpResponse:
    """Have a code sent to one's recorded e-mail."""
    actor = actor_of(request)
    row = queries.signature_for(actor, line)
    acts.ask_code(row, actor=actor, key=once(request))
    messages.success(request, _("A code is on its way to your e-mail. It is good for 15 minutes."))
    return see("sign", row.document_id, at="sign")


@require_POST
def read_out(request: HttpRequest, line: UUID) -> HttpResponse:
    """Show the mediator a code to read out, once; it is on no other page."""
    actor = actor_of(request)
    row = queries.signature_for(actor, line)
    code = acts.read_out_code(
        row, actor=actor, key=once(request), identity_check=request.POST.get("identity_check", "")
    )
    if not code:  # the same press again: what was shown once is not shown twice
        return see("sign", row.document_id)
    name = next((one.name for one in queries.signing_for(actor, row.document).lines if one.id == row.pk), "")
    handover.give(handover.SIGNING, name, code)
    return shown(request, "read_out", case=row.document.case, document=row.document, code=spaced(code), name=name)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, line: UUID) -> HttpResponse:
    """Say that one does not want to sign."""
    actor = actor_of(request)
    row = queries.signature_for(actor, line)
    if request.method == "POST":
        acts.refuse_to_sign(row, actor=actor, key=once(request))
        messages.success(request, _("Noted. The mediator knows, and will speak with you."))
        return see("sign", row.document_id)
    return shown(request, "refuse", case=row.document.case, document=row.document, line=row)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, document: UUID) -> HttpResponse:
    """Open a final text again, after asking once more: every signature becomes void."""
    actor = actor_of(request)
    row = queries.document_seen(actor, document)
    if request.method == "POST":
        freezing.reopen(row, actor=actor, key=once(request))
        if row.kind == "agreement_to_mediate":
            return see("agreement", row.case_id)
        if row.kind == "addendum":
            return see("addendum", row.case_id)
        return see("text", row.pk)
    return shown(request, "reopen", case=row.case, document=row, kind=KINDS[row.kind])


@require_safe
def kept(request: HttpRequest, document: UUID, what: str) -> HttpResponse:
    """A kept file: the frozen PDF, the sealed one, the evidence."""
    content, name, media_type = queries.kept_file(actor_of(request), document, what)
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
