"""Clocks of the books: the nightly look, and the end of what was kept long enough."""

import logging
from datetime import date, timedelta

from django.db.models import Q

from bitim import jurisdictions
from bitim.journal.models import Consultation, Line
from bitim.journal.queries.checking import troubles
from bitim.kernel import clock, jobs, keystore
from bitim.kernel.keystore import Scope

log = logging.getLogger(__name__)


@jobs.clockwork(minutes=1440)
def look_through_the_books() -> int:
    """Count what is not as it must be and say so in the log, by keys and numbers; `bitim doctor` says it too."""
    found = list(troubles())
    for one in found[:20]:
        log.error("journal: %s (%s)", one.what, one.where)
    return len(found)


@jobs.clockwork(minutes=1440)
def let_go_of_words() -> int:
    """Destroy the sealed words of lines older than their pack's term, counted from the end of the line's year; the
    lines themselves stay. Return how many keys went."""
    gone, today, store = 0, clock.today(), keystore.store()
    worded = {Line: Q(names__isnull=False), Consultation: Q(words__isnull=False)}
    terms = {Line: "journal_names_days", Consultation: "consultation_words_days"}
    for model, has_words in worded.items():
        rows = model.objects.system().filter(has_words | Q(reason__isnull=False), year__lt=today.year)
        for pk, first, year, pack in rows.values_list("pk", "first", "year", "centre__pack"):
            days = int(jurisdictions.load(pack).parameter(terms[model]))
            over = today > date(year, 12, 31) + timedelta(days=days)
            if over and not store.is_shredded(Scope("archive", first or pk)):
                gone += len(store.shred(owner=first or pk, classes=("archive",)))
    return gone
