"""A case whose one clause is put to the people: the first side is a street of forty, the second one of six."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import translation

from bitim.dialogue.actions import balloting
from bitim.dialogue.actions import ratifying as acts
from bitim.dialogue.actions.balloting import digest_of
from bitim.dialogue.jobs_ratifying import count_what_has_ended
from bitim.dialogue.models_ratifying import BallotPaper, Ratification, Ratifier
from bitim.kernel import clock
from bitim.kernel.access import VISITOR, Refused
from bitim.settlements.tests.stage import settled_ready

UPPER, LOWER = 1, 2
PAPERS = {UPPER: 40, LOWER: 6}


def terms(made, chosen, **changes):
    papers = changes.pop("papers", PAPERS)
    said = {
        "clauses": tuple(one.pk for one in chosen),
        "papers": {made.sides[position - 1].pk: number for position, number in papers.items()},
        "rule": "half",
        "turnout": 0,
        "closes": clock.now() + timedelta(days=7),
    }
    return acts.Terms(**(said | changes))


def asked(**changes):
    made, _document, clause = settled_ready()
    ballot = acts.ask_to_ratify(made.case, actor=made.as_mediator, terms=terms(made, [clause], **changes))
    return made, clause, ballot


def part(ballot, position):
    rows = Ratifier.objects.system().select_related("ratification__case", "side")
    return rows.get(ratification=ballot, side__position=position)


def agreed(**changes):
    made, clause, ballot = asked(**changes)
    for position in (UPPER, LOWER):
        acts.agree_to_ratify(part(ballot, position), actor=made.as_party(position))
    return made, clause, ballot


def opened(**changes):
    made, clause, ballot = agreed(**changes)
    acts.open_ballot(ballot, actor=made.as_mediator)
    return made, clause, fresh(ballot)


def codes(made, ballot, position):
    return balloting.make_papers(part(ballot, position), actor=made.as_mediator)


def paper(code):
    return BallotPaper.objects.system().get(digest=digest_of(code))


def casts(code, vote="yes", view=""):
    balloting.cast_ballot(paper(code), actor=VISITOR.fresh(), vote=vote, view=view)


def votes(made, ballot, position, **counts):
    """Let people of a side vote; return the codes that are left."""
    left = codes(made, ballot, position)
    for vote, number in counts.items():
        for code in left[:number]:
            casts(code, vote)
        left = left[number:]
    return left


def counted(ballot):
    """Let its day come."""
    Ratification.objects.system().filter(pk=ballot.pk).update(closes=clock.now() - timedelta(seconds=1))
    count_what_has_ended()
    return fresh(ballot)


def tally(ballot, position):
    found = acts.tally_of(part(ballot, position))
    return tuple(found.values())


def fresh(ballot):
    return Ratification.objects.system().select_related("case").get(pk=ballot.pk)


@contextmanager
def refused(words):
    """Expect a refusal that says these words."""
    with translation.override("en"), pytest.raises(Refused) as caught:
        yield
    with translation.override("en"):
        assert words in str(caught.value.reason)
