"""What the centre that asks reads: its dialogues, how one is going, the sentences that wait. Never who voted how."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from bitim.cases.queries import CaseLine, Filters, cases_for
from bitim.dialogue import words
from bitim.dialogue.models import Conversation, Slip, Statement, Voice, Vote
from bitim.dialogue.permissions import P
from bitim.dialogue.queries.voices import state_of
from bitim.engines.disclosure import FLOOR
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.text import pick
from bitim.people.models import Centre

PAGE = 50


@dataclass(frozen=True)
class Card:
    """One dialogue in the list of a centre."""

    id: UUID
    question: dict[str, str]
    state: str
    waiting: int


@dataclass(frozen=True)
class Dialogues:
    """The dialogues of a centre, the newest first."""

    centre: Centre
    cards: tuple[Card, ...]
    may_start: bool


def dialogues(actor: Actor) -> Dialogues:
    """Return the dialogues of the actor's centre; NotFound for who has no business with them."""
    centre = Centre.objects.system().filter(pk=actor.centre).first() if actor.centre else None
    if centre is None:
        raise NotFound
    rows = list(Conversation.objects.system().filter(centre=centre).order_by("-made"))
    may_start = bool(decide(actor, P.START_CONVERSATION, centre))
    seen = [one for one in rows if decide(actor, P.SEE_QUEUE, one)]
    if not may_start and not seen and not _is_mediator(actor, centre):
        raise NotFound
    waits = Statement.objects.system().filter(conversation__in=seen, state=Statement.WAITING)
    waiting = dict(waits.values_list("conversation_id").annotate(n=Count("id")).values_list("conversation_id", "n"))
    cards = tuple(Card(one.pk, one.question, state_of(one), waiting.get(one.pk, 0)) for one in seen)
    return Dialogues(centre, cards, may_start)


def _is_mediator(actor: Actor, centre: Centre) -> bool:
    probe = Conversation(centre=centre)
    return bool(decide(actor, P.SEE_QUEUE, probe))


def talk_for(actor: Actor, talk: UUID) -> Conversation:
    """Return a conversation for its centre; NotFound for everybody else."""
    found = Conversation.objects.system().filter(pk=talk).select_related("centre").first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_QUEUE, found)
    return found


def statement_for(actor: Actor, talk: UUID, number: int) -> Statement:
    """Return a sentence for the centre; NotFound for everybody else."""
    rows = Statement.objects.system().select_related("conversation")
    found = rows.filter(conversation=talk, number=number).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_QUEUE, found)
    return found


@dataclass(frozen=True)
class Desk:
    """How a conversation is going. `voices`, `votes` and `used` are rounded down to multiples of the floor: who was
    given a slip would be known by the next number. `slips` are made, `used` of them are used."""

    talk: Conversation
    state: str
    runs: bool
    shows: bool
    exports: bool
    seeds: int
    shown: int
    waiting: int
    voices: int
    votes: int
    slips: int
    used: int


def desk_of(actor: Actor, talk: UUID) -> Desk:
    """Return the page of a conversation for its centre, in a fixed number of queries."""
    found = talk_for(actor, talk)
    states = Statement.objects.system().filter(conversation=found).values_list("state").annotate(n=Count("id"))
    of_state: dict[str, int] = dict(states.values_list("state", "n"))
    seeds = Statement.objects.system().filter(conversation=found, by=None, state=Statement.SHOWN).count()
    voices = Voice.objects.system().filter(conversation=found).count()
    slips = Slip.objects.system().filter(conversation=found)
    used = slips.filter(used=True).count()
    return Desk(
        talk=found,
        state=state_of(found),
        runs=bool(decide(actor, P.RUN_CONVERSATION, found)),
        shows=bool(decide(actor, P.SEE_RESULTS, found)),
        exports=bool(decide(actor, P.EXPORT_VOTES, found)),
        seeds=seeds,
        shown=of_state.get(Statement.SHOWN, 0),
        waiting=of_state.get(Statement.WAITING, 0),
        voices=in_fives(voices),
        votes=in_fives(Vote.objects.system().filter(conversation=found).count()) if voices >= FLOOR else 0,
        slips=slips.count(),
        used=in_fives(used),
    )


def in_fives(number: int) -> int:
    """Return a number rounded down to a multiple of the floor: that it moves says nothing of one person."""
    return number - number % FLOOR


def tables_of(actor: Actor) -> list[CaseLine]:
    """Return the actor's cases in which questions are put on the table now, those that press most first."""
    found = []
    for stage in ("meetings", "drafting"):
        found += cases_for(actor, Filters(stage=stage)).lines
    return found


@dataclass(frozen=True)
class Line:
    """A sentence in the queue. `others`: its words in the other languages of the conversation; `missing`: languages
    without words; `traces`: what may give somebody away; `alike`: numbers of sentences that nearly say the same."""

    number: int
    words: str
    language: str
    texts: dict[str, str]
    missing: tuple[str, ...]
    state: str
    reason: str
    seed: bool
    traces: tuple[str, ...]
    alike: tuple[int, ...]
    came_from: int | None


def queue(actor: Actor, talk: UUID, state: str, page: int = 1) -> tuple[Conversation, list[Line], bool]:
    """Return the sentences of one state and whether more follow. Who said them is not shown."""
    found = talk_for(actor, talk)
    # What waits stands in no order: the newest one would tell of whoever has just been there.
    order = "pk" if state == Statement.WAITING else "number"
    rows = Statement.objects.system().filter(conversation=found, state=state).order_by(order)
    chosen = list(rows.select_related("conversation", "reworded")[(page - 1) * PAGE : page * PAGE + 1])
    known = Statement.objects.system().filter(conversation=found, state=Statement.SHOWN).select_related("conversation")
    shown = [(one.number, pick(one.words, one.language)[0]) for one in known] if state == Statement.WAITING else []
    return found, [_line(found, one, shown) for one in chosen[:PAGE]], len(chosen) > PAGE


def _line(talk: Conversation, one: Statement, shown: list[tuple[int, str]]) -> Line:
    texts = dict(one.words)
    said = texts.get(one.language, "")
    return Line(
        number=one.number,
        words=said,
        language=one.language,
        texts=texts,
        missing=tuple(code for code in talk.languages if code not in texts),
        state=one.state,
        reason=one.reason,
        seed=one.by_id is None,
        traces=tuple(words.traces(" ".join(texts.values()))),
        alike=tuple(words.like(said, [pair for pair in shown if pair[0] != one.number])),
        came_from=one.reworded.number if one.reworded else None,
    )


def log_of(actor: Actor, talk: UUID) -> list[tuple[int, date, str, str, int | None]]:
    """Return what became of every sentence that somebody said: number, day, state, reason, and of which it is the new
    wording. Public with the policy: by it anybody can see whether the centre keeps to its own rules."""
    found = Conversation.objects.system().filter(pk=talk).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_CONVERSATION, found)
    rows = Statement.objects.system().filter(conversation=found).order_by("number").select_related("reworded")
    return [
        (one.number, one.day, one.state, one.reason, one.reworded.number if one.reworded else None)
        for one in rows
        if one.state != Statement.WAITING
    ]
