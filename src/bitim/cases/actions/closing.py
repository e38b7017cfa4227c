"""Closing a case: its outcome, a notice of ending to each person, and the keys that the law lets go."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bitim.cases import law
from bitim.cases.actions import ways
from bitim.cases.events import CaseClosed
from bitim.cases.facts import move
from bitim.cases.models import Case, Invitation, Participant, Screening
from bitim.cases.models_reading import ReadBack, SpokenWord
from bitim.cases.permissions import P
from bitim.engines.lifecycle import OUTCOMES
from bitim.kernel import clock, keystore
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.locking import write
from bitim.kernel.record import record

SIGNED_OUTCOMES = ("settled", "partly")
# `archive` goes paper by paper, each when its own time is over (`retention`); `person` by the person's own wishes.
LET_GO = ("side", "private", "joint")


@action(P.CLOSE, on=Case)
def close_case(case: Case, *, actor: Actor, outcome: str) -> Case:
    """Close a case with one of the eight outcomes. Settled or partly settled only when a text was signed.

    Sides' own words and mediators' notes are destroyed once the closing is committed; what the law keeps stays.
    """
    if outcome not in OUTCOMES:
        raise Refused(_("Choose how the case ended."))
    if (outcome in SIGNED_OUTCOMES) != (case.stage == "performance"):
        raise Refused(_SIGNED if case.stage == "performance" else _NOT_SIGNED)
    move(case, "close_settled" if case.stage == "performance" else "close")
    case.outcome, case.due, case.due_for = outcome, None, ""
    case.save(update_fields=["outcome", "due", "due_for"])
    _end_invitations(case)
    record(CaseClosed(chain=case.pk, audience=case.pk, case=case.pk, outcome=outcome), actor=actor)
    present = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
    for participant in present.select_related("person"):
        ways.tell(participant.person, case.pk, "case_ended", key=f"ended:{case.pk}:{participant.person_id}")
    transaction.on_commit(lambda: let_go(case.pk))
    return case


_SIGNED = _("A text was signed: say whether it settles all of the dispute or a part.")
_NOT_SIGNED = _("No text was signed, so the dispute is not settled yet: choose another ending.")


def _end_invitations(case: Case) -> None:
    unanswered = (Invitation.PREPARED, Invitation.SENT, Invitation.TALK)
    for invitation in Invitation.objects.system().filter(case=case, state__in=unanswered):
        ways.shut(invitation.person_id, invitation.pk)
        invitation.state = Invitation.LAPSED
        invitation.save(update_fields=["state"])


def let_go(case_id: UUID) -> list[UUID]:
    """Destroy the keys of a closed case whose term is over; return the ids destroyed. Safe to repeat at any time."""
    case = Case.objects.system().filter(pk=case_id).exclude(closed=None).first()
    if case is None or case.closed is None:
        return []
    over = [k for k in LET_GO if case.closed + timedelta(days=law.kept_days(case.pack, k)) <= clock.now()]
    if "side" in over:
        forget_results(case.pk)
    return keystore.store().shred(case=case.pk, classes=over) if over else []


def forget_results(case_id: UUID) -> None:
    """Empty the results of the talks alone: they have to be open while the case lives by them, and afterwards go with
    the answers. The traces of agreed words and of dialled numbers go with them, and why somebody could not sign: the
    paper that had to name it is drawn up by then."""
    with write():
        SpokenWord.objects.system().filter(case=case_id).delete()
        ReadBack.objects.system().filter(case=case_id).exclude(number=b"").update(number=b"")
        Screening.objects.system().filter(case=case_id).exclude(result="").update(result="")
        Participant.objects.system().filter(case=case_id).exclude(hand_why="").update(hand_why="")
