"""Pages for everybody: the first page of a centre, the choice among centres."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bitim.desk import links, queries
from bitim.dialogue.queries import any_listed


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page of the reader's centre; where there are several and none is known yet, the choice."""
    centres = queries.centres()
    chosen = queries.centre_at(centres, request.get_host()) or queries.centre_of_reader(request)
    if chosen is None and len(centres) > 1:
        return _choice(request, centres)
    return _home(request, chosen or (centres[0] if centres else None), len(centres) > 1)


@require_safe
def centre_home(request: HttpRequest, centre: UUID) -> HttpResponse:
    """Show the first page of one centre."""
    centres = queries.centres()
    chosen = next((one for one in centres if one.id == centre), None)
    if chosen is None:
        raise Http404
    return _home(request, chosen, len(centres) > 1)


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """Show the choice among the centres of this house."""
    return _choice(request, queries.centres())


def _choice(request: HttpRequest, among: Any) -> HttpResponse:
    """Show the centres; no one of them is the reader's yet, so no one's phone stands at the foot."""
    context = {"centres": among, "centre": None, "code_url": links.link(links.CODE)}
    return render(request, "desk/centres.html", context)


def _home(request: HttpRequest, centre: Any, others: bool) -> HttpResponse:
    own_home, own_home_word = queries.own_home(request)
    context = {
        "centre": centre,
        "ways": ways_in(centre.id if centre else None),
        "pictures": pictures(),
        "others": others,
        "own_home": own_home,
        "own_home_word": own_home_word,
        "staff_url": links.link(links.STAFF),
    }
    return render(request, "desk/home.html", context)


def ways_in(centre: UUID | None) -> list[dict[str, str]]:
    """Return the ways in that this house has, in the order of need."""
    ask = (links.link(links.ASK, centre) if centre else "") or links.link(links.ASK)
    rows = (
        (ask, "hand", _("Ask for help"), _("Tell in your own words what happened. Nothing goes to the other side.")),
        (links.link(links.CODE), "key", _("I have a code"), _("You got a letter or a message from us.")),
        (
            links.link(links.DIALOGUES) if any_listed() else "",
            "chat",
            _("Take part in a dialogue"),
            _("Answer sentences of others, without a name, and read what all share."),
        ),
        (links.link(links.CARD), "shield", _("Check a mediator's card"), _("Is this person really a mediator?")),
        (links.link(links.CHECK), "seal", _("Check a settlement"), _("Is this paper what the sides signed?")),
    )
    return [{"url": url, "icon": icon, "name": name, "means": means} for url, icon, name, means in rows if url]


def pictures() -> list[dict[str, str]]:
    """Return the four pictures of a mediation with their words."""
    rows = (
        ("heard-alone", _("You are heard alone"), _("You tell your side first. What you say is not passed on.")),
        ("invited", _("The other side is invited"), _("They are free to come or not to come, and so are you.")),
        ("talk", _("You talk"), _("Each in your own language, at one table or apart, with the mediator's help.")),
        (
            "written",
            _("You write down what you agree"),
            _("Only what both sides accept. You sign what you could read."),
        ),
    )
    return [{"key": key, "name": name, "means": means} for key, name, means in rows]
