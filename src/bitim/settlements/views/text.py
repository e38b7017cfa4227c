"""The one text: read, proposed, changed, agreed, compared, made final."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language
from bitim.settlements import queries
from bitim.settlements.actions import clauses as acts
from bitim.settlements.actions.clauses import Conflict
from bitim.settlements.actions.freezing import freeze_settlement
from bitim.settlements.actions.preparing import Incomplete
from bitim.settlements.actions.terms import set_terms
from bitim.settlements.labels import DUTY_WORDS, HOW_CHOICES, LANGUAGE_NAMES
from bitim.settlements.queries.agreeing import agreement_page
from bitim.settlements.views.agreement import scope_fields, terms_of
from bitim.settlements.views.common import actor_of, columns, see, shown, texts, uuid_of, whole


@require_POST
def start(request: HttpRequest, case: UUID) -> HttpResponse:
    """Begin the settlement's text."""
    actor = actor_of(request)
    row = queries.case_seen(actor, case)
    made = acts.start_settlement(row, actor=actor, key=once(request))
    return see("text", made.pk)


@require_safe
def document(request: HttpRequest, document: UUID) -> HttpResponse:
    """The text in parallel columns, with each side's state; a final one is read on the page for signing."""
    actor = actor_of(request)
    line = queries.line_of_text(actor, document)
    row = queries.document_seen(actor, document)
    if row.state != "draft":
        return see("sign", row.pk)
    return shown(
        request,
        "text",
        seen=queries.text_for(actor, row),
        document=row,
        case=row.case,
        line=line,
        **queries.sides_to_hear(actor, row.case),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_clause(request: HttpRequest, document: UUID) -> HttpResponse:
    """Propose a clause."""
    actor = actor_of(request)
    row = queries.document_seen(actor, document)
    typed, duty = _typed(request, row.languages)
    no: Refused | None = None
    if request.method == "POST":
        try:
            made = acts.propose_clause(
                row,
                actor=actor,
                key=once(request),
                texts=typed,
                duty=duty,
                issue=uuid_of(request.POST.get("issue", "")),
            )
            return see("text", row.pk, at=f"clause-{made.pk}")
        except Refused as refused:
            no = refused
    page = agreement_page(actor, row.case)
    issues = queries.issues_for(actor, row.case, page.people)
    return shown(
        request,
        "clause",
        409 if no else 200,
        case=row.case,
        document=row,
        clause=None,
        refused=no,
        issues=issues,
        **_clause_fields(row, page, typed, duty),
    )


@require_POST
def begin(request: HttpRequest, clause: UUID) -> HttpResponse:
    """Say that one is changing a clause, then show the form."""
    actor = actor_of(request)
    acts.begin_editing(queries.clause_for(actor, clause), actor=actor)
    return see("edit", clause)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, clause: UUID) -> HttpResponse:
    """Change a clause. When somebody was faster, both texts are shown and nothing typed is lost."""
    actor = actor_of(request)
    row = queries.clause_for(actor, clause)
    typed, duty = dict(row.texts or {}), dict(row.duty or {})
    version = row.version
    no: Refused | None = None
    if request.method == "POST":
        typed, duty = _typed(request, row.document.languages)
        seen_version = request.POST.get("version", "")
        try:
            acts.edit_clause(
                row,
                actor=actor,
                key=once(request),
                version=whole(seen_version),
                texts=typed,
                duty=duty,
            )
            return see("text", row.document_id, at=f"clause-{row.pk}")
        except Refused as refused:
            no = refused
            row = queries.clause_for(actor, clause)
            version = row.version
    conflict = queries.clause_seen(actor, row) if isinstance(no, Conflict) else None
    page = agreement_page(actor, row.document.case)
    return shown(
        request,
        "clause",
        409 if no else 200,
        case=row.document.case,
        document=row.document,
        clause=row,
        version=version,
        refused=no,
        conflict=conflict,
        **_clause_fields(row.document, page, typed, duty),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, clause: UUID) -> HttpResponse:
    """Agree to a clause for one's side, saying how it was taken in and in which language."""
    actor = actor_of(request)
    row = queries.clause_for(actor, clause)
    no: Refused | None = None
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            acts.agree_clause(
                row,
                actor=actor,
                key=once(request),
                version=whole(version),
                how=request.POST.get("how", ""),
                language=request.POST.get("language", ""),
                read_by=uuid_of(request.POST.get("read_by", "")),
            )
            return see("text", row.document_id, at=f"clause-{row.pk}")
        except Refused as refused:
            no = refused
            row = queries.clause_for(actor, clause)
    people = queries.sides_seen(actor, row.document.case)
    own = present_language()
    return shown(
        request,
        "agree",
        409 if no else 200,
        case=row.document.case,
        clause=row,
        seen=queries.clause_seen(actor, row),
        refused=no,
        how=HOW_CHOICES,
        readers=[(person, name) for person, name in people.readers if person != actor.person],
        languages=[
            (code, LANGUAGE_NAMES[code], code == own) for code in row.document.languages if (row.texts or {}).get(code)
        ],
    )


@require_POST
def take_back(request: HttpRequest, clause: UUID) -> HttpResponse:
    """Take one's side's agreement to a clause back."""
    actor = actor_of(request)
    row = queries.clause_for(actor, clause)
    acts.take_back_agreement(row, actor=actor, key=once(request))
    return see("text", row.document_id, at=f"clause-{row.pk}")


