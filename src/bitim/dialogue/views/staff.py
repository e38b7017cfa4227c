"""The pages of the centre that asks."""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.cases.queries import case_for
from bitim.dialogue import queries
from bitim.dialogue.actions import bringing, moderating, running
from bitim.dialogue.actions.carrying import take_to_table
from bitim.dialogue.forms import TalkForm
from bitim.dialogue.queries.exporting import files_of
from bitim.dialogue.queries.results import results as results_of
from bitim.dialogue.views.common import (
    NOT_RIGHT,
    number_of,
    part,
    printed,
    see,
    shown,
    staff_page,
    wants_part,
)
from bitim.engines.opinion import FILES
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.ids import spaced
from bitim.kernel.pressed import once
from bitim.settlements.views.common import columns, texts

TEXTS = ("question", "about", "policy")
ALL = [code for code, _name in settings.LANGUAGES]


@require_safe
@staff_page
def shelf(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The dialogues of the centre."""
    return shown(request, "shelf", seen=queries.dialogues(actor))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write a new dialogue down."""
    seen = queries.dialogues(actor)
    if not seen.may_start:
        raise NotFound
    languages = [code for code in seen.centre.languages if code in ALL] or ["kk", "ru"]
    form = TalkForm(request.POST or None, initial={"languages": languages, "entry": "slips"})
    typed = {name: texts(request, name, ALL) for name in TEXTS}
    if request.method == "POST" and form.is_valid():
        try:
            said = form.said(typed)
            made = running.start_conversation(seen.centre, actor=actor, key=once(request), said=said)
            return see("desk", made.pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    return _edit(request, form, typed, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def change(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """Change a dialogue before it is opened."""
    seen = queries.desk_of(actor, talk)
    if not seen.runs or seen.state != "draft":
        raise NotFound
    found = seen.talk
    names = ("languages", "entry", "longest", "moderated", "embargo", "closes")
    form = TalkForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    typed = {name: texts(request, name, ALL) for name in TEXTS}
    if request.method == "POST" and form.is_valid():
        try:
            running.change_conversation(found, actor=actor, key=once(request), said=form.said(typed))
            return see("desk", found.pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    kept = typed if request.method == "POST" else {name: getattr(found, name) for name in TEXTS}
    return _edit(request, form, kept, found)


def _edit(request: HttpRequest, form: TalkForm, typed: dict[str, dict[str, str]], talk: Any) -> HttpResponse:
    fields = {name: columns(name, typed[name], ALL) for name in TEXTS}
    wrong = form.is_bound and form.errors
    return shown(request, "edit", NOT_RIGHT if wrong else 200, form=form, talk=talk, **fields)


@require_safe
@staff_page
def desk(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """How a dialogue is going."""
    seen = queries.desk_of(actor, talk)
    context: dict[str, Any] = {"seen": seen, "talk": seen.talk, "is_mediator": actor.role == "mediator"}
    if wants_part(request):
        return part(request, "tiles", **context)
    return shown(request, "desk", files=(FILES[0], FILES[2]), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bring(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """Bring in what was voted elsewhere, from the files of a Polis export."""
    seen = queries.desk_of(actor, talk)
    if not seen.runs or seen.state != "draft":
        raise NotFound
    no: Refused | None = None
    if request.method == "POST":
        files = {name: file.read() for name in FILES if (file := request.FILES.get(name)) is not None}
        language = request.POST.get("language", "")
        try:
            bringing.bring_in(seen.talk, actor=actor, key=once(request), files=files, language=language)
            return see("queue", talk, query="?state=shown")
        except Refused as refused:
            no = refused
    return shown(request, "bring", 409 if no else 200, seen=seen, talk=seen.talk, refused=no, files=FILES[:3])


@require_POST
@staff_page
def begin(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """Open a dialogue."""
    running.open_conversation(queries.talk_for(actor, talk), actor=actor, key=once(request))
    return see("desk", talk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def end(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """Ask once more, then close for good."""
    seen = queries.desk_of(actor, talk)
    if not seen.runs:
        raise NotFound
    if request.method == "POST":
        running.close_conversation(seen.talk, actor=actor, key=once(request))
        return see("desk", talk)
    return shown(request, "end", seen=seen, talk=seen.talk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def slips(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """Make slips; the answer is the sheet to print, this once."""
    seen = queries.desk_of(actor, talk)
    if not seen.runs:
        raise NotFound
    codes: list[str] = []
    no: Refused | None = None
    if request.method == "POST":
        try:
            number = number_of(request.POST.get("number", ""))
            codes = running.make_slips(seen.talk, actor=actor, number=number)
        except Refused as refused:
            no = refused
    status = 409 if no else 200
    address = printed("talk", seen.talk.slug)
    return shown(
        request,
        "slips",
        status,
        seen=seen,
        talk=seen.talk,
        codes=[spaced(one) for one in codes],
        refused=no,
        at=address,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def queue(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """The sentences of a dialogue by what became of them; by POST a sentence of the centre's own."""
    state = request.GET.get("state", "waiting")
    if state not in ("waiting", "shown", "out"):
        raise NotFound
    page = max(1, number_of(request.GET.get("page", "1")))
    found = queries.talk_for(actor, talk)
    typed, no = texts(request, "seed", found.languages), None
    if request.method == "POST":
        try:
            made = moderating.seed(found, actor=actor, key=once(request), said=typed)
            return see("queue", talk, query="?state=shown", at=f"s{made.number}")
        except Refused as refused:
            no = refused
    _found, lines, more = queries.queue(actor, talk, state, page)
    context: dict[str, Any] = {"lines": lines, "more": more, "page": page, "state": state, "refused": no}
    context["reasons"] = queries.REASONS
    seeds = columns("seed", typed, found.languages)
    return shown(request, "queue", 409 if no else 200, talk=found, seeds=seeds, **context)


@require_POST
@staff_page
def judge(request: HttpRequest, actor: Actor, talk: UUID, number: int) -> HttpResponse:
    """Let a sentence in or keep it out."""
    one = queries.statement_for(actor, talk, number)
    seen, reason = request.POST.get("seen", ""), request.POST.get("reason", "")
    shown_now = request.POST.get("shown") == "1"
    moderating.judge(one, actor=actor, key=once(request), shown=shown_now, reason=reason, seen=seen)
    return see("queue", talk, query=f"?state={seen}" if re.fullmatch("[a-z]{1,10}", seen) else "")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def statement(request: HttpRequest, actor: Actor, talk: UUID, number: int) -> HttpResponse:
    """Translate a sentence, or put it otherwise."""
    one = queries.statement_for(actor, talk, number)
    found, no = one.conversation, None
    typed = texts(request, "words", found.languages)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "reword":
                said = request.POST.get("said", "")
                made = moderating.reword(one, actor=actor, key=once(request), said=said, language=one.language)
                return see("statement", talk, made.number)
            moderating.translate(one, actor=actor, key=once(request), said=typed)
            return see("statement", talk, number)
        except Refused as refused:
            no = refused
    kept = typed if no and request.POST.get("do") != "reword" else dict(one.words)
    others = [column for column in columns("words", kept, found.languages) if column["code"] != one.language]
    original, said = one.words.get(one.language, ""), request.POST.get("said", "")
    status = 409 if no else 200
    return shown(
        request, "statement", status, talk=found, one=one, original=original, others=others, refused=no, said=said
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def table(request: HttpRequest, actor: Actor, talk: UUID) -> HttpResponse:
    """Take a sentence that everybody shares to the table of one of the mediator's cases."""
    seen = queries.desk_of(actor, talk)
    cases = queries.tables_of(actor)
    if not seen.shows or actor.role != "mediator":
        raise NotFound
    shared = results_of(actor, seen.talk).common
    no: Refused | None = None
    if request.method == "POST":
        chosen = next((one for one in cases if str(one.id) == request.POST.get("case", "")), None)
        number = number_of(request.POST.get("statement", ""))
        try:
            if chosen is None:
                raise Refused(_("Choose one of your cases."))
            take_to_table(case_for(actor, chosen.id), actor=actor, talk=seen.talk, number=number, key=once(request))
            return redirect("settlements:issues", case=chosen.id)
        except Refused as refused:
            no = refused
    context = {"shared": shared, "cases": cases, "refused": no}
    return shown(request, "table", 409 if no else 200, seen=seen, talk=seen.talk, **context)


@require_POST
@staff_page
def export(request: HttpRequest, actor: Actor, talk: UUID, name: str) -> HttpResponse:
    """The votes as files that other programs read, once the dialogue is over."""
    if name not in FILES:
        raise NotFound
    running.take_out(queries.talk_for(actor, talk), actor=actor)
    files = files_of(actor, talk)
    answer = HttpResponse(files[name], content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
