"""From what everybody shares to the table of a case: a sentence becomes a question that the sides may take up."""

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case
from bitim.dialogue.models import Conversation, Outcome, Statement
from bitim.dialogue.permissions import P
from bitim.kernel.access import Actor, Refused, require_visible
from bitim.settlements.actions import issues
from bitim.settlements.models import Issue


def take_to_table(case: Case, *, actor: Actor, talk: Conversation, number: int, key: str = "") -> Issue:
    """Propose a sentence of the common ground as a question of a case, in all its languages. Only what is told to
    everybody can be taken: under an embargo nothing before the end. The case's own action decides who may propose, and
    when; nothing of the dialogue but these words comes into the case, nothing of the case into the dialogue."""
    require_visible(actor, P.SEE_QUEUE, talk)
    require_visible(actor, P.SEE_RESULTS, talk)
    outcome = Outcome.objects.system().filter(conversation=talk).select_related("conversation").first()
    shared = {one["number"] for one in outcome.told["common"]} if outcome else set()
    rows = Statement.objects.system().filter(conversation=talk, number=number, state=Statement.SHOWN)
    statement = rows.select_related("conversation").first()
    if statement is None or number not in shared:
        raise Refused(_("Only what everybody shares can be taken to the table."))
    made: Issue = issues.propose_issue(case, actor=actor, key=key, title=statement.words)
    return made
