"""What a voice does: answer a sentence, change an answer, say a sentence, take it back."""

from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bitim.dialogue import words
from bitim.dialogue.models import Conversation, Statement, Voice, Vote
from bitim.dialogue.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.prepared import insert, prepared, update

VALUES = (1, 0, -1)
MOST_OF_VOICE, MOST_WAITING = 10, 2000
SHORTEST = 5


@action(P.VOTE, on=Voice)
def vote(voice: Voice, *, actor: Actor, statement: int, value: int, chance: float = 0.0) -> None:
    """Answer a sentence, or answer it otherwise: of two answers to the same sentence the last one counts.

    `statement` is its number; `chance` the probability with which it was drawn for this voice, 0 where it was chosen.
    """
    if value not in VALUES:
        raise Refused(_("Choose one of the three answers."))
    found = _of_talk(voice.conversation_id, statement)
    if not found or found[0][1] != Statement.SHOWN:
        raise Refused(_("This sentence is not asked about any more. Nothing is lost: go on with the next one."))
    pk, _state, asked = found[0]
    kept = _given(voice.pk, pk)
    # The conversation is locked: nobody else counts meanwhile.
    if not kept:
        given = {"conversation_id": voice.conversation_id, "voice": voice, "statement_id": pk}
        insert(Vote(value=value, chance=min(max(chance, 0.0), 1.0), **given))
        update(Statement(pk=pk, asked=asked + 1), "asked")
    elif kept[0][1] == value:
        return
    else:
        update(Vote(pk=kept[0][0], value=value), "value")
    voice.presses += 1
    update(voice, "presses")


@prepared
def _of_talk(talk: UUID, number: int) -> QuerySet[Statement, tuple[UUID, str, int]]:
    return Statement.objects.system().filter(conversation=talk, number=number).values_list("pk", "state", "asked")


@prepared
def _given(voice: UUID, statement: UUID) -> QuerySet[Vote, tuple[UUID, int]]:
    return Vote.objects.system().filter(voice=voice, statement=statement).values_list("pk", "value")


@action(P.SAY, on=Voice)
def say(voice: Voice, *, actor: Actor, said: str, language: str) -> None:
    """Add a sentence, with which its author agrees: a gap in their answers would tell who said it. It waits for
    somebody of the centre, unless the conversation shows sentences at once. Nothing is returned, so that no key of the
    press remembers whose sentence it was."""
    talk = voice.conversation
    sentence = words.sentence(said)
    if not SHORTEST <= len(sentence) <= talk.longest:
        raise Refused(_("A sentence has at least five letters, and not more than this dialogue allows."))
    if language not in talk.languages:
        raise Refused(_("Choose the language in which you wrote."))
    kept = Statement.objects.system().filter(conversation=talk)
    if kept.filter(by=voice, reworded=None).exclude(state=Statement.WITHDRAWN).count() >= MOST_OF_VOICE:
        raise Refused(_("You have said ten sentences. Now hear what others say."))
    if kept.filter(state=Statement.WAITING).count() >= MOST_WAITING:
        raise Refused(_("Very many sentences wait to be read. Please say yours later; your answers count as before."))
    state = Statement.WAITING if talk.moderated else Statement.SHOWN
    made = add(talk, {language: sentence}, language, state=state, by=voice)
    Vote.objects.create(conversation=talk, voice=voice, statement=made, value=1)
    Statement.objects.system().filter(pk=made.pk).update(asked=1)
    Voice.objects.system().filter(pk=voice.pk).update(presses=F("presses") + 1)


def add(
    talk: Conversation,
    said: dict[str, str],
    language: str,
    *,
    state: str,
    by: Voice | None = None,
    reworded: Statement | None = None,
) -> Statement:
    """Write a sentence under the next number. Runs inside an action that has locked the conversation."""
    last = Statement.objects.system().filter(conversation=talk).aggregate(last=Max("number"))["last"] or 0
    made = Statement(conversation=talk, number=last + 1, language=language, state=state, by=by, reworded=reworded)
    made.words, made.checked, made.day = said, [language], clock.today()
    made.save(force_insert=True)
    return made


@action(P.SAY, on=Voice)
def take_back(voice: Voice, *, actor: Actor, statement: int) -> None:
    """Take one's own sentence back, with every other wording that it got: its words are gone, and it is asked about no
    more. Only while the dialogue is open: what came out is not changed afterwards."""
    own = Statement.objects.system().filter(conversation=voice.conversation_id, by=voice)
    chosen = own.filter(number=statement).exclude(state=Statement.WITHDRAWN).first()
    if chosen is None:
        raise Refused(_("There is no such sentence of yours."))
    for one in own.filter(Q(pk=chosen.pk) | Q(reworded=chosen)).select_related("conversation"):
        one.state, one.words = Statement.WITHDRAWN, {}
        one.save(update_fields=["state", "words"])
