"""What a search asks of a side that is at home, as a text that is read out in a call: whether it takes part, and what
it says to the package that is open."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bitim.cases.facts_texts import TEXTS, Said, Source, sentences
from bitim.cases.models import Side
from bitim.cases.models_reading import ReadBack
from bitim.compromise.actions.dividing import owner_of
from bitim.compromise.actions.offering import state_of, weighed_in
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.people.models import Person

AGREES, ANSWERS = "agrees", "answers"  # what the answer stands for: agrees:STATE, answers:ROUND:NUMBER


def _package(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    rows = Part.objects.system().filter(search__case=side.case, side=side, search__state__in=Search.OPEN)
    part = rows.select_related("search__case", "side").first()
    if part is None or side.case.mode == "shuttle":
        return None
    with translation.override(language):
        found = _asked(part, language) if part.search.state == Search.ASKED else _open(part, language)
    return (part.search_id, found) if found else None


def _asked(part: Part, language: str) -> list[Said]:
    """What a side reads before it takes part, and what is weighed."""
    search = part.search
    titles = [one["title"].get(language, "") for one in weighed_in(search)["issues"]]
    if part.agreed or not all(titles):
        return []
    goods = search.kind == Search.GOODS
    lines = [
        _("A program looks for ways to divide the things.") if goods else _("A program looks for a package."),
        _("It knows only what each side tells it, and decides nothing."),
        _("You tell the mediator what matters to you, and the mediator writes it down. No other side learns it."),
        _("What is found is read out to you. What you answer stays hidden until every side accepts the same."),
        _("You can end it at any moment. What was written down is then deleted."),
        _("What would be divided") if goods else _("What would be weighed"),
        *titles,
    ]
    heard = [Said(one, asks=False) for line in lines for one in sentences(line)]
    return [*heard, Said(_("Does your side take part?"), f"{AGREES}:{state_of(search)}")]


def _open(part: Part, language: str) -> list[Said]:
    """The package that was opened last, unless the side has answered it."""
    search = part.search
    last = Round.objects.system().filter(search=search, state=Round.OPEN).select_related("search__case").first()
    if last is None or search.state != Search.PROPOSING:
        return []
    number = last.opened - 1
    if Reply.objects.system().filter(round=last, part=part, number=number).exists():
        return []
    lines = [_line(search, at, option, language) for at, option in enumerate(last.packages[number]["options"])]
    if not all(lines):
        return []
    heard = [Said(one, asks=False) for one in lines]
    return [*heard, Said(_("Does your side accept this?"), f"{ANSWERS}:{last.pk}:{number}")]


def _line(search: Search, at: int, option: int, language: str) -> str:
    issue = search.model["issues"][at]
    title = issue["title"].get(language, "")
    if search.kind == Search.GOODS:
        gets = Side.objects.system().get(pk=owner_of(search, option)).name
    else:
        gets = issue["options"][option]["words"].get(language, "")
    return f"{title}: {gets}" if title and gets else ""


TEXTS[ReadBack.PACKAGE] = Source(_package, "read_back", is_table=True)
