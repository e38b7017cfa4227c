"""The staff: me and my role, the people of the centre."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim import jurisdictions
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.pressed import once
from bitim.kernel.text import in_language
from bitim.people import actions, idle, queries, sessions
from bitim.people.forms import CentreForm, ColleagueForm
from bitim.people.views.doors import NOT_RIGHT, _see
from bitim.people.views.register import staff_actor
from bitim.people.words import role_word


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, the role I act in, how I sign in."""
    actor, _centre = staff_actor(request)
    assert actor.person is not None
    roles = [
        {
            "value": f"{centre}:{role}",
            "word": role_word(role),
            "centre": shown.name if (shown := queries.centre_public(centre)) else {},
            "now": (centre, role) == (actor.centre, actor.role),
        }
        for centre, role in queries.roles_of(actor)
    ]
    context = {
        "name": queries.person_name(actor.person),
        "roles": roles,
        "role": role_word(actor.role),
        "has_pin": idle.has_pin(request),
    }
    return render(request, "people/me.html", context)


@require_POST
def role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own roles. One that is not held changes nothing."""
    actor, _centre = staff_actor(request)
    for centre, held in queries.roles_of(actor):
        if request.POST.get("acting") == f"{centre}:{held}":
            sessions.act_as(request, centre, held)
    return _see("/")


@require_safe
def centre(request: HttpRequest) -> HttpResponse:
    """The centre: its public details and its people."""
    actor, own = staff_actor(request)
    people = [{"one": one, "role": role_word(one.role)} for one in queries.staff_of(actor, own)]
    context = {
        "people": people,
        "part": "centre",
        "may": queries.may_keep(actor),
        "head": queries.may_give_roles(actor),
        "me": actor.person,
        "waiting": sum(one.accepted is None for one in queries.templates_for(actor, own)),
    }
    return render(request, "people/centre.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Change the phone and e-mail address that everybody sees, and the title of calendar files."""
    actor, own = staff_actor(request)
    shown = queries.centre_for(actor, own)
    titles = [(one.key, in_language(one.texts)) for one in jurisdictions.load(shown.pack).labels["calendar_titles"]]
    now = {"phone": shown.phone, "email": shown.email, "calendar_title": shown.calendar_title}
    form = CentreForm(request.POST or None, titles=titles, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_centre(own, actor=actor, key=once(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return _see(reverse("people:centre"))
    return render(
        request, "people/details.html", {"form": form, "part": "centre"}, status=NOT_RIGHT if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest) -> HttpResponse:
    """Take a person into the staff."""
    actor, own = staff_actor(request)
    form = ColleagueForm(request.POST or None, languages=list(settings.LANGUAGES))
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_on(own, actor=actor, key=once(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return _see(reverse("people:centre"))
    return render(
        request, "people/colleague.html", {"form": form, "part": "centre"}, status=NOT_RIGHT if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, role: UUID) -> HttpResponse:
    """Ask once more, then end a colleague's role."""
    actor, own = staff_actor(request)
    one = next((c for c in queries.staff_of(actor, own) if c.role_id == role), None)
    if request.method == "POST":
        actions.end_role(role, actor=actor, key=once(request))
        return _see(reverse("people:centre"))
    if one is None:
        raise NotFound
    return render(request, "people/role_end.html", {"one": one, "role": role_word(one.role), "part": "centre"})


@require_safe
def again(request: HttpRequest) -> HttpResponse:
    """Before a delicate change: sign in anew, for those who have no second factor to show."""
    staff_actor(request)
    return render(request, "people/again.html", {"after": f"{reverse('account_login')}?next={reverse('mfa_index')}"})
