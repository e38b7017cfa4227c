"""The answer to an invitation that did not come by the invited person's own device, written down by the coordinator.

That somebody wants to talk first, or says no, is written down as it came. A yes seats a person in the case and lets
them consent, so nobody makes one alone out of a telephone call: it is read out with a colleague who listens
(`reading_back`), or the person is in the room and is looked at. By what way it came stands among the attempts.
"""

from django.utils.translation import gettext_lazy as _

from bitim.cases.actions import ways
from bitim.cases.actions.inviting import OPEN, answered
from bitim.cases.actions.reaching import begin_clock, keep_attempt
from bitim.cases.facts_reading import OWN_WAY, has_own_way
from bitim.cases.models import Attempt, Invitation, Participant
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action

# How a yes can be known of somebody in the room: "not looked at yet" knows nobody.
LOOKED_AT = tuple(one for one in Participant.SEEN_AS if one != Participant.NOT_LOOKED)


@action(P.NOTE_ANSWER, on=Invitation)
def note_answer(invitation: Invitation, *, actor: Actor, answer: str, how: str) -> Invitation:
    """Write down that the person wants to talk first or says no, and by what way they said so."""
    if answer not in (Invitation.TALK, Invitation.DECLINED):
        raise Refused(
            _("A yes by telephone is read out, and a colleague listens."),
            _("Read the invitation out by telephone, or write down that the person is here."),
        )
    _note(invitation, actor, how)
    return answered(invitation, actor, answer, how)


@action(P.NOTE_ANSWER, on=Invitation)
def note_coming(invitation: Invitation, *, actor: Actor, seen_as: str) -> Invitation:
    """Write down that the invited person came to the office and says yes, and how it is known who they are.

    A code in a letter that was never opened ends, so that nobody else comes by it; whoever has come in by theirs
    answers there.
    """
    if seen_as not in LOOKED_AT:
        raise Refused(_("Say how you know who is before you."))
    if has_own_way(invitation.case_id, invitation.person_id):
        raise Refused(OWN_WAY)
    _note(invitation, actor, Attempt.HAND)
    ways.shut(invitation.person_id, invitation.pk)
    come = answered(invitation, actor, Invitation.ACCEPTED, Attempt.HAND)
    here = Participant.objects.system().filter(case=invitation.case, person=invitation.person_id, ended=None)
    here.update(seen_as=seen_as, seen_by=actor.person, seen_at=clock.now())
    return come


def _note(invitation: Invitation, actor: Actor, how: str) -> None:
    if how not in Attempt.ROUTES or how == Attempt.ONLINE:
        raise Refused(_("Say by what way the answer came."))
    if invitation.state not in OPEN and invitation.state != Invitation.LAPSED:
        raise Refused(_("This invitation was answered already."))
    keep_attempt(invitation, actor, how, Attempt.ANSWERED)
    begin_clock(invitation)
