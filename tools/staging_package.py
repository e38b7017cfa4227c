"""Searches for a package at two points, in cases of the demo: lists being written, and packages before the sides."""

from typing import Any

QUESTIONS = (
    (
        "Суды кім түнде алады?|Кому ночная вода?",
        "Жоғарғы ауыл|Верхний аул",
        "Кезекпен|По очереди",
        "Төменгі ауыл|Нижний",
    ),
    ("Мал қайда жайылады?|Где пасётся скот?", "Жоғарғы жайлауда|На верхнем жайляу", "Екеуінде кезекпен|На обоих"),
    ("Арықты кім тазалайды?|Кто чистит арык?", "Бірге, көктемде|Вместе, весной", "Әркім өз бөлігін|Каждый свою часть"),
)


def _texts(both: str) -> dict[str, str]:
    kazakh, russian = both.split("|")
    return {"kk": kazakh, "ru": russian}


def _offered(on: Any, hosts: tuple[str, str], mediator: str) -> Any:
    """Put questions on the table and ask the sides; both take part."""
    from bitim.compromise.actions import offering
    from bitim.settlements.actions import issues

    case, staff, sides = on.things._case(hosts[0]), on.staff(mediator), [on.party(host) for host in hosts]
    for title, *answers in QUESTIONS:
        issue = issues.propose_issue(case, actor=staff, title=_texts(title))
        for side in sides:
            issues.mark_issue(issue, actor=side, yes=True)
        for words in answers:
            issues.propose_option(issue, actor=staff, words=_texts(words))
    last = [one.pk for one in offering.fit_issues(case)][-len(QUESTIONS) :]
    search = offering.offer_search(case, actor=staff, issues=last)
    for host, side in zip(hosts, sides, strict=True):
        offering.agree_to_search(_part(on, search, host), actor=side, seen=offering.state_of(search))
    return search


def _part(on: Any, search: Any, host: str) -> Any:
    from bitim.compromise.models import Part

    rows = Part.objects.system().select_related("search__case", "side")
    return rows.get(search=search, side=on.things._side(host))


def _writes(on: Any, search: Any, host: str, last: int, turned: bool) -> None:
    from bitim.compromise.actions import listing

    part, who = _part(on, search, host), on.party(host)
    counts = [len(answers) for _title, *answers in QUESTIONS] + [len(QUESTIONS)]
    for at, count in enumerate(counts[:last]):
        order = list(range(count))[:: -1 if turned else 1]
        said = {"order": order, "must": order[:1] if at == 0 and not turned else [], "never": []}
        listing.write_list(part, actor=who, at=at, said=said)


def lists(on: Any) -> None:
    """Both sides take part; one has written half of its list."""
    search = on.make("search@gulmira", _offered(on, ("gulmira", "oleg"), "yerlan"))
    _writes(on, search, "gulmira", 2, turned=False)
    _writes(on, search, "oleg", 4, turned=True)
    on.make("search@oleg", search)


def packages(on: Any) -> None:
    """Every list is closed and a package lies before the sides; one has answered."""
    from bitim.compromise.actions import listing, rounds
    from bitim.compromise.facts import read_of
    from bitim.compromise.jobs import JOB
    from bitim.compromise.models import Round

    search = on.make("search@aigerim", _offered(on, ("aigerim", "viktor"), "saule"))
    for host, turned in (("aigerim", False), ("viktor", True)):
        _writes(on, search, host, 4, turned)
        part = _part(on, search, host)
        listing.close_list(part, actor=on.party(host), seen=read_of(part))
    JOB(str(search.pk))
    put = Round.objects.system().get(search=search)
    rounds.reply(put.pk, actor=on.party("viktor"), number=0, says="another")
