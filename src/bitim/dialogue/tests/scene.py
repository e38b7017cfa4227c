"""A centre's dialogue about a well, with voices that have come by slips."""

from dataclasses import dataclass
from random import Random
from typing import Any

from django.test import Client
from django.urls import reverse

from bitim.cases.tests.browsers import as_staff
from bitim.demo import cast
from bitim.dialogue import jobs
from bitim.dialogue.actions import entering, moderating, running, voting
from bitim.dialogue.models import Conversation, Statement, Voice, Vote
from bitim.dialogue.queries import actor_as
from bitim.kernel.access import VISITOR

SAID: dict[str, Any] = {
    "question": {"kk": "Ауылда су қалай бөлінсе дейсіз?", "ru": "Как делить воду в ауле?"},
    "about": {"kk": "Жауаптарды әкім мен ақсақалдар оқиды.", "ru": "Ответы прочтут аким и аксакалы."},
    "policy": {},
    "languages": ["kk", "ru"],
    "entry": "slips",
    "moderated": True,
    "embargo": False,
    "longest": 200,
    "closes": None,
}
SEEDS = (
    {"kk": "Су түнде төменгі көшеге жіберілсін.", "ru": "Ночью воду пускать на нижнюю улицу."},
    {"kk": "Арықты бәрі бірге тазалайық.", "ru": "Арык чистим все вместе."},
    {"kk": "Су үшін төлем есептегіш бойынша болсын.", "ru": "Платить за воду по счётчику."},
)


@dataclass
class Scene:
    """A conversation and the staff of its centre."""

    talk: Conversation
    centre: Any
    coordinator: Any
    head: Any
    mediator: Any

    @property
    def as_coordinator(self):
        return cast.acting(self.coordinator, "coordinator", self.centre)

    @property
    def as_head(self):
        return cast.acting(self.head, "head", self.centre)

    @property
    def as_mediator(self):
        return cast.acting(self.mediator, "mediator", self.centre)

    def browser(self, who=None):
        return as_staff(who or self.coordinator)


def drafted(**changes):
    """A conversation that is being prepared, with three sentences of the centre."""
    centre = cast.centre("bulaq")
    made = Scene(
        None,
        centre,
        cast.staff(centre, "Бота Сейт", "coordinator", email="bota@example.kz"),
        cast.staff(centre, "Нұрлан Әбді", "head", email="nurlan@example.kz"),
        cast.staff(centre, "Дана Ким", "mediator", email="dana@example.kz"),
    )
    made.talk = running.start_conversation(centre, actor=made.as_coordinator, said=SAID | changes)
    for words in SEEDS:
        moderating.seed(made.talk, actor=made.as_coordinator, said=words)
    return made


def opened(**changes):
    made = drafted(**changes)
    made.talk = running.open_conversation(made.talk, actor=made.as_coordinator)
    return made


def slip(made):
    return running.make_slips(made.talk, actor=made.as_coordinator, number=1)[0]


def voice(made):
    """Return a new voice and the secret of its browser."""
    code = slip(made) if made.talk.entry == "slips" else ""
    entered = entering.enter(made.talk, actor=VISITOR.fresh(), code=code)
    return Voice.objects.system().select_related("conversation").get(pk=entered.voice), entered.secret


def voices(made, number):
    """Return so many voices by rows: no slip is used up, nothing is sealed."""
    rows = [Voice(conversation=made.talk, digest=bytes([at % 256, at // 256]) * 16) for at in range(number)]
    return Voice.objects.bulk_create(rows)


def votes(who, number, value):
    return voting.vote(who, actor=actor_as(who), statement=number, value=value)


def says(who, said="Жаңа құдық қазайық, су жетеді.", language="kk"):
    voting.say(who, actor=actor_as(who), said=said, language=language)
    return Statement.objects.system().filter(by=who).select_related("conversation").order_by("number").last()


def lets_in(made, said):
    """Translate a sentence and let it in."""
    moderating.translate(said, actor=made.as_mediator, said={"ru": "То же самое по-русски."})
    return moderating.judge(said, actor=made.as_mediator, shown=True, seen="waiting")


def two_camps(made, each=20, statements=12, seed=1):
    """Two camps that differ on most sentences and share the first three; the outcome is reckoned."""
    for at in range(statements - len(SEEDS)):
        moderating.seed(
            made.talk, actor=made.as_coordinator, said={"kk": f"Пікір нөмірі {at + 4}.", "ru": f"Мнение {at + 4}."}
        )
    random, rows = Random(seed), []
    placed = dict(Statement.objects.system().filter(conversation=made.talk).values_list("number", "pk"))
    people = voices(made, 2 * each)
    for at, who in enumerate(people):
        for number, pk in placed.items():
            lean = 0.95 if number <= 3 else 0.93 if (number % 2 == 0) == (at < each) else 0.07
            value = 1 if random.random() < lean else -1
            rows.append(Vote(conversation=made.talk, voice=who, statement_id=pk, value=value))
    Vote.objects.bulk_create(rows)
    Voice.objects.system().filter(conversation=made.talk).update(presses=statements)
    assert jobs.reckon(made.talk.pk)
    return people


def page(name, *args):
    return reverse(f"dialogue:{name}", args=args)


def in_browser(made, secret):
    """Return a browser that holds a voice's secret."""
    client = Client()
    client.cookies[f"voice-{made.talk.slug}"] = f"own.{secret}"
    return client


def words(answer):
    return answer.content.decode()
