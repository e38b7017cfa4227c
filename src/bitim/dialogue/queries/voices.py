"""What somebody who takes part reads: the question, the next sentence, their own answers, where they stand.

Nobody's answers are shown to anybody else, and what others answered is not shown while one answers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from random import Random
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet

from bitim.dialogue.actions.entering import voice_digest
from bitim.dialogue.models import Conversation, Outcome, Statement, Voice, Vote
from bitim.dialogue.permissions import P
from bitim.dialogue.rules import VOICE, is_over, open_now
from bitim.engines import opinion
from bitim.kernel import clock, ids, keystore
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.prepared import prepared
from bitim.kernel.text import pick

BEFORE_STANDING = 7
MOST_LISTED = 100
LONGEST_SECRET = 100
SALT = "dialogue.ask"
LETTERS = "ABCDEFGH"  # of groups, the largest first


def public(actor: Actor, slug: str) -> Conversation:
    """Return a conversation by its address, as soon as people may know of it; NotFound for anything else."""
    found = Conversation.objects.system().filter(slug=slug).select_related("centre", "owner").first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_CONVERSATION, found)
    return found


def listed(actor: Actor) -> list[Conversation]:
    """Return the conversations that anybody may know of, the open ones first, then the newest."""
    begun = (
        Conversation.objects.system().exclude(opened=None).select_related("centre").order_by("-opened")[:MOST_LISTED]
    )
    seen = [one for one in begun if decide(actor, P.SEE_CONVERSATION, one)]
    return sorted(seen, key=lambda one: not open_now(one))


def any_listed() -> bool:
    """Tell whether people can take part in any dialogue now."""
    begun = Conversation.objects.system().exclude(opened=None).filter(closed=None)
    return begun.filter(Q(closes=None) | Q(closes__gt=clock.now())).exists()


def voice_of(talk: Conversation, secret: str) -> Voice | None:
    """Return the voice that a browser's secret stands for in this conversation."""
    if not 0 < len(secret) <= LONGEST_SECRET:
        return None
    rows = Voice.objects.system().select_related("conversation")
    return rows.filter(conversation=talk, digest=voice_digest(secret)).first()


def voice_here(actor: Actor, slug: str, secret: str) -> Voice | None:
    """Return the voice of a secret in the conversation of an address, which comes with it; NotFound where there is no
    such conversation."""
    found = _by_secret(slug, voice_digest(secret)) if 0 < len(secret) <= LONGEST_SECRET else []
    if not found:
        public(actor, slug)
        return None
    require_visible(actor, P.SEE_CONVERSATION, found[0].conversation)
    return found[0]


@prepared
def _by_secret(slug: str, digest: bytes) -> QuerySet[Voice]:
    return Voice.objects.system().filter(conversation__slug=slug, digest=digest).select_related("conversation")


def actor_as(voice: Voice) -> Actor:
    """Return a voice as who acts: nobody's name and no role but this."""
    return Actor(role=VOICE, door=voice.pk)


@dataclass(frozen=True)
class Ask:
    """The next sentence for a voice. `sign` carries number and chance through the form, so that the server need not
    remember what it asked; `given` answers so far, `left` sentences not answered yet."""

    number: int
    words: str
    language: str
    sign: str
    given: int
    left: int


def ask(actor: Actor, voice: Voice) -> Ask | None:
    """Return the next sentence, the one with the fewest answers first; None when all are answered.

    Looked at again, the page asks the same: the draw is fixed by the voice and by how many answers it has given.
    """
    require_visible(actor, P.BE_VOICE, voice)
    counts = _counts(voice.conversation_id)
    answered = {number for (number,) in _answered(voice.pk)}
    known = {at for at, (number, _asked) in enumerate(counts) if number in answered}
    seed = ids.keyed(keystore.store().derived("dialogue"), "draw", f"{voice.pk}|{len(answered)}")
    drawn = opinion.draw([asked for _number, asked in counts], known, Random(seed))  # noqa: S311 - a draw, no secret
    if not drawn:
        return None
    chosen = _asked(voice.conversation_id, counts[drawn[0].statement][0])
    if not chosen:  # it was taken back or kept out just now
        return ask(actor, voice)
    words, language = pick(chosen[0].words)
    number = chosen[0].number
    sign = signing.dumps([str(voice.pk), number, drawn[0].chance], salt=SALT)
    return Ask(number, words, language, sign, len(answered), len(counts) - len(known))


@prepared
def _counts(talk: UUID) -> QuerySet[Statement, tuple[int, int]]:
    """The numbers of the shown sentences, and how many have answered each."""
    shown = Statement.objects.system().filter(conversation=talk, state=Statement.SHOWN)
    return shown.order_by("number").values_list("number", "asked")


