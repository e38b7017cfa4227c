"""Letting sentences in, keeping them out with a reason, putting them otherwise, translating them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bitim.dialogue import words
from bitim.dialogue.actions.voting import SHORTEST, add
from bitim.dialogue.events import StatementJudged, StatementReworded, StatementTranslated
from bitim.dialogue.models import Conversation, Statement
from bitim.dialogue.permissions import P
from bitim.dialogue.rules import is_over
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

MOST_SEEDS = 100
HURTS = ("insult", "person")
OVER = _("This dialogue is over: what came out is not changed any more.")
EVERY_LANGUAGE = _("Write the sentence in every language of the dialogue.")
MEANWHILE = _("A colleague has judged this sentence meanwhile. Look at it once more.")


@action(P.MODERATE, on=Conversation)
def seed(talk: Conversation, *, actor: Actor, said: Mapping[str, str]) -> Statement:
    """Add a sentence of the centre's own, in every language of the dialogue; it is shown at once."""
    if is_over(talk):
        raise Refused(OVER)
    given = _sentences(talk, said)
    if set(given) != set(talk.languages):
        raise Refused(EVERY_LANGUAGE)
    if not talk.brought and Statement.objects.system().filter(conversation=talk, by=None).count() >= MOST_SEEDS:
        raise Refused(_("The centre has said a hundred sentences. Now let others speak."))
    made = add(talk, given, talk.languages[0], state=Statement.SHOWN)
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
    where a colleague was faster, their word stands and is shown. A sentence is let in once it is in every language: in
    one alone it would tell which people it comes from. After the end only what hurts somebody is taken out."""
    talk = statement.conversation
    if statement.state == Statement.WITHDRAWN:
        raise Refused(_("Whoever said this sentence has taken it back."))
    if seen and seen != statement.state:
        raise Refused(MEANWHILE)
    if not shown and reason not in Statement.REASONS:
        raise Refused(_("Choose the reason why the sentence is kept out: whoever said it reads it."))
    if is_over(talk) and (shown or reason not in HURTS):
        raise Refused(OVER, _("Only what insults somebody or speaks of a person can still be taken out."))
    if shown and set(statement.words) != set(talk.languages):
        raise Refused(EVERY_LANGUAGE, _("In one language alone it would tell which people it comes from."))
    if shown and Statement.objects.system().filter(reworded=statement).exclude(state=Statement.WITHDRAWN).exists():
        raise Refused(_("It was put in other words already, and those are asked about."))
    state, kept = (Statement.SHOWN, "") if shown else (Statement.OUT, reason)
    if (statement.state, statement.reason) == (state, kept):
        return statement
    statement.state, statement.reason = state, kept
    statement.save(update_fields=["state", "reason"])
    _judged(talk, statement, actor)
    return statement


@action(P.MODERATE, on=Statement)
def reword(statement: Statement, *, actor: Actor, said: str, language: str) -> Statement:
    """Put a sentence otherwise: the old one is kept out, the new one names it as where it comes from and is asked about
    anew. Nobody's answer to the old words becomes an answer to the new ones. The new one waits for its translations."""
    talk = statement.conversation
    if is_over(talk):
        raise Refused(OVER)
    if statement.state not in (Statement.WAITING, Statement.SHOWN):
        raise Refused(MEANWHILE)
    given = _sentences(talk, {language: said}) if language in talk.languages else {}
    if not given:
        raise Refused(_("Write the sentence in at least one language."))
    state = Statement.SHOWN if set(given) == set(talk.languages) else Statement.WAITING
    made = add(talk, given, language, state=state, by=statement.by, reworded=statement)
    statement.state, statement.reason = Statement.OUT, "unclear"
    statement.save(update_fields=["state", "reason"])
    record(StatementReworded(talk.centre_id, talk.centre_id, talk.pk, made.pk, statement.pk), actor=actor)
    return made


@action(P.MODERATE, on=Statement)
def translate(statement: Statement, *, actor: Actor, said: Mapping[str, str]) -> Statement:
    """Write a sentence in other languages; a person did it, so it counts as checked. The words in which it was said
    stay as they are; and once anybody may have answered it, every wording does: missing ones are added alone."""
    talk = statement.conversation
    if is_over(talk):
        raise Refused(OVER)
    given = _sentences(talk, {code: one for code, one in said.items() if code != statement.language})
    before = dict(statement.words)
    changed = {code: one for code, one in given.items() if before.get(code) != one}
    if not before or not changed:
        return statement
    answered = talk.opened is not None and statement.state == Statement.SHOWN
    if answered and any(code in before for code in changed):
        raise Refused(_("People have answered these words already. Put the sentence otherwise instead."))
    statement.words = before | changed
    statement.checked = list(statement.words)
    statement.save(update_fields=["words", "checked"])
    for code in sorted(changed):
        record(StatementTranslated(talk.centre_id, talk.centre_id, talk.pk, statement.pk, code), actor=actor)
    return statement
