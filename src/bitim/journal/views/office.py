"""Where the books stand, and how their numbers are written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bitim.journal import actions, queries
from bitim.journal.books import languages_of
from bitim.journal.forms import NumberingForm
from bitim.journal.keys import BOOKS
from bitim.journal.views.common import actor_of, attempt, office_page, posted, see, show
from bitim.kernel.access import NotFound
from bitim.kernel.pressed import once


@require_safe
@office_page
def shelf(request: HttpRequest, office: queries.Office) -> HttpResponse:
    """Every book that this member of staff opens."""
    return show(request, "shelf", office=office)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def numbering(request: HttpRequest, office: queries.Office) -> HttpResponse:
    """How numbers are written and which places are counted apart: the head's page."""
    actor = actor_of(request)
    if not office.heads:
        raise NotFound
    languages = languages_of(office.centre)
    how = queries.numbering_for(actor)
    lines = [" | ".join(names.get(code, "") for code in languages) for names in queries.place_names_for(actor)]
    initial = {book: getattr(how, book) for book in BOOKS} | {"code": how.code, "places": "\n".join(lines)}
    form = NumberingForm(posted(request), languages=languages, initial=initial)

    def keep() -> None:
        patterns = {book: form.cleaned_data[book] for book in BOOKS}
        said = {"code": form.cleaned_data["code"], "patterns": patterns, "places": form.named()}
        actions.set_numbering(office.centre.pk, actor=actor, key=once(request), **said)

    if request.method == "POST" and attempt(form, keep):
        messages.info(request, _("Kept. The next number is written so."))
        return see(reverse("journal:numbering"))
    return show(request, "numbering", form, form=form, next_number=queries.next_number(actor, "cases"))
