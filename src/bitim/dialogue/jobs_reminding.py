"""Work outside requests: whoever answers for a dialogue is told that sentences wait to be read.

Sentences that wait for days end a dialogue: people say one, hear nothing, and stay away. The message names neither the
dialogue nor a number; it goes out once a day at most, and only while something can still be let in.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bitim.cases.notices import SUBJECT
from bitim.dialogue.models import Conversation, Statement
from bitim.kernel import clock
from bitim.kernel.delivery import NOTICES, Notice, announce
from bitim.kernel.jobs import clockwork
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery
from bitim.people.models import CentreRole

QUEUE_WAITS = "queue_waits"
STAFF_ROLES = (CentreRole.COORDINATOR, CentreRole.HEAD, CentreRole.MEDIATOR)


def _words(_row: Delivery) -> str:
    """That something waits; staff know where."""
    return _("Something has been waiting for you at the office for more than a day. Please sign in when it suits you.")


NOTICES[QUEUE_WAITS] = Notice(SUBJECT, _words)


@clockwork(minutes=360)
def remind_of_what_waits() -> int:
    """Tell whoever answers for open dialogues in which sentences have waited for more than a day; where they work at
    the centre no more, its heads. Return how many were told."""
    now, today = clock.now(), clock.today()
    old = Statement.objects.system().filter(state=Statement.WAITING, day__lt=today - timedelta(days=1))
    waits = old.values("conversation")
    talks = Conversation.objects.system().filter(pk__in=waits, opened__isnull=False, closed=None)
    told = 0
    for talk in talks.filter(Q(closes=None) | Q(closes__gt=now)):
        for person in _who_reads(talk):
            key = f"{QUEUE_WAITS}:{person}:{today:%y%m%d}"
            if not Delivery.objects.system().filter(key=key).exists():
                with write():
                    announce(person, QUEUE_WAITS, key=key, due=now + timedelta(minutes=1))
                told += 1
    return told


def _who_reads(talk: Conversation) -> list[UUID]:
    roles = CentreRole.objects.system().filter(centre=talk.centre_id, ended=None)
    if roles.filter(person=talk.owner_id, role__in=STAFF_ROLES).exists():
        return [talk.owner_id]
    heads = roles.filter(role=CentreRole.HEAD).order_by("person")
    return list(heads.values_list("person", flat=True))
