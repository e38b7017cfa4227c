"""A conversation as files that other programs read: those of a Polis export, people in an order of chance."""

from collections import Counter
from uuid import UUID

from bitim.dialogue.models import Conversation, Statement, Vote
from bitim.dialogue.permissions import P
from bitim.engines import opinion
from bitim.engines.disclosure import FLOOR
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.text import pick

LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def files_of(actor: Actor, talk: UUID) -> dict[str, bytes]:
    """Return the files of a conversation that is over, by name; NotFound for everybody else and before.

    People go by numbers that follow their random ids; answers to a sentence that fewer than the floor answered are left
    out; a sentence that a program could take for a formula is marked.
    """
    found = Conversation.objects.system().filter(pk=talk).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.EXPORT_VOTES, found)
    from bitim.engines.opinion.exports import Conversation as Talk
    from bitim.engines.opinion.votes import Votes

    rows = Statement.objects.system().filter(conversation=found).order_by("number").select_related("conversation")
    asked = [one for one in rows if one.state in (Statement.SHOWN, Statement.OUT)]
    given = list(Vote.objects.system().filter(conversation=found).values_list("voice_id", "statement_id", "value"))
    votes_on = Counter(row[1] for row in given)
    given = [row for row in given if votes_on[row[1]] >= FLOOR]
    voices = {pk: at for at, pk in enumerate(sorted({row[0] for row in given}))}
    place = {one.pk: at for at, one in enumerate(asked)}
    cells = [(voices[row[0]], place[row[1]], row[2]) for row in given if row[1] in place]
    who, what, how = ([cell[at] for cell in cells] for at in range(3))
    told = tuple(
        opinion.Statement(str(one.number), _plain(pick(one.words, one.language)[0]), one.state != Statement.SHOWN)
        for one in asked
    )
    votes = Votes.of(who, what, how, len(voices), len(asked))
    return opinion.write(Talk(tuple(str(at) for at in range(len(voices))), told, votes, topic=_topic(found)))


def _topic(talk: Conversation) -> str:
    return _plain(pick(talk.question, talk.languages[0])[0])


def _plain(words: str) -> str:
    return f"'{words}" if words.startswith(LIKE_A_FORMULA) else words
