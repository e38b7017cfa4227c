"""Ask for help: three screens, each kept as it is sent; a code to come back; nothing goes to the other side."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from bitim.cases import actions, law, queries
from bitim.cases.forms import ContactForm, MeForm, OtherForm, WhatForm, WordForm
from bitim.cases.labels import REQUEST_STATES
from bitim.cases.views.common import actor_of, attempt, posted, see, show
from bitim.kernel import limits
from bitim.kernel.access import VISITOR, Actor, NotFound, Refused
from bitim.kernel.pressed import once
from bitim.kernel.text import in_language
from bitim.people.queries import CentreShown, centres_public

ASKING = "asking"  # the draft of this browser: its id stands in the server's session, never in an address
MOST_OTHERS = 7
BEGUN_IN_AN_HOUR = (300, 3600)  # of the whole house


def asking(request: HttpRequest) -> tuple[Actor, Any]:
    """Return the asker and their request: begun in this browser, or come back to by a door; (visitor, None) else."""
    kept = request.session.get(ASKING)
    if kept:
        actor = queries.asker_of(UUID(kept))
        if actor.person is not None:
            return actor, queries.request_for(actor, UUID(kept))
        request.session.pop(ASKING)
    door = getattr(request, "door", None)
    actor = actor_of(request)
    if door is not None and door.purpose == "request" and actor.person is not None:
        return actor, queries.request_for(actor, door.subject)
    return VISITOR.fresh(), None


def _draft(request: HttpRequest) -> tuple[Actor, Any]:
    actor, found = asking(request)
    if found is None or found.state != "draft":
        raise NotFound
    return actor, found


def _go(request: HttpRequest, onward: str, back: str = "cases:ask") -> HttpResponse:
    """Lead where the pressed button says: on, back, or to the code for coming back later."""
    places = {"later": "cases:later", "back": back}
    return see(reverse(places.get(request.POST.get("go", ""), onward)))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Screen 1: what happened."""
    actor, found = asking(request)
    if found is not None and found.state != "draft":
        return see("/ask/mine/")
    centres = centres_public()
    if not centres:
        raise Refused(_("No centre is open here yet."))
    centre = _centre(request, centres, found)
    initial = {"what": (found.words or {}).get("what", ""), "kind": found.kind} if found else {"centre": str(centre.id)}
    choices = [] if found else [(str(c.id), in_language(c.name)) for c in centres]
    form = WhatForm(posted(request), initial=initial, kinds=law.kinds(centre.pack), centres=choices)
    if request.method == "POST" and attempt(form, lambda: _keep_first(request, actor, found, centre, form)):
        return _go(request, "cases:ask2")
    return show(request, "ask", {"form": form, "centre_asked": centre, "step": 1}, form)


def _centre(request: HttpRequest, centres: list[CentreShown], found: Any) -> CentreShown:
    wanted = str(found.centre_id) if found else request.POST.get("centre", "")
    return next((c for c in centres if str(c.id) == wanted), centres[0])


