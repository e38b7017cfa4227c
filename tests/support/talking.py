"""Things of a community dialogue for the guards: one being prepared, one open, one over; a voice and a sentence."""

from typing import Any

from bitim.demo.cast import Cast
from bitim.dialogue.actions import moderating, running, voting
from bitim.dialogue.models import Conversation, Statement, Voice
from bitim.dialogue.queries import actor_as

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
    return {"prepared talk": prepared, "talk": talk, "over talk": over, "voice": voice, "sentence": sentence}


def _talk(main: Cast, slug: str) -> Conversation:
    made = running.start_conversation(main.centre, actor=main.as_coordinator, said=SAID)
    Conversation.objects.system().filter(pk=made.pk).update(slug=slug)
    for words in SEEDS:
        moderating.seed(made, actor=main.as_coordinator, said={"kk": words, "ru": words})
    found: Conversation = Conversation.objects.system().get(pk=made.pk)
    return found
