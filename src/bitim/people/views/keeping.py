"""What is kept beside the register: lists sent in, reception points, ties of the centre, who is away."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bitim import jurisdictions
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once
from bitim.kernel.text import in_language
from bitim.people import actions, queries
from bitim.people.forms_register import AwayForm, ColumnsForm, InterestForm, ListForm, PointForm
from bitim.people.queries.importing import import_for, plan_of, table_in
from bitim.people.register_file import MOST_BYTES
from bitim.people.views.doors import _see
from bitim.people.views.register import attempt, keeper, posted, shown
from bitim.people.words import INTEREST_WORDS, KIND_WORDS

SHOWN = 200  # lines of a list that a page shows of each group; the rest is counted


@require_http_methods(["GET", "HEAD", "POST"])
def list_new(request: HttpRequest) -> HttpResponse:
    """Send a region's list: it is read and shown, nothing is entered yet."""
    actor, centre = keeper(request)
    form = ListForm(posted(request), request.FILES or None)
    made: list[Any] = []

    def act() -> None:
        data = form.cleaned_data["file"].read(MOST_BYTES + 1)
        made.append(
            actions.begin_import(centre, actor=actor, key=once(request), data=data, kind=form.cleaned_data["kind"])
        )

    if request.method == "POST" and attempt(form, act):
        return _see(reverse("people:list", args=[made[0].pk]))
    return shown(request, "list_new", {"form": form}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def list_open(request: HttpRequest, entry: UUID) -> HttpResponse:
    """What a list would change, line by line; then one press, or leave it."""
    actor, _centre = keeper(request)
    one = import_for(actor, entry)
    act = request.POST.get("act", "")
    form = _columns_form(request.POST if act == "columns" else None, one)
    if act == "columns" and attempt(
        form,
        lambda: actions.choose_columns(
            entry,
            actor=actor,
            key=once(request),
            columns=form.columns(),
            kind=form.cleaned_data["kind_of_all"],
        ),
    ):
        return _see(reverse("people:list", args=[entry]))
    if act == "enter":
        actions.enter_import(entry, actor=actor, key=once(request))
        return _see(reverse("people:list", args=[entry]))
    if act == "leave":
        actions.leave_import(entry, actor=actor, key=once(request))
        return _see(reverse("people:register"))
    plan = plan_of(one)
    labels = dict(_column_names(one.centre.pack))
    context = {
        "entry": one,
        "plan": plan,
        "form": form,
        "lacks": [labels.get(key, key) for key in plan.lacks],
        "most": SHOWN,
        "changed": [
            (change.row, change.card, ", ".join(str(labels.get(_column(key), key)) for key in change.fields))
            for change in plan.changed[:SHOWN]
        ],
        "kinds": KIND_WORDS,
    }
    return shown(request, "list_open", context, form)


def _column(field: str) -> str:
    return {"public_name": "name", "of_age": "born"}.get(field, field)


def _column_names(pack: str) -> list[tuple[str, str]]:
    return [(label.key, in_language(label.texts)) for label in jurisdictions.load(pack).labels["register_columns"]]


def _columns_form(data: Any, one: Any) -> ColumnsForm:
    chosen = one.columns or {}
    initial = {f"c_{key}": str(place) for key, place in chosen.get("places", {}).items()}
    initial["kind_of_all"] = chosen.get("kind", "")
    return ColumnsForm(data, header=table_in(one).header, known=_column_names(one.centre.pack), initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest) -> HttpResponse:
    """Where the centre receives people."""
    actor, centre = keeper(request)
    closing = request.POST.get("close", "")
    here = queries.points_of(centre)
    if found := next((one for one in here if str(one.id) == closing), None):
        actions.close_point(found.id, actor=actor, key=once(request))
        return _see(reverse("people:points"))
    form = PointForm(posted(request))
    act = partial(actions.add_point, centre, actor=actor, key=once(request))
    if request.method == "POST" and attempt(form, lambda: act(**form.said())):
        return _see(reverse("people:points"))
    return shown(request, "points", {"rows": here, "form": form}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """Whom the centre itself depends on."""
    actor, centre = keeper(request)
    here = queries.interests_of(actor, centre)
    if found := next((one for one in here if str(one.id) == request.POST.get("end", "")), None):
        actions.end_interest(found.id, actor=actor, key=once(request))
        return _see(reverse("people:interests"))
    form = InterestForm(posted(request))
    act = partial(actions.declare_interest, centre, actor=actor, key=once(request))
    if request.method == "POST" and attempt(form, lambda: act(**form.cleaned_data)):
        return _see(reverse("people:interests"))
    rows = [(one, INTEREST_WORDS.get(one.kind, one.kind)) for one in here]
    return shown(request, "interests", {"rows": rows, "form": form}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Who is away, and where what cannot wait is handed over."""
    actor, centre = keeper(request)
    if actor.role != "coordinator":
        raise NotFound
    colleagues = {c.person: c.name for c in queries.staff_of(actor, centre, role="mediator")}
    form = AwayForm(posted(request), people=[(str(person), name) for person, name in colleagues.items()])

    def act() -> None:
        said = form.cleaned_data
        actions.mark_absence(
            centre,
            actor=actor,
            key=once(request),
            person=UUID(said["person"]),
            since=said["since"],
            until=said["until"],
        )

    if request.method == "POST" and attempt(form, act):
        return _see(reverse("people:away"))
    rows = [(one, colleagues.get(one.person, "")) for one in queries.absences_for(actor, centre)]
    return shown(request, "away", {"rows": rows, "form": form}, form)


@require_POST
def back(request: HttpRequest, absence: UUID) -> HttpResponse:
    """Somebody is back."""
    actor, centre = keeper(request)
    if actor.role != "coordinator" or absence not in {one.id for one in queries.absences_for(actor, centre)}:
        raise NotFound
    actions.mark_back(absence, actor=actor, key=once(request))
    return _see(reverse("people:away"))