def _keep_first(request: HttpRequest, actor: Actor, found: Any, centre: CentreShown, form: WhatForm) -> None:
    said = form.cleaned_data
    if found is not None:
        actions.write_request(found.pk, actor=actor, key=once(request), screen=1, said=said)
        return
    if not limits.spend("requests-begun", *BEGUN_IN_AN_HOUR):
        raise Refused(_("Very many people write at this moment."), _("Please send it again in a few minutes, or call."))
    language = (get_language() or "kk")[:2]
    made = actions.begin_request(centre.id, actor=VISITOR.fresh(), key=once(request), language=language, said=said)
    request.session[ASKING] = str(made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_who(request: HttpRequest) -> HttpResponse:
    """Screen 2: who is involved."""
    actor, found = _draft(request)
    said = found.words or {}
    me = MeForm(posted(request), initial=said.get("me", {}), prefix="me")
    others = _others(request, said.get("others", []))
    if request.method == "POST" and all(form.is_valid() for form in (me, *others)):
        kept = {"me": me.cleaned_data, "others": [form.cleaned_data for form in others]}
        actions.write_request(found.pk, actor=actor, key=once(request), screen=2, said=kept)
        if request.POST.get("go") == "add":
            return see("/ask/2/?more=1#more")
        if request.POST.get("go", "next") == "next" and not any(form.cleaned_data["name"] for form in others):
            others[0].add_error("name", _("Say who else is involved, as you call them. A few words are enough."))
        else:
            return _go(request, "cases:ask3")
    context = {"me": me, "others": others, "may_add": len(others) < MOST_OTHERS, "step": 2}
    return show(request, "ask_who", context, me, *others)


def _others(request: HttpRequest, kept: list[dict[str, str]]) -> list[OtherForm]:
    if request.method == "POST":
        typed = request.POST.get("count", "1")
        count = min(int(typed), MOST_OTHERS) if typed.isdecimal() and len(typed) < 4 else 1
        return [OtherForm(request.POST, prefix=f"o{n}") for n in range(max(count, 1))]
    more = 1 if "more" in request.GET or not kept else 0
    return [OtherForm(initial=one, prefix=f"o{n}") for n, one in enumerate([*kept, *[{}] * more][:MOST_OTHERS])]


@require_http_methods(["GET", "HEAD", "POST"])
def ask_contact(request: HttpRequest) -> HttpResponse:
    """Screen 3: how to reach the person; then the request is sent and the code shown, in the answer to the POST: a
    code that waited for another page would lie in the session's table."""
    actor, found = asking(request)
    if found is None or found.state not in ("draft", "sent"):
        raise NotFound
    if found.state == "sent":
        return _sent(request, actor, found) if request.method == "POST" else see("/ask/mine/")
    initial = {"language": found.language, **(found.words or {}).get("contact", {})}
    known = queries.has_way_back(actor, found)
    form = ContactForm(posted(request), initial=initial, has_way_back=known)
    if request.method == "POST":
        if request.POST.get("go") in ("later", "back"):
            form.is_valid()
            kept = {name: form.cleaned_data.get(name, "") for name in form.fields}
            actions.write_request(found.pk, actor=actor, key=once(request), screen=3, said=kept)
            return _go(request, "cases:ask3", back="cases:ask2")
        if attempt(form, lambda: _send(request, actor, found, form)):
            return _sent(request, actor, found, form.cleaned_data["word"])
    return show(request, "ask_contact", {"form": form, "step": 3}, form)


def _send(request: HttpRequest, actor: Actor, found: Any, form: ContactForm) -> None:
    actions.write_request(found.pk, actor=actor, screen=3, said=form.cleaned_data)
    actions.send_request(found.pk, actor=actor, key=once(request))


def _sent(request: HttpRequest, actor: Actor, found: Any, word: str = "") -> HttpResponse:
    code = actions.keep_request(found.pk, actor=actor, word=word)
    return show(request, "ask_sent", {"code": code, "asked": queries.request_for(actor, found.pk)})


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest) -> HttpResponse:
    """Come back later: a code, and a word or a telephone that only this person knows."""
    actor, found = _draft(request)
    form = WordForm(posted(request))
    shown: dict[str, str] = {}

    def keep() -> None:
        shown["code"] = actions.keep_request(found.pk, actor=actor, word=form.cleaned_data["word"])

    if request.method == "POST" and attempt(form, keep):
        return show(request, "ask_later_code", shown)
    return show(
        request, "ask_later", {"form": form, "step_url": f"/ask/{found.step}/" if found.step > 1 else "/ask/"}, form
    )


@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest) -> HttpResponse:
    """What became of the request of the person who came back."""
    _actor, found = asking(request)
    if found is None:
        return see("/ask/")
    step = f"/ask/{found.step}/" if found.step > 1 else "/ask/"
    return show(request, "ask_mine", {"asked": found, "state_name": REQUEST_STATES[found.state], "step_url": step})


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Withdraw the request."""
    actor, found = asking(request)
    if found is None:
        raise NotFound
    actions.withdraw_request(found.pk, actor=actor, key=once(request))
    request.session.pop(ASKING, None)
    return show(request, "ask_taken_back", {})


@require_POST
def another(request: HttpRequest) -> HttpResponse:
    """Begin with another matter on this device."""
    request.session.pop(ASKING, None)
    return see("/ask/")
