"""A case whose sides have three questions on the table, each with three answers, and what they say of them."""

from tests.support.scenes import shared

from bitim.compromise.actions import listing, offering, rounds
from bitim.compromise.facts import read_of
from bitim.compromise.models import Part, Round, Search
from bitim.settlements.actions import issues as table
from bitim.settlements.tests.stage import ready

QUESTIONS = {
    "Су кімге түнде?|Кому ночная вода?": (
        "Жоғарғы ауылға|Верхнему аулу",
        "Кезекпен|По очереди",
        "Төменгі ауылға|Нижнему аулу",
    ),
    "Мал қайда жайылады?|Где пасётся скот?": (
        "Жоғарғы жайлауда|На верхнем жайляу",
        "Екеуінде|На обоих",
        "Төменгі жайлауда|На нижнем жайляу",
    ),
    "Арықты кім тазалайды?|Кто чистит арык?": (
        "Жоғарғы ауыл|Верхний аул",
        "Бірге|Вместе",
        "Төменгі ауыл|Нижний аул",
    ),
}
UPPER = {"options": [[0, 1, 2], [0, 1, 2], [2, 1, 0]], "issues": [0, 1, 2]}
LOWER = {"options": [[2, 1, 0], [2, 1, 0], [0, 1, 2]], "issues": [2, 1, 0]}


def texts(both):
    kazakh, russian = both.split("|")
    return {"kk": kazakh, "ru": russian}


def on_the_table(stage="drafting"):
    return shared(_on_the_table, stage)


def _on_the_table(stage):
    made = ready(stage)
    for title, answers in QUESTIONS.items():
        issue = table.propose_issue(made.case, actor=made.as_party(1), title=texts(title))
        table.mark_issue(issue, actor=made.as_party(2), yes=True)
        for words in answers:
            table.propose_option(issue, actor=made.as_mediator, words=texts(words))
    return made


def offered(stage="drafting"):
    made = on_the_table(stage)
    search = offering.offer_search(
        made.case, actor=made.as_mediator, issues=[one.pk for one in offering.fit_issues(made.case)]
    )
    return made, search


def part_of(search, position):
    return Part.objects.system().select_related("search__case", "side").get(search=search, side__position=position)


def listing_now(stage="drafting"):
    made, search = offered(stage)
    for position in (1, 2):
        seen = offering.state_of(fresh(search))
        offering.agree_to_search(part_of(search, position), actor=made.as_party(position), seen=seen)
    return made, fresh(search)


def fresh(row):
    return type(row).objects.system().get(pk=row.pk)


def writes(made, search, position, said, must=(), never=(), same=()):
    part, who = part_of(search, position), made.as_party(position)
    for at, order in enumerate(said["options"]):
        marks = {
            "must": [option for issue, option in must if issue == at],
            "never": [option for issue, option in never if issue == at],
        }
        listing.write_list(part, actor=who, at=at, said={"order": order, "same": at in same, **marks})
    listing.write_list(part, actor=who, at=len(said["options"]), said={"order": said["issues"], "same": False})


def shut(part, actor):
    """Close a list as it was read a moment ago."""
    return listing.close_list(part, actor=actor, seen=read_of(fresh(part)))


def closes(made, search, position, said=None, **marks):
    writes(made, search, position, said or (UPPER if position == 1 else LOWER), **marks)
    shut(part_of(search, position), made.as_party(position))


def proposing(callbacks, **marks):
    """Return a case, its search and its first round; `callbacks` runs what waits for the commit."""
    made, search = listing_now()
    with callbacks(execute=True):
        closes(made, search, 1, **marks)
        closes(made, search, 2, same=marks.get("same", ()))
    return made, fresh(search), Round.objects.system().get(search=search)


def says(made, round, position, number, what):
    rounds.reply(round.pk, actor=made.as_party(position), number=number, says=what)
    return fresh(round)


def latest(search):
    return Search.objects.system().get(pk=search.pk), Round.objects.system().filter(search=search).latest("number")
