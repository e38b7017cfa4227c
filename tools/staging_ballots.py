"""Ballots on clauses in a case of the demo: one was counted, with words beside its result; in another people vote."""

from datetime import timedelta
from typing import Any

PAPERS = {"gulmira": 24, "oleg": 9}
WORDS = ("Қоқысты кім шығарады, ол жазылмаған.", "Сроки слишком короткие, не успеем.")


def ballots(on: Any) -> None:
    """Ask, agree, vote and count once; ask again and open."""
    from bitim.dialogue.actions import balloting
    from bitim.dialogue.actions import ratifying as acts
    from bitim.dialogue.models_ratifying import BallotPaper, Ratifier
    from bitim.kernel.access import VISITOR

    first = _opened(on)
    votes = {"gulmira": {"yes": 16, "no": 8}, "oleg": {"yes": 6, "no": 3}}
    for host, counts in votes.items():
        part = Ratifier.objects.system().get(ratification=first, side=on.things._side(host))
        codes = iter(balloting.make_papers(part, actor=on.staff("yerlan")))
        for vote, number in counts.items():
            for at in range(number):
                paper = BallotPaper.objects.system().get(digest=balloting.digest_of(next(codes)))
                view = WORDS[0 if host == "gulmira" else 1] if vote == "no" and not at else ""
                balloting.cast_ballot(paper, actor=VISITOR.fresh(), vote=vote, view=view)
    acts.close_ballot(first, actor=on.staff("yerlan"))
    row = on.make("ballot@yerlan", _opened(on))
    part = Ratifier.objects.system().get(ratification=row, side=on.things._side("gulmira"))
    on.make("ratifier@yerlan", part)
    on.things.made["paper_code@yerlan"] = balloting.make_papers(part, actor=on.staff("yerlan"))[0]


def _opened(on: Any) -> Any:
    """Ask both sides and open the ballot."""
    from bitim.dialogue.actions import ratifying as acts
    from bitim.dialogue.models_ratifying import Ratification, Ratifier
    from bitim.kernel import clock
    from bitim.settlements.models import Clause

    document = on.things._settlement("gulmira")
    clauses = Clause.objects.system().filter(document=document, removed=None).order_by("position")
    terms = acts.Terms(
        clauses=tuple(clauses.values_list("pk", flat=True)[:2]),
        papers={on.things._side(host).pk: number for host, number in PAPERS.items()},
        rule="two_thirds",
        turnout=50,
        closes=clock.now() + timedelta(days=6),
    )
    row = acts.ask_to_ratify(on.things._case("gulmira"), actor=on.staff("yerlan"), terms=terms)
    for host in PAPERS:
        own = Ratifier.objects.system().get(ratification=row, side=on.things._side(host))
        acts.agree_to_ratify(own, actor=on.party(host))
    acts.open_ballot(row, actor=on.staff("yerlan"))
    return Ratification.objects.system().get(pk=row.pk)
