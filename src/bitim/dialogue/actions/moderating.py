"""Letting sentences in, keeping them out with a reason, putting them otherwise, translating them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bitim.dialogue import words
from bitim.dialogue.actions.voting import SHORTEST, add
from bitim.dialogue.events import StatementJudged, StatementReworded, StatementTranslated
from bitim.dialogue.models import Conversation, Statement
from bitim.dialogue.permissions import P
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

MOST_SEEDS = 100


@action(P.MODERATE, on=Conversation)
def seed(talk: Conversation, *, actor: Actor, said: Mapping[str, str]) -> Statement:
    """Add a sentence of the centre's own, in one language or several; it is shown at once."""
    given = _sentences(talk, said)
    if not given:
        raise Refused(_("Write the sentence in at least one language."))
    if Statement.objects.system().filter(conversation=talk, by=None).count() >= MOST_SEEDS:
        raise Refused(_("The centre has said a hundred sentences. Now let others speak."))
    first = next(code for code in talk.languages if code in given)
    made = add(talk, given, first, state=Statement.SHOWN)
    made.checked = list(given)
    made.save(update_fields=["checked"])
    _judged(talk, made, actor)
    return made


def _sentences(talk: Conversation, said: Mapping[str, str]) -> dict[str, str]:
    given = {code: words.sentence(said.get(code, "")) for code in talk.languages}
    given = {code: one for code, one in given.items() if one}
    if any(not SHORTEST <= len(one) <= talk.longest for one in given.values()):
        raise Refused(_("A sentence has at least five letters, and not more than this dialogue allows."))
    return given


def _judged(talk: Conversation, statement: Statement, actor: Actor) -> None:
    happened = StatementJudged(talk.centre_id, talk.centre_id, talk.pk, statement.pk, statement.state, statement.reason)
    record(happened, actor=actor)


@action(P.MODERATE, on=Statement)
def judge(statement: Statement, *, actor: Actor, shown: bool, reason: str = "", seen: str = "") -> Statement:
    """Let a sentence in, or keep it out with a reason of the public policy. `seen`: the state in which it was read:
    where a colleague was faster, their word stands and is shown."""
    if statement.state == Statement.WITHDRAWN:
        raise Refused(_("Whoever said this sentence has taken it back."))
    if seen and seen != statement.state:
        raise Refused(_("A colleague has judged this sentence meanwhile. Look at it once more."))
    state = Statement.SHOWN if shown else Statement.OUT
    if not shown and reason not in Statement.REASONS:
        raise Refused(_("Choose the reason why the sentence is kept out: whoever said it reads it."))
    kept = "" if shown else reason
    if (statement.state, statement.reason) == (state, kept):
        return statement
    statement.state, statement.reason = state, kept
    statement.save(update_fields=["state", "reason"])
    _judged(statement.conversation, statement, actor)
    return statement


@action(P.MODERATE, on=Statement)
def reword(statement: Statement, *, actor: Actor, said: str, language: str) -> Statement:
    """Put a sentence otherwise: the old one is kept out, the new one names it as where it comes from and is asked about
    anew. Nobody's answer to the old words becomes an answer to the new ones."""
    if statement.state == Statement.WITHDRAWN:
        raise Refused(_("Whoever said this sentence has taken it back."))
    talk = statement.conversation
    given = _sentences(talk, {language: said}) if language in talk.languages else {}
    if not given:
        raise Refused(_("Write the sentence in at least one language."))
    made = add(talk, given, language, state=Statement.SHOWN, by=statement.by, reworded=statement)
    statement.state, statement.reason = Statement.OUT, "unclear"
    statement.save(update_fields=["state", "reason"])
    record(StatementReworded(talk.centre_id, talk.centre_id, talk.pk, made.pk, statement.pk), actor=actor)
    return made


@action(P.MODERATE, on=Statement)
def translate(statement: Statement, *, actor: Actor, said: Mapping[str, str]) -> Statement:
    """Write a sentence in other languages; a person did it, so it counts as checked. The words in which it was said
    stay as they are."""
    talk = statement.conversation
    given = _sentences(talk, {code: one for code, one in said.items() if code != statement.language})
    before = dict(statement.words)
    whole = {code: one for code, one in before.items() if code == statement.language} | given
    if whole == before:
        return statement
    statement.words, statement.checked = whole, list(whole)
    statement.save(update_fields=["words", "checked"])
    for code in sorted(given):
        if before.get(code) != given[code]:
            record(StatementTranslated(talk.centre_id, talk.centre_id, talk.pk, statement.pk, code), actor=actor)
    return statement
