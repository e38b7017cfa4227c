"""Which open cases wait for something that only their staff can do: an invitation, a talk alone, a word on who came.

Each question is asked once for all cases of the reader and opens nothing that is sealed.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from bitim import jurisdictions
from bitim.cases.models import Hand, Invitation, Participant, Screening, Side
from bitim.cases.queries.folders import First, first_of, open_for
from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.people.models import CentreRole
from bitim.people.queries import standing_of

TOLD = timedelta(days=14)  # how long staff are told that somebody was said not to be who they should be
TALK_OVER = ("performance", "closed")  # from here on nobody is to be spoken with alone any more


def to_invite(actor: Actor, most: int) -> First:
    """Return the cases in which an invitation was never sent, or the invited person wants to talk first."""
    waiting = Invitation.objects.system().filter(state__in=(Invitation.PREPARED, Invitation.TALK))
    return _first(actor, most, Exists(waiting.filter(case=OuterRef("pk"))))


def to_confirm(actor: Actor, most: int) -> First:
    """Return the cases in which somebody came and this reader may say that it is they (whoever had a hand in their way
    in may not), or of somebody a second person said lately that it is not they."""
    invited = Hand.objects.system().filter(by_id=actor.person, invitation__person=OuterRef("person"))
    mine = Q(reissued_by_id=actor.person) | Q(Exists(invited.filter(invitation__case=OuterRef("case"))), added=True)
    told = Q(denied__gte=clock.now() - TOLD)
    waiting = Participant.objects.system().filter(unconfirmed__isnull=False)
    waiting = waiting.filter(told | Q(ended=None)).filter(told | ~mine)
    return _first(actor, most, Q(pk__in=waiting.values("case")))


def to_talk_with(actor: Actor, most: int) -> First:
    """Return the cases with a side that is still there and was not spoken with alone."""
    talked = Screening.objects.system().filter(side=OuterRef("pk"))
    sides = Side.objects.system().exclude(state__in=(Side.DECLINED, Side.LEFT)).filter(~Exists(talked))
    return _first(actor, most, Exists(sides.filter(case=OuterRef("pk")).exclude(case__stage__in=TALK_OVER)))


def to_find_interpreter(actor: Actor, most: int) -> First:
    """Return the cases in which somebody of a side speaks another language than the ones they take part in, and nobody
    interprets yet."""
    need = Participant.objects.system().filter(case=OuterRef("pk"), ended=None, interpreter_required=True)
    there = Participant.objects.system().filter(case=OuterRef("pk"), ended=None, role=Participant.INTERPRETER)
    return _first(actor, most, Exists(need) & ~Exists(there) & ~Q(stage__in=TALK_OVER))


def to_hand_over(actor: Actor, most: int) -> First:
    """Return the cases of the actor's centre with a mediator who may not mediate today: removed from the register, or
    the certificate or the term of office is over."""
    if actor.centre is None:
        return First((), 0)
    serving = CentreRole.objects.system().filter(centre=actor.centre, role=CentreRole.MEDIATOR, ended=None)
    people = set(serving.values_list("person", flat=True))
    mediating = Participant.objects.system().filter(role__in=Participant.MEDIATOR_ROLES, ended=None)
    barred: Q | None = None
    for pack in jurisdictions.available():
        gone = [person for person, why in standing_of(pack, actor.centre, people).items() if why]
        if gone:
            here = Q(Exists(mediating.filter(case=OuterRef("pk"), person__in=gone)), pack=pack)
            barred = here if barred is None else barred | here
    return First((), 0) if barred is None else _first(actor, most, barred & ~Q(stage="performance"))


def _first(actor: Actor, most: int, condition: Any) -> First:
    return first_of(open_for(actor).filter(condition).order_by("stage_since", "pk"), most)
