"""Recording that a text was read back to a signer by an interpreter."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bitim.cases.views.common import attempt, posted
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language
from bitim.settlements import queries
from bitim.settlements.actions.interpreting import record_interpretation
from bitim.settlements.forms import OUTSIDE, InterpretedForm
from bitim.settlements.views.common import actor_of, see, shown


@require_http_methods(["GET", "HEAD", "POST"])
def interpreted(request: HttpRequest, line: UUID) -> HttpResponse:
    """Who read what back to whom, in which language; for the mediator before whom it was done."""
    actor = actor_of(request)
    row = queries.signature_for(actor, line)
    shown_line = next((one for one in queries.signing_for(actor, row.document).lines if one.id == row.pk), None)
    if shown_line is None or actor.role != "mediator":
        raise NotFound
    interpreters = queries.interpreters_of(actor, row) if shown_line.can_interpret else []
    form = InterpretedForm(
        posted(request), interpreters=interpreters, initial={"spoken": shown_line.spoken, "promised": ""}
    )

    def act() -> None:
        said = form.cleaned_data
        record_interpretation(
            row,
            actor=actor,
            key=once(request),
            spoken=said["spoken"],
            understood=said["understood"],
            interpreter=None if said["who"] == OUTSIDE else UUID(said["who"]),
            outside=said["outside"],
            promised=said["promised"],
            promised_in=present_language(),
            digest_seen=request.POST.get("digest", ""),
        )

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("Recorded. The person can sign now."))
        return see("sign", row.document_id)
    status = 422 if form.is_bound and form.errors else 200
    document = row.document
    return shown(
        request, "interpreted", status, case=document.case, document=document, line=shown_line, row=row, form=form
    )
