"""Clocks of the cases domain: what happens by itself when its day has come. Each is safe to repeat and to interrupt."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from bitim.cases import law, retention
from bitim.cases.actions import closing, lapse_invitation, ways
from bitim.cases.models import Case, Invitation, Participant, Party, Request, Screening
from bitim.kernel import clock, jobs, keystore
from bitim.kernel.access import SYSTEM, NotFound, Refused
from bitim.kernel.locking import write
from bitim.people.actions import forget_marks

DRAFT_KEPT = timedelta(days=60)


@jobs.clockwork(minutes=60)
def lapse_invitations() -> int:
    """End the invitations whose day has passed; return how many."""
    late = Invitation.objects.system().filter(state=Invitation.SENT, due__lt=clock.today())
    ended = 0
    for invitation_id in list(late.values_list("pk", flat=True)):
        try:
            lapse_invitation(invitation_id, actor=SYSTEM)
            ended += 1
        except (Refused, NotFound):  # answered in the meantime
            continue
    return ended


@jobs.clockwork(minutes=60)
def remind_invited() -> int:
    """Remind, once and without content, whoever has an invitation and has not answered, some days before the last."""
    waiting = Invitation.objects.system().filter(state=Invitation.SENT, due__gte=clock.today())
    told = 0
    for invitation in waiting.select_related("case", "person"):
        days = law.reminder_days(invitation.case.pack)
        if invitation.due and invitation.due <= clock.today() + timedelta(days=days):
            with write():
                told += bool(ways.tell(invitation.person, invitation.pk, "invitation", key=f"reminded:{invitation.pk}"))
    return told


@jobs.clockwork(minutes=60)
def let_go_of_closed() -> int:
    """Destroy what closed cases may not keep any longer, also where a stop of the server came between closing and
    destroying; return how many keys went."""
    gone = 0
    for klass in closing.LET_GO:
        holding = keystore.store().cases_holding(klass)
        closed = Case.objects.system().filter(closed__isnull=False).values_list("pk", "pack", "closed")
        for case, pack, when in closed:
            if when and case in holding and when + timedelta(days=law.kept_days(pack, klass)) <= clock.now():
                gone += len(keystore.store().shred(case=case, classes=(klass,)))
    _forget_results()
    return gone + let_go_of_papers()


def let_go_of_papers() -> int:
    """Destroy the papers of closed cases whose time is over; return how many keys went."""
    gone, holding = 0, keystore.store().cases_holding("archive")
    for case, pack, closed in Case.objects.system().filter(closed__isnull=False).values_list("pk", "pack", "closed"):
        if case in holding:
            gone += sum(retention.KEEPERS[kind](case) for kind in retention.over(pack, closed))
    return gone


def _forget_results() -> None:
    """Empty what talks alone led to, and why somebody could not sign, in closed cases whose answers are due to go."""
    talks = Screening.objects.system().exclude(result="").filter(case=OuterRef("pk"))
    hands = Participant.objects.system().exclude(hand_why="").filter(case=OuterRef("pk"))
    left = Case.objects.system().filter(Exists(talks) | Exists(hands), closed__isnull=False)
    for case, pack, when in left.values_list("pk", "pack", "closed"):
        if when and when + timedelta(days=law.kept_days(pack, "side")) <= clock.now():
            closing.forget_results(case)


@jobs.clockwork(minutes=1440)
def forget_marks_of_closed() -> int:
    """Destroy what the parties of long-closed cases were found by, when the law lets their papers go; return how many
    marks went. Until then a tie of an earlier case is found."""
    gone = 0
    closed = Case.objects.system().filter(closed__isnull=False).values_list("pk", "pack", "closed")
    for case, pack, when in closed:
        if when and when + timedelta(days=law.kept_days(pack, "archive")) <= clock.now():
            with write():
                gone += forget_marks(Party.objects.system().filter(side__case=case).values_list("pk", flat=True))
    return gone


@jobs.clockwork(minutes=1440)
def forget_drafts() -> int:
    """Destroy requests that were begun and never sent; return how many."""
    old = Request.objects.system().filter(state=Request.DRAFT, made__lt=clock.now() - DRAFT_KEPT)
    gone = 0
    for request in old.select_related("person"):
        with write():
            left = Request.objects.system().filter(pk=request.pk, state=Request.DRAFT).delete()[0]
        if left:
            keystore.store().shred(owner=request.person_id, classes=("person",))
            gone += 1
    return gone
