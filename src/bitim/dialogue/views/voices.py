"""The pages of somebody who takes part. Every one of them works without a script."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.dialogue import queries, words
from bitim.dialogue.actions import entering, voting
from bitim.dialogue.queries.results import results as results_of
from bitim.dialogue.views.common import (
    NOT_RIGHT,
    actor_of,
    as_voice,
    cookie_of,
    keep,
    number_of,
    part,
    path_of,
    see,
    shown,
    voice_in,
    wants_part,
)
from bitim.kernel import limits
from bitim.kernel.access import VISITOR, Actor, Refused
from bitim.kernel.ids import read_code
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language

A_SITTING = 5  # sentences, after which a person is told that they may stop
TRIES = (300, 60.0)  # of slips of one conversation: codes have eleven free digits
COMING_BY_LINK = (120, 3600.0)  # of one conversation: a script is slowed down, and others wait with it
SAYING = (5, 600.0)  # of one voice
SAYING_OF_ALL = (200, 3600.0)  # of one conversation


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The dialogues of this house."""
    found = [(one, queries.state_of(one)) for one in queries.listed(actor_of(request))]
    return shown(request, "listed", found=found)


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, by whom, and what happens with answers; the way in."""
    found, voice = voice_in(request, slug)
    no: Refused | None = None
    if request.method == "POST" and voice is None:
        try:
            code = request.POST.get("code", "")
            _spend(found, code)
            entered = entering.enter(found, actor=VISITOR.fresh(), code=code)
            answer = see("vote", slug)
            keep(answer, slug, entered.secret, own=request.POST.get("own") == "1")
            return answer
        except Refused as refused:
            no = refused
    elif request.method == "POST":
        return see("vote", slug)
    state = queries.state_of(found)
    return shown(request, "talk", 409 if no else 200, talk=found, voice=voice, state=state, refused=no)


def _spend(talk: queries.Conversation, code: str) -> None:
    """Take one try of this conversation's; a code that cannot be one costs none."""
    by_slip = talk.entry == talk.SLIPS
    if by_slip and read_code(code) is None:
        return
    name, limit = (f"slips:{talk.pk}", TRIES) if by_slip else (f"dialogue:{talk.pk}", COMING_BY_LINK)
    if not limits.spend(name, *limit):
        raise Refused(_("Very many people are coming in just now. Try again in some minutes."))


@require_http_methods(["GET", "HEAD", "POST"])
@as_voice
def vote(request: HttpRequest, voice: queries.Voice, actor: Actor) -> HttpResponse:
    """One sentence and three equal answers; by POST an answer, then the next sentence: on a page of its own, or at once
    for a script that puts it in the place of the last."""
    talk = voice.conversation
    no: Refused | None = None
    in_place, after = wants_part(request), number_of(request.GET.get("after", ""))
    if request.method == "POST":
        asked = queries.asked_in(voice, request.POST.get("sign", ""))
        number, chance = asked or (number_of(request.POST.get("statement", "")), 0.0)
        try:
            value = _value(request)
            voting.vote(voice, actor=actor, statement=number, value=value, chance=chance)
            if not in_place:
                return see("vote", talk.slug, query=f"?after={number}")
            after = number
        except Refused as refused:
            no, after = refused, 0
    ask = queries.ask(actor, voice) if queries.state_of(talk) == "open" else None
    pause = bool(ask and after and ask.given and ask.given % A_SITTING == 0)
    state = queries.state_of(talk)
    context: dict[str, Any] = {"talk": talk, "ask": ask, "pause": pause, "after": after, "state": state}
    status = 409 if no else 200
    return (part if in_place else shown)(request, "ask" if in_place else "vote", status, refused=no, **context)


def _value(request: HttpRequest) -> int:
    return {"agree": 1, "pass": 0, "disagree": -1}.get(request.POST.get("value", ""), 9)


