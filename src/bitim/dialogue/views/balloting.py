"""The page of whoever holds a ballot paper. It needs no script, keeps nothing on the device, and knows nobody."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bitim.dialogue import words
from bitim.dialogue.actions import balloting, ratifying
from bitim.dialogue.queries import ratifying as queries
from bitim.dialogue.views.common import NOT_RIGHT, shown
from bitim.kernel import limits
from bitim.kernel.access import VISITOR, Refused
from bitim.kernel.ids import read_code

# Codes of one ballot that open nothing, not those that open something: nobody who holds a paper waits for a guesser.
# Eleven free digits: in sixty days a guesser has one chance in a hundred to find one of ten thousand papers.
WRONG_TRIES = (60, 3600.0)


@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    """The code of a paper, then the words and three answers, then the answer once more, then that it is counted."""
    found = queries.ballot_at(slug)
    code, vote = request.POST.get("code", ""), request.POST.get("vote", "")
    view = request.POST.get("view", "")
    typed: dict[str, Any] = {"slug": slug, "code": code, "vote": vote, "view": view}
    if request.method != "POST":
        return shown(request, "ratify/ballot", step="code", **typed)
    try:
        paper = _paper(found, slug, code)
    except Refused as refused:
        return shown(request, "ratify/ballot", 409, step="code", refused=refused, **typed)
    return _answered(request, paper, typed)


def _paper(ballot: UUID, slug: str, code: str) -> queries.PaperSeen:
    """Return the paper of a code. Wrong ones are counted; once there were very many, only right ones are answered."""
    try:
        return queries.paper_with(slug, code)
    except Refused:
        if read_code(code) is not None and not limits.spend(f"ballot:{ballot}", *WRONG_TRIES):
            raise Refused(
                _("Very many wrong codes were typed. Look at the paper once more, and try in an hour.")
            ) from None
        raise


def _answered(request: HttpRequest, paper: queries.PaperSeen, typed: dict[str, Any]) -> HttpResponse:
    vote, view, do = typed["vote"], typed["view"], request.POST.get("do", "")
    if do not in ("look", "cast") or paper.used or not paper.takes:
        return shown(request, "ratify/ballot", step="paper", paper=paper, pressed=do == "cast", **typed)
    # What is sent is what was looked at: another vote or other words are looked at anew.
    sure = sha256(f"{vote}|{view}".encode()).hexdigest()[:16]
    no: Refused | None = None
    if do == "cast" and request.POST.get("sure") == sure:
        try:
            balloting.cast_ballot(paper.id, actor=VISITOR.fresh(), vote=vote, view=view)
            return shown(request, "ratify/ballot", step="counted", paper=paper, slug=typed["slug"])
        except Refused as refused:
            no = refused
    elif vote not in ratifying.VOTES:
        no = Refused(_("Choose one of the three answers."))
    elif len(words.sentence(view)) > balloting.LONGEST_VIEW:
        no = Refused(_("These words are too long: at most 280 letters."))
    if no is not None:
        return shown(request, "ratify/ballot", 409, step="paper", paper=paper, refused=no, **typed)
    traces = words.traces(view)
    return shown(request, "ratify/ballot", NOT_RIGHT, step="sure", paper=paper, traces=traces, sure=sure, **typed)
