"""What a search asks of a side that is at home, as a text that is read out in a call: whether it takes part, and what
it says to the package that is open."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bitim.cases.facts_texts import TEXTS, Said, Source, sentences
from bitim.cases.models import Side
from bitim.cases.models_reading import ReadBack
from bitim.compromise.actions.dividing import owner_of
from bitim.compromise.actions.offering import state_of, weighed_in
from bitim.compromise.facts_voice import speaks_for_side
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.kernel.text import Text, in_language
from bitim.people.models import Person

AGREES, ANSWERS = "agrees", "answers"  # what the answer stands for: agrees:STATE, answers:ROUND:NUMBER


def _package(side: Side, person: Person, language: str) -> tuple[UUID | None, list[Said]] | None:
    rows = Part.objects.system().filter(search__case=side.case, side=side, search__state__in=Search.OPEN)
    part = rows.select_related("search__case", "side").first()
    if part is None or side.case.mode == "shuttle" or not speaks_for_side(part, person.pk):
        return None
    with translation.override(language):
        found = _asked(part) if part.search.state == Search.ASKED else _open(part)
    return (part.search_id, found) if found else None


def _asked(part: Part) -> list[Said]:
    """What a side reads before it takes part, and everything that is weighed."""
    if part.agreed:
        return []
    search = part.search
    sides = Part.objects.system().filter(search=search).count()
    lines = [*_how(search), *_not_hidden(search, sides), *_weighed(search)]
    heard = [Said(one, asks=False) for line in lines for one in sentences(line)]
    return [*heard, Said(_("Does your side take part?"), f"{AGREES}:{state_of(search)}")]


def _how(search: Search) -> list[str]:
    goods = search.kind == Search.GOODS
    return [
        _("A program looks for ways to divide the things.") if goods else _("A program looks for a package."),
        _("It knows only what each side tells it, and decides nothing."),
        _("You tell the mediator what matters to you, and the mediator writes it down. No other side learns it."),
        _("What is found is read out to you. What you answer stays hidden until every side accepts the same."),
        _("A second person listens when you are called, so that what you say counts."),
        _("You can end it at any moment. What was written down is then deleted."),
    ]


def _not_hidden(search: Search, sides: int) -> list[str]:
    """The sentences of the page that fit; where things are divided they say the same of proposals."""
    if search.kind == Search.GOODS:
        return [
            _(
                "You are two sides. If you accept a proposal and another one is shown, you know that the other side "
                "did not accept it. It knows the same of you."
            )
            if sides == 2
            else _("When another proposal is shown, everybody knows that somebody did not accept the one before.")
        ]
    return [
        _(
            "You are two sides. If you accept a package and another one is shown, you know that the other side did not "
            "accept it. It knows the same of you."
        )
        if sides == 2
        else _("When another package is shown, everybody knows that somebody did not accept the one before."),
        _("If no package is possible, what the sides must have and what they cannot accept do not go together."),
    ]


def _weighed(search: Search) -> list[str]:
    model = weighed_in(search)
    if search.kind == Search.GOODS:
        return [_("What would be divided"), *(in_language(one["title"]) for one in model["issues"])]
    found = [_("What would be weighed")]
    for issue in model["issues"]:
        answers = "; ".join(in_language(one["words"]) for one in issue["options"])
        found.append(_after(issue["title"], answers))
    if apart := model.get("apart"):
        found.append(_("What cannot stand together"))
    for pair in apart or ():
        found.append(" + ".join(in_language(model["issues"][i]["options"][o]["words"]) for i, o in pair))
    return found


def _open(part: Part) -> list[Said]:
    """The package that was opened last, unless the side has answered it."""
    search = part.search
    last = Round.objects.system().filter(search=search, state=Round.OPEN).select_related("search__case").first()
    if last is None or search.state != Search.PROPOSING:
        return []
    number = last.opened - 1
    if Reply.objects.system().filter(round=last, part=part, number=number).exists():
        return []
    before = [_("You have a deal. Could it be better for everybody?"), _improves()] if last.improves else []
    lines = [one for line in before for one in sentences(line)]
    lines += _lines(search, last.packages[number]["options"])
    heard = [Said(one, asks=False) for one in lines]
    return [*heard, Said(_("Does your side accept this?"), f"{ANSWERS}:{last.pk}:{number}")]


def _improves() -> str:
    return _(
        "By the closed lists this package is worth more to every side than the deal. The deal stands as it is unless "
        "every side accepts. This is asked once; nobody has to say why not."
    )


def _lines(search: Search, options: Sequence[int]) -> list[str]:
    """A package in words, in the language of the call or, where something is not written in it, in one that is."""
    names = {one.pk: str(one.name) for one in Side.objects.system().filter(case=search.case).select_related("case")}
    found = []
    for at, option in enumerate(options):
        issue = search.model["issues"][at]
        goods = search.kind == Search.GOODS
        gets = names[owner_of(search, option)] if goods else in_language(issue["options"][option]["words"])
        found.append(_after(issue["title"], gets))
    return found


def _after(title: Text, words: str) -> str:
    """A question as people write it ends with its own sign, a heading with none."""
    asked = in_language(title)
    return f"{asked} {words}" if asked.endswith(("?", "!", ".", ":")) else f"{asked}: {words}"


TEXTS[ReadBack.PACKAGE] = Source(_package, "read_back", is_table=True)