@require_http_methods(["GET", "HEAD", "POST"])
@as_voice
def mine(request: HttpRequest, voice: queries.Voice, actor: Actor) -> HttpResponse:
    """One's own answers, each to be changed, and one's own sentences."""
    talk = voice.conversation
    no: Refused | None = None
    if request.method == "POST":
        number = number_of(request.POST.get("statement", ""))
        try:
            voting.vote(voice, actor=actor, statement=number, value=_value(request))
            return see("mine", talk.slug, at=f"s{number}")
        except Refused as refused:
            no = refused
    seen = queries.mine(actor, voice)
    return shown(request, "mine", 409 if no else 200, talk=talk, seen=seen, state=queries.state_of(talk), refused=no)


@require_POST
@as_voice
def take_back(request: HttpRequest, voice: queries.Voice, actor: Actor) -> HttpResponse:
    """Take one's own sentence back."""
    number = number_of(request.POST.get("statement", ""))
    voting.take_back(voice, actor=actor, key=once(request), statement=number)
    return see("mine", voice.conversation.slug, at="said")


@require_http_methods(["GET", "HEAD", "POST"])
@as_voice
def say(request: HttpRequest, voice: queries.Voice, actor: Actor) -> HttpResponse:
    """Write a sentence. What may give somebody away, and what was said already, is pointed out before it is sent."""
    talk = voice.conversation
    said, no = request.POST.get("said", ""), None
    default = present_language() if present_language() in talk.languages else talk.languages[0]
    language = request.POST.get("language", default)
    traces, near = words.traces(said), queries.near(talk, said) if said else []
    sure = sha256(said.encode()).hexdigest()[:16]  # of these very words: other ones are looked at anew
    if request.method == "POST" and (request.POST.get("sure") == sure or not (traces or near)):
        try:
            for name, limit in ((f"say:{voice.pk}", SAYING), (f"say:{talk.pk}", SAYING_OF_ALL)):
                if not limits.spend(name, *limit):
                    raise Refused(_("Many sentences came within a short time. Try again in some minutes."))
            voting.say(voice, actor=actor, key=once(request), said=said, language=language)
            return see("mine", talk.slug, at="said")
        except Refused as refused:
            no = refused
    asks = request.method == "POST" and no is None
    context: dict[str, Any] = {"talk": talk, "said": said, "language": language, "traces": traces, "near": near}
    context["sure"] = sure
    status = 409 if no else NOT_RIGHT if asks else 200
    return shown(request, "say", status, refused=no, asks=asks, state=queries.state_of(talk), **context)


@require_safe
@as_voice
def stand(request: HttpRequest, voice: queries.Voice, actor: Actor) -> HttpResponse:
    """Where one stands, in words."""
    talk = voice.conversation
    return shown(request, "stand", talk=talk, seen=queries.stand(actor, voice), state=queries.state_of(talk))


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """What came out, for anybody."""
    found, voice = voice_in(request, slug)
    actor = actor_of(request)
    seen = results_of(actor, found)
    context: dict[str, Any] = {"talk": found, "seen": seen, "state": queries.state_of(found)}
    if wants_part(request) and seen.at:
        newer = request.GET.get("known", "") != str(int(seen.at.timestamp()))
        return part(request, "figures", newer=newer, **context)
    return shown(request, "results", voice=voice, **context)


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of every sentence, as a file that anybody may check against the policy."""
    actor = actor_of(request)
    found = queries.public(actor, slug)
    rows = ["number,day,state,reason,new wording of"]
    rows += [",".join(str("" if cell is None else cell) for cell in line) for line in queries.log_of(actor, found.pk)]
    answer = HttpResponse("\r\n".join(rows) + "\r\n", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sentences-{slug}.csv"'
    return answer


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the voice off this device, for whoever uses it next. Answers stay; this device adds none any more."""
    answer = redirect("dialogue:talk", slug=slug)
    answer.status_code = 303
    answer.delete_cookie(cookie_of(slug), path=path_of(slug), samesite="Lax")
    return answer
