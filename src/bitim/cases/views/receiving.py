"""The coordinator's requests: read, accept, end."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bitim.cases import actions, law, queries
from bitim.cases.forms import AcceptForm, DeclineForm
from bitim.cases.labels import REQUEST_STATES, contact_lines
from bitim.cases.views.common import actor_of, attempt, see, show
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once

STATES = ("sent", "accepted", "declined")


@require_http_methods(["GET", "HEAD"])
def requests(request: HttpRequest) -> HttpResponse:
    """Requests that wait, the longest waiting first; those answered on their own tabs."""
    actor = actor_of(request)
    if actor.role != "coordinator":
        raise NotFound
    state = request.GET.get("state", "sent")
    state = state if state in STATES else "sent"
    typed = request.GET.get("page", "1")
    page = int(typed) if typed.isdecimal() and len(typed) < 6 else 1
    lines = queries.requests_for(actor, state, page)
    kinds = dict(law.kinds("xx"))
    rows = [
        {
            "line": line,
            "kind": kinds.get(line.kind, line.kind),
            "language": settings.LANGUAGE_NAMES.get(line.language, ""),
        }
        for line in lines
    ]
    tabs = [(key, REQUEST_STATES[key], key == state) for key in STATES]
    context = {"rows": rows, "tabs": tabs, "state": state, "part": "today", "page": page, "more": len(lines) == 50}
    return show(request, "requests", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what happened, who is involved, how to reach the person; accept, or end with an outcome."""
    actor = actor_of(request)
    found = queries.request_for(actor, request_id)
    if actor.role != "coordinator":
        raise NotFound
    said, pack = found.words or {}, found.centre.pack
    answer = request.POST.get("answer")
    accepting = request.POST if answer == "accept" else None
    declining = request.POST if answer == "decline" else None
    languages = list(dict.fromkeys([*(found.centre.languages or ["kk", "ru"]), found.language]))
    places = queries.places_in(found.centre)
    accept = AcceptForm(
        accepting, languages=languages, kinds=law.kinds(pack), places=places, initial={"kind": found.kind}
    )
    decline = DeclineForm(declining)
    case_ids: list[UUID] = []

    def open_case() -> None:
        kind, place = accept.cleaned_data["kind"], queries.uuid_in(accept.cleaned_data.get("place", ""))
        case = actions.accept_request(
            found.pk, actor=actor, key=once(request), title=accept.titles(), kind=kind, place=place
        )
        case_ids.append(case.pk)

    def end() -> None:
        outcome = decline.cleaned_data["outcome"]
        actions.decline_request(found.pk, actor=actor, key=once(request), outcome=outcome)

    if accepting and attempt(accept, open_case):
        return see(reverse("cases:people", args=[case_ids[0]]))
    if declining and attempt(decline, end):
        return see(reverse("cases:requests"))
    context = {
        "asked": found,
        "said": said,
        "others": [{**one, "lines": contact_lines(one)} for one in said.get("others", [])],
        "contacts": contact_lines(said.get("contact", {})),
        "kind": dict(law.kinds(pack)).get(found.kind, found.kind),
        "state_name": REQUEST_STATES[found.state],
        "accept": accept,
        "decline": decline,
        "part": "today",
    }
    return show(request, "request", context, accept, decline)
