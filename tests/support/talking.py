"""Things of a community dialogue for the guards: one being prepared, one open, one over; a voice and a sentence.
And of a ballot on clauses."""

from datetime import timedelta
from typing import Any

from bitim.demo.cast import Cast
from bitim.dialogue.actions import moderating, running, voting
from bitim.dialogue.models import Conversation, Statement, Voice
from bitim.dialogue.models_ratifying import BallotPaper, Ratification, Ratifier
from bitim.dialogue.queries import actor_as
from bitim.kernel import clock

SAID: dict[str, Any] = {
    "question": {"kk": "Су қалай бөлінсін?", "ru": "Как делить воду?"},
    "about": {},
    "policy": {},
    "languages": ["kk", "ru"],
    "entry": "slips",
    "moderated": True,
    "embargo": False,
    "longest": 200,
    "closes": None,
}
SEEDS = ("Түнде төменгі көшеге.", "Кезекпен.", "Есептегішпен.")


def dialogue_things(main: Cast) -> dict[str, Any]:
    """Return them; their addresses are `opentalk` and `overtalk`."""
    prepared, talk, over = (_talk(main, slug) for slug in ("preptalk", "opentalk", "overtalk"))
    for one in (talk, over):
        running.open_conversation(one, actor=main.as_coordinator)
    running.close_conversation(over, actor=main.as_coordinator)
    voice = Voice.objects.create(conversation=talk, digest=b"7" * 32)
    voting.say(voice, actor=actor_as(voice), said="Жаңа арық қазайық.", language="kk")
    sentence = Statement.objects.system().get(by=voice)
    things = {"prepared talk": prepared, "talk": talk, "over talk": over, "voice": voice, "sentence": sentence}
    return things | _ballot_things(main)


def _talk(main: Cast, slug: str) -> Conversation:
    made = running.start_conversation(main.centre, actor=main.as_coordinator, said=SAID)
    Conversation.objects.system().filter(pk=made.pk).update(slug=slug)
    for words in SEEDS:
        moderating.seed(made, actor=main.as_coordinator, said={"kk": words, "ru": words})
    found: Conversation = Conversation.objects.system().get(pk=made.pk)
    return found


def _ballot_things(main: Cast) -> dict[str, Any]:
    """A ballot in which people vote, at `openballot`; and, for the rules alone, ballots at other points."""
    now = clock.now()
    clauses = [{"id": str(main.case.pk), "version": 1, "number": 1, "texts": {"kk": "дауысқа-қойылған-сөз-57"}}]
    row: dict[str, Any] = {"case": main.case, "by": main.mediator, "clauses": clauses, "rule": "half", "made": now}
    row["closes"] = now + timedelta(days=30)
    ballot = Ratification.objects.create(state=Ratification.OPEN, slug="openballot", opened=now, **row)
    parts = [Ratifier.objects.create(ratification=ballot, side=side, papers=9, agreed=now) for side in main.sides]
    paper = BallotPaper.objects.create(ratifier=parts[0], digest=b"8" * 32)
    asked, over = (Ratification(state=state, slug=state, **row) for state in (Ratification.ASKED, Ratification.OVER))
    return {
        "ballot": ballot,
        "ratifier": parts[0],
        "ballot paper": paper,
        "asked ballot": asked,
        "asked ratifier": Ratifier(ratification=asked, side=main.sides[0]),
        "counted ratifier": Ratifier(ratification=over, side=main.sides[0]),
    }
