"""Drawing up the agreement to mediate: what the statute asks for, then one press."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.settlements import queries
from bitim.settlements.actions.agreement import draw_up_agreement
from bitim.settlements.actions.preparing import Incomplete
from bitim.settlements.actions.terms import DETAILS, keep_details
from bitim.settlements.labels import DETAIL_WORDS, SCOPE_WORDS
from bitim.settlements.permissions import P
from bitim.settlements.queries.agreeing import AgreementSeen
from bitim.settlements.views.common import actor_of, columns, see, shown, texts

WORDS = ("place", "subject", "expenses", "fee", "fee_due")


@require_http_methods(["GET", "HEAD", "POST"])
def draw_up(request: HttpRequest, case: UUID) -> HttpResponse:
    """The form; sent, it prints the agreement and leads to the page on which it is signed."""
    actor = actor_of(request)
    row = queries.case_seen(actor, case, P.DRAW_UP_AGREEMENT)
    page = queries.agreement_page(actor, row)
    no: Refused | None = None
    if request.method == "POST":
        said = terms_of(request, [code for code, _name in page.languages])
        try:
            for party in (one for one in page.parties if one.keeps):
                typed = {key: request.POST.get(f"{key}-{party.id}", "") for key in DETAILS}
                keep_details(party.id, actor=actor, details=typed)
            made = draw_up_agreement(row, actor=actor, key=once(request), terms=said)
            return see("sign", made.pk)
        except Refused as refused:
            no = refused
        page = queries.agreement_page(actor, row, said)
    questions = [str(one) for one in no.questions] if isinstance(no, Incomplete) else []
    return shown(request, "agreement", 409 if no else 200, case=row, refused=no, asked=questions, **_fields(page))


def terms_of(request: HttpRequest, languages: list[str]) -> dict[str, Any]:
    """Return the terms that a form says."""
    answers = {"yes": True, "no": False}
    scope = {key: answers.get(request.POST.get(f"scope-{key}", "")) for key in SCOPE_WORDS}
    return {
        **{key: texts(request, key, languages) for key in WORDS},
        **{key: request.POST.get(key, "") for key in ("date", "time", "days", "prevailing")},
        "scope": {key: value for key, value in scope.items() if value is not None},
    }


def _fields(page: AgreementSeen) -> dict[str, Any]:
    languages = [code for code, _name in page.languages]
    return {
        "page": page,
        "parties": [
            (
                party,
                [(key, label, hint, party.details.get(key, "")) for key, label, hint in DETAIL_WORDS if party.keeps],
            )
            for party in page.parties
        ],
        **{key: columns(key, page.terms.get(key), languages) for key in WORDS},
        "scope": scope_fields(page.terms),
    }


def scope_fields(terms: Any) -> list[tuple[str, Any, str]]:
    """Return the questions on scope with the answer given so far."""
    given = terms.get("scope") or {}
    said = {"True": "yes", "False": "no"}
    return [(key, label, said.get(str(given.get(key)), "")) for key, label in SCOPE_WORDS.items()]
