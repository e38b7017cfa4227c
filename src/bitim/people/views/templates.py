"""The texts of the centre's documents: read by its staff, accepted by its head with name and day."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language
from bitim.people import actions, queries
from bitim.people.forms_register import AcceptForm
from bitim.people.views.doors import _see
from bitim.people.views.register import attempt, posted, shown, staff_actor


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every document that the centre can print, with who accepted its text, and when."""
    actor, centre = staff_actor(request)
    rows = queries.templates_for(actor, centre)
    waiting = sum(one.accepted is None for one in rows)
    return shown(request, "templates", {"rows": rows, "waiting": waiting, "part": "centre"})


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """One text in all its languages, the reader's first; below it the head accepts it."""
    actor, centre = staff_actor(request)
    seen = queries.template_for(actor, centre, kind)
    if request.method == "POST" and not seen.may_accept:
        raise NotFound
    form = AcceptForm(posted(request))

    def act() -> None:
        actions.accept_template(centre, actor=actor, key=once(request), kind=kind, **form.cleaned_data)

    if request.method == "POST" and attempt(form, act):
        messages.info(request, _("The text is accepted."))
        return _see(reverse("people:templates"))
    own = present_language()
    names = dict(settings.LANGUAGES)
    texts = [(names[one.code], one) for one in sorted(seen.texts, key=lambda one: one.code != own)]
    return shown(request, "template", {"seen": seen, "texts": texts, "form": form, "part": "centre"}, form)
