"""What the people around a case do on its way: a sentence of a dialogue that waits, a ballot on a clause."""

from datetime import timedelta
from typing import Any

from tests.support.phrases import PHRASES


def speak_up(story: Any) -> None:
    """Somebody says a sentence in the centre's dialogue; it waits to be read."""
    from bitim.dialogue.actions import voting
    from bitim.dialogue.models import Voice
    from bitim.dialogue.queries import actor_as

    voice = Voice.objects.create(conversation=story.house.things["talk"], digest=b"9" * 32)
    voting.say(voice, actor=actor_as(voice), said=f"{PHRASES['sentence']} су", language="kk")


def ratify(story: Any, clause: Any) -> None:
    """The clause is put to the people of both sides; one of own's votes against it and says why."""
    from bitim.dialogue.actions import balloting, ratifying
    from bitim.dialogue.models_ratifying import BallotPaper, Ratifier
    from bitim.kernel import clock
    from bitim.kernel.access import VISITOR

    made, papers = story.made, {side.pk: 9 for side in story.made.sides}
    closes = clock.now() + timedelta(days=30)
    terms = ratifying.Terms((clause.pk,), papers, "half", 0, closes)
    ballot = ratifying.ask_to_ratify(made.case, actor=made.as_mediator, terms=terms)
    parts = [Ratifier.objects.system().get(ratification=ballot, side=side) for side in made.sides]
    for part, actor in zip(parts, (story.own, story.other), strict=True):
        ratifying.agree_to_ratify(part, actor=actor)
    ratifying.open_ballot(ballot, actor=made.as_mediator)
    code = balloting.make_papers(parts[0], actor=made.as_mediator)[0]
    paper = BallotPaper.objects.system().get(digest=balloting.digest_of(code))
    balloting.cast_ballot(paper, actor=VISITOR.fresh(), vote="no", view=PHRASES["voter's view"])
    story.rows["ballot"], story.rows["ratifier"] = ballot, parts[0]
