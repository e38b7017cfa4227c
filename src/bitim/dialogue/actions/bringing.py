"""Bringing in a conversation that was begun elsewhere: sentences and votes of a Polis export, before it is opened."""

import secrets
from collections import Counter
from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from bitim.dialogue import words
from bitim.dialogue.actions.entering import voice_digest
from bitim.dialogue.events import VotesBroughtIn
from bitim.dialogue.models import Conversation, Statement, Voice, Vote
from bitim.dialogue.permissions import P
from bitim.engines import opinion
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

LONGEST, MOST_PEOPLE, MOST_VOTES, AT_ONCE = 1000, 20_000, 200_000, 5000


@action(P.RUN_CONVERSATION, on=Conversation)
def bring_in(talk: Conversation, *, actor: Actor, files: Mapping[str, bytes], language: str) -> Conversation:
    """Take sentences and votes from the CSV files of a Polis export (`participants-votes.csv` or `votes.csv`, with
    `comments.csv`). Everybody in them becomes a voice that nobody holds the secret of; their sentences count as said in
    `language`. Either all of it comes in, or nothing does."""
    if talk.opened is not None or Voice.objects.system().filter(conversation=talk).exists():
        raise Refused(_("Votes are brought in before a dialogue is opened, and once."))
    if language not in talk.languages:
        raise Refused(_("Choose the language in which you wrote."))
    try:
        brought = opinion.read(files)
    except opinion.Unfit as unfit:
        raise Refused(_("These files cannot be read as a Polis export."), str(unfit)) from unfit
    if len(brought.people) > MOST_PEOPLE or len(brought.votes) > MOST_VOTES:
        raise Refused(_("There are too many votes in these files to bring them in here."))
    said = [words.plain(one.text, LONGEST).replace("\n", " ") for one in brought.statements]
    if not all(said):
        raise Refused(_("comments.csv is missing, or does not tell the words of every sentence."))
    last = Statement.objects.system().filter(conversation=talk).aggregate(last=Max("number"))["last"] or 0
    rows, given_on = [], Counter(brought.votes.statement.tolist())
    for at, (told, text) in enumerate(zip(brought.statements, said, strict=True)):
        state, reason = (Statement.OUT, "aside") if told.out else (Statement.SHOWN, "")
        row = Statement(conversation=talk, number=last + at + 1, language=language, state=state, reason=reason)
        row.asked = given_on[at]
        row.words, row.checked, row.day = {language: text}, [language], clock.today()
        rows.append(row)
    Statement.objects.bulk_create(rows, batch_size=AT_ONCE)
    given = brought.votes.given.tolist()
    voices = [Voice(conversation=talk, digest=voice_digest(secrets.token_urlsafe(24)), presses=n) for n in given]
    Voice.objects.bulk_create(voices, batch_size=AT_ONCE)
    cells = zip(brought.votes.person, brought.votes.statement, brought.votes.vote, strict=True)
    votes = (Vote(conversation=talk, voice=voices[i], statement=rows[j], value=int(value)) for i, j, value in cells)
    Vote.objects.bulk_create(votes, batch_size=AT_ONCE)
    talk.brought = len(voices)
    talk.save(update_fields=["brought"])
    record(VotesBroughtIn(talk.centre_id, talk.centre_id, talk.pk, len(voices)), actor=actor)
    return talk