@require_POST
def remark(request: HttpRequest, clause: UUID) -> HttpResponse:
    """Remark on a clause."""
    actor = actor_of(request)
    row = queries.clause_for(actor, clause)
    body = request.POST.get("body", "")
    try:
        acts.comment(row, actor=actor, key=once(request), body=body, language=present_language())
    except Refused as refused:
        return shown(
            request,
            "remark",
            409,
            case=row.document.case,
            clause=row,
            seen=queries.clause_seen(actor, row),
            body=body,
            refused=refused,
        )
    return see("text", row.document_id, at=f"clause-{row.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, clause: UUID) -> HttpResponse:
    """Take a clause out, after asking once more."""
    actor = actor_of(request)
    row = queries.clause_for(actor, clause)
    if request.method == "POST":
        acts.remove_clause(row, actor=actor, key=once(request))
        return see("text", row.document_id)
    return shown(request, "remove", case=row.document.case, clause=row, seen=queries.clause_seen(actor, row))


@require_safe
def versions(request: HttpRequest, clause: UUID) -> HttpResponse:
    """What a clause said, version by version, and how they differ."""
    actor = actor_of(request)
    row = queries.clause_for(actor, clause)
    return shown(
        request,
        "versions",
        case=row.document.case,
        clause=row,
        seen=queries.clause_seen(actor, row),
        versions=queries.versions_for(actor, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, document: UUID) -> HttpResponse:
    """Languages, the text that prevails, place, subject, scope: the mediator's page."""
    actor = actor_of(request)
    row = queries.document_seen(actor, document)
    page = agreement_page(actor, row.case)
    terms: dict[str, Any] = dict(page.terms) | dict(row.terms or {})
    languages, prevailing = list(row.languages), row.prevailing
    no: Refused | None = None
    if request.method == "POST":
        languages, prevailing = request.POST.getlist("languages"), request.POST.get("prevailing", "")
        terms = terms_of(request, list(LANGUAGE_NAMES)) | {"singapore": request.POST.get("singapore") == "1"}
        try:
            acts.set_languages(row, actor=actor, languages=languages, prevailing=prevailing)
            set_terms(row, actor=actor, terms=terms)
            return see("text", row.pk)
        except Refused as refused:
            no = refused
    return shown(
        request,
        "settings",
        409 if no else 200,
        case=row.case,
        document=row,
        refused=no,
        choices=[(code, name, code in languages, code == prevailing) for code, name in LANGUAGE_NAMES.items()],
        place=columns("place", terms.get("place"), row.languages),
        subject=columns("subject", terms.get("subject"), row.languages),
        scope=scope_fields(terms),
        singapore=bool(terms.get("singapore")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def final(request: HttpRequest, document: UUID) -> HttpResponse:
    """Check before signing: what is still open, then one press makes the text final."""
    actor = actor_of(request)
    row = queries.document_seen(actor, document)
    no: Refused | None = None
    if request.method != "POST" and actor.role != "mediator":
        return see(
            "text", row.pk
        )  # only the mediator makes a text final; for the others this page would say nothing true
    if request.method == "POST":
        try:
            made = freeze_settlement(row, actor=actor, key=once(request))
            return see("sign", made.pk)
        except Refused as refused:
            no = refused
    seen = queries.text_for(actor, row)
    asked = [str(one) for one in no.questions] if isinstance(no, Incomplete) else []
    open_clauses = [one for one in seen.clauses if not one.agreed_by_all or one.questions]
    return shown(
        request,
        "final",
        409 if no else 200,
        case=row.case,
        document=row,
        seen=seen,
        refused=no,
        asked=asked,
        open_clauses=open_clauses,
    )


def _typed(request: HttpRequest, languages: list[str]) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the texts and the duty that a form says; empty on a first look."""
    typed = texts(request, "texts", languages)
    duty: dict[str, Any] = {key: texts(request, f"duty-{key}", languages) for key, _label, _hint in DUTY_WORDS}
    duty = {key: value for key, value in duty.items() if any(value.values())}
    for key in ("who", "by_when", "standing"):
        if request.POST.get(f"duty-{key}"):
            duty[key] = request.POST[f"duty-{key}"]
    return typed, duty


def _clause_fields(document: Any, page: Any, typed: dict[str, str], duty: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the form for a clause."""

    def value(key: str) -> dict[str, str]:
        said = duty.get(key) or {}
        return said if isinstance(said, dict) else {document.languages[0]: str(said)}

    parties = [
        (
            str(party.id),
            party.side.name if party.side else party.name,
            "" if page.people.apart or (party.side and party.side.name == party.name) else party.name,
            str(duty.get("who", "")) == str(party.id),
        )
        for party in page.parties
    ]
    known = any(chosen for _id, _side, _name, chosen in parties)
    return {
        "texts": columns("texts", typed, document.languages),
        "duty_fields": [
            (key, label, hint, columns(f"duty-{key}", value(key), document.languages))
            for key, label, hint in DUTY_WORDS
        ],
        "parties": parties,
        "other_who": "" if known else str(duty.get("who", "")),
        "by_when": str(duty.get("by_when", "")),
        "standing": bool(duty.get("standing")),
        "has_duty": bool(duty),
        "nobody": _("Nobody: this clause obliges no one"),
    }
