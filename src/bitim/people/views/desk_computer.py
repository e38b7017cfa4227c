"""The office computer: the PIN of its lock, the sheet of codes, signing in with one of them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bitim.kernel import ids
from bitim.kernel.access import NotFound, Refused
from bitim.people import actions, idle, queries, session_keys
from bitim.people.adapters import proved_lately
from bitim.people.forms import SheetLoginForm, TwiceForm
from bitim.people.views.doors import NOT_RIGHT, _see
from bitim.people.views.register import staff_actor

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def lock_pin(request: HttpRequest) -> HttpResponse:
    """Choose the PIN that opens this sign-in again after the computer was left."""
    staff_actor(request)
    form = TwiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        idle.keep_pin(request, form.cleaned_data["pin"])
        return _see(reverse("people:me"))
    return render(request, "people/lock_pin.html", {"form": form}, status=NOT_RIGHT if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, person: UUID | None = None) -> HttpResponse:
    """Make a sheet of codes: one's own, or the first of a new colleague; it is shown in the answer alone."""
    actor, own = staff_actor(request)
    assert actor.person is not None
    name = ""
    if person is not None and person != actor.person:
        name = next((one.name for one in queries.staff_of(actor, own) if one.person == person), "")
        if not name:
            raise NotFound
    elif not proved_lately(request):
        return redirect("people:again")
    form = TwiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.make_sheet(person or actor.person, actor=actor, pin=form.cleaned_data["pin"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            shown = {"codes": [ids.spaced(code) for code in codes], "name": name or queries.person_name(actor.person)}
            return render(request, "people/sheet_shown.html", shown)
    context = {"form": form, "name": name, "has_sheet": not name and queries.has_sheet(actor.person)}
    return render(request, "people/sheet.html", context, status=NOT_RIGHT if form.errors else 200)


@require_POST
def sheet_end(request: HttpRequest) -> HttpResponse:
    """End one's own sheet."""
    actor, _centre = staff_actor(request)
    actions.end_sheet(actor.who, actor=actor)
    return _see(reverse("people:me"))


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_login(request: HttpRequest) -> HttpResponse:
    """Sign in with a printed code and a PIN. Whatever is wrong, the answer is the same page with the same words."""
    form = SheetLoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = actions.account_by_sheet(**form.cleaned_data)
        if account is not None:
            request.came_by_sheet = True  # type: ignore[attr-defined]
            login(request, account, backend=BACKEND)
            request.session[session_keys.BY_SHEET] = True
            idle.keep_pin(request, form.cleaned_data["pin"])
            request.session.set_expiry(0)
            if account.person_id and queries.has_sheet_of_another(account.person_id):
                messages.info(
                    request, _("Somebody else made your sheet. Make your own now, with a PIN known to you alone.")
                )
                return _see(reverse("people:sheet"))
            return _see("/today/")
        form.add_error(None, _("This does not open. Look at each field again, or take the next code of your sheet."))
    return render(request, "people/sheet_login.html", {"form": form}, status=NOT_RIGHT if form.errors else 200)
