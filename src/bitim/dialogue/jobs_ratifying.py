"""Work outside requests: ballots end on their day; papers are forgotten."""

import logging
from datetime import timedelta
from uuid import UUID

from bitim.cases.notices import DAYS, SUBJECT, news_words
from bitim.dialogue.actions.ratifying import RATIFY_NEWS, count
from bitim.dialogue.models_ratifying import BallotPaper, Ratification
from bitim.kernel import clock
from bitim.kernel.action import locked
from bitim.kernel.delivery import NOTICES, Notice
from bitim.kernel.jobs import clockwork
from bitim.kernel.locking import write

log = logging.getLogger("bitim.dialogue")
KEPT_AFTER_END = timedelta(days=60)
NOTICES[RATIFY_NEWS] = Notice(SUBJECT, news_words, DAYS)


@clockwork(minutes=1)
def count_what_has_ended() -> None:
    """Count the ballots whose day has come."""
    due = Ratification.objects.system().filter(state=Ratification.OPEN, closes__lte=clock.now())
    for pk in list(due.values_list("pk", flat=True)):
        try:
            _count(pk)
        except Exception:  # one that cannot be counted must not keep the others waiting
            log.exception("a ballot could not be counted")


def _count(ballot: UUID) -> None:
    with write():
        one = locked(Ratification, ballot)
        if one.state == Ratification.OPEN:
            count(one)


@clockwork(minutes=1440)
def forget_papers() -> None:
    """Sixty days after the end no paper opens anything any more: which were used is deleted. The result stays."""
    before = clock.now() - KEPT_AFTER_END
    over = Ratification.objects.system().filter(state=Ratification.OVER, closed__lt=before)
    BallotPaper.objects.system().filter(ratifier__ratification__in=over).delete()
