"""Help in plain words, and being called back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bitim.desk import actions, links, queries, words
from bitim.kernel.access import Actor
from bitim.kernel.pressed import once


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how it works, who reads what, how to leave."""
    return render(request, "desk/help.html", {"code_url": links.link(links.CODE)})


@require_http_methods(["GET", "HEAD", "POST"])
def call_me_back(request: HttpRequest) -> HttpResponse:
    """Ask to be called back: one press for somebody whom the centre knows; the phone for everybody else."""
    asking: Any = request
    actor: Actor = asking.actor
    centre = asking.centre
    known = actor.role == "party" and actor.person is not None and bool(centre)
    if request.method == "POST" and known:
        when = request.POST.get("when", "any")
        actions.ask_call_back(centre.id, actor=actor, when=when, key=once(request))
        messages.info(request, _("We have noted it. Somebody from the centre will call you."))
        response = redirect("desk:call_me_back")
        response.status_code = 303
        return response
    waits = bool(known and actor.person and queries.is_waiting(centre.id, actor.person))
    context = {
        "known": known,
        "waits": waits,
        "times": words.CALL_TIMES.items(),
        "ask_url": links.link(links.ASK),
        "code_url": links.link(links.CODE),
    }
    return render(request, "desk/call_me_back.html", context)