@prepared
def _answered(voice: UUID) -> QuerySet[Vote, tuple[int]]:
    return Vote.objects.system().filter(voice=voice).values_list("statement__number")


@prepared
def _asked(talk: UUID, number: int) -> QuerySet[Statement]:
    return Statement.objects.system().filter(conversation=talk, number=number, state=Statement.SHOWN)


def asked_in(voice: Voice, sign: str) -> tuple[int, float] | None:
    """Return number and chance that a form carries, if it was made for this voice."""
    try:
        whose, number, chance = signing.loads(sign, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (int(number), float(chance)) if whose == str(voice.pk) else None


def _shown(talk: Conversation) -> list[Statement]:
    rows = Statement.objects.system().filter(conversation=talk, state=Statement.SHOWN).order_by("number")
    return list(rows.select_related("conversation"))


@dataclass(frozen=True)
class Given:
    """An answer of one's own, that can be changed."""

    number: int
    words: str
    language: str
    value: int


@dataclass(frozen=True)
class Own:
    """A sentence of one's own and what became of it."""

    number: int
    words: str
    language: str
    state: str
    reason: str
    anew: int | None


@dataclass(frozen=True)
class Mine:
    """Everything a voice has answered and said."""

    answers: tuple[Given, ...]
    sentences: tuple[Own, ...]


def mine(actor: Actor, voice: Voice) -> Mine:
    """Return a voice's own answers, the newest sentence first, and its own sentences."""
    require_visible(actor, P.BE_VOICE, voice)
    votes = dict(Vote.objects.system().filter(voice=voice).values_list("statement_id", "value"))
    asked = [one for one in _shown(voice.conversation) if one.pk in votes]
    own = Statement.objects.system().filter(conversation=voice.conversation_id, by=voice).order_by("number")
    said = list(own.select_related("conversation"))
    anew = {one.reworded_id: one.number for one in said if one.reworded_id}
    return Mine(
        answers=tuple(Given(one.number, *_words(one), votes[one.pk]) for one in reversed(asked)),
        sentences=tuple(
            Own(one.number, *_words(one), one.state, one.reason, anew.get(one.pk))
            for one in said
            if not one.reworded_id
        ),
    )


def _words(statement: Statement) -> tuple[str, str]:
    return pick(statement.words)


@dataclass(frozen=True)
class Stand:
    """Where a voice stands, in plain figures: answers given, sentences that everybody shares, with how many of them the
    voice agreed or disagreed, and, once there are groups, the letter of the one that its answers are near (empty:
    between them, or not known yet). `waits`: not enough answers yet; `later`: what came out is kept back until
    the end."""

    given: int
    waits: bool
    later: bool
    common: int = 0
    agreed: int = 0
    disagreed: int = 0
    groups: int = 0
    letter: str = ""
    reckoned: bool = False


def stand(actor: Actor, voice: Voice) -> Stand:
    """Return where a voice stands; only for itself."""
    require_visible(actor, P.BE_VOICE, voice)
    talk = voice.conversation
    votes = dict(Vote.objects.system().filter(voice=voice).values_list("statement__number", "value"))
    later = not decide(actor, P.SEE_RESULTS, talk)
    if len(votes) < BEFORE_STANDING or later:
        return Stand(len(votes), len(votes) < BEFORE_STANDING, later)
    outcome = Outcome.objects.system().filter(conversation=talk).select_related("conversation").first()
    if outcome is None:
        return Stand(len(votes), False, False)
    shown = {one.number for one in _shown(talk)}
    common = [one["number"] for one in outcome.told["common"] if one["number"] in shown]
    group = (outcome.places or {}).get(voice.pk.hex)
    return Stand(
        len(votes),
        False,
        False,
        common=len(common),
        agreed=sum(votes.get(one) == 1 for one in common),
        disagreed=sum(votes.get(one) == -1 for one in common),
        groups=len(outcome.told["sizes"]),
        letter=LETTERS[group] if group is not None else "",
        reckoned=True,
    )


def state_of(talk: Conversation) -> str:
    """Return "draft", "open" or "over"."""
    return "over" if is_over(talk) else "open" if open_now(talk) else "draft"


def near(talk: Conversation, said: str, numbers: Collection[int] = ()) -> list[tuple[int, str]]:
    """Return sentences that nearly say the same, shown ones alone, for whoever is about to send one."""
    from bitim.dialogue import words

    shown = [(one.number, pick(one.words)[0]) for one in _shown(talk)]
    found = words.like(said, shown)
    return [(number, text) for number, text in shown if number in found]
