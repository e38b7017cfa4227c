"""Looking for packages, outside of requests and of every transaction: a solver may take its seconds, nobody waits."""

import logging
from collections.abc import Callable
from secrets import token_hex
from typing import Any
from uuid import UUID

from bitim.cases.facts import obstacle_words
from bitim.cases.notices import DAYS, SUBJECT, news_words
from bitim.compromise.actions.improving import AFTER, IMPROVE, put_improvement
from bitim.compromise.actions.rounds import MOST_PACKAGES, put_round
from bitim.compromise.actions.telling import PACKAGE_NEWS
from bitim.compromise.facts import lists_of, name_of
from bitim.compromise.lists import Model
from bitim.compromise.models import Part, Round, Search
from bitim.engines.compromise import Problem
from bitim.kernel import clock, jobs
from bitim.kernel.access import SYSTEM, NotFound
from bitim.kernel.delivery import NOTICES, Notice

NOTICES[PACKAGE_NEWS] = Notice(SUBJECT, news_words, DAYS)
log = logging.getLogger("bitim.compromise")
SECONDS = 5.0


@jobs.job
def look_for_packages(search_id: str) -> None:
    """Solve what every side has closed and put what was found before the sides. Safe to repeat: a search that has its
    round, or whose lists were opened again, is left alone."""
    search = Search.objects.system().filter(pk=UUID(search_id), state=Search.SOLVING).first()
    if search is None:
        return
    rows = Part.objects.system().filter(search=search).select_related("search", "side").order_by("side__position")
    parts = list(rows)
    if not all(one.table and one.salt for one in parts):  # ended meanwhile: the lists are gone
        return
    parties = [lists_of(one).party(name_of(one), one.table) for one in parts]
    salts = [bytes.fromhex(one.salt) for one in parts]
    problem = Model.of(search.model).problem(parties)
    packages, kept = found(problem, salts, token_hex(16))
    try:
        put_round(
            search.pk,
            actor=SYSTEM,
            bound=[one.commitment for one in parts],
            packages=packages,
            kept=kept,
        )
    except NotFound:
        log.info("a search was gone before its packages were found")


@jobs.clockwork(minutes=60)
def look_for_improvements() -> int:
    """Look, once for each deal and not before a day has passed, whether every side could gain; return how many were
    looked at."""
    since = clock.now() - AFTER
    waiting = Search.objects.system().filter(deal_at__lte=since, improved=None, case__closed=None)
    waiting = waiting.filter(state__in=(Search.PROPOSING, Search.FOUND)).exclude(rounds__state=Round.OPEN)
    ids = list(waiting.order_by("deal_at").values_list("pk", flat=True)[:50])
    for one in ids:
        _each(_look_at_deal, one)
    return len(ids)


def _each(look: Callable[..., object], search_id: object) -> None:
    """Look at one search; what goes wrong there holds up no other."""
    try:
        look(search_id)
    except Exception as fault:  # noqa: BLE001 - one that cannot be looked at must not keep the others waiting
        log.warning("a search could not be looked at: %s", type(fault).__name__)


def _look_at_deal(search_id: UUID) -> None:
    from bitim.engines.compromise.answers import percent
    from bitim.engines.compromise.improve import improve
    from bitim.engines.compromise.record import recorded_improvement

    search = Search.objects.system().select_related("case").get(pk=search_id)
    rows = Part.objects.system().filter(search=search).select_related("search", "side").order_by("side__position")
    parts = list(rows)
    if (
        obstacle_words(search.case, IMPROVE)
        or not search.deal
        or not all(one.frozen and one.table and one.salt for one in parts)
    ):
        return  # no consent, or no list, any more: nothing is opened
    parties = [lists_of(one).party(name_of(one), one.table) for one in parts]
    deal = tuple(search.deal)
    problem = Model.of(search.model).problem(parties)
    seed = token_hex(16)
    better = improve(problem, deal, seconds=SECONDS, seed=seed)
    package, kept = None, ""
    if better is not None and better.worth_offering:
        salts = [bytes.fromhex(one.salt) for one in parts]
        kept = recorded_improvement(problem, salts, deal, better, seed=seed).text()
        proof = better.certificate
        package = {
            "options": list(better.package),
            "certified": proof.whole,
            "gap": "" if proof.whole else percent(proof.gap),
        }
    put_improvement(
        search.pk,
        actor=SYSTEM,
        bound=[one.commitment for one in parts],
        deal=deal,
        package=package,
        kept=kept,
    )


def found(problem: Problem, salts: list[bytes], seed: str) -> tuple[list[dict[str, Any]], str]:
    """Return the packages of a round, in an order that the seed draws, and the record of the solving; none when no
    package keeps to everything."""
    from bitim.engines.compromise.answers import Impossible, percent
    from bitim.engines.compromise.proposals import propose
    from bitim.engines.compromise.record import recorded_round

    try:
        proposals = propose(problem, seed=seed, count=MOST_PACKAGES, seconds=SECONDS)
    except Impossible:
        return [], ""
    packages = []
    for one in proposals:
        proof = one.certificate
        gap = "" if proof.whole else percent(proof.gap)
        packages.append({"options": list(one.package), "certified": proof.whole, "gap": gap})
    return packages, recorded_round(problem, salts, proposals, seed=seed).text()


@jobs.clockwork(minutes=1)
def look_again() -> int:
    """Look for packages of searches whose work was lost, in a crash or a restart; return how many."""
    waiting = Search.objects.system().filter(state=Search.SOLVING, at__lt=clock.now()).values_list("pk", flat=True)
    lost = list(waiting[:20])
    for one in lost:
        _each(JOB, str(one))
    return len(lost)


JOB = jobs.JOBS[f"{__name__}.look_for_packages"]
